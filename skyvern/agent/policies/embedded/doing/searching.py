"""Finds where to search: the one box that takes all the words, and what to do where a page has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import content, field_concept, same_value, similarity
from skyvern.agent.policies.embedded.finding import seeking
from skyvern.agent.policies.embedded.finding.leading import is_lookup
from skyvern.agent.policies.embedded.finding.match import is_button_for, is_choice, is_press, is_text
from skyvern.agent.policies.embedded.finding.unfound import next_page
from skyvern.agent.policies.embedded.forms import reveal
from skyvern.agent.policies.embedded.forms.fields import assign
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.stages import Kind, Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.goal import Decision
from skyvern.domain.page import ActionKind, Element, Observation

PAGE_SIZE = "page size"
"""What a stage is for that sets how long the pages of a list are."""
_PER_PAGE = re.compile(
    r"\b(?:per|pro|par|por)\s+(?:page|seite|página)\b|\bpage size\b|\b(?:show|display|anzeigen|afficher|mostrar)\b",
    re.IGNORECASE,
)
_CONTACT = frozenset(
    ("email", "confirm_email", "newsletter", "email_notifications", "phone", "postal_code", "date", "amount")
)
_AMOUNT = re.compile(r"\b(?:max|min)(?:imum|imal\w*)?\b", re.IGNORECASE)
_SITE_SEARCH = re.compile(r"\b(?:site|website|articles?|help|news|everything|all pages)\b", re.IGNORECASE)


def page_sized(terms: tuple[Term, ...], page: Observation) -> tuple[Term, ...]:
    """Return how long a page is to be under the name of the one list that offers it and speaks of pages."""
    wanted = next((term for term in terms if term.value), None)
    lists = [e for e in page.elements if is_choice(e) and e.options and not e.disabled]
    named = [e for e in lists if _PER_PAGE.search(" ".join((e.name, e.context, e.group, *e.hints)))]
    offering = [e for e in named if wanted is not None and any(one.label.strip() == wanted.value for one in e.options)]
    if wanted is None or len(offering) != 1 or not offering[0].name:
        return terms
    return (replace(wanted, label=offering[0].name),)


def found_by_turning(stage: Stage, scene: Scene) -> bool:
    """Tell whether what is to be found and then opened is in a list of several pages that has no search of its own."""
    if stage.kind is not Kind.SEARCH or not stage.intent.optional or scene.state.filled:
        return False
    if stage.intent.target == PAGE_SIZE:
        return False
    return next_page(scene) is not None and seeking.search_box(scene, outside=False) is None


def for_single_box(terms: tuple[Term, ...], scene: Scene, about: str) -> tuple[Term, ...]:
    """Where no field of the page fits the single words, a lone search box gets them all."""
    wanted = [term for term in terms if not term.optional] or list(terms)
    texts = [
        element
        for element in scene.page.elements
        if is_text(element)
        and not (
            element.disabled or element.readonly or element.covered or _takes_contact(element) or _takes_amount(element)
        )
    ]
    window = [e for e in scene.page.elements if e.landmark == "dialog" and (is_text(e) or is_choice(e))]
    texts = [e for e in texts if e.landmark == "dialog"] if window else texts
    if any(not seeking.of_whole_site(e) and _has_search_button(e, scene) for e in texts):
        texts = [e for e in texts if not seeking.of_whole_site(e)]
    fit = assign(terms, scene.page.elements)
    drawn = any(reveal.captioned(term, scene) is not None for term in wanted)
    if drawn or (fit.pairs and not [term for term in fit.missing if not term.optional]):
        return terms
    if len(wanted) > 1 and all(_on_offer(term, scene.page.elements) for term in wanted):
        return tuple(Term(value=term.value, option=True) for term in wanted)
    if all(reveal.bearer(term, scene.page.elements) is not None for term in wanted if term.option) and wanted[0].option:
        return terms
    if (named := _after_its_thing(terms, about, scene)) is not None:
        return named
    inner = [element for element in texts if element.landmark not in ("banner", "navigation", "contentinfo")]
    searching = [element for element in inner if _has_search_button(element, scene)]
    boxes = [element for element in texts if _is_search_box(element)]
    main = [element for element in boxes if element in inner]
    proper = [element for element in searching if element.landmark == "main" and not _SITE_SEARCH.search(element.name)]
    pool = proper or (main if len(main) == 1 else searching or main or boxes or texts)
    box = pool[:1] if len(pool) == 1 else []
    apart = _proves(wanted) or (_several_facts(wanted) and box and _beside_main(box[0], scene.page))
    if not box or apart:
        return terms
    placed = {term.mark for term, slot in fit.pairs if slot.element.ref != box[0].ref}
    if any(slot.form != box[0].form for _, slot in fit.pairs):
        return terms
    rest = [term for term in wanted if term.mark not in placed]
    if not rest:
        return terms
    phrase = Term(value=" ".join(term.value for term in rest), label=box[0].name or box[0].placeholder or "search")
    return (*[term for term in terms if term.mark in placed], phrase)


def _proves(terms: Sequence[Term]) -> bool:
    """Tell whether one of several facts only proves who asks: a PIN, a birthday, an address. No search takes it."""
    asked = {field_concept(term.meaning) for term in terms}
    return len(terms) > 1 and bool(asked & _PROVING)


_PROVING = frozenset(["password", "date_of_birth", "email", "otp", "phone", "ssn"])


def _several_facts(terms: Sequence[Term]) -> bool:
    """Tell whether a record is looked up by several facts: its number and a birthday. A form asks for each of them."""
    named = {term.meaning for term in terms if term.meaning}
    return len(named) > 1 and any(char.isdigit() for term in terms for char in term.value)


def _beside_main(element: Element, page: Observation) -> bool:
    """Tell whether a field stands beside the page's main part: the search of the whole site."""
    main = any(e.landmark == "main" for e in page.elements) or any(one.region == "main" for one in page.reading.lines)
    return main and element.landmark not in ("main", "dialog")


def _on_offer(term: Term, elements: Sequence[Element]) -> bool:
    """Tell whether a list or a button of the page bears just this value: it is chosen there, and not searched for."""
    bare = Term(value=term.value, option=True)
    listed = [e for e in elements if is_choice(e) and any(same_value(one.label, term.value) for one in e.options)]
    return len(listed) == 1 or (not listed and reveal.bearer(bare, elements) is not None)


def _after_its_thing(terms: tuple[Term, ...], about: str, scene: Scene) -> tuple[Term, ...] | None:
    """ "Look up permit BLD-7": a code without a name of its own goes into the field for a permit's number."""
    bare = [term for term in terms if not term.meaning and any(char.isdigit() for char in term.value)]
    if len(bare) != 1 or not about:
        return None
    for label in (f"{about} number", f"{about} id", f"{about} no", about):
        named = tuple(replace(term, label=label) if term is bare[0] else term for term in terms)
        if not assign(named, scene.page.elements).missing:
            return named
    return None


def _has_search_button(field: Element, scene: Scene) -> bool:
    return any(
        is_press(element)
        and element.form == field.form
        and field.form != ""
        and is_button_for(element, "search", "filter_apply")
        for element in scene.page.elements
    )


def _takes_contact(field: Element) -> bool:
    """Tell whether a field is for an address, a postal code or a day: the words of a search are nothing for it."""
    if field.input_type in ("email", "tel", "url", "password"):
        return True
    return any(field_concept(text) in _CONTACT for text in (field.name, field.placeholder) if text)


def _takes_amount(field: Element) -> bool:
    """Tell whether a field is for a number or a day: the words of a search are nothing for it."""
    kinds = ("number", "date", "datetime-local", "month", "time", "range")
    return field.input_type in kinds or _AMOUNT.search(field.name) is not None


def _is_search_box(element: Element) -> bool:
    said = (element.name, element.placeholder, *element.hints[:3])
    return (
        element.role == "searchbox"
        or element.input_type == "search"
        or any(
            field_concept(text) in ("search_box", "full_name") or similarity("search", text) >= 0.5
            for text in said
            if text
        )
    )


_CHOICES = frozenset(["radio", "checkbox", "switch", "option"])
"""What is chosen in a form narrows nothing down before the form is sent."""


def filtered_by_links(stage: Stage, scene: Scene) -> bool:
    """Tell whether a list was narrowed down by what bears the values: each press led to the new list itself."""
    last = scene.last
    pressed = last.element if last is not None and last.action.kind is ActionKind.CLICK else None
    if stage.kind is not Kind.SEARCH or pressed is None or not scene.state.filled:
        return False
    if pressed.role in _CHOICES:
        return False
    applied = any(is_press(e) and is_button_for(e, "filter_apply", "search") for e in scene.page.elements)
    bears = any(set(content(term.value)) <= set(content(pressed.name)) for term in stage.terms if content(term.value))
    return pressed.role == "link" or (bears and not applied)


def to_list(stage: Stage, scene: Scene) -> Decision | None:
    """ "Search the customers for X": the page of the customers comes first, where this one has no search."""
    if stage.kind is not Kind.SEARCH:
        return None
    return _to_its_page(stage, scene) or _to_the_lookup(scene)


_MORE_FIELDS = re.compile(
    r"(?:(?:more|all|show|open|advanced|additional|further|edit|add)\s+)?(?:search\s+)?"
    r"(?:filters?|criteria|options)(?:\s*\(?\d*\)?)|(?:advanced|detailed|extended)\s+(?:search|lookup)|filtern?|filtres?|filtros?|filtrer|filtrar|"
    r"erweiterte suche|recherche avancée|búsqueda avanzada|pesquisa avançada",
    re.IGNORECASE,
)
""" "Filters", "Advanced search": what brings up the rest of a search's fields."""


def to_more_fields(stage: Stage, terms: Sequence[Term], scene: Scene) -> Decision | None:
    """Bring up the fields of a search that are folded away, where a value that has a name finds no place."""
    wanted = [term for term in terms if not term.optional and (term.label or stage.intent.target == "filter")]
    if stage.kind is not Kind.SEARCH or not wanted or stage.intent.target == PAGE_SIZE:
        return None
    fit = assign(terms, scene.page.elements)
    missing = [term for term in fit.missing if term in wanted]
    if not (fit.pairs or stage.intent.target == "filter"):
        return None  # the words of a search go into its one box
    if not missing or all(_on_offer(term, scene.page.elements) for term in missing):
        return None
    ways = [e for e in scene.page.elements if is_press(e) and _MORE_FIELDS.fullmatch(e.name.strip(" ▾▼⌄+…▸"))]
    ways = [e for e in ways if not (e.disabled or e.covered or e.expanded) and e.landmark not in ("contentinfo",)]
    ways = [e for e in ways if f"{seeking.SEEKING} {seeking.sign(e)}" not in scene.state.tried]
    if len(ways) != 1:
        return None
    tried = (*scene.state.tried, f"{seeking.SEEKING} {seeking.sign(ways[0])}")
    why = f"{missing[0].meaning or missing[0].value!r} may be among {ways[0].name!r}"
    return scene.act(click(ways[0], reasoning=why), phase=seeking.SEEKING, tried=tried, reasoning=why)


def _to_the_lookup(scene: Scene) -> Decision | None:
    """Go where a page without a search of its own sends everybody who looks something up: "License lookup"."""
    ways = [e for e in scene.page.elements if e.href and is_lookup(e) and len(e.name.split()) > 1 and not e.disabled]
    ways = [e for e in ways if e.landmark != "contentinfo" and not leads_here(e, scene.page)]
    fresh = [e for e in ways if f"{seeking.SEEKING} {seeking.sign(e)}" not in scene.state.tried]
    if not fresh or len({e.href.partition("#")[0] for e in ways}) != 1:
        return None
    tried = (*scene.state.tried, f"{seeking.SEEKING} {seeking.sign(fresh[0])}")
    why = f"{fresh[0].name!r} is where one searches"
    return scene.act(click(fresh[0], reasoning=why), phase=seeking.SEEKING, tried=tried, reasoning=why)


def leads_here(element: Element, page: Observation) -> bool:
    """Tell whether a link leads to the page that is open."""
    return element.href.partition("#")[0].rstrip("/") == page.url.partition("#")[0].rstrip("/")


def _to_its_page(stage: Stage, scene: Scene) -> Decision | None:
    if not stage.intent.target:
        return None
    wanted = seeking.Sought(kind=stage.intent.target, names=())
    return seeking.toward(wanted, scene, why=f"look for the search of {stage.intent.target!r}")

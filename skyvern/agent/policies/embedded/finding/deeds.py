"""Carries out an order in the page's own words where its object stands: in its row, in its menu, or on its own page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import BUTTONS, concepts, content, similarity
from skyvern.agent.policies.embedded.finding import placing, seeking
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    choose,
    in_row,
    is_button_for,
    is_choice,
    is_submit,
    is_text,
    press_score,
    prior,
    row_score,
)
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.domain.page import ASIDE, Element, Observation

_IN_ROW = 0.8
_SAME_DEED = ("delete", "edit", "add", "save", "close", "cancel", "print", "share", "register", "pay")


def find(intent: Intent, usable: Sequence[Element], page: Observation | None) -> Choice:
    """Find the control of the deed. An object that has a name must be there: nothing is done to another thing."""
    fitting = [e for e in usable if e.role in ("button", "link", "menuitem", "tab") or e.listener]
    if intent.number and not (intent.objects or intent.near):
        rows = placing.records(fitting)
        at = intent.number - 1 if intent.number > 0 else intent.number
        return _best(intent, rows[at]) if rows and at < len(rows) else Choice()
    if not (intent.objects or intent.near):
        return _best(intent, fitting)
    inside = rows_of(intent, fitting)
    if inside:
        found = _best(intent, inside)
        if found.element is not None or found.ambiguous or intent.objects:
            return found if found.element is not None or found.ambiguous else Choice(near=tuple(inside))
    if page is None or not (
        about(intent, page) if intent.objects else row_score(intent.near, page.reading.text) >= 0.9
    ):
        return Choice()
    loose = [e for e in fitting if e.landmark == "dialog" or not _repeated(e, fitting)]
    return _best(intent, loose)


def is_reply(intent: Intent) -> bool:
    """Tell whether an order is to reply, which needs no button where there is a box for the words already."""
    return intent.verb is Verb.DO and intent.target == "reply" and not intent.objects


def rows_of(intent: Intent, elements: Sequence[Element]) -> list[Element]:
    """Return what stands in the rows that bear the names of the order's object."""
    held = [e for e in elements if (e.context or e.name) and all(_names(e, name) for name in _record(intent))]
    smallest = min((len(e.context) for e in held if e.context), default=0)
    near = [e for e in held if not smallest or len(e.context) <= 3 * smallest]
    if under := _unfolded(held, elements):
        return under
    exact = [e for e in near if all(row_score(name, e.context or e.name) == 1.0 for name in intent.objects)]
    return exact or near if smallest else _of_its_form(near, elements)


def _unfolded(held: Sequence[Element], elements: Sequence[Element]) -> list[Element]:
    """Return what stands under the one open head of a folding list that bears the names, up to the next head."""
    heads = sorted((e for e in elements if e.expanded is not None and not e.popup), key=lambda e: e.order)
    opened = [e for e in heads if e.expanded and any(e.ref == one.ref for one in held)]
    if len(opened) != 1:
        return []
    after = next((e.order for e in heads if e.order > opened[0].order), None)
    return [e for e in elements if e.order > opened[0].order and (after is None or e.order < after)]


def _of_its_form(named: Sequence[Element], elements: Sequence[Element]) -> list[Element]:
    """Return what stands in the one form that bears the names: a list with a single record has no rows to tell."""
    forms = {e.form for e in named}
    if len(forms) != 1 or "" in forms:
        return list(named)
    return [e for e in elements if e.form in forms and not e.context]


def _record(intent: Intent) -> tuple[str, ...]:
    """Return the names of the record that the deed is done to: its own object, else what was found before."""
    return intent.objects or ((intent.near,) if intent.near else ())


def _names(element: Element, name: str) -> bool:
    return in_row(element, name) >= _IN_ROW


def about(intent: Intent, page: Observation) -> bool:
    """Tell whether the page (or the window on it) is about the object: its title or a heading bears the names.

    What was to be found just before is known already: it only has to stand there.
    """
    if not intent.objects:
        return row_score(intent.near, page.reading.text) >= 0.9
    texts = [page.title, *(line.text for line in page.reading.lines if line.level)]
    texts += list({e.group for e in page.elements if e.group and e.landmark == "dialog"})
    told = " ".join(texts)
    return all(row_score(name, told) >= 0.9 for name in intent.objects)


def opened(intent: Intent, page: Observation) -> bool:
    """Tell whether "edit X" is done: the page (or the window on it) is about X and has a form that can be saved."""
    editing = "buttons:edit" in concepts((content(intent.target or intent.clause) or ("",))[0], among=(BUTTONS,))
    if not editing or not about(intent, page):
        return False
    forms = {e.form for e in page.elements if (is_text(e) or is_choice(e)) and e.landmark not in ASIDE}
    return any(is_button_for(e, "save", "submit") and e.form in forms for e in page.elements)


def _repeated(element: Element, elements: Sequence[Element]) -> bool:
    """Tell whether the element is one of several alike in the rows of a list."""
    alike = [e for e in elements if e.name == element.name and e.role == element.role]
    return len({e.context for e in alike if e.context}) > 1


def _best(intent: Intent, elements: Sequence[Element]) -> Choice:
    """The control of the deed as it was read, else as it was worded ("save it to my favourites" may be on "Save")."""
    found = _worded(intent, content(intent.target or intent.clause), elements)
    if found.element is not None or found.ambiguous or not intent.objects or intent.terms:
        return found
    return _worded(intent, content(intent.clause), elements)


def _worded(intent: Intent, said: Sequence[str], elements: Sequence[Element]) -> Choice:
    words = intent.clause

    def score(element: Element) -> float:
        own = content(element.name)
        if not own or not said:
            return _by_hint(intent, element)
        value = _deed_score(intent, said, own)
        value = max(value, press_score(words, element) if similarity(words, element.name) >= 0.9 else 0.0)
        if intent.terms:
            value = _state_score(intent.terms[0].value, element)
        value = max(value, _by_hint(intent, element))
        value -= 0.3 if element.landmark in ASIDE else 0.0
        value += 0.04 if element.role == "button" else 0.0
        row = 0.02 if element.context and any(word in content(element.context) for word in said[1:]) else 0.0
        return value + row + prior(element) if value >= 0.7 else 0.0

    return choose(elements, score, threshold=0.7)


def _deed_score(intent: Intent, said: Sequence[str], own: Sequence[str]) -> float:
    """A name that begins with the verb (or a listed equal of it) and says nothing that the order does not."""
    first = stem_of(said[0], own[:1]) or similarity(said[0], own[0]) >= 0.9 or _same_deed(said[0], own[0])
    if not (first or said[0] in own):  # "Pending approval" is how a thing stands, and approves nothing
        return 0.0
    named = {word for name in intent.objects for word in content(name)}
    rest = [word for word in own[1:] if word not in said and word not in named]
    value = 0.95 - 0.1 * len(rest) - (0.0 if first else 0.1)
    return value if len(rest) < len(own) + (len(own) == 1) else 0.0


def _same_deed(one: str, other: str) -> bool:
    left = concepts(one, among=(BUTTONS,))
    return any(f"{BUTTONS}:{idea}" in left & concepts(other, among=(BUTTONS,)) for idea in _SAME_DEED)


def _state_score(state: str, element: Element) -> float:
    """ "Mark as resolved" may be on a button as "Resolve", "Mark resolved" or "Resolved"."""
    own, wanted = content(element.name), content(state)
    if not wanted:
        return 0.0
    if similarity(f"mark as {state}", element.name) >= 0.85:
        return 0.97
    verb = wanted[-1].removesuffix("ed").removesuffix("d")
    return 0.9 if len(own) <= 2 and len(verb) > 2 and own and own[0].startswith(verb.removesuffix("e")) else 0.0


def _by_hint(intent: Intent, element: Element) -> float:
    """An icon says its deed in a title or class word only."""
    said = content(intent.target or intent.clause)
    if (element.name and len(content(element.name)) > 1) or not said:
        return 0.0
    words = [*element.hints[:3], element.description]
    short = [content(text) for text in words if text and len(content(text)) <= 3]
    return (
        0.8 if any(stem_of(said[0], text) or any(_same_deed(said[0], word) for word in text) for text in short) else 0.0
    )


def stem_of(word: str, names: Sequence[str]) -> bool:
    """Tell whether a verb is among the words of a name, in any of its forms (approve, approval, approving)."""
    root = word.removesuffix("ing").removesuffix("e")
    return len(root) > 2 and any(name == word or (len(root) > 3 and name.startswith(root)) for name in names)


def way_to(intent: Intent, page: Observation, tried: Sequence[str]) -> Element | None:
    """Return what may lead to the deed: the menu of the object's row, else the link to the object's own page."""
    fresh = [
        e
        for e in page.elements
        if not e.disabled and e.landmark not in ASIDE and e.ref not in tried and seeking.sign(e) not in tried
        if not (is_submit(e) or is_button_for(e, "save", "submit"))
    ]
    inside = rows_of(intent, fresh) if _record(intent) else []
    menus = [e for e in inside if e.popup == "menu" or is_button_for(e, "menu", "expand")]
    if len(menus) == 1:
        return menus[0]
    folded = [e for e in inside if e.expanded is False and not e.popup and not e.href]
    if len(folded) == 1:
        return folded[0]
    links = [e for e in inside if _opens_record(intent, e)]
    if not links:
        links = [e for e in inside if e.role == "link" and e.href and not is_button_for(e, *_SAME_DEED)]
    distinct = {e.href or e.name for e in links}
    return links[0] if len(distinct) == 1 else None


def _opens_record(intent: Intent, element: Element) -> bool:
    """Tell whether pressing an element opens the record: its link, or the whole row or card where that listens."""
    if element.role == "link":
        return is_button_for(element, "view") or _is_title(intent, element)
    return element.listener and element.role in ("generic", "listitem", "row") and _is_title(intent, element)


def _is_title(intent: Intent, element: Element) -> bool:
    name = re.sub(r"\W+", " ", element.name)
    return any(row_score(wanted, name) >= 0.9 or similarity(wanted, name) >= 0.8 for wanted in _record(intent))

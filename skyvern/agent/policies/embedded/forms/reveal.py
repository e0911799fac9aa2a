"""Brings up the place for a value that no field takes yet: a calendar's day, a button that bears it, a row's edit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from skyvern.agent.lexicon import concepts, content, plain, similarity
from skyvern.agent.policies.embedded.finding import seeking
from skyvern.agent.policies.embedded.finding.match import (
    THRESHOLD,
    choose,
    in_row,
    is_button_for,
    is_field,
    is_press,
    is_text,
    label_score,
    press_score,
    row_score,
    same_thing,
)
from skyvern.agent.policies.embedded.finding.tiles import in_a_row, in_a_stack, in_its_card, tile
from skyvern.agent.policies.embedded.finding.unfound import mentioned, next_page
from skyvern.agent.policies.embedded.forms import moments
from skyvern.agent.policies.embedded.forms.putting import option_for
from skyvern.agent.policies.embedded.forms.suiting import split_by_row
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import dates_in, parse_date
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import Category, Failure, element_not_found
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import ASIDE, Action, ActionKind, Element, Option

PICKED = "pick"
_MONTH = re.compile(
    r"^\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d{2}\W*$", re.IGNORECASE
)
_MENUS = ("navigation", "banner", "contentinfo")
_MOST_MONTHS = 24
_MOST_LEAVES = 10


def picked(scene: Scene) -> Decision | None:
    """Look at what pressing for a value did: a page that stays as it is did not take it."""
    if scene.failed:
        result = scene.last.result if scene.last else None
        return GiveUp(failure=element_not_found(result.message if result else "the click went wrong"))
    if scene.changed:
        return None
    if scene.state.waits < 2:
        return scene.wait(0.7, "waiting for the page to react")
    pressed = scene.page.element(scene.last.action.ref) if scene.last is not None else None
    if pressed is not None and (in_a_row(pressed, scene.page) or in_a_stack(pressed, scene.page)):
        return None
    name = scene.last.element.name if scene.last and scene.last.element else "the choice"
    return GiveUp(failure=element_not_found(f"{name!r} had no effect"))


def pick(stage: Stage, scene: Scene, missing: Sequence[Term]) -> Decision | None:
    """Press what bears the first value that has no field: a day, a time, a choice made as a button."""
    for term in missing:
        if (slot := moments.slot(term, missing, scene)) is not None:
            days = tuple(other.mark for other in missing if parse_date(other.value) is not None)
            return slot if isinstance(slot, GiveUp) else _take(stage, scene, term, slot, also=days)
        day = parse_date(term.value) if not (moments.is_birthday(term) and len(missing) > 1) else None
        if day is not None and (decision := _day(stage, scene, term, day) or _calendar(stage, scene, term)):
            return decision
        bears = bearer(term, scene.page.elements)
        if bears is None and term.checked is None and not term.file:
            bears = _line(term, scene) or tile(term.value, term.meaning, scene.page)
            bears = bears or in_its_card(term.value, scene.page)
        if bears is not None:
            return _take(stage, scene, term, bears)
        if (opened := _drawn_list(stage, scene, term)) is not None:
            return opened
    return None


def _drawn_list(stage: Stage, scene: Scene, term: Term) -> Decision | None:
    """Open the box that is drawn as a list and says only by its caption what it is for: its lines come up."""
    if term.checked is not None or term.file or not (term.meaning or term.option):
        return None
    if (closed := _closed_list(term, scene)) is not None:
        tried = (*scene.state.tried, f"{_DRAWN} {closed.name}")
        why = f"{closed.name!r} is a list that is drawn"
        return scene.act(click(closed, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
    mute = [e for e in scene.page.elements if _is_mute(e) and _drawn_mark(e) not in scene.state.tried]
    named = [replace(e, name=e.context, hints=(), group="") for e in mute]
    best = choose(named, lambda e: label_score(term.meaning, e)).element or captioned(term, scene)
    if best is None or _drawn_mark(best) in scene.state.tried:
        return None
    tried = (*scene.state.tried, _drawn_mark(best))
    why = f"{best.context or best.name!r} is a list that is drawn"
    return scene.act(click(best, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)


_OPEN_CHOICE = re.compile(
    r"(?:any|select|choose|pick|alle?|jede\w*|w[äa]hlen|tou(?:te)?s|choisir|cualquier\w*|todo?a?s|elegir|seleccion\w+)\b"
    r"(?!\s+(?:all|files?)\b)(?:\s+[^\W\d_]+){0,3}\W*",
    re.IGNORECASE,
)
""" "Any status", "Select a region": what a list says in which nothing is chosen yet."""
_MOST_OPENED = 3


def _closed_list(term: Term, scene: Scene) -> Element | None:
    """Return the drawn list that nothing was chosen in and that is called like the value's name, or just the next."""
    marks = [f"{_DRAWN} {e.name}" for e in scene.page.elements]
    if sum(mark in scene.state.tried for mark in dict.fromkeys(marks)) >= _MOST_OPENED:
        return None
    drawn = [e for e in scene.page.elements if e.role in ("button", "generic") and _OPEN_CHOICE.fullmatch(e.name)]
    usable = [e for e in drawn if e.landmark not in ASIDE and not (e.disabled or e.covered or e.href)]
    buttons = {e.name for e in usable if e.role == "button"}
    usable = [e for e in usable if e.role == "button" or e.name not in buttons]  # not the frame around it
    fresh = [e for e in usable if f"{_DRAWN} {e.name}" not in scene.state.tried]
    best = choose(fresh, lambda e: max(label_score(term.meaning, one) for one in (e, _captioned(e, scene)))).element
    if term.meaning:
        return best
    return next(iter(fresh), None)


def _captioned(element: Element, scene: Scene) -> Element:
    """Return an element under the name of the line that stands over it."""
    above = [line.text for line in scene.page.reading.lines if line.order < element.order]
    return replace(element, name=above[-1] if above else "", hints=(), group="")


_CAPTIONED = re.compile(r"(?P<label>[^\W\d_][^:▾▼]{1,30}?)\s*(?::\s*(?P<value>[^:]{0,40}?)\s*[▾▼▿⌄]?|[▾▼▿⌄])")
""" "Status: All ▾": a button that names what its list is for and what is chosen in it."""


def captioned(term: Term, scene: Scene) -> Element | None:
    """Return the one button that opens the list of what a value is of, by its own caption."""
    buttons = [e for e in scene.page.elements if e.role == "button" and is_press(e) and not (e.disabled or e.form)]
    said = [(e, match) for e in buttons if (match := _CAPTIONED.fullmatch(e.name.strip()))]
    found = [e for e, match in said if term.meaning and similarity(term.meaning, match["label"]) >= 0.9]
    return found[0] if len(found) == 1 else None


def _drawn_mark(element: Element) -> str:
    return f"{_DRAWN} {element.ref} {element.context}"


def _is_mute(element: Element) -> bool:
    """Tell whether something to be pressed shows no word of its own under a short caption."""
    drawn = element.listener and element.role in ("generic", "button") and element.landmark not in ASIDE
    wordless = not any(char.isalnum() for char in element.name)
    return drawn and wordless and 0 < len(element.context) <= _MOST_IN_CAPTION


def _line(term: Term, scene: Scene) -> Element | None:
    """Return the line of a list that has just come up that says the value."""
    if not any(one.startswith(f"{_DRAWN} ") for one in scene.state.tried):
        return None
    fresh = [e for e in scene.page.elements if e.new and is_press(e) and e.name and not e.href]
    chosen = option_for([Option(label=e.name) for e in fresh], term.value)
    return next((e for e in fresh if chosen is not None and e.name == chosen.label), None)


_DRAWN = "drawn"
_MOST_IN_CAPTION = 60


def _take(stage: Stage, scene: Scene, term: Term, element: Element, *, also: tuple[str, ...] = ()) -> Decision:
    if element.disabled:
        reason = f"{element.name!r} is disabled: it cannot be chosen"
        return GiveUp(failure=Failure(reason=reason, category=Category.ELEMENT_STATE_TIMEOUT))
    filled = (*scene.state.filled, term.mark, *also)
    return scene.act(click(element, reasoning=stage.clause), phase=PICKED, filled=filled, reasoning=stage.clause)


def _day(stage: Stage, scene: Scene, term: Term, day: date) -> Decision | None:
    """Press a day of a calendar that the page shows, leafing to its month."""
    presses = [e for e in scene.page.elements if is_press(e) and not is_field(e)]
    exact = [e for e in presses if any(dates_in(text) == [day] for text in (e.name, e.description, *e.hints) if text)]
    if len(exact) == 1:
        return _take(stage, scene, term, exact[0])
    shown = month_shown(scene)
    if exact or shown is None:
        return None
    if (shown.year, shown.month) == (day.year, day.month):
        alike = [e for e in presses if e.name.strip().lstrip("0") == str(day.day)]
        numbers = [e for at, e in enumerate(alike) if not any(same_thing(e, other) for other in alike[:at])]
        return _take(stage, scene, term, numbers[0]) if len(numbers) == 1 else None
    later = (day.year, day.month) > (shown.year, shown.month)
    leaf = leaf_of(presses, later=later)
    if leaf is None or leaf.disabled or scene.state.pages >= _MOST_MONTHS:
        return None
    return scene.act(
        click(leaf, reasoning=f"leaf to {day:%B %Y}"), phase=PICKED, pages=scene.state.pages + 1, reasoning=stage.clause
    )


def _calendar(stage: Stage, scene: Scene, term: Term) -> Decision | None:
    """Press the field that nothing can be typed into: a calendar may come up for it."""
    mute = [
        e
        for e in scene.page.elements
        if is_text(e) and e.readonly and not e.disabled and e.ref not in scene.state.tried
    ]
    fitting = [e for e in mute if label_score(term.meaning or "date", e) >= THRESHOLD]
    if len(fitting) != 1:
        return None
    why = f"{fitting[0].name!r} takes no typing; it may bring up a calendar"
    tried = (*scene.state.tried, fitting[0].ref)
    return scene.act(click(fitting[0], reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)


def hand_over(stage: Stage, scene: Scene, missing: Sequence[Term]) -> Decision | None:
    """Have a date put into a field whose calendar came up but was not understood: the hands turn its pages."""
    for term in missing:
        if parse_date(term.value) is None:
            continue
        mute = [e for e in scene.page.elements if is_text(e) and e.readonly and e.ref in scene.state.tried]
        fitting = [e for e in mute if label_score(term.meaning or "date", e) >= THRESHOLD]
        if len(fitting) == 1 and term.mark not in scene.state.filled:
            name = fitting[0].name
            action = Action(
                kind=ActionKind.INPUT_TEXT,
                ref=fitting[0].ref,
                text=term.value,
                reasoning="its calendar is turned to the day",
                intention=f"fill {name!r}",
            )
            return scene.act(action, phase="fill", filled=(*scene.state.filled, term.mark), reasoning=stage.clause)
    return None


def month_shown(scene: Scene) -> date | None:
    """Return the first day of the one month that the page shows as a heading of its own."""
    texts = [line.text for line in scene.page.reading.lines] + [e.name for e in scene.page.elements]
    found = {day for text in texts if _MONTH.match(text) for day in dates_in(text)}
    return found.pop() if len(found) == 1 else None


def leaf_of(presses: Sequence[Element], *, later: bool) -> Element | None:
    """Return the one control that turns a calendar to its next (`later`) or previous month."""
    words = ("next month", "next", "forward") if later else ("previous month", "previous", "prev", "back")
    sign = r"[›»>→❯▶]+" if later else r"[‹«<←❮◀]+"

    def fits(element: Element) -> bool:
        said = (element.name, element.description, *element.hints[:3])
        return bool(re.fullmatch(rf"\W*{sign}\W*", element.name)) or any(
            similarity(word, text) >= 0.9 for word in words for text in said if text
        )

    found = [e for e in presses if fits(e)]
    monthly = [e for e in found if similarity(words[0], e.name) >= 0.9]  # "Continue" is next, too
    found = monthly or found
    return found[0] if len(found) == 1 else None


def bearer(term: Term, elements: Sequence[Element]) -> Element | None:
    """Return the one button, card or slot that bears the value and nothing else."""
    free = term.option or not term.label or bool(moments.TIME.match(term.value.strip()))
    value = plain(term.value).strip()
    if len(value) < 3 or term.checked is not None or term.file or term.key:
        return None
    found = [
        e
        for e in elements
        if is_press(e)
        and (e.landmark not in _MENUS or _narrows(e, term))
        and value in (plain(e.name).strip(), plain(_COUNTED.sub("", e.name)).strip())
        and (free or similarity(term.label, e.group) >= 0.5)
        and not (e.role in ("tab", "columnheader") and e.selected)
    ]
    if len(found) > 1 and term.label:
        found = [e for e in found if _narrows(e, term) or set(content(term.label)) <= set(content(e.group))]
    return found[0] if len(found) == 1 else None


_COUNTED = re.compile(r"\s*\(?\d+\)?$")
""" "Ready (12)": a filter says how many there are."""


def _narrows(element: Element, term: Term) -> bool:
    """Tell whether a link narrows a list down by the field that the value is for: its address or its group says so."""
    asked = plain(element.href.partition("?")[2])
    words = content(term.label)
    return element.role == "link" and bool(words) and bool(asked) and all(word in asked for word in words)


def lead_to(stage: Stage, scene: Scene, missing: Sequence[Term]) -> Decision | None:
    """Open what may hold the missing field: the edit button of its row, or a section that the goal names."""
    for term in missing:
        if (opener := _row_opener(term, scene)) is not None:
            tried = (*scene.state.tried, opener.ref)
            why = f"{term.label!r} is changed there"
            return scene.act(click(opener, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
        if (looking := _to_record(term, scene)) is not None:
            return looking
    elsewhere = next(
        (term for term in missing if re.search(r"\bof\s+(?:the\s+)?(?:\w+\s+)?[#A-Z\d]", term.label)), None
    )
    following = next_page(scene) if elsewhere is not None and scene.state.pages < _MOST_LEAVES else None
    if elsewhere is not None and following is not None:
        why = f"{elsewhere.label!r} may be on the next page"
        return scene.act(click(following, reasoning=why), phase=PICKED, pages=scene.state.pages + 1)
    part = _other_part(missing, scene, editing=stage.keeps)
    section = mentioned(scene, apart_from=" ".join(term.meaning for term in missing))
    if section is not None and not (scene.state.filled and (part or _leaves(section, scene))):
        tried = (*scene.state.tried, seeking.sign(section))
        why = "the goal speaks of it"
        return scene.act(click(section, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
    if part is not None:
        why = f"{missing[0].meaning!r} may be in another part of the form"
        tried = (*scene.state.tried, f"{_PART} {part.name}")
        return scene.act(click(part, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
    if (editor := _editor(scene)) is not None:
        tried = (*scene.state.tried, seeking.sign(editor))
        why = "what is shown is changed there"
        return scene.act(click(editor, reasoning=why), phase=PICKED, tried=tried, reasoning=stage.clause)
    return None


_CHANGING = re.compile(r"\b(?:change|update|edit|modify|correct|replace)\b", re.IGNORECASE)


def _editor(scene: Scene) -> Element | None:
    """Return the one control that lets one edit what a page without any field shows, where the goal is to change it."""
    inner = [e for e in scene.page.elements if e.landmark not in (*ASIDE, "search") and not e.disabled]
    if not _CHANGING.search(scene.goal.text) or any(is_text(e) for e in inner):
        return None
    editing = [e for e in inner if is_press(e) and is_button_for(e, "edit")]
    fresh = [e for e in editing if seeking.sign(e) not in scene.state.tried]
    return fresh[0] if len(editing) == 1 and fresh else None


def _leaves(section: Element, scene: Scene) -> bool:
    """Tell whether a link leads off the page: what was filled in would be lost."""
    return bool(section.href) and section.href.partition("#")[0] != scene.page.url.partition("#")[0]


_PART = "part"
_MOST_PARTS = 6


def _other_part(missing: Sequence[Term], scene: Scene, *, editing: bool) -> Element | None:
    """Return the tab or folded section to open next: one whose name is akin to a missing label, else the editor."""
    tried = [one for one in scene.state.tried if one.startswith(f"{_PART} ")]
    here, inner = scene.page.url.partition("#")[0], ("", "main", "dialog")
    parts = [
        e
        for e in scene.page.elements
        if e.landmark in inner and e.name and not e.disabled and f"{_PART} {e.name}" not in tried
        if (e.role == "tab" and not e.selected)
        or (e.expanded is False and not e.popup and is_press(e) and not is_field(e))
        or (e.role == "link" and len(e.href) > len(here) + 1 and e.href.startswith(f"{here}#"))
    ]
    akin = [e for e in parts if any(_akin(one, two) for one in _words(missing) for two in content(e.name))]
    fresh = akin or [e for e in parts if e.role == "tab" or (editing and "buttons:edit" in concepts(e.name.split()[0]))]
    used = {e.form for e in scene.page.elements if e.form and is_field(e) and (e.value or e.checked)}
    folded = [e for e in parts if e.expanded is False and e.form in used] if scene.state.filled else []
    fresh = fresh or folded
    return fresh[0] if fresh and len(tried) < _MOST_PARTS else None


def _words(missing: Sequence[Term]) -> tuple[str, ...]:
    return tuple(word for term in missing for word in content(term.meaning))


def _akin(one: str, other: str) -> bool:
    """Tell whether two words begin alike: price and pricing, address and addresses."""
    return len(one) >= 4 and len(other) >= 4 and one[:4] == other[:4]


def _to_record(term: Term, scene: Scene) -> Decision | None:
    """ "The price of the part Saddle black": to where the part is, unless the page has it or is about it."""
    wanted = seeking.of_label(term.label)
    if wanted is None or seeking.shown(wanted, scene) or seeking.about(wanted, scene.page):
        return None
    return seeking.toward(wanted, scene, why=f"look for {' '.join(wanted.names)!r}")


def _row_opener(term: Term, scene: Scene) -> Element | None:
    """ "The quantity of the euro pallet": the control in the row of the pallet that lets one edit it."""
    split = split_by_row(term, scene.page.elements)
    if split is None or sum(not one.startswith(seeking.SEEKING) for one in scene.state.tried) >= 4:
        return None
    head, row = split
    usable = [e for e in scene.page.elements if is_press(e) and not e.disabled and e.ref not in scene.state.tried]
    listed = [e for e in usable if e.context or (e.role == "link" and e.landmark not in _MENUS)]
    inside = [e for e in listed if in_row(e, row) >= 0.8]
    fresh = [e for e in usable if e.new and e.role.startswith("menuitem")]

    def edits(element: Element) -> bool:
        named = max(press_score(f"{verb} {head}", element) for verb in ("edit", "change", "set", "update"))
        return named >= 0.7 or is_button_for(element, "edit")

    editing = [e for e in (*fresh, *inside) if edits(e)]
    menus = [e for e in inside if e.popup == "menu" or is_button_for(e, "menu", "expand")]
    links = [e for e in inside if e.role == "link" and e.href and not is_button_for(e, "delete", "download", "print")]
    named = [e for e in links if row_score(row, e.name) >= 0.8 or is_button_for(e, "view")]
    for group in (editing, menus, named or links):
        if len({e.href or e.ref for e in group}) == 1:
            return group[0]
    return None


def settled(scene: Scene) -> Scene:
    """Return the scene as a fresh look at the form: what was pressed for a value is done."""
    return replace(scene, state=replace(scene.state, phase="", waits=0))

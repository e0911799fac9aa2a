"""Finds the one thing to press that an order names: by name, kind, row, place or by what it has most of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import BUTTONS, THINGS, concepts, content, plain, same_value, similarity
from skyvern.agent.policies.embedded.finding import deeds, placing
from skyvern.agent.policies.embedded.finding.best import holders
from skyvern.agent.policies.embedded.finding.match import (
    Choice,
    changes,
    choose,
    in_row,
    is_box,
    is_button_for,
    is_field,
    is_press,
    is_radio,
    is_submit,
    press_score,
    prior,
    row_score,
    same_thing,
)
from skyvern.agent.policies.embedded.finding.things import of_kind
from skyvern.agent.policies.embedded.intents import Intent, Verb, Which
from skyvern.agent.policies.embedded.reading.dates import dates_in
from skyvern.agent.policies.embedded.reading.kinds import ANY_ONE
from skyvern.agent.policies.embedded.reading.names import name_first, split_name
from skyvern.agent.policies.embedded.reading.superlatives import best_of
from skyvern.agent.policies.embedded.reading.targets import FIELD_ROLES
from skyvern.domain.page import Element, Observation

ROW = 0.8
_GENERIC_NAMES = frozenset(
    [
        "view",
        "details",
        "record",
        "profile",
        "result",
        "entry",
        "row",
        "item",
        "page",
        "link",
        "",
        "one",
        "match",
        "full",
    ]
)


def _at_home(element: Element, home: str) -> float:
    """What it adds that a button stands in the form that was just filled in."""
    if not home or element.form != home:
        return 0.0
    return 0.2 if sends(element) else 0.06


def sends(element: Element) -> bool:
    return is_submit(element) or is_button_for(element, "submit", "search", "save", "filter_apply")


def find(intent: Intent, elements: Sequence[Element], *, home: str = "", page: Observation | None = None) -> Choice:
    """Find the one element that the intent names; refuse to choose between several that fit about equally.

    `home` is the form that was filled just before: its own button is the likelier one.
    """
    if intent.roles[:1] == (ANY_ONE,):
        some = [e for e in of_kind(intent.roles[1], elements) if not (e.disabled or e.covered)]
        return Choice(element=some[0] if some else None)
    usable = _usable(intent, elements)
    if intent.best:
        return _in_best(intent, usable, page)
    if intent.verb is Verb.DO:
        return deeds.find(intent, usable, page)
    if intent.row:
        return _in_row(intent, usable)
    wanted = intent.target
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", wanted):
        return _day_of_month(int(wanted[:-2]), usable)
    if not wanted and intent.roles:
        return _by_kind(intent, usable)
    if not content(wanted) or (wanted.casefold() in _GENERIC_NAMES and intent.which is not Which.ANY):
        return by_place(intent, usable)
    return _by_words(intent, usable, home)


def _by_words(intent: Intent, usable: Sequence[Element], home: str) -> Choice:
    """The control of the wanted name, or of its opposite for a denial, or the record that the words name."""
    wanted = intent.target
    if (narrowing := _narrowing(intent, usable)) is not None:
        return Choice(element=narrowing)
    split = split_name(wanted)
    if split is not None and intent.verb is Verb.OPEN and (own := _of_record(split[1], usable)):
        return _row_itself(replace(intent, target=split[0], row=split[1]), own)
    if intent.verb is Verb.OPEN and (one := _called(wanted, usable)) is not None:
        return one
    found = _by_name(intent, usable, home)
    if _DENIED.search(wanted) and (found.element is None or not _DENYING.search(found.element.name)):
        found = Choice(near=found.near or found.rivals)
    if found.element is not None or found.ambiguous:
        return found
    for other in negated(wanted):
        turned = _by_name(replace(intent, target=other), usable, home)
        if turned.element is not None and _DENYING.search(turned.element.name):
            return turned
    if split is not None:
        named = _in_row(replace(intent, verb=Verb.OPEN, target=split[0], row=split[1]), _outside_menus(usable))
        return named if named.element is not None or named.ambiguous else found
    return found


def _called(wanted: str, usable: Sequence[Element]) -> Choice | None:
    """ "The VPN ticket": the one record that shows "VPN", where nothing else bears it; the menu's "Tickets" is none."""
    if (split := name_first(wanted)) is None:
        return None
    name, kind = split
    inner = _outside_menus(usable)
    own = [e for e in inner if e.context and in_row(e, name) >= ROW]
    rows = {e.context for e in own}
    other = [e for e in usable if e not in own and e.name not in rows and row_score(name, e.name) >= ROW]
    if other or not rows or len({e.context for e in inner if e.context}) < 2:
        return None
    if len(rows) > 1:
        return Choice(rivals=tuple(own))
    return _row_itself(Intent(verb=Verb.OPEN, clause=wanted, target=kind, row=name), own)


def _of_record(name: str, usable: Sequence[Element]) -> list[Element]:
    """Return what stands in the one row that begins with a record's name: "the department Sales" is no menu "Sales"."""
    rows = {e.context for e in _outside_menus(usable) if e.context and _begins(e.context, name)}
    own = [e for e in usable if e.context in rows]
    return own if len(rows) == 1 and len(own) > 1 else []


def _begins(row: str, name: str) -> bool:
    """Tell whether a row begins with a name, but for its own buttons."""
    words = re.sub(r"^(?:(?:show|view|edit|delete|open|select|details)\b\W*)+", "", plain(row))
    return words == plain(name) or words.startswith(f"{plain(name)} ")


_LISTS = frozenset(["show", "list", "display", "view", "all", "only", "see"])


def _narrowing(intent: Intent, usable: Sequence[Element]) -> Element | None:
    """ "Show the unassigned issues": of the links the one that bears what tells these from the others, "Unassigned"."""
    words = content(intent.target)
    if (
        intent.verb is not Verb.OPEN
        or len(words) != 2
        or not re.match(r"(?:show|list|display|view)\b", intent.clause, re.I)
    ):
        return None
    fitting = [
        e
        for e in usable
        if e.role in ("link", "tab", "menuitem", "radio")
        and not concepts(e.name, among=(BUTTONS,))
        and set(content(e.name)) - _LISTS == {words[0]}
    ]
    whole = [e for e in usable if similarity(intent.target, e.name) >= 0.9]
    return fitting[0] if len({e.href or e.ref for e in fitting}) == 1 and not whole else None


def _usable(intent: Intent, elements: Sequence[Element]) -> list[Element]:
    """Return what the order may be carried out on: boxes are ticked and not opened, fields are meant by their kind."""
    if set(intent.roles) & set(FIELD_ROLES):
        return [element for element in elements if is_field(element)]
    opening = intent.verb is Verb.OPEN and not intent.roles
    usable = [e for e in elements if is_press(e) or (not opening and (is_radio(e) or is_box(e)))]
    return _outside_menus(usable) if intent.own else usable


_DENIED = re.compile(r"\b(?:not|never|without|nobody)\b", re.IGNORECASE)
_DENYING = re.compile(
    r"\b(?:not|no|never|without|non|nobody|none|un\w{3,}|in\w{3,}|dis\w{3,})\b|n['’]t\b", re.IGNORECASE
)
""" "The tasks that are not done" are not behind "Done"."""
_NOT = re.compile(
    r"^(?:(?P<things>[\w -]+?)\s+)?(?:that|which|who)\s+(?:are|is|were|was|have|has)\s+(?:not|never)\s+"
    r"(?:yet\s+)?(?:been\s+)?(?P<what>[a-z]+)(?:\s+(?:to|by|for|with)\s+(?:any|some)\w+)?(?:\s+yet)?$"
)


def negated(wanted: str) -> tuple[str, ...]:
    """Return what a page may call "the tasks that are not assigned to anyone": "unassigned tasks", "unassigned"."""
    match = _NOT.match(wanted.strip())
    if match is None:
        return ()
    words = [f"{prefix}{match['what']}" for prefix in ("un", "in", "non-", "not ")]
    things = match["things"] or ""
    return (*(f"{word} {things}" for word in words if things), *words)


def _outside_menus(elements: Sequence[Element]) -> list[Element]:
    return [e for e in elements if e.landmark not in ("navigation", "banner", "contentinfo")]


def _in_best(intent: Intent, usable: Sequence[Element], page: Observation | None) -> Choice:
    """The control of the order in the record that has most or least; where the record has only one, that one."""
    best = best_of(intent.best)
    inside = holders(best, page) if best is not None and page is not None else []
    members = [e for e in inside if any(e.ref == one.ref for one in usable)]
    if len(members) == 1:
        return Choice(element=members[0])
    if "buttons:view" in concepts(intent.target, among=(BUTTONS,)):
        links = [e for e in members if e.href and not changes(e.name)]
        distinct = [e for at, e in enumerate(links) if not any(same_thing(e, other) for other in links[:at])]
        if len(distinct) == 1:
            return Choice(element=distinct[0])
    named = choose(members, lambda e: press_score(intent.target, e) + prior(e))
    return named if named.element is not None else Choice(rivals=tuple(members))


def _by_kind(intent: Intent, usable: Sequence[Element]) -> Choice:
    """ "The button", "the 2nd check box", "the last link": what has no name is counted out, or is the only one."""
    alike = [e for e in usable if e.role in intent.roles[:1] or (e.tag == "button" and "button" in intent.roles[:1])]
    alike = alike or [e for e in usable if e.role in intent.roles]
    inner = [e for e in alike if e.landmark not in ("navigation", "banner", "contentinfo", "complementary")]
    ordered = sorted(inner or alike, key=lambda e: e.order)
    place = {Which.FIRST: 0, Which.LAST: len(ordered) - 1, Which.NTH: intent.number - 1}.get(intent.which, 0)
    if len(ordered) == 1 and intent.which in (Which.ANY, Which.FIRST, Which.LAST):
        return Choice(element=ordered[0])
    if intent.which in (Which.FIRST, Which.LAST, Which.NTH):
        return Choice(element=ordered[place]) if 0 <= place < len(ordered) else Choice(near=tuple(ordered))
    return Choice(rivals=tuple(ordered)) if ordered else Choice()


def _by_name(intent: Intent, usable: Sequence[Element], home: str) -> Choice:
    """The control that bears the words of the intent; near-equals are told apart or left alone."""
    wanted = intent.target

    def score(element: Element) -> float:
        value = press_score(wanted, element)
        if not value:
            return 0.0
        if intent.roles and element.role not in intent.roles:
            value -= 0.06
        if is_field(element) and not intent.roles:
            value -= 0.12
        if intent.verb is Verb.OPEN and changes(element.name) - changes(wanted):
            value -= 0.2
        value += _at_home(element, home)
        return value + prior(element) * (0.5 if intent.verb is Verb.OPEN else 1.0)

    found = choose(usable, score)
    if found.ambiguous and intent.which is not Which.ANY:
        return _nth(intent, found.rivals)
    if found.ambiguous and intent.near:
        return _in_row(replace(intent, row=intent.near), usable)
    if found.ambiguous:
        return _told_apart(wanted, found, opening=intent.verb is Verb.OPEN)
    return found


def _day_of_month(number: int, usable: Sequence[Element]) -> Choice:
    """ "Click the 9th": the one day of the shown calendar with that number."""
    days = [
        e for e in usable if e.name.strip().lstrip("0") == str(number) or [d.day for d in dates_in(e.name)] == [number]
    ]
    return Choice(element=days[0]) if len(days) == 1 else Choice(rivals=tuple(days))


_NUMBERING = re.compile(r"^\W*\d{1,3}\W+(?=\w)")
""" "{1} Active tickets" is called "Active tickets"."""


def _told_apart(wanted: str, found: Choice, *, opening: bool) -> Choice:
    """Of near-equals, take the only one with exactly the wanted words, in the main part if several are.

    What only opens something and bears one name all over the page ("View cart") is one thing, unless records bear it.
    """
    exact = [e for e in found.rivals if _NUMBERING.sub("", e.name).strip().casefold() == wanted.strip().casefold()]
    main = [e for e in exact if e.landmark in ("main", "dialog")]
    for group in (exact, main):
        distinct = [e for index, e in enumerate(group) if not any(same_thing(e, other) for other in group[:index])]
        if len(distinct) == 1:
            return Choice(element=distinct[0])
    one_way = len({e.href.partition("#")[0] for e in found.rivals if e.href}) <= 1
    named_alike = len({e.name.strip().casefold() for e in found.rivals}) == 1
    if opening and one_way and named_alike and not _of_records(found.rivals):
        return Choice(element=next((e for e in found.rivals if e.href), found.rivals[0]))
    return found


def _of_records(elements: Sequence[Element]) -> bool:
    """Tell whether elements stand each in a row or card of its own."""
    return len({e.context for e in elements if e.context}) > 1


def _in_row(intent: Intent, usable: Sequence[Element]) -> Choice:
    rows = [(in_row(element, intent.row), element) for element in usable]
    inside = _told_by(intent.also, [element for value, element in rows if value >= ROW])
    if not inside:
        whole = choose(usable, lambda e: press_score(f"{intent.target} {intent.row}", e))
        return (
            whole
            if whole.element is not None
            else Choice(near=tuple(element for value, element in rows if value > 0.3))
        )
    wanted = intent.target
    if intent.verb is Verb.CLICK and content(wanted) and not concepts(wanted, among=(BUTTONS,)):
        named = choose(inside, lambda e: float(plain(e.name).strip() == plain(intent.row).strip()), threshold=1.0)
        if named.element is not None:
            return named
    if content(wanted) and wanted.casefold() not in _GENERIC_NAMES:
        found = choose(
            inside, lambda e: max(press_score(wanted, e), press_score(f"{wanted} {intent.row}", e)) + prior(e)
        )
        if found.element is not None or found.ambiguous:
            return _nth(intent, found.rivals) if found.ambiguous and intent.which is not Which.ANY else found
        if intent.verb is Verb.CLICK and not concepts(wanted, among=(THINGS,)):
            return found
    return _row_itself(intent, inside)


def _told_by(also: Sequence[str], inside: list[Element]) -> list[Element]:
    """Of rows that fit alike keep those that show most of what else is known (the city, the state)."""
    if not also or len({element.context for element in inside}) < 2:
        return inside

    def shown(element: Element) -> int:
        return sum(
            row_score(value, element.context) >= 0.9 or any(same_value(value, part) for part in element.context.split())
            for value in also
        )

    most = max(shown(element) for element in inside)
    return [element for element in inside if shown(element) == most]


_CODE = re.compile(r"\d{3}")
"""The number that a record goes by."""


def _row_itself(intent: Intent, inside: Sequence[Element]) -> Choice:
    """The row is meant as a whole: the link that bears its name, else its "view", else its only link."""
    named = choose(inside, lambda e: similarity(intent.row, e.name) + prior(e), threshold=0.8)
    if named.element is not None:
        return named
    words = set(content(intent.row))
    own = [e for e in inside if _CODE.search(e.name) and set(content(e.name)) <= words]
    if len(own) == 1:
        return Choice(element=own[0])
    viewing = [e for e in inside if is_button_for(e, "view")]
    distinct = [e for index, e in enumerate(viewing) if not any(same_thing(e, other) for other in viewing[:index])]
    if len(distinct) == 1:
        return Choice(element=distinct[0])
    if named.ambiguous:
        return named
    whole = [
        e for e in inside if e.listener and e.role in ("generic", "listitem") and row_score(intent.row, e.name) >= 0.9
    ]
    if len(whole) == 1:
        return Choice(element=whole[0])
    links = [
        e
        for e in inside
        if (e.role in ("link", "row", "button", "cell", "gridcell") or (e.listener and e.role == "generic"))
        and e.popup != "menu"
        and not is_button_for(e, "delete", "edit", "download", "print")
    ]
    distinct = [e for index, e in enumerate(links) if not any(same_thing(e, other) for other in links[:index])]
    if len(distinct) == 1:
        return Choice(element=distinct[0])
    return Choice(rivals=tuple(distinct)) if distinct else Choice(near=tuple(inside))


def by_place(intent: Intent, usable: Sequence[Element], place: int = 0) -> Choice:
    """ "The first result", "the second row": the records of the main list, in reading order."""
    rows = placing.records(usable)
    if intent.which not in (Which.FIRST, Which.LAST, Which.NTH):
        return Choice(near=tuple(row[0] for row in rows[:6]))
    at = place or {Which.FIRST: 1, Which.LAST: -1}.get(intent.which, intent.number)
    if not rows or at > len(rows):
        return Choice(near=tuple(row[0] for row in rows[:6]))
    members = rows[at - 1 if at > 0 else at]
    return _row_itself(replace(intent, row=members[0].name), members)


def _nth(intent: Intent, rivals: Sequence[Element]) -> Choice:
    ordered = sorted(rivals, key=lambda e: (e.box[1], e.box[0]) if any(e.box) else (0, 0))
    place = {Which.FIRST: 0, Which.LAST: len(ordered) - 1, Which.NTH: intent.number - 1}.get(intent.which, -1)
    return Choice(element=ordered[place]) if 0 <= place < len(ordered) else Choice(rivals=tuple(rivals))

"""Records of a list that are named by their place ("the 9th result", "the last row"), counted over the list's pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.policies.embedded.finding.match import is_button_for, is_field
from skyvern.agent.policies.embedded.intents import Intent, Which
from skyvern.agent.policies.embedded.state import State
from skyvern.domain.page import Element

_ASIDE = ("navigation", "banner", "contentinfo")
_RECORD = re.compile(
    r"^(?:(?:search|found|listed|matching)\s+)?(?:results?|hits?|match(?:es)?|entry|entries|rows?|records?|items?|listings?|ones?)$",
    re.IGNORECASE,
)
_SEEN = "seen "


def by_place(intent: Intent) -> bool:
    """Tell whether an order names a record by nothing but its place."""
    return intent.which in (Which.FIRST, Which.LAST, Which.NTH) and _RECORD.match(intent.target) is not None


def records(elements: Sequence[Element]) -> list[list[Element]]:
    """Return what can be pressed, by record, in reading order: rows and cards, else the links of the list itself."""
    inside = [e for e in elements if e.context and e.landmark not in _ASIDE and not is_field(e)]
    rows = list(dict.fromkeys(e.context for e in sorted(inside, key=lambda one: one.order) if not _leafs(e)))
    if rows:
        return [[e for e in inside if e.context == row] for row in rows]
    links = [e for e in elements if e.role == "link" and e.landmark not in _ASIDE and not _leafs(e)]
    return [[link] for link in sorted(links, key=lambda one: one.order)]


def _leafs(element: Element) -> bool:
    """Tell whether an element only turns the pages of a list."""
    turns = is_button_for(element, "next", "back") or re.fullmatch(
        r"\W*(?:\d{1,3}|first|last|prev)?\W*", element.name, re.I
    )
    return bool(turns) and not (element.name == "" and element.hints)


def left(intent: Intent, state: State) -> int:
    """Return which record of this page is meant, from 1; the pages before are taken off, -1 is the last."""
    if intent.which is Which.LAST:
        return -1
    place = 1 if intent.which is Which.FIRST else intent.number
    return place - sum(int(one.removeprefix(_SEEN)) for one in state.filled if one.startswith(_SEEN))


def passed(state: State, count: int) -> tuple[str, ...]:
    """Return the state's notes with one more page of so many records passed."""
    return (*state.filled, f"{_SEEN}{count}")

"""Judges that a list holds a thing: *Edda is in the list of members*, *the new vendor is listed*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.criteria.phrasing import quoted
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, yes
from skyvern.agent.lexicon import content, root
from skyvern.domain.page import ActionKind

_LISTED = re.compile(
    r"^(?P<what>\S.*?)\s+(?:is|are|has been|have been)\s+(?:now\s+|also\s+|already\s+)*"
    r"(?:listed|(?:shown |listed |contained )?(?:in|on|among) the (?:[a-z]+ )?(?:list|table|overview|grid))"
    r"(?:\s+of\s+(?:the\s+|all\s+)?[\w -]+)?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^(?:the\s+(?:[a-z]+\s+){0,2})?(?P<name>[A-Z][\w'’.-]*(?:\s+[A-Z0-9][\w'’.-]*){0,4})$")
_NEW = re.compile(r"^(?:the|a|an|our|my)\s+(?:new(?:ly)?\s+)?(?:[a-z]+ed\s+)?[a-z]+(?:\s+[a-z]+)?$")


def listed(text: str, scene: Scene) -> Verdict | None:
    """A row or card of the page is called so, or holds what was typed into the form that was sent."""
    if chosen := _at_period(text, scene):
        return yes(f"the list stands at {chosen!r}")
    if headed := _headed(text, scene):
        return yes(f"the page says {headed!r}")
    cut = quoted(text)
    match = _LISTED.match(cut.text)
    if match is None or cut.quotes:
        return None
    if name := _NAME.match(match["what"]):
        found = next((said for said in _entries(scene) if even(said) == even(name["name"])), "")
        return yes(f"the page lists {found!r}") if found else None
    if _NEW.match(match["what"]) and (row := _made(scene)):
        return yes(f"the page lists {row[:80]!r}, as it was filled in")
    return None


_OF_WHOM = re.compile(r"^(?:the )?(?P<what>[a-z][a-z -]+?)\s+(?:of|for)\s+(?P<whose>.+?)\s+(?:is|are)\s+shown$", re.I)


def _headed(text: str, scene: Scene) -> str:
    """ "The bill history of 14 Gull Lane is shown": the page is called that, and says under a label whose it is."""
    match = _OF_WHOM.match(text)
    values = [one.text for one in scene.goal.values] if scene.goal else []
    if match is None or even(match["whose"]) not in [even(one) for one in values]:
        return ""
    told = re.compile(rf"^[a-z][a-z ]{{2,30}}: {re.escape(even(match['whose']))}(?!\w)", re.IGNORECASE)
    called = any(even(heading) == even(match["what"]) for heading in scene.headings)
    lines = (line.text for line in scene.observation.reading.lines)
    return next((line for line in lines if called and told.match(even(line))), "")


_OF_PERIOD = re.compile(
    r"^(?:the |all |my |our )*(?P<what>[a-z][a-z -]+?)\s+(?:of|for|from|in)\s+(?:the\s+)?"
    r"(?P<when>(?:(?:last|past|current|previous)\s+)?(?:\d+\s+)?(?:days?|weeks?|months?|years?|20\d\d))\s+"
    r"(?:is|are|has been|have been)\s+(?:now\s+)?(?:listed|shown|displayed|visible|loaded)$",
    re.IGNORECASE,
)


def _at_period(text: str, scene: Scene) -> str:
    """ "The payments of the last 12 months are listed": the page of payments has rows, and its one list stands at that.

    What was only just chosen tells nothing before the list was asked for anew.
    """
    match = _OF_PERIOD.match(text)
    records = scene.history.records if scene.history else ()
    fresh = bool(records) and records[-1].action.kind is ActionKind.SELECT_OPTION
    if match is None or fresh or not any(table.rows for table in scene.observation.reading.tables):
        return ""
    wanted, kind = set(content(match["when"])), {root(word) for word in content(match["what"])}
    at = [e.value for e in scene.inputs if e.options and e.value and set(content(e.value)) == wanted]
    named = any(kind <= {root(word) for word in content(heading)} for heading in scene.headings)
    return at[0] if len(at) == 1 and named else ""


def _entries(scene: Scene) -> list[str]:
    """Return what rows and cards are called, and what their cells say."""
    seen = scene.observation.reading
    cells = [cell.text for table in seen.tables for row in table.rows for cell in row]
    return [*cells, *(text for group in seen.groups for one in group.records for text in (one.heading, *one.texts[:2]))]


def _made(scene: Scene) -> str:
    """Return the row that holds what was typed into the form that was sent last: two values, or its only one."""
    records = scene.history.records if scene.history else ()
    sent = next((at for at in range(len(records) - 1, -1, -1) if records[at].action.effect), None)
    if sent is None or (result := records[sent].result) is None or not result.ok or scene.own_inputs:
        return ""
    typed = [one.action.text for one in records[:sent] if one.action.kind is ActionKind.INPUT_TEXT]
    telling = [even(text) for text in typed if len(text) > 2]
    return next((row for row in _rows(scene) if _holds(even(row), telling)), "")


def _rows(scene: Scene) -> list[str]:
    return [row.text for listing in scene.listings for row in listing.rows]


def _holds(row: str, values: Sequence[str]) -> bool:
    return bool(values) and sum(value in row for value in values) >= min(2, len(values))

"""Judges what is said of one thing: that something holds it, that it can be had, that a list is in some order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.agent.availability import to_be_had
from skyvern.agent.criteria.order import direction
from skyvern.agent.criteria.phrasing import quoted
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.agent.extract.patterns import nothing_said
from skyvern.agent.lexicon import THINGS, concepts, content, similarity, tokens

_HOLDS = re.compile(
    r"^(?:the |my |your |our |this )?(?P<holder>[\w-]+(?: [\w-]+)?)\s+(?:now\s+)?"
    r"(?:contains?|includes?|holds?)\s+(?:now\s+)?(?:the |an? |one |some |my )?(?P<what>\S.*)$",
    re.IGNORECASE,
)
_IS_IN = re.compile(
    r"^(?:the |an? |one |my )?(?P<what>\S.*?)\s+(?:is|are|was|were|has been|have been)\s+(?:now\s+)?"
    r"(?:added |put |placed |listed |shown |moved |saved )?(?:in|to|into|on|among|inside)\s+"
    r"(?:the |my |your |our )?(?P<holder>[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
_NO_HOLDER = re.compile(
    r"\b(?:page|screen|view|site|text|content|title|url|address|document|table|list|grid|results?)$", re.I
)
_PUT = re.compile(r"\b(?:added|put|placed|moved|saved|now in|in your|in the)\b", re.IGNORECASE)
_TO_BE_HAD = re.compile(
    r"^(?:the |an? )?(?P<what>\S.*?)\s+(?:is|are)\s+(?:currently\s+|still\s+|now\s+)?"
    r"(?P<how>available|in stock|unavailable|not available|out of stock|not in stock|sold out)$",
    re.IGNORECASE,
)
_SORTED = re.compile(
    r"^(?:the )?(?P<what>[\w -]*?)\s*(?:is|are|has been|have been)\s+(?:now\s+)?(?:sorted|ordered|arranged)\s+"
    r"(?:by\s+)?(?:the\s+)?(?P<column>[\w -]+?)(?:\s+column)?(?:\s*,?\s*\(?(?:in\s+|from\s+)?"
    r"(?P<how>(?:a|de)scending|highest|lowest|newest|oldest|high(?:est)? to low(?:est)?|low(?:est)? to high(?:est)?|"
    r"a(?:\s+to\s+|-)z|z(?:\s+to\s+|-)a)"
    r"(?:\s+(?:order|first))?\)?)?$",
    re.IGNORECASE,
)
_DOWN = re.compile(r"^(?:desc|high|newest|z)", re.IGNORECASE)


def holding(text: str, scene: Scene) -> Verdict | None:
    """*The cart contains the Espresso Pot*: its own page shows it, or the page says that it was put there."""
    cut = quoted(text)
    match = _HOLDS.match(cut.text) or _IS_IN.match(cut.text)
    if match is None or _NO_HOLDER.search(match["holder"]):
        return None
    holder, what = match["holder"], _unquoted(match["what"], cut.quotes)
    if not content(holder) or not content(what):
        return None
    for alert in scene.observation.alerts:
        told = set(tokens(alert.text))
        if alert.kind != "error" and set(content(what)) <= told and _PUT.search(alert.text):
            return yes(f"the page says {alert.text!r}")
    own = _headed(holder, scene)
    if not own:
        return None
    if shown := next((line for line in _shown(scene) if set(content(what)) <= set(tokens(line))), ""):
        return yes(f"{own!r} shows {shown!r}")
    return no(f"{own!r} does not show {what!r}")


_ALL_IN = re.compile(
    r"^(?:(?:both|all|all of|all three|the two|the three)\s+)?(?:the\s+)?"
    r"(?:items|products|articles|things|pieces|goods)\s+"
    r"(?:are|have been)\s+(?:now\s+)?(?:added |put |placed )?(?:in|to|into)\s+(?:the |my |your )?"
    r"(?P<holder>[\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
_THING_NAMED = re.compile(r"item|product|article|name|title|sku|part", re.IGNORECASE)


def all_in(text: str, scene: Scene) -> Verdict | None:
    """*Both items are in the cart*: its own page shows each of those that the goal names."""
    match = _ALL_IN.match(text)
    if match is None or scene.goal is None:
        return None
    values = [one for one in scene.goal.values if not re.fullmatch(r"[\d.,]*", one.text)]
    named = [one.text for one in values if _THING_NAMED.search(one.name)]
    things = named if len(named) > 1 else [one.text for one in values]
    own = _headed(match["holder"], scene)
    if not own or len(things) < 2:
        return None
    rows = _under(own, scene) or [row.text for one in scene.listings for row in one.rows]
    lacking = [thing for thing in things if not any(set(content(thing)) <= set(tokens(row)) for row in rows)]
    return no(f"{own!r} does not show {lacking[0]!r}") if lacking else yes(f"{own!r} shows {', '.join(things)}")


_OFFERED = re.compile(
    r"\b(?:you (?:may|might)|also|recommend\w*|related|similar|popular|recently|suggest\w*|featured)\b", re.IGNORECASE
)
""" "You may also like": what stands below is not in the cart."""


def _under(heading: str, scene: Scene) -> list[str]:
    """Return the lines that stand under a heading, up to the next of its level or to what else the page offers."""
    lines = scene.observation.reading.lines
    at = next((place for place, line in enumerate(lines) if line.level and line.text == heading), len(lines))
    found: list[str] = []
    for line in lines[at + 1 :]:
        if line.level and (line.level <= lines[at].level or _OFFERED.search(line.text)):
            break
        found.append(line.text)
    return found


def _headed(holder: str, scene: Scene) -> str:
    """Return the heading that names what holds things, by its word or another (*cart*, *bag*); "" without one."""
    words, kinds = set(content(holder)), concepts(holder, among=(THINGS,))
    return next((line for line in scene.headings if words <= set(tokens(line)) or _of_kind(line, kinds)), "")


def _of_kind(heading: str, kinds: frozenset[str]) -> bool:
    said = content(heading)
    return 0 < len(said) <= 2 and bool(kinds & {kind for word in said for kind in concepts(word, among=(THINGS,))})


def empty(text: str, scene: Scene) -> Verdict | None:
    """*The cart is empty*: the page says so, or lists something under that heading."""
    match = _EMPTY.match(quoted(text).text)
    if match is None or not content(match["holder"]):
        return None
    words = set(content(match["holder"]))
    said = next((line for line in scene.main if _NOTHING_IN.search(line) and words <= set(tokens(line))), "")
    if said:
        return yes(f"the page says {said!r}")
    own = next((line for line in scene.headings if words <= set(tokens(line))), "")
    if own and (nothing := nothing_said(scene.observation)):
        return yes(f"{own!r} says {nothing!r}")
    rows = sum(len(listing.rows) for listing in scene.listings if words & set(tokens(listing.name)))
    return no(f"{own or match['holder']!r} lists {rows} things") if rows else None


_EMPTY = re.compile(r"^(?:the |my |your |our )?(?P<holder>[\w-]+(?: [\w-]+)?)\s+is\s+(?:now\s+)?empty$", re.IGNORECASE)
_NOTHING_IN = re.compile(
    r"\b(?:is|are)\s+(?:now\s+|currently\s+)?empty\b|\bno (?:items|products|things)\b", re.IGNORECASE
)


def available(text: str, scene: Scene) -> Verdict | None:
    """*The Atlas is in stock*: what the page says of it beside its name, or on its own page."""
    cut = quoted(text)
    match = _TO_BE_HAD.match(cut.text)
    if match is None:
        return None
    what = _unquoted(match["what"], cut.quotes)
    if not content(what):
        return None
    said = {to_be_had(part) for part in _beside(what, scene)} - {None}
    if len(said) != 1:
        return unknown(f"the page tells more than one thing of {what!r}") if said else None
    wanted = match["how"].lower() in ("available", "in stock")
    had = said.pop()
    words = f"the page says that {what!r} is {'to be had' if had else 'not to be had'}"
    return yes(words) if had is wanted else no(words)


def in_order(text: str, scene: Scene) -> Verdict | None:
    """*The table is sorted by fee, highest first*: the column's values are read."""
    match = _SORTED.match(quoted(text).text)
    if match is None:
        return None
    columns = [
        [row[place].text for row in table.rows if place < len(row) and row[place].text.strip()]
        for table in scene.observation.reading.tables
        for place, header in enumerate(table.headers)
        if similarity(match["column"], header) >= 0.7
    ]
    found = direction(columns[0]) if columns else None
    if found is None:
        return None
    wanted = -1 if match["how"] and _DOWN.match(match["how"]) else 1
    right = found == wanted or (not match["how"] and found != 0)
    return (yes if right else no)(f"the values of {match['column']!r} {_WAYS[found]}")


_WAYS = {1: "go up", -1: "go down", 0: "are in no order"}


def _unquoted(text: str, quotes: tuple[str, ...]) -> str:
    for at, phrase in enumerate(quotes):
        text = text.replace(f"⟦{at}⟧", phrase)
    return text.strip(" .")


def _shown(scene: Scene) -> Iterator[str]:
    seen = scene.observation
    yield from scene.main
    for table in seen.reading.tables:
        yield from (" ".join(cell.text for cell in row) for row in table.rows)
    yield from (" ".join((record.heading, *record.texts)) for group in seen.reading.groups for record in group.records)


def _beside(what: str, scene: Scene) -> Iterator[str]:
    """Yield the text of the rows and cards that bear a name; of the whole page where it is the thing's own."""
    seen = scene.observation
    wanted = set(content(what))
    if any(wanted <= set(tokens(line)) and len(content(line)) <= len(wanted) + 2 for line in scene.headings[1:2]):
        yield " ".join(scene.main[:40])
        return
    rows = [" ".join(cell.text for cell in row) for table in seen.reading.tables for row in table.rows]
    rows += [" ".join((one.heading, *one.texts)) for group in seen.reading.groups for one in group.records]
    rows += list(dict.fromkeys(element.context for element in seen.elements if element.context))
    yield from (row for row in rows if wanted <= set(tokens(row)))

"""Judges that the details of one thing are shown: a page or panel about the one that was meant, reached by this run."""

from __future__ import annotations

import re

from skyvern.agent.criteria.named import borne, meant, pressed
from skyvern.agent.criteria.outcomes import nothing_found
from skyvern.agent.criteria.phrasing import quotes_in
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.criteria.verdict import Verdict, no, unknown, yes
from skyvern.domain.page import ASIDE

_NOUN = r"(?:details?|record|profile|information|particulars|data ?sheet|entry|file)"
_SHOWN = (
    r"(?:(?:is|are|was|were|has|have|been|now|being|fully|currently)\s+)*(?:shown|displayed|visible|open(?:ed)?|loaded|"
    r"there|present|on (?:the )?(?:screen|page)|appears?|opens?|loads?|comes? up|shows? up)"
)
_THE = r"(?:(?:the|an?|all|its|his|her|their|this|that|full)\s+)*"
_DETAILS = re.compile(
    rf"^{_THE}(?:(?:detail\s+)?(?:{_NOUN}|page|view)(?:\s+(?:page|view|screen))?\s+(?:of|for|about|on)\s+(?P<whose>\S.*?)|"
    rf"(?P<kind>(?:[\w'’/&-]+\s+){{0,4}}?){_NOUN}(?:\s+(?:page|view|screen|panel))?"
    rf"(?:\s+(?:of|for|about)\s+(?P<whom>\S.*?))?|(?P<page>[\w'’-]+(?:\s[\w'’-]+)?)\s+page)\s+{_SHOWN}$",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"\b(?:results?|list|search|home|contact|payment|billing|login|account|user|error|next|first|last|start|main|landing|"
    r"cart|checkout|confirmation|thank|success|overview|summary|settings|dashboard|new|previous|sign|registration|form)\b",
    re.IGNORECASE,
)
"""What has details, records or pages of another kind."""
_ENOUGH = 3
"""Facts that make a block about one thing."""


def details(text: str, scene: Scene) -> Verdict | None:
    """*The license details are shown*, *the details of BP-26-0912 are shown*, *the page of this position is shown*."""
    found = _DETAILS.match(text)
    if quotes_in(text) or found is None:
        return None
    whose = found["whose"] or found["whom"] or found["page"] or ""
    if _NO_THING.search(f"{found['kind'] or ''} {whose}"):
        return None
    if said := nothing_found(scene):
        return no(f"the page says {said!r}")
    if scene.observation.status is not None and scene.observation.status >= 400:
        return no(f"the page answered with status {scene.observation.status}")
    names = meant(scene, of=whose)
    shown = _of_name(names, scene) if names else ""
    if not shown and not (names and _denies(names, scene)):
        shown = _of_pressed(scene)
    return yes(shown) if shown else None if found["page"] else _without(names, scene)


def shown_by_name(scene: Scene) -> str:
    """What shows that the page is about the one thing that the goal names, "" where nothing does."""
    names = meant(scene)
    return _of_name(names, scene) if names and scene.acted else ""


def _of_name(names: tuple[str, ...], scene: Scene) -> str:
    """What shows that the page is about the thing of these names: its heading, or several facts with it among them."""
    heads = [line for line in _heads(scene) if borne(names, (line,))]
    if heads and (scene.acted or len(scene.facts) >= _ENOUGH) and not _many(scene, but=len(scene.facts) >= _ENOUGH):
        return f"the page is headed {heads[0]!r}"
    block = tuple(fact.value for fact in scene.facts)
    if len(block) >= _ENOUGH and borne(names, (*block, *_heads(scene))):
        return f"the page shows {len(block)} facts, and {', '.join(names)!r} among them"
    return ""


def _of_pressed(scene: Scene) -> str:
    """What shows that the page is about the row or link that was pressed last: it says the same of it."""
    press = pressed(scene)
    if press is None or press.element is None or press.element.input_type == "submit":
        return ""
    told = even(f"{press.element.name} {press.element.context}")
    head = next((h for h in _heads(scene) if _telling(h) and even(h) in told), "")
    values = {even(f.value) for f in scene.facts if len(f.value) > 2 and even(f.value) in told}
    if (head or len(values) > 1) and len(scene.facts) >= _ENOUGH:
        return f"the page tells {len(scene.facts)} facts of {head or press.element.name!r}, which was pressed"
    moved = press.result is not None and press.result.navigated
    return f"the page is headed {head!r}, as what was pressed" if head and moved and not _many(scene) else ""


def _heads(scene: Scene) -> list[str]:
    lines = scene.observation.reading.lines
    return [line.text for line in lines if 0 < line.level <= 4 and line.region not in ASIDE]


def _telling(heading: str) -> bool:
    return len(heading.split()) > 1 or any(char.isdigit() for char in heading)


def _many(scene: Scene, *, but: bool = False) -> bool:
    """Whether the page is a list of several things; a list beside the facts of one does not count (`but`)."""
    return not but and any(len(one.rows) > 1 for one in scene.listings if one.kind == "table" and len(one.labels) > 2)


def _denies(names: tuple[str, ...], scene: Scene) -> bool:
    """Whether the page bears none of the names, or only a part of one: then it is about another thing."""
    return not borne(names, (scene.observation.title, *scene.main, *(f.value for f in scene.facts)))


def _without(names: tuple[str, ...], scene: Scene) -> Verdict | None:
    rows = max((len(one.rows) for one in scene.listings), default=0)
    if rows > 1 and len(scene.facts) < _ENOUGH:
        return no(f"a list with {rows} rows is shown, and no details of one thing")
    if names and _denies(names, scene):
        return unknown(f"the page does not show {', '.join(names)!r}")
    return None

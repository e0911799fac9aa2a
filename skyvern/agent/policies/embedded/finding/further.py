"""Scrolls a list that shows only a part of itself to a numbered thing further down or up: row 103 after row 9."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.finding.match import is_press
from skyvern.agent.policies.embedded.intents import Intent
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.goal import Act
from skyvern.domain.page import Action, ActionKind, Element

SCROLLED = "further"
_LAST_NUMBER = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,7})\W*$")
_LEAST = 3
_MOST_SCROLLS = 12


def toward(intent: Intent, scene: Scene) -> Act | None:
    """Scroll by as much as the numbers that are shown tell; None where they tell nothing, or it no longer helps."""
    wanted = _LAST_NUMBER.fullmatch((intent.row or intent.target).strip())
    stuck = scene.state.phase == SCROLLED and not scene.changed
    if wanted is None or stuck or scene.state.pages >= _MOST_SCROLLS:
        return None
    shown = _numbered(content(wanted["stem"]), content(intent.clause.replace(wanted["number"], "")), scene)
    places = [(element.box[1], number) for number, element in shown]
    rising = all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(places))
    if len(shown) < _LEAST or not rising:
        return None
    number = int(wanted["number"])
    (first, above), (last, below) = shown[0], shown[-1]
    pitch = (below.box[1] - above.box[1]) / (last - first)
    if first <= number <= last:
        return None
    edge, element = (last, below) if number > last else (first, above)
    why = f"{intent.row or intent.target!r} comes {'after' if number > last else 'before'} {element.name!r}"
    action = Action(kind=ActionKind.SCROLL, ref=element.ref, amount=round((number - edge) * pitch), reasoning=why)
    return scene.act(action, phase=SCROLLED, pages=scene.state.pages + 1, reasoning=why)


def _numbered(least: Sequence[str], most: Sequence[str], scene: Scene) -> list[tuple[int, Element]]:
    """Return what is called as the order says but for its number, in reading order, one of a place."""
    found: dict[int, tuple[int, Element]] = {}
    for element in scene.page.elements:
        match = _LAST_NUMBER.fullmatch(element.name.strip())
        words = set(content(match["stem"])) if match is not None else set[str]()
        if match is not None and words and set(least) <= words <= set(most) and is_press(element):
            found.setdefault(element.box[1], (int(match["number"]), element))
    return [found[top] for top in sorted(found)]

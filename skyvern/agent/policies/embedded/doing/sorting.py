"""Sorts a list by a column in the direction that is wanted: presses its header until the column's values say so."""

from __future__ import annotations

import re
from collections.abc import Callable

from skyvern.agent.criteria.order import direction
from skyvern.agent.lexicon import content, similarity
from skyvern.agent.policies.embedded.finding.match import is_choice
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.failure import needs_llm
from skyvern.domain.goal import Act, Decision, GiveUp
from skyvern.domain.page import Action, ActionKind

_MOST_PRESSES = 3


def advance(stage: Stage, scene: Scene, press: Callable[[], Decision | None]) -> Decision | None:
    """Return the next press of the column's header, None when the column is in order."""
    if scene.state.phase == "click" and not scene.changed and scene.state.waits < 2:
        return scene.wait(0.7, "waiting for the list to be sorted")
    if scene.state.phase == _CHOSEN:
        return None if scene.changed or not scene.failed else press()
    order = _order(stage.intent.target, scene)
    if order == stage.intent.amount:
        return None
    if scene.state.phase and (order is None or scene.state.pages >= _MOST_PRESSES):
        why = "the page does not show that the list is in this order"
        return GiveUp(failure=needs_llm(stage.clause, why))
    if not scene.state.phase and order is None and (chosen := _by_option(stage, scene)) is not None:
        return chosen
    decision = press()
    if not isinstance(decision, Act) or not decision.actions:
        return decision
    return scene.act(*decision.actions, phase="click", pages=scene.state.pages + 1, reasoning=stage.clause)


def _order(column: str, scene: Scene) -> int | None:
    """Return 1 or -1 for a column whose values go up or down, 0 for one in neither order, None where none is read."""
    for table in scene.page.reading.tables:
        scored = [(similarity(column, header), place) for place, header in enumerate(table.headers)]
        best = max(scored, default=(0.0, 0))
        if best[0] < 0.7:
            continue
        texts = [row[best[1]].text for row in table.rows if best[1] < len(row) and row[best[1]].text.strip()]
        return direction(texts)
    return None


def _by_option(stage: Stage, scene: Scene) -> Decision | None:
    """Choose the order in a list of orders ("Price: high to low"), where the page has one that names column and way."""
    found = [
        (element, option)
        for element in scene.page.elements
        if is_choice(element) and not element.disabled
        for option in element.options
        if _names_order(option.label, stage.intent.target, stage.intent.amount)
    ]
    if len(found) != 1:
        return None
    element, option = found[0]
    action = Action(
        kind=ActionKind.SELECT_OPTION,
        ref=element.ref,
        text=option.label,
        reasoning=stage.clause,
        intention=f"sort by {option.label!r}",
    )
    return scene.act(action, phase=_CHOSEN, reasoning=stage.clause)


def _names_order(option: str, column: str, amount: int) -> bool:
    words = set(content(column))
    way = _DOWNWARDS if amount < 0 else _UPWARDS
    return bool(words) and words <= set(content(option)) and way.search(option) is not None


_CHOSEN = "chosen order"
_DOWNWARDS = re.compile(
    r"\bdesc|\bhigh\w*\s*(?:to|-|–|→)\s*low|\bz\s*(?:to|-|–|→)\s*a\b|\b(?:high|new|larg|long)est\b|↓", re.I
)
_UPWARDS = re.compile(
    r"\basc|\blow\w*\s*(?:to|-|–|→)\s*high|\ba\s*(?:to|-|–|→)\s*z\b|\b(?:low|old|small|short|cheap)est\b|↑", re.I
)

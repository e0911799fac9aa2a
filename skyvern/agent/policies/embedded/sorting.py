"""Sorts a list by a column in the direction that is wanted: presses its header until the column's values say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from skyvern.agent.lexicon import similarity
from skyvern.agent.policies.embedded.dates import parse_date
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.failure import needs_llm
from skyvern.domain.goal import Act, Decision, GiveUp

_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_MOST_PRESSES = 3


def advance(stage: Stage, scene: Scene, press: Callable[[], Decision | None]) -> Decision | None:
    """Return the next press of the column's header, None when the column is in order."""
    if scene.state.phase == "click" and not scene.changed and scene.state.waits < 2:
        return scene.wait(0.7, "waiting for the list to be sorted")
    order = _order(stage.intent.target, scene)
    if order == stage.intent.amount:
        return None
    if scene.state.phase and (order is None or scene.state.pages >= _MOST_PRESSES):
        why = "the page does not show that the list is in this order"
        return GiveUp(failure=needs_llm(stage.clause, why))
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
        return _direction(texts)
    return None


def _direction(texts: Sequence[str]) -> int | None:
    keys = _keys(texts)
    if len(set(keys)) < 2:
        return None
    upwards = sorted(keys)
    if keys == upwards:
        return 1
    return -1 if keys == upwards[::-1] else 0


def _keys(texts: Sequence[str]) -> list[float] | list[str]:
    """Return values that sort as the column's do: days and numbers by their size, all else by its letters."""
    days = [day for text in texts if (day := parse_date(text)) is not None]
    if len(days) == len(texts):
        return [float(day.toordinal()) for day in days]
    numbers = [_NUMBER.search(text) for text in texts]
    if all(numbers) and not any(re.match(r"[A-Za-z]{2,}", text) for text in texts):
        return [float(match[0].replace(",", "").rstrip(".")) for match in numbers if match]
    return [text.casefold() for text in texts]

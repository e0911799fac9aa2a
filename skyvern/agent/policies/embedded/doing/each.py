"""Presses the same control in several records of a list: in all that are meant, or in as many as the goal says."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.agent.policies.embedded.finding.match import choose, in_row, is_box, is_press, is_radio, press_score, prior
from skyvern.agent.policies.embedded.intents import Intent
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found, needs_llm
from skyvern.domain.goal import Decision, GiveUp
from skyvern.domain.page import Element

EACH = "each"
_IN_RECORD = 0.8


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the one act that presses them all, or None when that is done."""
    if scene.state.phase == EACH:
        failed = [record for record in scene.step() if record.result is None or not record.result.ok]
        return _failed(stage, failed[0].element) if failed else None
    intent = stage.intent
    found = controls(intent, scene.page.elements)
    if found is None:
        return GiveUp(failure=needs_llm(stage.clause, f"several things in one record could be {intent.target!r}"))
    if not found or len(found) < intent.number:
        if scene.state.waits < 1:
            return scene.wait(1.0, f"{intent.row!r} is not on the page yet")
        wanted = f"{intent.number} records" if intent.number > 1 else "a record"
        return GiveUp(
            failure=element_not_found(f"{wanted} of {intent.row!r} with {intent.target!r}: found {len(found)}")
        )
    meant = found[: intent.number] if intent.number else found
    return scene.act(*(click(e, reasoning=stage.clause) for e in meant), phase=EACH, reasoning=stage.clause)


def controls(intent: Intent, elements: Sequence[Element]) -> list[Element] | None:
    """Return the control in each record that is meant, in reading order; None where a record has several alike."""
    usable = [e for e in elements if (is_press(e) or is_radio(e) or is_box(e)) and e.context and not e.disabled]
    inside = [e for e in usable if in_row(e, intent.row) >= _IN_RECORD]
    fitting = [e for e in inside if press_score(intent.target, e) >= _IN_RECORD]
    found: list[Element] = []
    for record in _runs(fitting or inside):
        chosen = choose(record, lambda e: press_score(intent.target, e) + prior(e))
        if chosen.ambiguous:
            return None
        if chosen.element is not None:
            found.append(chosen.element)
    return found


def _runs(elements: Sequence[Element]) -> list[list[Element]]:
    """Return the elements by record: a name that comes again begins the next record, even one of the same text."""
    runs: list[list[Element]] = []
    seen: set[tuple[str, ...]] = set()
    before = ""
    for element in sorted(elements, key=lambda one: one.order):
        mark = (element.role, element.name, *element.hints[:1])
        if element.context != before or mark in seen or not runs:
            runs.append([])
            seen = set()
        runs[-1].append(element)
        seen.add(mark)
        before = element.context
    return runs


def _failed(stage: Stage, element: Element | None) -> GiveUp:
    name = element.name or " ".join(element.hints[:1]) if element is not None else stage.intent.target
    return GiveUp(failure=element_not_found(f"{name!r} could not be pressed in every record of {stage.intent.row!r}"))

"""A run's timeline as lines: what a person sees, each thing once, in order."""

from __future__ import annotations

from typing import Any

from skyvern.cli.progress import Unseen, current, lines


def block(label: str, status: str = "running", **fields: object) -> dict[str, Any]:
    inner = {"workflow_run_block_id": f"wrb_{label}", "label": label, "block_type": "navigation", "status": status}
    return {"block": inner | fields, "children": fields.pop("children", [])}


def action(step: int, order: int, *, status: str = "completed", **fields: object) -> dict[str, Any]:
    words = {"action_id": f"act_{step}_{order}", "description": f"click {step}.{order}"}
    return {"step_order": step, "action_order": order, "status": status, **words, **fields}


def texts(timeline: list[dict[str, Any]]) -> list[str]:
    return [f"{'> ' * line.depth}{line.text}" for line in lines(timeline)]


def test_a_block_begins_acts_and_ends() -> None:
    done = block("search", "completed", actions=[action(1, 0), action(2, 0)], duration=1.25)
    assert texts([done]) == [
        "search (navigation)",
        "> step 1: click 1.0",
        "> step 2: click 2.0",
        "search completed in 1.2 s",
    ]


def test_a_failed_block_and_a_failed_action_tell_why() -> None:
    broken = block("pay", "failed", actions=[action(1, 0, status="failed", response="covered")], failure_reason="no")
    assert texts([broken])[1:] == ["> step 1: click 1.0 failed: covered", "pay failed: no"]


def test_what_runs_inside_a_loop_is_indented_and_names_its_value() -> None:
    loop = block("each", "running", block_type="for_loop")
    loop["children"] = [block("open", "completed", current_value="INV-1")]
    assert texts([loop]) == ["each (for_loop)", "> open (navigation) for 'INV-1'", "> open completed"]


def test_nothing_is_said_twice_and_a_pending_action_waits() -> None:
    unseen = Unseen()
    pending = block("search", actions=[action(1, 0, status="pending")])
    assert [line.text for line in unseen.of([pending])] == ["search (navigation)"]
    assert unseen.of([pending]) == []
    ended = block("search", "completed", actions=[action(1, 0)])
    assert [line.text for line in unseen.of([ended])] == ["step 1: click 1.0", "search completed"]


def test_now_is_the_innermost_running_block_and_its_step() -> None:
    loop = block("each", block_type="for_loop")
    loop["children"] = [block("first", "completed"), block("second", actions=[action(1, 0), action(3, 0)])]
    assert current([block("before", "completed"), loop]) == "second, step 3"
    assert current([block("before", "completed")]) == ""

"""What a person sees of a run while it goes on: the timeline as lines, each shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]
_RUNNING = ("created", "queued", "running", "paused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened. `key` tells it from every other, so that it is shown once."""

    key: tuple[str, ...]
    depth: int
    text: str


class Unseen:
    """Gives of each timeline only the lines that were not given before."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()

    def of(self, timeline: Sequence[Item]) -> list[Line]:
        """Return the new lines, in the order in which things happened."""
        fresh = [line for line in lines(timeline) if line.key not in self._seen]
        self._seen.update(line.key for line in fresh)
        return fresh


def lines(timeline: Sequence[Item], *, depth: int = 0) -> Iterator[Line]:
    """Tell a timeline: each block as it begins, its actions by step, what ran inside it, how it ended."""
    for item in timeline:
        block: Item | None = item.get("block")
        if not block:
            continue
        block_id = str(block["workflow_run_block_id"])
        yield Line(key=(block_id, "began"), depth=depth, text=_began(block))
        for action in block.get("actions") or ():
            yield from _action(block_id, action, depth + 1)
        yield from lines(item.get("children") or (), depth=depth + 1)
        status = str(block.get("status") or "")
        if status and status not in _RUNNING:
            yield Line(key=(block_id, "ended"), depth=depth, text=_ended(block, status))


def current(timeline: Sequence[Item]) -> str:
    """Name what goes on now: the innermost running block and the agent's step in it."""
    for item in reversed(timeline):
        block: Item | None = item.get("block")
        if block and block.get("status") in _RUNNING:
            inner = current(item.get("children") or ())
            return inner or f"{_name(block)}{_step(block)}"
    return ""


def _action(block_id: str, action: Item, depth: int) -> Iterator[Line]:
    if action.get("status") == "pending":
        return
    place = f"{action.get('step_order')}.{action.get('action_order')}"
    key = (block_id, "action", str(action.get("action_id") or place))
    step = action.get("step_order")
    words = str(action.get("description") or action.get("action_type") or "action")
    failed = f" failed: {action.get('response') or 'no reason given'}" if action.get("status") == "failed" else ""
    yield Line(key=key, depth=depth, text=f"step {step}: {words}{failed}")


def _began(block: Item) -> str:
    value = block.get("current_value")
    return f"{_name(block)} ({block.get('block_type')}){f' for {value!r}' if value is not None else ''}"


def _ended(block: Item, status: str) -> str:
    took = f" in {block['duration']:.1f} s" if block.get("duration") is not None else ""
    reason = f": {block['failure_reason']}" if block.get("failure_reason") else ""
    return f"{_name(block)} {status}{took}{reason}"


def _step(block: Item) -> str:
    steps = [action.get("step_order") or 0 for action in block.get("actions") or ()]
    return f", step {max(steps)}" if steps else ""


def _name(block: Item) -> str:
    return str(block.get("label") or block.get("block_type") or "block")

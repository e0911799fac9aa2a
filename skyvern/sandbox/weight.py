"""Refuses values that are small in the sandbox but large outside it, such as a million references to one long text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

_NODE = 64


def weigh(value: object, most: int) -> None:
    """Raise ValueError when a value, written out in full, would take more than about `most` bytes."""
    left = most
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop()
        left -= _NODE
        if isinstance(item, (str, bytes)):
            left -= len(item)
        elif isinstance(item, Mapping):
            pairs = cast("Mapping[object, object]", item)
            waiting.extend(pairs.keys())
            waiting.extend(pairs.values())
        elif isinstance(item, (list, tuple, set, frozenset)):
            waiting.extend(cast("Iterable[object]", item))
        if left < 0 or len(waiting) * _NODE > most:
            raise ValueError(f"the value is too large to hand over: more than about {most:,} bytes")

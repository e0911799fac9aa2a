"""Remembers what stood on the page before anything was done for a goal: it cannot tell later what came of a deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from zlib import crc32

from skyvern.agent.lexicon import plain
from skyvern.domain.page import Observation

STOOD_FIRST = "stood_first"
"""Note of the marks of the lines that the first page of a goal showed."""
_MOST = 400


def marks_of(observation: Observation) -> list[str]:
    """Return a short mark of each line that a page shows."""
    lines = dict.fromkeys(mark(line.text) for line in observation.reading.lines)
    return list(lines)[:_MOST]


def mark(text: str) -> str:
    """Return the short mark of a line, the same for other spacing and case."""
    return f"{crc32(' '.join(plain(text).split()).encode()):x}"


def stood_first(notes: Mapping[str, object]) -> frozenset[str] | None:
    """Return the marks of what stood there first, None where nobody noted it."""
    kept = notes.get(STOOD_FIRST)
    return frozenset(str(one) for one in cast("Sequence[object]", kept)) if isinstance(kept, (list, tuple)) else None

"""Tells whether values go up or down: days and numbers by their size, all else by its letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.extract.values import as_date

_NUMBER = re.compile(r"[-+]?\d[\d.,]*")


def direction(texts: Sequence[str]) -> int | None:
    """Return 1 for values that go up, -1 for down, 0 for neither; None for fewer than two different ones."""
    keys = _keys(texts)
    if len(set(keys)) < 2:
        return None
    upwards = sorted(keys)
    if keys == upwards:
        return 1
    return -1 if keys == upwards[::-1] else 0


def _keys(texts: Sequence[str]) -> list[float] | list[str]:
    days = [day for text in texts if (day := as_date(text)) is not None]
    if len(days) == len(texts):
        return [float(day.toordinal()) for day in days]
    numbers = [_NUMBER.search(text) for text in texts]
    if all(numbers) and not any(re.match(r"[A-Za-z]{2,}", text) for text in texts):
        return [float(match[0].replace(",", "").rstrip(".")) for match in numbers if match]
    return [text.casefold() for text in texts]

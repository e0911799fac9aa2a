"""The `Range` header of RFC 9110, for one range of bytes."""

from __future__ import annotations


class Unsatisfiable(Exception):
    """The range lies outside the file."""


def wanted_range(header: str | None, size: int) -> tuple[int, int] | None:
    """Return the bytes asked for as (start, end), end not included; None for the whole file.

    A header that cannot be read, or that asks for several ranges, means the whole file. Raises Unsatisfiable.
    """
    unit, equals, spec = (header or "").partition("=")
    if not equals or unit.strip().lower() != "bytes" or "," in spec:
        return None
    first, dash, last = (part.strip() for part in spec.partition("-"))
    if not dash or not _number(first) or not _number(last) or (not first and not last):
        return None
    if not first:
        length = int(last)
        if length == 0 or size == 0:
            raise Unsatisfiable
        return max(0, size - length), size
    start, end = int(first), min(int(last) + 1 if last else size, size)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end


def _number(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal())

"""Reads options that are ranges of numbers: "5 - 9", "Less than 2", "51-150 people", "10 or more"."""

from __future__ import annotations

import operator
import re

_NUMBER = r"(?:[$€£]\s?)?(\d[\d.,  ]*\d|\d)(?:\s?(?:[$€£%]|EUR|USD))?"
_UNIT = r"(?:\s+[^\W\d][\w./'’-]*){0,3}"
_TO = r"\s*(?:-|–|—|to|bis|à|a|hasta|up to)\s*"
_BETWEEN = re.compile(
    rf"(?:(?:from|von|de|entre|between)\s+)?{_NUMBER}{_UNIT}?(?:{_TO}|\s+(?:and|und|et|y)\s+){_NUMBER}{_UNIT}", re.I
)
_BELOW = re.compile(
    rf"(?:less than|fewer than|under|below|<|weniger als|unter|moins de|menos de)\s*{_NUMBER}{_UNIT}", re.I
)
_UP_TO = re.compile(
    rf"(?:(?:up to|at most|≤|<=|bis(?: zu)?|jusqu.à|hasta)\s*{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\s+(?:or (?:less|"
    rf"fewer|under)|oder weniger))",
    re.I,
)
_ABOVE = re.compile(rf"(?:more than|over|above|greater than|>|mehr als|über|plus de|más de)\s*{_NUMBER}{_UNIT}", re.I)
_FROM = re.compile(
    rf"(?:(?:at least|from|≥|>=|ab|mindestens|à partir de|desde)\s*{_NUMBER}{_UNIT}|"
    rf"{_NUMBER}\s*\+{_UNIT}|{_NUMBER}{_UNIT}\s+(?:or (?:more|over|above)|and (?:more|over|above)|oder mehr|"
    rf"ou plus|o más))",
    re.I,
)
_VALUE = re.compile(rf"{_NUMBER}{_UNIT}", re.I)


_EDGES = ((_BELOW, operator.lt), (_UP_TO, operator.le), (_ABOVE, operator.gt), (_FROM, operator.ge))


def within(label: str, value: str) -> bool:
    """Tell whether an option is a range of numbers, and a value is one number in it."""
    said = _VALUE.fullmatch(value.strip())
    number = _read(said[1]) if said else None
    if number is None:
        return False
    text = label.strip(" .")
    if match := _BETWEEN.fullmatch(text):
        low, high = _read(match[1]), _read(match[2])
        return low is not None and high is not None and low <= number <= high
    for pattern, fits in _EDGES:
        match = pattern.fullmatch(text)
        edge = _read(next((group for group in match.groups() if group), "")) if match else None
        if edge is not None:
            return fits(number, edge)
    return False


def _read(text: str) -> float | None:
    """Return a number as people write it; a point or comma before three digits only groups them."""
    bare = re.sub(r"[.,\s ](?=\d{3}(?!\d))", "", text.strip()).replace(",", ".")
    try:
        return float(bare)
    except ValueError:
        return None

"""Tells a goal that says to decline questions, as those of a voluntary part of a form."""

from __future__ import annotations

import re

_ORDER = re.compile(
    r"\b(?:declin(?:e|es|ing)|prefers?(?: not)?|refuses?|(?:does|do) not (?:wish|want))\s+(?:not\s+)?"
    r"to\s+(?:answer|state|say|disclose|self[- ]identify|respond|specify|provide)\b|\bdeclin(?:e|"
    r"es)\s+(?:all\s+)?(?:the\s+)?"
    r"(?:voluntary|optional|demographic|eeo|diversity|self[- ]identification)\b",
    re.IGNORECASE,
)


_VOLUNTARY = re.compile(
    r"^(?:the\s+|all\s+|any\s+)*(?:voluntary|optional|demographic|diversity|equal opportunity|eeo|"
    r"self[- ]identification)\b.*\b(?:questions?|sections?|parts?|surveys?|fields?|information|disclosures?|"
    r"identification)\b",
    re.IGNORECASE,
)


def voluntary(words: str) -> bool:
    """Tell whether words name the part of a form that need not be answered."""
    return _VOLUNTARY.match(words) is not None


def ordered(text: str) -> bool:
    """Tell whether a text orders to decline questions."""
    return _ORDER.search(text) is not None

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


def ordered(text: str) -> bool:
    """Tell whether a text orders to decline questions."""
    return _ORDER.search(text) is not None

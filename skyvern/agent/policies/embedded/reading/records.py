"""How orders about the records of a list are read: "on all posts by Ida", "the bin icon to delete it", "send it on"."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, Masked

RECORD = re.compile(
    r"\b(?:row|entry|record|item|result|line|card|message|e-?mail|post|comment|letter|ticket|order|task|document)$",
    re.IGNORECASE,
)
"""What a list holds, at the end of an order about one of them: "delete the second entry"."""
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2, "all": 0, "every": 0, "each": 0}
_SEVERAL = re.compile(
    rf"^(?P<what>.+?)\s+(?:on|of|in|for|at|under|beside|next to)\s+"
    rf"(?P<count>{'|'.join(_NUMBERS)}|\d{{1,2}})\s+(?:of\s+)?"
    r"(?:the\s+|those\s+)?(?P<noun>[a-z]+(?:\s[a-z]+)?)\s+(?:by|of|from|with|for|containing|written by|named|"
    r"(?:that|which) (?:mentions?|contains?|says?|shows?|(?:is|are|was|were) (?:by|from)))\s+(?P<row>.+)$",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"^(?P<what>.*\b(?:icon|button|link|symbol|sign|bin|menu item|tab)s?)\s+"
    r"(?:in order\s+)?(?:to|so that|which will)\s+[a-z].*$",
    re.IGNORECASE,
)
_NAME = rf"(?:{OPEN}\d+{CLOSE}|[A-Z@][\w’'.@-]*(?:\s+[A-Z][\w’'.-]*){{0,3}})"
_MATTER = r"(?:e-?mail|message|mail|letter|file|document|note|link|report|invoice|post|article)"
_PASSED_ON = (
    re.compile(
        rf"^(?:on\s+)?to\s+(?P<who>{_NAME})\s+(?P<what>(?:the|that|this|\w+['’]s)\s+(?:[a-z]+\s+)?{_MATTER}\b.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?P<who>{_NAME})\s+(?P<what>(?:the|that|this)\s+(?:[a-z]+\s+)?{_MATTER}\s+(?:from|by|of|that|you|i|we)\b.*)$"
    ),
    re.compile(
        rf"^(?P<what>(?:it|them|that)|(?:the|that|this|[A-Z]\w+['’]s)\s+(?:[a-z]+\s+)?{_MATTER}\b.*?)\s+(?:on\s+|along\s+|over\s+)?to\s+"
        rf"(?P<who>{_NAME})$"
    ),
)


def several(text: str, masked: Masked) -> tuple[str, int, str] | None:
    """Read "the Like button on two posts by Ida" into the control, how many (0 = all), and the words of the records."""
    match = _SEVERAL.match(text.strip(" ."))
    if match is None:
        return None
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    return match["what"], number, masked.plain(match["row"]).strip(" .")


def without_purpose(text: str) -> str:
    """Return an order's object without what pressing it is for: "the bin icon to delete it"."""
    match = _PURPOSE.match(text.strip(" ."))
    return match["what"] if match is not None else text


def passed_on(text: str) -> tuple[str, str] | None:
    """Read "to Ben the letter from Ida", "it on to Ben" into what is sent on and to whom; None for anything else."""
    match = next((found for pattern in _PASSED_ON if (found := pattern.match(text.strip(" ."))) is not None), None)
    return (match["what"], match["who"]) if match is not None else None

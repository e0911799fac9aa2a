"""Recognises extraction goals that ask for thinking rather than reading."""

from __future__ import annotations

import re

_ORDERS = re.compile(
    r"\b(?:summari[sz]e|translate|paraphrase|rephrase|rewrite|explain|analy[sz]e|evaluate|assess|classify|categori[sz]e"
    r"|infer|deduce|predict|recommend|suggest|interpret|calculate|compute|sum up|add up|in your own words|tl;?dr"
    r"|key takeaways?|main (?:points?|ideas?)|pros and cons)\b",
    re.I,
)
"""Verbs that no page answers by showing something."""
_HINTS = re.compile(
    r"\b(?:summary of|estimate|guess|compare|rank|sentiment|opinion|describe|decide|conclude|average|count how|how many"
    r"|which (?:one )?(?:is|are|of)\b[^.]*\b(?:best|better|worst|most suitable|recommended))\b",
    re.I,
)
"""Words that may name something on the page as well ("average rating")."""


def demands_thought(goal: str) -> str:
    """Return the words of the goal that order thinking, "" when there are none."""
    found = _ORDERS.search(_without_quotes(goal))
    return found.group() if found else ""


def asks_to_reason(goal: str) -> str:
    """Return the words of the goal that may ask for more than reading, "" when there are none."""
    found = _ORDERS.search(_without_quotes(goal)) or _HINTS.search(_without_quotes(goal))
    return found.group() if found else ""


def _without_quotes(text: str) -> str:
    return re.sub(r"[\"“”'][^\"“”']{2,}[\"“”']", " ", text)

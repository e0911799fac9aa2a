"""Recognises extraction goals that ask for thinking rather than reading."""

from __future__ import annotations

import re

_THINKING = re.compile(
    r"\b(?:summari[sz]e|summary of|translate|paraphrase|rephrase|rewrite|explain|analy[sz]e|evaluate|assess"
    r"|classify|categori[sz]e|infer|deduce|"
    r"estimate|guess|predict|recommend|suggest|compare|rank|sentiment|opinion|interpret|describe|decide|conclude"
    r"|calculate|compute|"
    r"sum up|add up|count how|average|in your own words|tl;?dr|key takeaways?|main (?:points?|ideas?)|pros and cons|"
    r"which (?:one )?(?:is|are|of)\b[^.]*\b(?:best|better|worst|most suitable|recommended)|how many)\b",
    re.I,
)


def asks_to_reason(goal: str) -> str:
    """Return the words of the goal that ask for more than reading, "" when there are none."""
    found = _THINKING.search(_without_quotes(goal))
    return found.group() if found else ""


def _without_quotes(text: str) -> str:
    return re.sub(r"[\"“”'][^\"“”']{2,}[\"“”']", " ", text)

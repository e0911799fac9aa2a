"""Reads words that only say how to look ("switch between the tabs to find …"): the mind looks around by itself."""

from __future__ import annotations

import re

_PLACES = (
    r"(?:tabs?|sections?|pages?|trees?|menus?|submenus?|folders?|panels?|accordions?|lists?|results?|categor(?:y|ies)|"
    r"hierarch(?:y|ies)|levels?|steps?|screens?)"
)
_THESE = r"(?:all\s+)?(?:of\s+)?(?:the\s+|these\s+|those\s+)?"
_AROUND = re.compile(
    r"^(?:please\s+)?(?:switch|click|go|browse|navigate|look|move|page|leaf|step|flip|cycle|scroll|dig|search|walk)\s+"
    rf"(?:between|through|around|over|across|among|inside|within|in|behind|under)\s+{_THESE}"
    rf"(?:[\w-]+\s+){{0,2}}?{_PLACES}\b(?:\s+{_PLACES}\b)?(?:\s+(?:below|above|here|on the page))?\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ONWARD = re.compile(
    r"^(?:please\s+)?(?:go|step|move|page|click)\s+through\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?steps\b", re.I
)
""" "Go through all steps": of a form they are no place to look for something."""
_OPENING = re.compile(
    rf"^(?:please\s+)?(?:expand|open|unfold|go through|check|try)\s+{_THESE}(?:[\w-]+\s+)?"
    rf"{_PLACES}\b(?:\s+{_PLACES}\b)?(?:\s+(?:below|above|here|on the page))?\s*,?\s*"
    r"(?P<rest>(?:in order\s+)?(?:to|until you|so as to)\s+.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TO_FIND = re.compile(
    r"^,?\s*(?:in order\s+|so as\s+)?(?:to|until you|and|till you)\s+"
    r"(?=(?:find|locate|look|search|reach|get|click|open|press|see)\b)",
    re.IGNORECASE,
)
_FIND_AND = re.compile(
    r"^(?:find|locate|reach|get to|see)\s+and\s+(?=(?:then\s+)?(?:click|press|open|tap|select|choose)\b)", re.I
)


def destination(text: str) -> str:
    """Return an order without the words that say how to look for its thing, "" when it says nothing else."""
    match = _AROUND.match(text) or _OPENING.match(text)
    if match is None:
        return text
    rest = match["rest"].strip(" ,.")
    if not rest:
        return text if _ONWARD.match(text) else ""
    lead = _TO_FIND.match(rest)
    return _FIND_AND.sub("", rest[lead.end() :]) if lead is not None else text

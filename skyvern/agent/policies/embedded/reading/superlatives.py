"""Reads things named by what they have most or least of: "the flight with the shortest duration"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LEAST = (
    r"quickest|lowest|smallest|shortest|least|fewest|minimum|cheapest|earliest|soonest|oldest|fastest|lightest|youngest"
)
_MOST = r"highest|greatest|largest|biggest|longest|most|maximum|latest|newest|heaviest|priciest"
_EDGE = rf"(?P<edge>{_LEAST}|{_MOST})"
_NEEDING = frozenset(["most", "least", "latest", "newest", "oldest", "earliest", "soonest"])
"""Words that are read elsewhere (the latest invoice) or say nothing without a column."""
_OF_ITSELF = {"cheapest": "price", "priciest": "price", "fastest": "duration", "quickest": "duration"}
"""What an adjective is about without a column being named."""
_WITH = re.compile(
    rf"^(?:[Tt]he\s+)?(?P<noun>[a-z][\w -]*?)\s+(?:with|that has|which has|having|of)\s+the\s+"
    rf"{_EDGE}\s+(?P<column>[a-z][\w -]*)$",
)
_WHOSE = re.compile(
    rf"^(?:[Tt]he\s+)?(?P<noun>[a-z][\w -]*?)\s+whose\s+(?P<column>[a-z][\w -]*?)\s+is\s+(?:the\s+)?{_EDGE}$",
)
_BEFORE = re.compile(rf"^(?:[Tt]he\s+)?{_EDGE}(?P<dear>\s+expensive)?\s+(?P<noun>[a-z][\w -]*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """What is looked for: a kind of thing, what it has most or least of ("" where that goes without saying)."""

    noun: str
    column: str = ""
    least: bool = False


_TRAVELS = re.compile(r"\b(?:flight|train|bus|ferry|trip|connection|journey|ride)$", re.IGNORECASE)
_PAGE_OF = re.compile(
    r"^(?:the\s+)?(?:details?(?:\s+page)?|page|record|entry|profile|view)\s+(?:of|for)\s+(?=the\s)", re.IGNORECASE
)


def best_of(text: str) -> Best | None:
    """Read "the ticket with the shortest duration"; None when the words name nothing by most or least."""
    said = _PAGE_OF.sub("", text.strip(" .,;"))
    match = _WITH.match(said) or _WHOSE.match(said) or _BEFORE.match(said)
    if match is None:
        return None
    edge = match["edge"].lower()
    named = match.groupdict()
    column = named.get("column") or _OF_ITSELF.get(edge, "")
    if named.get("dear"):
        column = "price"
    if not column and edge in ("shortest", "longest") and _TRAVELS.search(match["noun"]):
        column = "duration"
    loose = not column and (edge in _NEEDING or match["noun"].endswith("s") or len(match["noun"].split()) > 3)
    if loose or re.search(r"\b(?:to|from|for|of|in|on|by)\b", match["noun"]):
        return None
    return Best(noun=match["noun"].strip(), column=column.strip(), least=edge in _LEAST.split("|"))


IN_PLACE = re.compile(
    r"^(?P<best>\S.*?)\s+(?:in|from|under|of)\s+(?:the\s+|my\s+|our\s+)?(?P<place>[\w][\w &'-]*?)\s+"
    r"(?:category|section|department|collection|catalogue|catalog|folder|group|menu|tab|page|list)$",
    re.IGNORECASE,
)
""" "The cheapest product in the Kitchen category": what is chosen, and the place to open before."""


def best_in(text: str) -> Best | None:
    """Read what is named by most or least, wherever it is to be chosen; None when the words name nothing so."""
    place = IN_PLACE.match(text.strip(" .,;"))
    return best_of(place["best"] if place else text)

"""Knows the words by which pages say that a thing can be had, or cannot: "in stock", "ausverkauft", "only 3 left"."""

from __future__ import annotations

import re

_NO = (
    r"unavailable|not available|no longer (?:sold|available)|out of stock|not in stock|sold out|discontinued|"
    r"coming soon|available soon|nicht (?:verfügbar|lieferbar|auf lager)|ausverkauft|vergriffen|indisponible|épuisée?|"
    r"(?:en )?rupture de stock|agotad[oa]|no disponible|esgotad[oa]|indisponível|fora de estoque"
)
_YES = (
    r"in stock|available(?: now)?|auf lager|verfügbar|lieferbar|en stock|disponible|disponível|em estoque|"
    r"only \d+ left|\d+ (?:left|in stock|available)"
)
_NEITHER = r"back-?order(?:ed)?|pre-?order"
SAID = re.compile(rf"\b(?:{_NO}|{_YES}|{_NEITHER})\b", re.IGNORECASE)
"""What a page says of a thing's availability, whichever it is."""
_NOT_HAD = re.compile(rf"\b(?:{_NO})\b", re.IGNORECASE)
_HAD = re.compile(rf"\b(?:{_YES})\b", re.IGNORECASE)


def to_be_had(text: str) -> bool | None:
    """Tell whether a text says that its thing can be had; None when it says neither."""
    if _NOT_HAD.search(text):
        return False
    return True if _HAD.search(text) else None

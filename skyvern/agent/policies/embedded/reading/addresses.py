"""Reads a postal address that a sentence gives in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.agent.lexicon import country_name, state_name
from skyvern.agent.policies.embedded.intents import Term

_STREET = re.compile(
    r"\b(?P<street>\d{1,6}[A-Za-z]?\s+(?:[A-Z][\w'’.-]*\s+){1,4}?(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard"
    r"|Blvd|Way|Court|Ct|Place|Square|Terrace|Highway|Parkway|Row|Close|Crescent)\b\.?)(?P<rest>[^.;]*)"
)
_CODE = re.compile(r"\b(?P<code>\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b")


def address_in(text: str) -> tuple[Term, ...]:
    """Return the parts of a postal address that a sentence gives, () when it gives none."""
    found = _STREET.search(text)
    if found is None:
        return ()
    parts = [Term(value=found["street"].strip(), label="street address")]
    for piece in re.split(r"\s*,\s*|\s+in\s+", found["rest"]):
        parts.extend(part for part in _place(piece) if part.label not in {known.label for known in parts})
    return tuple(parts)


def _place(piece: str) -> Iterator[Term]:
    if code := _CODE.search(piece):
        yield Term(value=code["code"], label="postal code")
    name = _CODE.sub("", piece).strip()
    if state_name(name):
        yield Term(value=name, label="state")
    elif country_name(name):
        yield Term(value=name, label="country")
    elif re.fullmatch(r"[A-Z][\w'’.-]+(?:\s[A-Z][\w'’.-]+){0,2}", name):
        yield Term(value=name, label="city")

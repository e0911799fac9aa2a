"""Finds the numbers that pages give to things: *Reference LV-48213*, *Quote no. 77-120*, *logged as case C-5501*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skyvern.agent.extract.values import DATE, MONEY, PHONE

KIND = (
    r"case|ticket|order|request|application|booking|claim|report|incident|requisition|reservation|shipment|inquiry|"
    r"reference|confirmation|tracking|quote|permit|policy|file|transaction|receipt|submission|registration|appointment|"
    r"invoice|visit|complaint|renewal|enrollment|payment"
)
"""What gets a number of its own where it is sent in."""
_AS = re.compile(
    rf"\b(?:as|under|with|for|your|the|is)\s+(?:new\s+)?(?P<kind>{KIND})\s+#?"
    r"(?P<code>[A-Z]{0,6}[-/]?\d[\w/-]*\w)(?![\w/])"
)
""" "It has been logged as case C-5501": the number of the case."""
_NUMBER = (
    r"(?:number|no\.?|nr\.?|[^\W\d_]*nummer|[^\W\d_]+zeichen|code|id|reference|ref\.?|#|№|n°|num[ée]ro|"
    r"n[úu]mero|referencia|r[ée]f[ée]rence|referenz)"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s(.,;:!]))(?P<label>(?:(?:{KIND})\s+)?(?:{_NUMBER})(?:\s+(?:de|du|of|der|des)\s+[^\W\d_]+)?|(?:{KIND}))"
    r"\s*(?P<link>is|:|#|lautet|ist|est|es|é)?\s*"
    r"(?P<code>(?=[\w/.-]*\d)(?-i:[A-Z0-9])[\w/.-]*\w)(?![\w/])",
    re.IGNORECASE,
)
_SHORT = 4
"""Less is a number only where the line says so: *your reference number is 123*."""
_WEAK = re.compile(r"^(?:no\.?|nr\.?|#|id|ref\.?|n°|№)$", re.IGNORECASE)


def codes_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what it is the number of, number) for each number that a line gives to a thing."""
    if len(text) > 400:
        return
    for found in _AS.finditer(text):
        yield f"{found['kind']} number", found["code"]
    for found in _LABELLED.finditer(text):
        code = found["code"].rstrip(".-/")
        if len(code) < _SHORT and not (found["link"] and len(code) > 1):
            continue
        if not (DATE.fullmatch(code) or MONEY.fullmatch(code) or PHONE.fullmatch(code)):
            label = "reference number" if _WEAK.match(found["label"]) else found["label"]
            yield re.sub(r"(?:no\.?|nr\.?|#)$", "number", label.strip(), flags=re.IGNORECASE), code

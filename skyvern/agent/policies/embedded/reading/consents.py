"""Reads orders to agree to terms: "accept the disclaimer if shown", "if terms appear, accept them"."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.intents import Term

_TERMS = re.compile(
    r"\b(?:terms|conditions|polic(?:y|ies)|agreement|declaration|statement|disclaimer|consent|licen[cs]e agreement|"
    r"eula|notice|rules|certify|declare|attest|code of conduct|certification|attestation|acknowledge?ment|"
    r"authori[sz]ation|waiver)\b",
    re.IGNORECASE,
)
_WHERE_SHOWN = re.compile(
    r"\s*,?\s+(?:if|when|in case|should|where|whenever)\s+(?:(?:it|they|one|you|there|that|any)\s+)?"
    r"(?:(?:is|are|be)\s+)?(?:shown|asked|present(?:ed)?|prompted|displayed|visible|there|any|one|needed|necessary|"
    r"required|appears?|pops? up|comes? up|shows? up)(?:\s+to)?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+(?:page|screen|dialog|pop-?up|banner|text|box|step)$", re.IGNORECASE)
_POINTING = re.compile(r"^(?:to\s+)?(?:it|them|this|that|these|those)$", re.IGNORECASE)
_SHOWN = re.compile(
    r"^(?:there\s+(?:is|are)\s+)?(?P<what>(?:an?|the|any|some)\s+.+?)"
    r"(?:\s+(?:is|are|appears?|pops? up|comes? up|shows? up|gets?)\b.*)?$",
    re.IGNORECASE,
)


def terms_in(words: str, condition: str) -> Term | None:
    """Return the agreement that "accept the disclaimer if shown" or "if terms appear, accept them" orders, if any.

    It is optional where it is to be given only if it is asked for.
    """
    shown = _WHERE_SHOWN.search(words)
    said = words[: shown.start()] if shown else words
    if condition and _POINTING.match(said.strip(" .")) and (named := _SHOWN.match(condition)):
        said, shown = named["what"], named
    if not _TERMS.search(said):
        return None
    label = _PLACE.sub("", re.sub(r"^(?:to\s+)", "", said.strip(" .")))
    return Term(value="yes", label=label, checked=True, optional=shown is not None)


def is_agreement(term: Term) -> bool:
    """Tell whether a value is that terms are agreed to."""
    return term.checked is True and _TERMS.search(term.label) is not None

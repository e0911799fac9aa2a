"""Reads paths of entries ("File > Print", "My Time > Balances"), and entries that are called like an order."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN
from skyvern.agent.policies.embedded.reading.verbs import leading_verb, strip_polite

INTO_MENU, ON_THE_WAY = "\ue002", "\ue003"
"""Signs that stand between the legs of a path, and behind each leg but the last."""
_ENTRY = re.compile(rf"[A-Z][\w’'.&/-]*(?:\s+[\w’'.&/-]+){{0,4}}|{OPEN}\d+{CLOSE}")
""" "My Time > Balances": an order to go there, though it has no verb."""
_NOUN_TOO = (
    "read",
    "create",
    "do",
    "submit",
    "set",
    "mark",
    "make",
    "certify",
    "reply",
    "assign",
    "ensure",
    "search",
    "sort",
)


def path(text: str) -> list[str]:
    """Split "select File>Print" into the presses that lead down a menu, one after the other."""
    first, *deeper = text.split(INTO_MENU)
    lead = leading_verb(strip_polite(first))
    if not deeper:
        return [text]
    if all(_ENTRY.fullmatch(piece.strip()) for piece in (first, *deeper)):
        lead = ("open", first.strip())
    if lead is None or lead[0] not in ("select", "click", "open", "do"):
        return [text.replace(INTO_MENU, " > ")]
    verb = "open" if lead[0] == "open" else "click on"
    legs = [f"{verb} {lead[1]}", *(f"{verb} {piece.strip()}" for piece in deeper)]
    return [*(f"{leg}{ON_THE_WAY}" for leg in legs[:-1]), legs[-1]]


def named_as_a_deed(text: str) -> bool:
    """Tell whether "then Leave request", after an order to open, is the name of an entry that begins like an order."""
    lead = leading_verb(text)
    named = re.fullmatch(r"[A-Z][\w’'-]*(?:\s+(?!it\b|the\b|an?\b|this\b|that\b)[\w’'-]+){1,2}", text)
    return lead is not None and lead[0] in _NOUN_TOO and named is not None

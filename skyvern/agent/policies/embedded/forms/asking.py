"""Ties answers to the questions of a form: "smoker: no" to "Does anyone smoke?", a description to "Tell us more"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import plain, tokens
from skyvern.agent.policies.embedded.finding.match import is_choice, is_text
from skyvern.agent.policies.embedded.forms.putting import Slot
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.heard import Heard, Value, telling
from skyvern.domain.page import Element

YES_NO = re.compile(r"^\s*(?:yes|no|true|false|ja|nein|oui|non|sí|si|sim|não)\s*$", re.IGNORECASE)
_YES = re.compile(r"^(?:yes|true|ja|oui|sí|si|sim)\b", re.IGNORECASE)
_NO = re.compile(r"^(?:no|false|nein|non|não)\b", re.IGNORECASE)
_TELL = re.compile(
    r"^(?:if (?:yes|so),?\s+)?(?:please\s+)?(?:tell us|describe|explain|specify|provide details|give details|details|"
    r"more about|beschreib\w*|décri\w+|précisez|descri\w+|explique)\b",
    re.IGNORECASE,
)
_DESCRIPTION = frozenset(tokens("description details explanation information notes about"))


def question(slot: Slot) -> str:
    """Return what radio buttons ask: their own legend, or what stands beside them."""
    first = slot.element
    beside = re.sub(r"\s+", " ", first.context)
    for member in reversed(slot.members):
        beside = re.sub(rf"\s*{re.escape(member.name)}\s*$", "", beside) if beside.endswith(member.name) else beside
    return beside if 3 <= len(beside.strip()) <= 100 else first.group


def answered(heard: Heard, slots: Sequence[Slot]) -> list[tuple[Slot, Term]]:
    """Return the questions of yes or no that one labelled answer of the goal is about, and no other question is."""
    asked = [(slot, label, options) for slot in slots if (label := _label(slot)) and (options := _options(slot))]
    found: list[tuple[Slot, Term]] = []
    for value in heard.values:
        if not (value.label and YES_NO.match(value.text)):
            continue
        about = [one for one in asked if _about(value.label, one[1])]
        slot, label, options = about[0] if len(about) == 1 else (None, "", ("", ""))
        if slot is not None and all(slot is not other for other, _ in found):
            answer = options[0] if _YES.match(value.text.strip()) else options[1]
            found.append((slot, Term(value=answer, label=label, option=True)))
    return found


def _label(slot: Slot) -> str:
    return question(slot) if slot.members else slot.element.name


def _options(slot: Slot) -> tuple[str, str] | None:
    """Return how a question is answered with yes and with no, None where it is no such question."""
    if slot.members:
        labels = [one.name for one in slot.members]
    elif is_choice(slot.element):
        labels = [one.label for one in slot.element.options if one.label.strip()]
    else:
        return None
    yes, no = [one for one in labels if _YES.match(plain(one))], [one for one in labels if _NO.match(plain(one))]
    return (yes[0], no[0]) if len(yes) == len(no) == 1 and len(labels) <= 3 else None


def _about(label: str, asked: str) -> bool:
    """Tell whether all telling words of a label stand in a question: "smoker" in "Does anyone smoke?"."""
    words, said = telling(label), telling(asked)
    return bool(words) and all(any(_kin(word, other) for other in said) for word in words)


def _kin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 2)


def described(value: Value, element: Element) -> float:
    """Return how well "pet description" fits a field that says "Tell us about your pets"."""
    words = set(tokens(value.label))
    about = words - _DESCRIPTION
    fits = is_text(element) and about and about < words and len(value.text.split()) > 1
    return 0.8 if fits and _TELL.match(element.name.strip()) and about <= set(tokens(element.name)) else 0.0

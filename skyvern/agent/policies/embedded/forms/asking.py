"""Ties answers to the questions of a form: "smoker: no" to "Does anyone smoke?", a description to "Tell us more"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.lexicon import content, plain, root, tokens
from skyvern.agent.policies.embedded.finding.match import is_choice, is_text
from skyvern.agent.policies.embedded.forms.putting import Slot, kin, option_for
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.heard import Value, telling
from skyvern.domain.page import Element, Option

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


def answered(values: Sequence[Value], slots: Sequence[Slot]) -> list[tuple[Slot, Term]]:
    """Return the questions that one labelled value each is about, by all of its words, and that no other value is."""
    asked = [(slot, label) for slot in slots if (label := _label(slot))]
    tied = [(value, slot, label) for value in values if value.label for slot, label in _about_one(value, asked)]
    found: list[tuple[Slot, Term]] = []
    for value, slot, label in tied:
        rivals = [other for other, place, _ in tied if place is slot and other is not value]
        answer = _answer(value.text, slot) if not rivals else ""
        if answer:
            found.append((slot, Term(value=answer, label=label, key=value.key, option=answer != value.text)))
    return found


def _about_one(value: Value, asked: Sequence[tuple[Slot, str]]) -> list[tuple[Slot, str]]:
    """Return the one question that speaks of a value's label, none where several do."""
    about = [(slot, label) for slot, label in asked if asks(value.label, label)]
    return about if len(about) == 1 else []


def _label(slot: Slot) -> str:
    return question(slot) if slot.members else slot.element.name


def _answer(text: str, slot: Slot) -> str:
    """Return how a question is answered with a value, "" where it cannot be: a count says yes where it is not 0."""
    element = slot.element
    if slot.members or is_choice(element):
        labels = [one.name for one in slot.members] or [one.label for one in element.options if one.label.strip()]
        if not labels:
            return text if len(text.split()) <= _MOST_WORDS else ""  # a drawn list shows its lines once it is open
        if polar := _polar(labels):
            count = re.fullmatch(r"\d{1,3}", text.strip())
            wanted = _YES.match(text.strip()) or (count and int(count[0]) > 0)
            return polar[0] if wanted else polar[1] if count or _NO.match(text.strip()) else ""
        options = [Option(label=one, value=one) for one in labels]
        chosen = option_for(options, text)
        return chosen.label if chosen is not None else ""
    return "" if YES_NO.match(text) else text


_MOST_WORDS = 6


def _polar(labels: Sequence[str]) -> tuple[str, str] | None:
    """Return how a question is answered with yes and with no, None where it is no such question."""
    yes, no = [one for one in labels if _YES.match(plain(one))], [one for one in labels if _NO.match(plain(one))]
    return (yes[0], no[0]) if len(yes) == len(no) == 1 and len(labels) <= 3 else None


_ASKING = re.compile(
    r"\?|^(?:how|what|which|when|where|who|do|does|did|are|is|will|would|have|has|can|any)\b", re.IGNORECASE
)


_NEEDED = frozenset(root(word) for word in ("needed", "required", "requires", "needs", "wanted", "given"))
_BEING = frozenset(
    root(word) for word in ("is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "will")
)


def box_for(label: str, boxes: Sequence[Element]) -> Element | None:
    """Return the one box that speaks of a thing in more words: "talent community" in "Add me to the … community"."""
    about = [one for one in boxes if len(telling(label) - _BEING) > 1 and asks(label, one.name)]
    return about[0] if len(about) == 1 else None


def asks(label: str, asked: str) -> bool:
    """Tell whether all telling words of a label stand in a question: "smoker" in "Does anyone smoke?".

    One word alone counts only in a question; elsewhere it would be a part of another name.
    """
    words, said = telling(label) - _NEEDED - _BEING, {root(word) for word in content(asked)}
    whole = bool(words) and all(any(kin(word, other) for other in said) for word in words)
    return whole and (len(words) > 1 or _ASKING.search(asked.strip()) is not None)


def described(value: Value, element: Element) -> float:
    """Return how well "pet description" fits a field that says "Tell us about your pets"."""
    words = set(tokens(value.label))
    about = words - _DESCRIPTION
    fits = is_text(element) and about and about < words and len(value.text.split()) > 1
    return 0.8 if fits and _TELL.match(element.name.strip()) and about <= set(tokens(element.name)) else 0.0

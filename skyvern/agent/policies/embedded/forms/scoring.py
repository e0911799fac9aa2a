"""Says how well a place on a page fits a value: by its labels, and by what it can hold."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import content, field_concept, plain, similarity
from skyvern.agent.policies.embedded.finding.match import in_row, is_box, is_choice, is_file, is_text, label_score
from skyvern.agent.policies.embedded.forms.putting import Slot, offered, radio_for
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.domain.page import Element


def slot_score(term: Term, slot: Slot) -> float:
    """Return how well a slot fits a term, by its labels and by what it can hold."""
    element = slot.element
    if term.file != is_file(element) or (term.row and in_row(element, term.row) < 0.8):
        return 0.0
    if slot.members:
        score = max(meaning_score(term, replace(element, name=element.group, group="", hints=())), 0.0)
        has = radio_for(slot, term.value) is not None
        if not term.meaning:
            return 0.75 if has else 0.0
        return score if has else score * 0.5
    if is_box(element):
        return _box_score(term, element)
    if not term.meaning:
        return _bare_score(term, element)
    score = meaning_score(term, element)
    if is_choice(element) and element.options and not offered(element, term.value):
        score -= 0.05
    if element.group and set(content(element.group)) <= set(content(term.meaning)):
        score += 0.07
    if term.within:
        score += 0.06 if similarity(term.within, element.group) >= 0.6 else -0.06
    if term.option and is_text(element) and not is_choice(element):
        score -= 0.08
    return score + _type_bonus(term, element) if score > 0.3 else score


def _box_score(term: Term, element: Element) -> float:
    if term.checked is None:
        if term.option and similarity(term.value, element.name) >= 0.9:
            return 0.9
        same = len(term.value) > 3 and plain(term.value).strip() == plain(element.name).strip()
        return (0.9 if similarity(term.label, element.group) >= 0.8 else 0.75) if same and not term.file else 0.0
    return max(meaning_score(term, element), 0.0)


def _bare_score(term: Term, element: Element) -> float:
    """A value without a meaning fits where an option says it, or the only text field."""
    if is_choice(element) and element.options:
        return 0.8 if offered(element, term.value) else 0.0
    if term.option:
        return 0.0
    return 0.5 if is_text(element) else 0.0


def meaning_score(term: Term, element: Element) -> float:
    scores = [label_score(term.label, element)] if term.label else []
    if term.key:
        words = term.key.replace("_", " ").replace(".", " ")
        leaf = term.key.rpartition(".")[2].replace("_", " ")
        by_key = max(label_score(words, element), 0.97 * label_score(leaf, element))
        scores.append(by_key if not term.label else 0.95 * by_key)
    return max(scores, default=0.0)


_CODED = re.compile(r"(?:\b(?:number|no\.?|id)|#)\W*$", re.IGNORECASE)
""" "License #": a word without any digit is no such thing."""


def _type_bonus(term: Term, element: Element) -> float:
    meant = field_concept(term.meaning)
    if element.input_type == "email":
        return 0.04 if "@" in term.value or meant == "email" else -0.1
    if element.input_type == "password":
        return 0.04 if "password" in meant else -0.3
    if element.input_type in ("date", "datetime-local", "month"):
        return 0.02 if parse_date(term.value) else -0.2
    if not any(map(str.isdigit, term.value)) and _CODED.search(element.name) and is_text(element):
        return -0.5
    if element.input_type == "number" and not re.fullmatch(r"[-+]?[\d.,\s]+", term.value):
        return -0.2
    return 0.0

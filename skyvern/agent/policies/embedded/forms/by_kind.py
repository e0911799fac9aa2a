"""Finds the field for a value by its kind, where no label says its name and just one free field takes such a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from skyvern.agent.lexicon import root, similarity, tokens
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_file, is_text
from skyvern.agent.policies.embedded.forms.fields import Assigned, slots
from skyvern.agent.policies.embedded.forms.putting import Slot, empty, offered, radio_for
from skyvern.agent.policies.embedded.forms.ranges import within
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.names import SOMEBODY
from skyvern.domain.page import ASIDE, Element

_TIME = re.compile(r"\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?m\.?|\d{1,2}[:.]\d{2}(?:\s*(?:h|uhr))?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?[\d(][\d\s().-]{6,}\d")
_PERSON = re.compile(r"[^\W\d_a-z][\w’'.-]*(?:\s+[^\W\d_a-z][\w’'.-]*){1,3}")
_NUMBER = re.compile(r"\d[\d.,]*")
_NO_PERSON = re.compile(
    r"\b(?:company|business|firm\w*|organi[sz]ation|event|project|file|user|product|street|title|first|last|given|family|group|"
    r"pet|animal|dog|cat|horse|boat|vessel|team|school|property|société|entreprise|empresa)\b",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\b(?:times?|hours?|from|to|start\w*|end\w*|begin\w*|uhrzeit|heure|hora)\b", re.IGNORECASE)
_LEAST = 2


def completed(fit: Assigned, elements: Sequence[Element]) -> Assigned:
    """Return the assignment with what was left over put where only one free field of the same form takes its kind."""
    if not fit.missing:
        return fit
    if not fit.pairs:
        return _only_option(fit, elements)
    tests = _TESTS if len(fit.pairs) >= _LEAST else (_says_ordered, *_PLAIN_BY_LOOK)
    forms = [slot.form for _, slot in fit.pairs]
    home = max(forms, key=forms.count)
    used = {slot.element.ref for _, slot in fit.pairs}
    free = [s for s in slots(elements) if s.form == home and s.element.ref not in used and empty(s)]
    preset = [s for s in slots(elements) if s.form == home and s.element.ref not in used and not empty(s)]
    found: list[tuple[Term, Slot]] = []
    for test in tests:
        for term in [one for one in fit.missing if not any(one is done for done, _ in found)]:
            fitting = [slot for slot in free if test(term, slot)]
            if not fitting and (test is _is_its_box or (term.option and test in (_says_option, _says_ordered))):
                fitting = [slot for slot in preset if test(term, slot)]
            rivals = [one for one in fit.missing if one is not term and fitting and test(one, fitting[0])]
            if len(fitting) == 1 and not rivals:
                found.append((term, fitting[0]))
                free = [slot for slot in free if slot is not fitting[0]]
    if tests is _TESTS:
        found += _in_order([one for one in fit.missing if not any(one is done for done, _ in found)], free, _is_time)
    placed = [term for term, _ in found]
    left = tuple(term for term in fit.missing if not any(term is one for one in placed))
    return replace(fit, pairs=(*fit.pairs, *found), missing=left)


def _only_option(fit: Assigned, elements: Sequence[Element]) -> Assigned:
    """Tie the one value that is left to the one list or group of radio buttons of the page that offers it in words."""
    lone = [term for term in fit.missing if not term.optional]
    inner = [slot for slot in slots(elements) if slot.element.landmark not in ASIDE]
    alone = len(lone) == 1 and not fit.pairs
    boxes = [slot for slot in inner if alone and _is_its_box(lone[0], slot)]
    fitting = [slot for slot in inner if alone and (_says_option(lone[0], slot) or _names_box(lone[0], slot))]
    fitting = [slot for slot in fitting if len(lone[0].value) >= _TELLING] or boxes
    if len(fitting) != 1:
        return fit
    left = tuple(term for term in fit.missing if term is not lone[0])
    return replace(fit, pairs=((lone[0], fitting[0]),), missing=left)


_TELLING = 5


def _in_order(
    left: Sequence[Term], free: Sequence[Slot], test: Callable[[Term, Slot], bool]
) -> list[tuple[Term, Slot]]:
    """Tie several values of one kind to as many fields that take it, in the order in which both stand."""
    terms = [term for term in left if any(test(term, slot) for slot in free)]
    places = sorted((s for s in free if any(test(term, s) for term in terms)), key=lambda slot: slot.element.order)
    return list(zip(terms, places, strict=True)) if terms and len(terms) == len(places) else []


def _plain(term: Term) -> bool:
    return term.checked is None and not term.file and bool(term.value)


def _writes(slot: Slot) -> bool:
    element = slot.element
    chooses = bool(slot.members) or is_choice(element) or is_box(element) or is_file(element)
    return is_text(element) and not chooses and not (element.disabled or element.readonly)


def _says_option(term: Term, slot: Slot) -> bool:
    """Tell whether a list or group of radio buttons offers the very value, which is more than a number or an answer."""
    if not _plain(term) or len(term.value) < 3 or _NUMBER.fullmatch(term.value) or term.value.lower() == "yes":
        return False
    if slot.members:
        return radio_for(slot, term.value) is not None
    return is_choice(slot.element) and bool(slot.element.options) and bool(offered(slot.element, term.value))


def _says_ordered(term: Term, slot: Slot) -> bool:
    """Tell whether a list or group offers what the goal orders to be chosen."""
    return term.option and _says_option(term, slot)


def _names_box(term: Term, slot: Slot) -> bool:
    """Tell whether a box bears the very value ("green spaces only"), among boxes for what the value is of."""
    if not _plain(term) or not is_box(slot.element) or slot.element.role == "radio":
        return False
    value = ONLY.sub(" ", term.value).strip()
    return len(value) >= _TELLING and similarity(value, slot.element.name) >= 0.9


ONLY = re.compile(
    r"\b(?:only|uniquement|seulement|nur|ausschließlich|solo|solamente|únicamente|apenas)\b", re.IGNORECASE
)


def _is_its_box(term: Term, slot: Slot) -> bool:
    """Tell whether a box's longer name has all words of what is to be ticked or cleared: "text reminders"."""
    if term.checked is None or not is_box(slot.element) or slot.members:
        return False
    said = {word for word in tokens(term.meaning) if word not in ("the", "a", "an", "any", "all")}
    return len(said) > 1 and said <= set(tokens(slot.element.name))


def _answers(term: Term, slot: Slot) -> bool:
    """Tell whether a yes or no answers the question of radio buttons: all words of its name stand there."""
    if term.value not in ("yes", "no") or not slot.members or radio_for(slot, term.value) is None:
        return False
    said = _asked(term.meaning)
    return bool(said) and said <= _asked(slot.element.group)


_EARLIER = frozenset(
    ["before", "previous", "previously", "prior", "earlier", "former", "formerly", "past", "already", "ever"]
)


def _asked(words: str) -> set[str]:
    """Return the words of a question by their roots; those that say *once before* are one."""
    return {"before" if word in _EARLIER else root(word) for word in tokens(words)}


def _is_email(term: Term, slot: Slot) -> bool:
    kind = slot.element.input_type == "email" or re.search(r"\be-?mail\b|courriel|correo", slot.element.name, re.I)
    return _plain(term) and bool(_EMAIL.fullmatch(term.value)) and _writes(slot) and bool(kind)


def _is_phone(term: Term, slot: Slot) -> bool:
    kind = slot.element.input_type == "tel" or re.search(
        r"phone|mobile|\bcell|telefon|télé|teléf|\bdirect line|durchwahl|ligne directe|\bhandy", slot.element.name, re.I
    )
    phone = _PHONE.fullmatch(term.value) is not None and parse_date(term.value) is None
    return _plain(term) and phone and _writes(slot) and bool(kind)


def _is_person(term: Term, slot: Slot) -> bool:
    name = slot.element.name
    able = (
        _writes(slot)
        and slot.element.input_type in ("", "text")
        and SOMEBODY.search(name)
        and not _NO_PERSON.search(name)
    )
    said = not term.meaning or SOMEBODY.search(term.meaning) is not None
    return _plain(term) and bool(able) and said and _PERSON.fullmatch(term.value.strip()) is not None


def _in_range(term: Term, slot: Slot) -> bool:
    """Tell whether a list offers ranges of numbers, one of which holds the value."""
    if not _plain(term) or not _NUMBER.fullmatch(term.value):
        return False
    labels = [one.name for one in slot.members] or [one.label for one in slot.element.options]
    return any(within(label, term.value) for label in labels)


def _may_offer(term: Term, slot: Slot) -> bool:
    """Tell whether a value may be among the lines of a drawn list that is still closed: choosing it will show."""
    element = slot.element
    drawn = element.role == "combobox" and element.tag not in ("select", "input") and not element.options
    return _plain(term) and drawn and bool(term.meaning) and not _NUMBER.fullmatch(term.value)


def _is_time(term: Term, slot: Slot) -> bool:
    if not _plain(term) or _TIME.fullmatch(term.value.strip()) is None:
        return False
    element = slot.element
    if element.input_type == "time":
        return True
    if is_choice(element) and element.options:
        return bool(offered(element, term.value))
    return _writes(slot) and _HOURS.search(element.name) is not None and element.input_type in ("", "text")


_PLAIN_BY_LOOK = (_is_email, _is_phone)
"""What is tried beside a single value that found its field: these are known by their look and by the kind of field."""
_TESTS = (_says_option, _names_box, _answers, *_PLAIN_BY_LOOK, _is_person, _in_range, _may_offer)

"""Tells which of the things that a page offers a goal speaks of: its fields, choices and boxes, each with its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skyvern.agent.lexicon import (
    content,
    field_concept,
    plain,
    root,
    similarity,
    tokens,
)
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_editor, is_file, is_text, label_score
from skyvern.agent.policies.embedded.forms import asking
from skyvern.agent.policies.embedded.forms.fields import assign, slots
from skyvern.agent.policies.embedded.forms.putting import Slot, action_for, empty
from skyvern.agent.policies.embedded.forms.scoring import slot_score
from skyvern.agent.policies.embedded.forms.suiting import expand
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.heard import Heard, Value, negated, roots, telling
from skyvern.domain.page import Action, Element, Observation

_CERTAIN = 0.72
_MARGIN = 0.08
_GENERIC = re.compile(
    r"^(?:yes|no|other|all|any|none|n/?a|unknown|not sure|ja|nein|oui|non|sí|sim|não)$", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FIRST = re.compile(
    r"\b(?:from|since|start\w*|begin\w*|origin\w*|von|ab|seit|de|desde|du|début|arriv\w*|check.?in)\b", re.I
)
_LAST = re.compile(
    r"\b(?:to|until|till|through|end\w*|destin\w*|bis|nach|au|à|hasta|a|até|fin|return\w*|depart\w*|check.?out)\b", re.I
)
_AGREES = re.compile(r"\b(?:agree|accept|consent|declare|certify|acknowledge|have read|confirm that)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What of a page the goal speaks of: each place with its value, and the values that fit a place and got none."""

    pairs: tuple[tuple[Term, Slot], ...] = ()
    torn: tuple[str, ...] = ()
    """Values that fit several places alike, or places that fit several values."""


def spoken(heard: Heard, page: Observation, *, used: frozenset[str] = frozenset()) -> Spoken:
    """Tie what a goal says to the fields that a page offers. A value goes to one field; a tie is left alone.

    `used` are values that were put in before; they are not taken again.
    """
    usable = [slot for slot in slots(page.elements) if _usable(slot)]
    pairs: list[tuple[Term, Slot]] = []
    chosen = [(slot, said) for slot in usable if (said := _choice(slot, heard)) is not None]
    pairs.extend((term, slot) for slot, term in chosen)
    pairs.extend((term, slot) for slot in usable if is_box(slot.element) if (term := _box(slot, heard)) is not None)
    taken = {slot.element.ref for _, slot in pairs}
    spent = {word for term, _ in pairs if term.option for word in tokens(term.value)}
    free = [slot for slot in usable if slot.element.ref not in taken and not is_box(slot.element)]
    left = [one for one in heard.values if not (spent and set(tokens(one.text)) <= spent)]
    fitted, torn = _by_label([one for one in left if plain(one.text) not in used], free)
    pairs.extend(fitted)
    if (home := _home(pairs)) is not None:
        free = [slot for slot in free if slot.form == home]
        fitted = [pair for pair in fitted if pair[1].form == home]
        pairs = [pair for pair in pairs if pair[1].form == home]
    pairs.extend(_asked(left, pairs, usable, used))
    looked = _by_look(left, free, pairs, used)
    pairs.extend(looked)
    pairs.extend(_as_walked(left, pairs, free, used))
    return Spoken(pairs=tuple(pairs), torn=torn)


def _asked(
    left: Sequence[Value], pairs: Sequence[tuple[Term, Slot]], usable: Sequence[Slot], used: frozenset[str]
) -> list[tuple[Term, Slot]]:
    """Tie what is left to the questions that speak of it in more words: "experience" in "How many years …?"."""
    taken = {slot.element.ref for _, slot in pairs}
    done = {plain(term.value) for term, _ in pairs} | used
    values = [one for one in left if asking.YES_NO.match(one.text) or plain(one.text) not in done]
    free = [slot for slot in usable if slot.element.ref not in taken and not is_box(slot.element)]
    found = [(term, slot) for slot, term in asking.answered(values, free)]
    return [(term, slot) for term, slot in found if slot.members or _can_hold(Value(text=term.value), slot.element)]


def _home(pairs: Sequence[tuple[Term, Slot]]) -> str | None:
    """Return the one form that takes most of what was said, None where no form takes several."""
    forms = [slot.form for _, slot in pairs]
    counts = sorted({form: forms.count(form) for form in forms}.items(), key=lambda one: -one[1])
    clear = counts and counts[0][1] >= 2 and (len(counts) == 1 or counts[1][1] < counts[0][1])
    return counts[0][0] if clear else None


def _as_walked(
    left: Sequence[Value], pairs: Sequence[tuple[Term, Slot]], free: Sequence[Slot], used: frozenset[str]
) -> list[tuple[Term, Slot]]:
    """Tie what is left as the orders of a goal are: a name split in two, a date in three, a label by its meaning."""
    done = {plain(term.value) for term, _ in pairs} | used
    taken = {slot.element.ref for _, slot in pairs}
    open_slots = [slot for slot in free if slot.element.ref not in taken]
    elements = [e for slot in open_slots for e in (slot.members or (slot.element,))]
    told = [
        Term(value=one.text, label=one.label, key=one.key)
        for one in left
        if (one.label or one.key) and not one.weak and plain(one.text) not in done
    ]
    if not told or not elements:
        return []
    fit = assign(expand(told, elements), elements)
    return [(term, slot) for term, slot in fit.pairs if _may_take(term, slot)]


def _may_take(term: Term, slot: Slot) -> bool:
    chooses = bool(slot.members) or (is_choice(slot.element) and bool(slot.element.options))
    if chooses:
        return isinstance(action_for(term, slot), Action)
    return _can_hold(Value(text=term.value), slot.element)


def _usable(slot: Slot) -> bool:
    element = slot.element
    inner = element.landmark not in ("contentinfo", "navigation", "banner")
    secret = element.input_type == "password" or is_file(element)
    return inner and not secret and not element.disabled and not element.covered


def _choice(slot: Slot, heard: Heard) -> Term | None:
    """Return the one option of a list or of radio buttons that stands in the goal, or that its label's answer says."""
    element = slot.element
    if slot.members:
        label, labels = asking.question(slot), [one.name for one in slot.members if not one.disabled]
    elif is_choice(element) and element.options:
        label, labels = element.name, [one.label for one in element.options if not one.disabled]
    else:
        return None
    for value in heard.values:
        named = value.label or value.before
        fits = named and label and similarity(named, label) >= _CERTAIN
        option = next((one for one in labels if plain(one).strip() == plain(value.text).strip()), None)
        if fits and option is not None:
            return Term(value=option, label=label, option=True)
    named = [one for one in dict.fromkeys(labels) if not _GENERIC.match(one.strip()) and stands(one, heard)]
    named = [one for one in named if not any(one != other and _within(one, other) for other in named)]
    if len(named) == 1:
        return Term(value=named[0], label=label, option=True)
    answer = _answer(label, heard) if {"yes", "no"} <= {plain(one).strip() for one in labels} else ""
    if answer:
        return Term(value=next(one for one in labels if plain(one).strip() == answer), label=label, option=True)
    return None


def stands(label: str, heard: Heard) -> bool:
    """Tell whether a label's words stand in the goal together, by their roots and in their order, and not negated."""
    words = roots(re.sub(r"\([^)]*\)|^only\b|\bonly$", " ", label, flags=re.IGNORECASE))
    if not words or sum(map(len, words)) < 3 or not telling(label):
        return False
    for piece in heard.pieces:
        said = roots(piece)
        if not negated(piece) and any(said[at : at + len(words)] == words for at in range(len(said) - len(words) + 1)):
            return True
    whole = heard.roots if any(char in label for char in ",;:") or " and " in label else ()
    return any(whole[at : at + len(words)] == words for at in range(len(whole) - len(words) + 1))


def _within(one: str, other: str) -> bool:
    return set(roots(one)) < set(roots(other))


def _answer(label: str, heard: Heard) -> str:
    """Return what the goal answers to a question of yes or no: "historic district: no", "no first visit"."""
    asked = set(roots(label)) - {"you", "do", "doe", "have", "any", "be", "it", "there", "property", "i"}
    for at, piece in enumerate(heard.pieces):
        words = set(roots(piece)) - {"yes", "no"}
        if not words or not (asked <= words or (len(words) > 1 and words <= asked)):
            continue
        said = set(tokens(piece))
        following = plain(heard.pieces[at + 1]).strip() if at + 1 < len(heard.pieces) else ""
        if following in ("yes", "no"):
            return following
        if following.isdigit() or following == "none":
            return "no" if following in ("none", "0") else "yes"
        return "no" if negated(piece) or "no" in said else "yes"
    return ""


_TO_ME = re.compile(
    r"^\s*(?:please\s+|yes,?\s+)?(?:send|give|e-?mail|text|tell|show|notify|inform)\s+me\s+"
    r"(?:(?:about|of|with|by|any|the)\s+)*(?=\w+\s+\w)",
    re.IGNORECASE,
)
""" "Send me progress updates": who asks for progress updates wants that box ticked."""


def _box(slot: Slot, heard: Heard) -> Term | None:
    """Return that a box is to be ticked or cleared, where all that it says stands in one piece of the goal."""
    name = re.sub(r"\([^)]*\)", " ", slot.element.name)
    words = set(roots(_TO_ME.sub("", name))) - {"i"}
    if not words or slot.element.role == "radio":
        return None
    agreeing = _AGREES.search(name) is not None
    for value in heard.values:
        said_of_it = value.label and similarity(value.label, name) >= _CERTAIN
        if said_of_it and plain(value.text).strip() in ("yes", "no", "true", "false"):
            wanted = plain(value.text).strip() in ("yes", "true")
            return Term(value="yes", label=slot.element.name, checked=wanted)
    for piece in heard.pieces:
        said = set(roots(piece))
        if words <= said and telling(name):
            return Term(value="yes", label=slot.element.name, checked=not negated(piece))
        if agreeing and not negated(piece) and {root(word) for word in tokens(_AGREES.findall(name)[0])} & said:
            return Term(value="yes", label=slot.element.name, checked=True)
    return None


def _fit(value: Value, slot: Slot) -> float:
    """Return how surely a value belongs to a field, by the words around it and by what the field takes."""
    if (is_choice(slot.element) and slot.element.options) or slot.members:
        return 0.0
    words = value.before.split()
    around = [" ".join(words[at:]) for at in range(len(words))] + [value.after]
    around = [label for label in around if telling(label) or _FIRST.fullmatch(label)]
    labels = dict.fromkeys([value.label, *around] if value.label else around)
    best = max((slot_score(Term(value=value.text, label=one), slot) for one in labels), default=0.0)
    best = max(best, _called(value, slot), asking.described(value, slot.element))
    unit = set(tokens(value.after.split()[0])) if value.after else set[str]()
    if unit and unit <= set(tokens(slot.element.name)) and re.fullmatch(r"[\d.,]+", value.text):
        best = max(best, 0.8)
    return best if _can_hold(value, slot.element) else 0.0


def _called(value: Value, slot: Slot) -> float:
    """Return how well a field fits what the workflow itself calls a value: `applicant`, `job_address`."""
    if not value.key:
        return 0.0
    leaf = content(value.key.rpartition(".")[2].replace("_", " "))
    whole = bool(leaf) and set(leaf) <= set(content(slot.element.name))
    return max(slot_score(Term(value=value.text, key=value.key), slot), 0.76 if whole else 0.0)


def _can_hold(value: Value, element: Element) -> bool:
    """Tell whether a field can take a value by its kind: no words in a number, no address in a date."""
    kind = element.input_type
    if kind == "number":
        return bool(re.fullmatch(r"[-+£$€]?\s*[\d.,\s]+", value.text)) and parse_date(value.text) is None
    if kind in ("date", "month", "datetime-local"):
        return parse_date(value.text) is not None
    if kind == "email":
        return _EMAIL.fullmatch(value.text) is not None
    if kind == "tel":
        return sum(char.isdigit() for char in value.text) >= 5
    if asking.YES_NO.match(value.text) and not is_choice(element) and similarity(value.label, element.name) < 0.9:
        return False
    if _EMAIL.fullmatch(value.text) and field_concept(element.name) not in ("", "email", "username", "message"):
        return False
    return not is_file(element)


def _by_label(found: Sequence[Value], free: Sequence[Slot]) -> tuple[list[tuple[Term, Slot]], tuple[str, ...]]:
    """Tie values to fields by their words, best first; what fits two alike is left to neither."""
    table = [(_fit(value, slot), value, slot) for value in found for slot in free]
    ranked = sorted((one for one in table if one[0] >= _CERTAIN), key=lambda one: -one[0])
    pairs: list[tuple[Term, Slot]] = []
    torn: list[str] = []
    given: set[Value] = set()
    filled: set[str] = set()
    for score, value, slot in ranked:
        if value in given or slot.element.ref in filled:
            continue
        rivals = [
            (other, place)
            for near, other, place in ranked
            if score - near < _MARGIN and (other, place) != (value, slot)
            if (other is value) != (place is slot) and other not in given and place.element.ref not in filled
            if plain(other.text) != plain(value.text) or place is not slot
        ]
        if rivals:
            torn.append(value.text)
            continue
        pairs.append((_term(value, slot), slot))
        given.add(value)
        filled.add(slot.element.ref)
    placed = {term.value for term, _ in pairs}
    return pairs, tuple(one for one in dict.fromkeys(torn) if one not in placed)


def _term(value: Value, slot: Slot) -> Term:
    return Term(value=value.text, label=slot.element.name, key=value.key)


_KIN = {"phone": "mobile"}
_LOOKS = ("email", "date", "phone", "zip")


def _look(value: Value) -> str:
    """Return what a value evidently is."""
    text = value.text.strip()
    if _EMAIL.fullmatch(text):
        return "email"
    if parse_date(text) is not None and not text.isdigit():
        return "date"
    if re.fullmatch(r"\+?[\d(][\d\s().-]{6,}\d", text) and sum(map(str.isdigit, text)) >= 7:
        return "phone"
    return "zip" if re.fullmatch(r"\d{4,5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", text) else ""


def _takes(slot: Slot) -> str:
    """Return what a field evidently takes."""
    element = slot.element
    if not is_text(element) or is_choice(element):
        return ""
    kinds = {"email": "email", "tel": "phone", "date": "date", "datetime-local": "date", "month": ""}
    if element.input_type in kinds:
        return kinds[element.input_type]
    concept = field_concept(element.name)
    if concept in ("email", "phone", "zip", "date"):
        return concept
    said = " ".join((element.name, element.placeholder, *element.hints[:2]))
    if any(label_score(word, element) >= 0.6 for word in ("postal code", "zip")) or re.search(
        r"\bC\.?P\.?\b|PLZ", said
    ):
        return "zip"
    dated = re.search(r"\b(?:dd|mm)[-/. ](?:mm|dd)[-/. ]y{2,4}\b|\bdate(?:picker)?\b", said, re.IGNORECASE)
    return "date" if dated else ""


def _by_look(
    said: Sequence[Value], free: Sequence[Slot], fitted: Sequence[tuple[Term, Slot]], used: frozenset[str]
) -> list[tuple[Term, Slot]]:
    """Tie what is left by its look: the one e-mail address to the one field for it, two dates in their order."""
    done = {plain(term.value) for term, _ in fitted} | used
    filled = {slot.element.ref for _, slot in fitted}
    pairs: list[tuple[Term, Slot]] = []
    for look in _LOOKS:
        values = [one for one in said if _look(one) == look and plain(one.text) not in done]
        values = [one for one in values if not one.label or field_concept(one.label) in (look, _KIN.get(look, look))]
        values = list({plain(one.text): one for one in values}.values())
        places = [slot for slot in free if _takes(slot) == look and slot.element.ref not in filled]
        if len(values) == 1 and len(places) == 1 and empty(places[0]):
            pairs.append((_term(values[0], places[0]), places[0]))
        elif len(values) == 2 and len(places) == 2 and _in_order(values, places):
            pairs.extend((_term(value, slot), slot) for value, slot in zip(values, places, strict=True))
    told = [one for one in said if one.label and len(one.text.split()) > 3 and plain(one.text) not in done]
    areas = [slot for slot in free if is_editor(slot.element) and slot.element.ref not in filled and empty(slot)]
    if len(told) == 1 and len(areas) == 1 and not any(_fit(told[0], slot) >= _CERTAIN for slot in free):
        pairs.append((_term(told[0], areas[0]), areas[0]))
    return pairs


def _in_order(values: Sequence[Value], places: Sequence[Slot]) -> bool:
    """Tell whether two values are a range and two fields its ends: "from … to …", origin and destination."""
    first, last = (slot.element.name for slot in places)
    ranged = bool(_FIRST.search(values[0].before)) and bool(_LAST.search(values[1].before))
    ends = bool(_FIRST.search(first) or not _LAST.search(first)) and bool(_LAST.search(last))
    return ranged and ends and places[0].form == places[1].form

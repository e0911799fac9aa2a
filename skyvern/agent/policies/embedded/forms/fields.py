"""Ties values to the fields of a page, all at once, and says which action puts each value in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from skyvern.agent.lexicon import content, field_concept, plain, similarity
from skyvern.agent.policies.embedded.finding.match import (
    MARGIN,
    THRESHOLD,
    is_choice,
    is_drop_zone,
    is_editor,
    is_field,
    is_file,
    is_radio,
    is_text,
    prior,
)
from skyvern.agent.policies.embedded.finding.things import meant, numbered, of_kind
from skyvern.agent.policies.embedded.forms.putting import Slot, empty, offered
from skyvern.agent.policies.embedded.forms.scoring import slot_score
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.kinds import Thing, bare, kind_told
from skyvern.domain.page import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Which term goes where; what found no place and what could go to several."""

    pairs: tuple[tuple[Term, Slot], ...] = ()
    missing: tuple[Term, ...] = ()
    ambiguous: tuple[tuple[Term, tuple[Slot, ...]], ...] = ()


def slots(elements: Sequence[Element]) -> tuple[Slot, ...]:
    """Return the places for values on a page; radio buttons of one group are one slot."""
    found: list[Slot] = []
    radios: dict[tuple[str, str, str], list[Element]] = {}
    for element in elements:
        if element.disabled and not is_file(element):
            continue
        if is_radio(element):
            key = (element.form, element.frame, element.group)
            radios.setdefault(key, []).append(element)
        elif is_field(element) and not (
            element.readonly and is_text(element) and not is_choice(element) and not element.popup
        ):
            found.append(Slot(element=element))
    found.extend(Slot(element=members[0], members=tuple(members)) for members in radios.values())
    if not any(is_file(element) for element in elements):
        found.extend(Slot(element=replace(e, input_type="file")) for e in elements if is_drop_zone(e))
    return tuple(found)


def assign(terms: Sequence[Term], elements: Sequence[Element]) -> Assigned:
    """Tie terms to slots so that the whole fits best: one form for all where possible, each slot at most once.

    What is named by its kind alone ("the 3rd text box") is counted out, not compared with labels.
    """
    named = {term: thing for term in terms if (thing := _kind_alone(term, elements)) is not None}
    by_kind = _counted_out(named, elements)
    taken = {slot.element.ref for _, slot in by_kind.pairs}
    left = [term for term in terms if term not in named]
    fit = _by_label(left, [slot for slot in slots(elements) if slot.element.ref not in taken]) if left else Assigned()
    fit = _by_type(fit, [e for e in elements if e.ref not in taken])
    taken |= {slot.element.ref for _, slot in fit.pairs}
    unnamed = {term: thing for term in fit.missing if (thing := _kind_alone(term, elements, keyed=True)) is not None}
    late = _counted_out(unnamed, [e for e in elements if e.ref not in taken])
    return Assigned(
        pairs=(*by_kind.pairs, *fit.pairs, *late.pairs),
        missing=(*by_kind.missing, *(term for term in fit.missing if term not in unnamed), *late.missing),
        ambiguous=(*by_kind.ambiguous, *fit.ambiguous, *late.ambiguous),
    )


def _kind_alone(term: Term, elements: Sequence[Element], *, keyed: bool = False) -> Thing | None:
    """Return the thing that a term's label names by its kind, unless a field of the page bears these very words.

    A value that has a name of its own is sought by that first, unless its field is counted out; `keyed` takes it too.
    """
    thing = bare(term.label) if term.label else None
    if thing is not None and term.key and not (keyed or thing.number):
        return None
    if thing is None or any(is_field(e) and similarity(term.label, e.name) >= 0.9 for e in elements):
        return None
    return replace(thing, kind="checkbox") if term.checked is not None and thing.kind == "text" else thing


def _counted_out(named: Mapping[Term, Thing], elements: Sequence[Element]) -> Assigned:
    """Tie terms to the fields that they name by kind and number; of several, only one that is empty may be meant."""
    found: list[tuple[Term, Slot]] = []
    missing: list[Term] = []
    unclear: list[tuple[Term, tuple[Slot, ...]]] = []
    for term, thing in named.items():
        usable = [Slot(element=e) for e in meant(thing, elements) if not e.disabled]
        if len(usable) > 1 and not thing.every:
            usable = [slot for slot in usable if empty(slot)] or usable
        if len(usable) == 1:
            found.append((term, usable[0]))
        elif usable:
            unclear.append((term, tuple(usable)))
        else:
            missing.append(term)
    return Assigned(pairs=tuple(found), missing=tuple(missing), ambiguous=tuple(unclear))


_PHONES = ("phone", "mobile")
_PHONE = re.compile(r"\+?[\d(][\d\s()./-]{5,}\d")


def _takes_phone(element: Element) -> bool:
    return is_text(element) and (element.input_type == "tel" or field_concept(element.name) in _PHONES)


def _by_type(fit: Assigned, elements: Sequence[Element]) -> Assigned:
    """ "As the date" is the one field that takes dates, a message goes into the one of several lines."""
    found: list[tuple[Term, Slot]] = []
    used = {slot.element.ref for _, slot in fit.pairs}
    for term in fit.missing:
        kind = kind_told(term.label) if not term.file and term.checked is None else ""
        typed = [e for e in of_kind(kind, elements) if not e.disabled and e.ref not in used] if kind else []
        if not term.file and field_concept(term.label) == "message":
            typed = [e for e in elements if is_editor(e) and not (e.value or e.disabled or e.ref in used)]
        phone = not term.file and field_concept(term.label) in _PHONES and _PHONE.fullmatch(term.value.strip())
        if not typed and phone:
            typed = [e for e in elements if _takes_phone(e) and not (e.value or e.disabled or e.ref in used)]
        if len(typed) == 1:
            found.append((term, Slot(element=typed[0])))
            used.add(typed[0].ref)
    placed = [term for term, _ in found]
    left = tuple(term for term in fit.missing if term not in placed)
    return replace(fit, pairs=(*fit.pairs, *found), missing=left)


_LIST = re.compile(
    r"(?:(?:the\s+)?[a-z]+\s+)?[\[({]?\s*-?\d+(?:\.\d+)?(?:\s*(?:,|;|and|, and)\s*-?\d+(?:\.\d+)?)+\s*[\])}]?",
    re.IGNORECASE,
)
""" "[5, 11, 10]", "5, 11 and 10": a value for each of several things."""


def counted(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Return a term for each single field that "both fields" or "all boxes" means."""
    thing = _kind_alone(term, elements)
    listed = re.findall(r"-?\d+(?:\.\d+)?", term.value) if thing is not None and thing.plural else []
    if thing is not None and len(listed) > 1 and _LIST.fullmatch(term.value.strip()):
        labels = numbered(replace(thing, every=len(listed)), elements, count=len(listed))
        return [replace(term, label=label, value=value) for label, value in zip(labels, listed, strict=False)] or [term]
    labels = numbered(thing, elements) if thing is not None else []
    return [replace(term, label=label) for label in labels] or [term]


def _by_label(terms: Sequence[Term], every: Sequence[Slot]) -> Assigned:
    home = _best_form(terms, every)
    near = [slot for slot in every if slot.form == home]
    first = _greedy(terms, near)
    rest = [term for term in first.missing if not (near and term.optional)]
    if not rest or len(near) == len(every):
        return first
    taken = {slot.element.ref for _, slot in first.pairs}
    others = [
        slot
        for slot in every
        if slot.form != home
        and slot.element.ref not in taken
        and slot.element.landmark not in ("banner", "contentinfo", "navigation", "search")
    ]
    second = _greedy(rest, others) if first.pairs else _greedy(rest, [slot for slot in every if slot.form != home])
    kept = [term for term in first.missing if term not in rest]
    return Assigned(
        pairs=(*first.pairs, *second.pairs),
        missing=(*kept, *second.missing),
        ambiguous=(*first.ambiguous, *second.ambiguous),
    )


def _best_form(terms: Sequence[Term], every: Sequence[Slot]) -> str:
    def cover(form: str) -> float:
        members = [slot for slot in every if slot.form == form]
        fit = _greedy(terms, members)
        total = sum(slot_score(term, slot) + prior(slot.element) for term, slot in fit.pairs)
        return total + 0.4 * len(fit.ambiguous)

    forms = list(dict.fromkeys(slot.form for slot in every))
    return max(forms, key=cover, default="")


def _greedy(terms: Sequence[Term], members: Sequence[Slot]) -> Assigned:
    files = [place for place, slot in enumerate(members) if is_file(slot.element)]
    lone = files[0] if len(files) == 1 and sum(term.file for term in terms) == 1 else -1
    table = [
        (_fit(term, slot, alone=place == lone), index, place)
        for index, term in enumerate(terms)
        for place, slot in enumerate(members)
    ]
    table = [*table, *_by_offer(terms, members, table)]
    ranked = sorted((one for one in table if one[0] >= THRESHOLD), key=lambda one: (-one[0], one[1], one[2]))
    given: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, index, place in ranked:
        if index not in given and place not in taken:
            given[index] = (place, score)
            taken.add(place)
    found: list[tuple[Term, Slot]] = []
    missing: list[Term] = []
    unclear: list[tuple[Term, tuple[Slot, ...]]] = []
    for index, term in enumerate(terms):
        if index not in given:
            missing.append(term)
            continue
        place, score = given[index]
        rivals = [
            members[other]
            for value, at, other in ranked
            if at == index and other != place and other not in taken and score - value < MARGIN
            if not _only_says_how(members[other], members[place], term.value)
        ]
        if rivals and not term.optional:
            unclear.append((term, (members[place], *rivals)))
        elif not rivals:
            found.append((term, members[place]))
    return Assigned(pairs=tuple(found), missing=tuple(missing), ambiguous=tuple(unclear))


def _only_says_how(rival: Slot, chosen: Slot, value: str) -> bool:
    """Tell whether a list beside a field of one name only says how it is compared: "Begins with", "Exactly"."""
    lists = is_choice(rival.element) and bool(rival.element.options) and not rival.members
    return lists and not is_choice(chosen.element) and not offered(rival.element, value)


_OFFERED, _NAMED = 0.87, 0.95


def _by_offer(
    terms: Sequence[Term], members: Sequence[Slot], table: Sequence[tuple[float, int, int]]
) -> list[tuple[float, int, int]]:
    """Score the one list of a form that offers a value, whatever it is called: "Roofing" is a trade where it says so.

    A field that bears the very words said for the value is meant before it, and a list for something else never.
    """
    found: list[tuple[float, int, int]] = []
    for index, term in enumerate(terms):
        if term.file or term.checked is not None or term.row or not term.meaning or not _LETTERS.search(term.value):
            continue
        offering = [place for place, slot in enumerate(members) if _offers(slot, term.value)]
        if len(offering) != 1 or any(score >= _NAMED and at == index for score, at, _ in table):
            continue
        name = members[offering[0]].element.name
        meant, asked = field_concept(term.meaning), field_concept(name)
        exactly = any(plain(one.label) == plain(term.value) for one in members[offering[0]].element.options)
        says = (exactly and len(term.value.split()) > 1) or set(content(term.meaning)) <= set(content(name))
        if says or not (meant and asked and meant != asked):
            found.append((_OFFERED, index, offering[0]))
    return found


_LETTERS = re.compile(r"[^\W\d_]{3}")


def _offers(slot: Slot, value: str) -> bool:
    element = slot.element
    return not slot.members and is_choice(element) and len(element.options) > 2 and bool(offered(element, value))


def _fit(term: Term, slot: Slot, *, alone: bool) -> float:
    """Score a pair; the only file field of a form fits the only file unless it asks for another document."""
    score = slot_score(term, slot)
    if term.file and alone and not _other_file(term, slot):
        score = max(score, 0.66)
    return score + (prior(slot.element) if slot.element.landmark != "main" else 0.0)


def _other_file(term: Term, slot: Slot) -> bool:
    """Tell whether a file field asks for another document than the one that is given."""
    kinds = {"resume", "cover_letter", "photo"}
    meant, asked = field_concept(term.meaning), {field_concept(text) for text in re.split(r"\*|\(", slot.element.name)}
    return meant in kinds and bool(asked & (kinds - {meant}))

"""Ties values to the fields of a page, all at once, and says which action puts each value in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from skyvern.agent.lexicon import content, field_concept, similarity
from skyvern.agent.policies.embedded.code_boxes import into_first
from skyvern.agent.policies.embedded.date_parts import split_date
from skyvern.agent.policies.embedded.dates import parse_date
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.match import (
    MARGIN,
    THRESHOLD,
    in_row,
    is_box,
    is_choice,
    is_drop_zone,
    is_editor,
    is_field,
    is_file,
    is_radio,
    is_text,
    label_score,
    prior,
    row_score,
)
from skyvern.agent.policies.embedded.putting import Slot, empty, offered, option_for, radio_for, takes_several
from skyvern.agent.policies.embedded.seeking import split_name
from skyvern.agent.policies.embedded.things import Thing, bare, kind_told, meant, numbered, of_kind
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


def slot_score(term: Term, slot: Slot) -> float:
    """Return how well a slot fits a term, by its labels and by what it can hold."""
    element = slot.element
    if term.file != is_file(element) or (term.row and in_row(element, term.row) < 0.8):
        return 0.0
    if slot.members:
        score = max(_meaning_score(term, replace(element, name=element.group, group="", hints=())), 0.0)
        has = radio_for(slot, term.value) is not None
        if not term.meaning:
            return 0.75 if has else 0.0
        return score if has else score * 0.5
    if is_box(element):
        return _box_score(term, element)
    if not term.meaning:
        return _bare_score(term, element)
    score = _meaning_score(term, element)
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
        return 0.0
    return max(_meaning_score(term, element), 0.0)


def _bare_score(term: Term, element: Element) -> float:
    """A value without a meaning fits where an option says it, or the only text field."""
    if is_choice(element) and element.options:
        return 0.8 if offered(element, term.value) else 0.0
    if term.option:
        return 0.0
    return 0.5 if is_text(element) else 0.0


def _meaning_score(term: Term, element: Element) -> float:
    scores = [label_score(term.label, element)] if term.label else []
    if term.key:
        words = term.key.replace("_", " ").replace(".", " ")
        leaf = term.key.rpartition(".")[2].replace("_", " ")
        by_key = max(label_score(words, element), 0.97 * label_score(leaf, element))
        scores.append(by_key if not term.label else 0.95 * by_key)
    return max(scores, default=0.0)


def _type_bonus(term: Term, element: Element) -> float:
    meant = field_concept(term.meaning)
    if element.input_type == "email":
        return 0.04 if "@" in term.value or meant == "email" else -0.1
    if element.input_type == "password":
        return 0.04 if "password" in meant else -0.3
    if element.input_type in ("date", "datetime-local", "month"):
        return 0.02 if parse_date(term.value) else -0.2
    if element.input_type == "number" and not re.fullmatch(r"[-+]?[\d.,\s]+", term.value):
        return -0.2
    return 0.0


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
    return Assigned(
        pairs=(*by_kind.pairs, *fit.pairs),
        missing=(*by_kind.missing, *fit.missing),
        ambiguous=(*by_kind.ambiguous, *fit.ambiguous),
    )


def _kind_alone(term: Term, elements: Sequence[Element]) -> Thing | None:
    """Return the thing that a term's label names by its kind, unless a field of the page bears these very words."""
    thing = bare(term.label) if term.label and not term.key else None
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


def _by_type(fit: Assigned, elements: Sequence[Element]) -> Assigned:
    """ "As the date" is the one field that takes dates, a message goes into the one of several lines."""
    found: list[tuple[Term, Slot]] = []
    used = {slot.element.ref for _, slot in fit.pairs}
    for term in fit.missing:
        kind = kind_told(term.label) if not term.file and term.checked is None else ""
        typed = [e for e in of_kind(kind, elements) if not e.disabled and e.ref not in used] if kind else []
        if not term.file and field_concept(term.label) == "message":
            typed = [e for e in elements if is_editor(e) and not (e.value or e.disabled or e.ref in used)]
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
        ]
        if rivals and not term.optional:
            unclear.append((term, (members[place], *rivals)))
        elif not rivals:
            found.append((term, members[place]))
    return Assigned(pairs=tuple(found), missing=tuple(missing), ambiguous=tuple(unclear))


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


def expand(terms: Sequence[Term], elements: Sequence[Element]) -> tuple[Term, ...]:
    """Split or join names to suit the fields: "John Smith" into first and last name, or two names into one field."""
    present = {
        field_concept(element.name) or field_concept(element.placeholder) for element in elements if is_text(element)
    }
    present |= {
        field_concept(hint)
        for element in elements
        if is_text(element) and not field_concept(element.name)
        for hint in element.hints
    }
    split = {"first_name", "last_name"} <= present
    found: list[Term] = []
    placed = (_of_row(into_first(whole, elements), elements) for whole in terms)
    for term in (part for whole in placed for day in split_date(whole, elements) for part in _parts(day, elements)):
        words = term.value.split()
        meant = field_concept(term.meaning)
        if term.option or term.file or term.checked is not None:
            found.append(term)
            continue
        named = meant == "full_name" or (not term.meaning and _reads_as_name(term.value))
        if split and named and len(words) == 1 and not _has_own_field(term, elements):
            found.append(replace(term, label="last name"))
        elif split and named and len(words) >= 2 and not (meant == "full_name" and _has_own_field(term, elements)):
            found.append(Term(value=" ".join(words[:-1]), label="first name", key=term.key, optional=term.optional))
            found.append(Term(value=words[-1], label="last name", key=term.key, optional=term.optional))
        else:
            found.append(term)
    return tuple(_joined(_said_twice(found, present), present))


_REPEATED = {"password": "confirm_password", "email": "confirm_email"}


def _said_twice(terms: list[Term], present: set[str]) -> list[Term]:
    """Add what a form wants to have twice: a password to its "confirm password"."""
    meant = {field_concept(term.meaning): term for term in terms}
    twice = [
        replace(meant[once], label=again.replace("_", " "), key="")
        for once, again in _REPEATED.items()
        if once in meant and again in present and again not in meant
    ]
    return [*terms, *twice]


def split_by_row(term: Term, elements: Sequence[Element]) -> tuple[str, str] | None:
    """Split "quantity of the euro pallet" where the page has a row for the pallet and no field for the whole."""
    able = [e for e in elements if is_field(e) and (term.checked is not None or not is_box(e))]
    if not term.label or term.file or any(label_score(term.label, e) >= 0.8 for e in able):
        return None
    for match in re.finditer(r"\s+(?:of|for|in|on)\s+(?:the\s+)?", term.label):
        head, tail = term.label[: match.start()], term.label[match.end() :]
        named = split_name(tail)
        for row in (tail, named[1] if named else ""):
            if head and content(row) and any(row_score(row, _row_text(e)) >= 0.9 for e in elements):
                return head, row
    return None


def _row_text(element: Element) -> str:
    """Return the text of the row that an element stands in; a link may be all that its row consists of."""
    return element.context or (element.name if element.role == "link" else "")


def _of_row(term: Term, elements: Sequence[Element]) -> Term:
    """Name a row's field by its own label once it is there, in the row or in the dialog that was opened from it."""
    split = split_by_row(term, elements)
    if split is None:
        return term
    head, row = split
    inside = [e for e in elements if is_field(e) and e.context and row_score(row, e.context) >= 0.9]
    if term.checked is not None and _WHOLE_ROW.fullmatch(head):
        boxes = [e for e in inside if is_box(e)]
        choosing = [e for e in boxes if _CHOOSING.search(e.name)] if len(boxes) > 1 else boxes
        return replace(term, label=choosing[0].name, row=row) if len(choosing) == 1 else term
    texts = [e for e in inside if is_text(e) or is_choice(e)]
    if len(texts) == 1 and texts[0].name and _may_be(head, texts[0], row):
        return replace(term, label=texts[0].name, row=row)
    if any(label_score(head, e) >= THRESHOLD for e in inside):
        return replace(term, label=head, row=row)
    asked = [e for e in elements if is_field(e) and e.landmark == "dialog"]
    fitting = [e for e in asked if max(label_score(head, e), similarity(head, e.group)) >= THRESHOLD]
    return replace(term, label=head) if fitting else term


_WHOLE_ROW = re.compile(r"(?:the\s+)?(?:row|line|entry|record|item)", re.IGNORECASE)
_CHOOSING = re.compile(r"\b(?:row|select\w*|choose|mark)\b", re.IGNORECASE)
""" "Tick the row of Person 1": of several boxes in a row, the one that says to choose it."""


def _may_be(head: str, element: Element, row: str) -> bool:
    """Tell whether the one field of a row may be the one that is meant: it bears a word of it, or no other word."""
    own = set(content(element.name)) - set(content(row))
    return not own or bool(own & set(content(head))) or similarity(head, element.name) >= 0.4


def _parts(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Break up "Morning, Weekend" where a group of boxes or a list offers the parts singly."""
    if term.checked is not None:
        return _boxes(term, elements)
    if term.file or not re.search(r",|;| and ", term.value):
        return [term]
    parts = [part.strip() for part in re.split(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+", term.value) if part.strip()]
    boxes = [e for e in elements if is_box(e)]
    named = [next((e for e in boxes if similarity(part, e.name) >= 0.9), None) for part in parts]
    if len(parts) > 1 and all(named):
        return [Term(value="yes", label=e.name, checked=True, key=term.key, optional=term.optional) for e in named if e]
    choices = [e for e in elements if is_choice(e) and e.options and _meaning_score(term, e) >= THRESHOLD]
    together = "\n".join(parts)
    if any(takes_several(e) and offered(e, together) for e in (elements if not term.meaning else choices)):
        return [replace(term, value=together)]
    if term.option and _several(term.label) and _drawn(term, elements):
        return [replace(term, value=together)]
    if (
        choices
        and option_for(choices[0].options, term.value) is None
        and option_for(choices[0].options, parts[0]) is not None
    ):
        return [replace(term, value=parts[0]), *(_bare(part) for part in parts[1:])]
    return [term]


def _several(label: str) -> bool:
    """Tell whether a label speaks of several things: "countries", "tags"."""
    word = label.lower().split()[-1] if label.strip() else ""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _drawn(term: Term, elements: Sequence[Element]) -> bool:
    """Tell whether the term goes into a list that the page draws itself: which options it has shows when it is open."""
    return any(is_choice(e) and e.tag != "select" and _meaning_score(term, e) >= THRESHOLD for e in elements)


def _boxes(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Break up "the morning and weekend shifts" where no box bears the whole but boxes bear the parts."""
    boxes = [e for e in elements if is_box(e)]
    parts = [part.strip() for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", term.label) if part.strip()]
    if len(parts) < 2 or any(label_score(term.label, e) >= 0.8 for e in boxes):
        return [term]
    if all(any(label_score(part, e) >= THRESHOLD for e in boxes) for part in parts):
        return [replace(term, label=part) for part in parts]
    return [term]


def _bare(text: str) -> Term:
    answer = re.match(r"^(?P<label>.{3,60}?)\s+(?P<value>yes|no)$", text, re.IGNORECASE)
    return Term(value=answer["value"], label=answer["label"], option=True) if answer else Term(value=text, option=True)


def _has_own_field(term: Term, elements: Sequence[Element]) -> bool:
    return any(field_concept(element.name) == "full_name" for element in elements if is_text(element))


def _reads_as_name(value: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][\w’'.-]*(?:\s+[^\W\d_][\w’'.-]*){0,3}", value)) and value[:1].isupper()


def _joined(terms: list[Term], present: set[str]) -> list[Term]:
    first = next((term for term in terms if field_concept(term.meaning) == "first_name"), None)
    last = next((term for term in terms if field_concept(term.meaning) == "last_name"), None)
    if first is None or last is None or present & {"first_name", "last_name"} or "full_name" not in present:
        return terms
    both = Term(value=f"{first.value} {last.value}", label="full name", key=first.key, optional=first.optional)
    return [both if term is first else term for term in terms if term is not last]

"""Ties values to the fields of a page, all at once, and says which action puts each value in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from skyvern.agent.lexicon import content, field_concept, plain, same_value, similarity
from skyvern.agent.policies.embedded.date_parts import split_date
from skyvern.agent.policies.embedded.dates import parse_date
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.match import (
    MARGIN,
    THRESHOLD,
    in_row,
    is_box,
    is_choice,
    is_field,
    is_file,
    is_radio,
    is_text,
    label_score,
    prior,
    row_score,
)
from skyvern.domain.page import Action, ActionKind, Element, Option

_EMPTY_OPTION = re.compile(
    r"^\s*(?:-+|–+|—+|\.+|…|(?:please\s+)?(?:select|choose|pick)\b.*|any|all\b.*|none|n/a|)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place for a value: one element, or the radio buttons of one group."""

    element: Element
    members: tuple[Element, ...] = ()

    @property
    def form(self) -> str:
        """Return the identity of the form that the slot belongs to."""
        return self.element.form


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
    return tuple(found)


def slot_score(term: Term, slot: Slot) -> float:
    """Return how well a slot fits a term, by its labels and by what it can hold."""
    element = slot.element
    if term.file != is_file(element) or (term.row and in_row(element, term.row) < 0.8):
        return 0.0
    if slot.members:
        score = max(_meaning_score(term, replace(element, name=element.group, group="", hints=())), 0.0)
        has = _radio(slot, term.value) is not None
        if not term.meaning:
            return 0.75 if has else 0.0
        return score if has else score * 0.5
    if is_box(element):
        return _box_score(term, element)
    if not term.meaning:
        return _bare_score(term, element)
    score = _meaning_score(term, element)
    if is_choice(element) and element.options and option_for(element.options, term.value) is None:
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
        return 0.8 if option_for(element.options, term.value) is not None else 0.0
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
    """Tie terms to slots so that the whole fits best: one form for all where possible, each slot at most once."""
    every = slots(elements)
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
    placed = (_of_row(whole, elements) for whole in terms)
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
    return tuple(_joined(found, present))


def split_by_row(term: Term, elements: Sequence[Element]) -> tuple[str, str] | None:
    """Split "quantity of the euro pallet" where the page has a row for the pallet and no field for the whole."""
    if not term.label or term.file or any(label_score(term.label, e) >= 0.8 for e in elements if is_field(e)):
        return None
    for match in re.finditer(r"\s+(?:of|for|in|on)\s+(?:the\s+)?", term.label):
        head, tail = term.label[: match.start()], term.label[match.end() :]
        if head and content(tail) and any(e.context and row_score(tail, e.context) >= 0.9 for e in elements):
            return head, tail
    return None


def _of_row(term: Term, elements: Sequence[Element]) -> Term:
    """Name a row's field by its own label once it is there, in the row or in the dialog that was opened from it."""
    split = split_by_row(term, elements)
    if split is None:
        return term
    head, row = split
    inside = [e for e in elements if is_field(e) and e.context and row_score(row, e.context) >= 0.9]
    texts = [e for e in inside if is_text(e) or is_choice(e)]
    if len(texts) == 1 and texts[0].name:
        return replace(term, label=texts[0].name, row=row)
    if inside:
        return replace(term, label=head, row=row)
    asked = [e for e in elements if is_field(e) and e.landmark == "dialog"]
    fitting = [e for e in asked if max(label_score(head, e), similarity(head, e.group)) >= THRESHOLD]
    return replace(term, label=head) if fitting else term


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
    if (
        choices
        and option_for(choices[0].options, term.value) is None
        and option_for(choices[0].options, parts[0]) is not None
    ):
        return [replace(term, value=parts[0]), *(_bare(part) for part in parts[1:])]
    return [term]


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


def option_for(options: Sequence[Option], value: str) -> Option | None:
    """Return the one option that says the value: the same words, a listed equal (California, CA), or holding it."""
    usable = [option for option in options if not option.disabled]
    for test in _OPTION_TESTS:
        found = [option for option in usable if test(option, value)]
        if found:
            return found[0] if len({option.label for option in found}) == 1 else None
    return None


def _same_part(option: Option, value: str) -> bool:
    parts = re.split(r"\s*[(),/–—]\s*|\s+-\s+", option.label)
    return any(same_value(part, value) for part in parts if part)


_OPTION_TESTS: tuple[Callable[[Option, str], bool], ...] = (
    lambda option, value: plain(option.label).strip() == plain(value).strip(),
    lambda option, value: bool(option.value) and plain(option.value) == plain(value),
    lambda option, value: same_value(option.label, value),
    lambda option, value: bool(option.value) and same_value(option.value, value),
    _same_part,
    lambda option, value: similarity(value, option.label) >= 0.9,
    lambda option, value: bool(content(value)) and set(content(value)) <= set(content(option.label)),
)


def _radio(slot: Slot, value: str) -> Element | None:
    options = [Option(label=member.name, value=member.value) for member in slot.members]
    found = option_for(options, value)
    if found is None:
        return None
    return next((member for member in slot.members if member.name == found.label and not member.disabled), None)


def empty(slot: Slot) -> bool:
    """Tell whether nothing has been put into a slot yet."""
    element = slot.element
    if slot.members:
        return not any(member.checked for member in slot.members)
    if is_box(element):
        return not element.checked
    if is_choice(element) and element.options:
        chosen = next((option for option in element.options if option.selected), None)
        return (
            chosen is None
            or not (chosen.value or chosen.label)
            or (_EMPTY_OPTION.match(chosen.label) is not None and not chosen.value)
        )
    return not element.value.strip() or (is_choice(element) and _EMPTY_OPTION.match(element.value) is not None)


def holds(term: Term, slot: Slot) -> bool:
    """Tell whether a slot already shows the term's value. Passwords are never read, so they never hold."""
    element = slot.element
    if slot.members:
        member = _radio(slot, term.value)
        return member is not None and bool(member.checked)
    if term.checked is not None and is_box(element):
        return bool(element.checked) is term.checked
    if is_box(element):
        return bool(element.checked)
    if element.input_type == "password":
        return False
    if is_choice(element) and element.options:
        wanted = option_for(element.options, term.value)
        return wanted is not None and wanted.selected
    if is_file(element):
        return (
            bool(element.value)
            and element.value.rpartition("/")[2].rpartition("\\")[2] == term.value.rpartition("/")[2]
        )
    return bool(element.value) and alike(element.value, written(term.value, element))


def alike(one: str, other: str) -> bool:
    """Tell whether two field values are the same but for the mask that a field puts around digits."""
    if plain(one).strip() == plain(other).strip() or same_value(one, other):
        return True
    bare = re.sub(r"[\s().\-/,$€£+]", "", one), re.sub(r"[\s().\-/,$€£+]", "", other)
    return bool(bare[0]) and bare[0].lower() == bare[1].lower()


def action_for(term: Term, slot: Slot) -> Action | str:
    """Return the action that puts a term into a slot, or why it cannot be done."""
    element = slot.element
    name = element.name or term.meaning
    why = f"{term.meaning or 'value'} goes into {name!r}"
    if slot.members:
        member = _radio(slot, term.value)
        if member is None:
            offered = ", ".join(repr(one.name) for one in slot.members[:15])
            return f"{element.group or name!r} offers {offered}, not {term.value!r}"
        return Action(kind=ActionKind.CLICK, ref=member.ref, reasoning=why, intention=f"choose {member.name!r}")
    if is_file(element):
        return Action(
            kind=ActionKind.UPLOAD_FILE,
            ref=element.ref,
            files=(term.value,),
            text=term.value,
            reasoning=why,
            intention=f"upload to {name!r}",
        )
    if is_box(element):
        wanted = term.checked if term.checked is not None else True
        return Action(
            kind=ActionKind.CHECKBOX,
            ref=element.ref,
            checked=wanted,
            reasoning=why,
            intention=f"{'tick' if wanted else 'clear'} {name!r}",
        )
    if is_choice(element):
        if not element.options:
            return Action(
                kind=ActionKind.SELECT_OPTION,
                ref=element.ref,
                text=term.value,
                reasoning=why,
                intention=f"choose in {name!r}",
            )
        option = option_for(element.options, term.value)
        if option is None:
            offered = [one.label for one in element.options if one.label.strip()]
            shown = ", ".join(repr(label) for label in offered[:15]) + (", …" if len(offered) > 15 else "")
            return f"{name!r} has no single option for {term.value!r}; it offers {shown}"
        return Action(
            kind=ActionKind.SELECT_OPTION,
            ref=element.ref,
            text=option.label,
            reasoning=why,
            intention=f"choose {option.label!r} in {name!r}",
        )
    return Action(
        kind=ActionKind.INPUT_TEXT,
        ref=element.ref,
        text=written(term.value, element),
        reasoning=why,
        intention=f"fill {name!r}",
    )


_PATTERN = re.compile(
    r"(?P<a>mm|dd|yyyy|yy|m|d)(?P<s1>[-/. ])(?P<b>mm|dd|mmm|m|d)(?P<s2>[-/. ])(?P<c>yyyy|yy|dd|d)", re.IGNORECASE
)
_CODES = {"mm": "%m", "m": "%m", "dd": "%d", "d": "%d", "yyyy": "%Y", "yy": "%y", "mmm": "%b"}


def written(value: str, element: Element) -> str:
    """Return a value as the field wants it: dates by input type or placeholder, the rest as given."""
    wanted = element.input_type
    if wanted in ("date", "month", "datetime-local"):
        day = parse_date(value)
        if day is not None:
            return day.strftime({"date": "%Y-%m-%d", "month": "%Y-%m", "datetime-local": "%Y-%m-%dT00:00"}[wanted])
        return value
    pattern = _PATTERN.search(" ".join((element.placeholder, element.description, element.name, *element.hints[:2])))
    if pattern:
        day = parse_date(value)
        if day is not None:
            shape = "".join(_CODES.get(pattern[name].lower(), pattern[name]) for name in ("a", "s1", "b", "s2", "c"))
            return day.strftime(shape)
    if wanted == "number":
        return re.sub(r"[,\s$€£]", "", value) if re.search(r"\d", value) else value
    return value

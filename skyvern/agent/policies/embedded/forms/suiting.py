"""Suits values to the fields of a page: names split or joined, lists taken apart, dates and codes given their boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import content, field_concept, root, similarity
from skyvern.agent.policies.embedded.finding.match import (
    THRESHOLD,
    is_box,
    is_choice,
    is_field,
    is_text,
    label_score,
    row_score,
)
from skyvern.agent.policies.embedded.forms.code_boxes import into_first
from skyvern.agent.policies.embedded.forms.date_parts import split_date, split_period
from skyvern.agent.policies.embedded.forms.putting import offered, option_for, takes_several
from skyvern.agent.policies.embedded.forms.scoring import meaning_score
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.names import SOMEBODY, split_name
from skyvern.agent.policies.embedded.reading.values import pieces_of
from skyvern.domain.page import Element


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
    dated = (part for whole in placed for day in split_date(whole, elements) for part in split_period(day, elements))
    for term in (part for day in dated for part in _parts(day, elements)):
        words = term.value.split()
        meant = field_concept(term.meaning)
        if term.option or term.file or term.checked is not None:
            found.append(term)
            continue
        named = meant == "full_name" or ((not term.meaning or _is_somebody(term)) and _reads_as_name(term.value))
        if split and named and len(words) == 1 and not _has_own_field(term, elements):
            found.append(replace(term, label="last name"))
        elif split and named and len(words) >= 2 and not (term.meaning and _has_own_field(term, elements)):
            found.append(Term(value=" ".join(words[:-1]), label="first name", key=term.key, optional=term.optional))
            found.append(Term(value=words[-1], label="last name", key=term.key, optional=term.optional))
        else:
            found.append(term)
    return tuple(_joined(_said_twice(found, present), present))


def _is_somebody(term: Term) -> bool:
    """Tell whether a value is called after whoever it names: "the passenger is Nadia Brooks"."""
    return SOMEBODY.fullmatch(term.meaning.strip()) is not None


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
    if singly := _each_its_own(term, parts, elements):
        return singly
    choices = [e for e in elements if is_choice(e) and e.options and meaning_score(term, e) >= THRESHOLD]
    together = "\n".join(parts)
    if any(takes_several(e) and offered(e, together) for e in (elements if not term.meaning else choices)):
        return [replace(term, value=together)]
    rows = [_row_box(part, elements) for part in parts] if term.option and not choices and len(parts) > 1 else []
    if chosen := [box for box in rows if box is not None]:
        ticked = [
            Term(value="yes", label=e.name, row=name, checked=True) for name, e in zip(parts, chosen, strict=False)
        ]
        return ticked if len(chosen) == len(parts) else [term]
    if term.option and _several(term.label) and _drawn(term, elements):
        return [replace(term, value=together)]
    if (
        choices
        and option_for(choices[0].options, term.value) is None
        and option_for(choices[0].options, parts[0]) is not None
    ):
        return [replace(term, value=parts[0]), *(_bare(part) for part in parts[1:])]
    return [term]


def _each_its_own(term: Term, parts: Sequence[str], elements: Sequence[Element]) -> list[Term]:
    """Give each part of a list its own box or its own field, where the page has one for every part."""
    boxes = [e for e in elements if is_box(e)]
    named = [next((e for e in boxes if similarity(part, e.name) >= 0.9), None) for part in parts]
    if len(parts) > 1 and all(named):
        return [Term(value="yes", label=e.name, checked=True, key=term.key, optional=term.optional) for e in named if e]
    fields = _alike_fields(term, len(parts), elements)
    return [replace(term, value=part, label=e.name) for part, e in zip(parts, fields, strict=False)]


def _alike_fields(term: Term, count: int, elements: Sequence[Element]) -> list[Element]:
    """Return the fields for a list of values, one each: "Between (cross street)", "and (cross street)"."""
    words = {root(word) for word in content(term.label)}
    if count < 2 or not words or not _several(term.label):
        return []
    bearing = [
        e
        for e in elements
        if is_text(e) and not (e.disabled or e.readonly) and words <= {root(word) for word in content(e.name)}
    ]
    return bearing if len(bearing) == count and len({e.name for e in bearing}) == count else []


def _row_box(name: str, elements: Sequence[Element]) -> Element | None:
    """Return the box that chooses the one row of a name."""
    boxes = [e for e in elements if is_box(e) and e.context and row_score(name, e.context) >= 0.9]
    choosing = [e for e in boxes if _CHOOSING.search(e.name)] if len(boxes) > 1 else boxes
    return choosing[0] if len(choosing) == 1 else None


def _several(label: str) -> bool:
    """Tell whether a label speaks of several things: "countries", "tags"."""
    word = label.lower().split()[-1] if label.strip() else ""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _drawn(term: Term, elements: Sequence[Element]) -> bool:
    """Tell whether the term goes into a list that the page draws itself: which options it has shows when it is open."""
    return any(is_choice(e) and e.tag != "select" and meaning_score(term, e) >= THRESHOLD for e in elements)


def _boxes(term: Term, elements: Sequence[Element]) -> list[Term]:
    """Break up "the morning and weekend shifts" where no box bears the whole but boxes bear the parts."""
    boxes = [e for e in elements if is_box(e)]
    parts = pieces_of(term.label)
    if len(parts) < 2 or any(label_score(term.label, e) >= 0.8 for e in boxes):
        return [term]
    if all(any(label_score(part, e) >= THRESHOLD for e in boxes) for part in parts):
        return [replace(term, label=part) for part in parts]
    return [term]


def _bare(text: str) -> Term:
    answer = re.match(r"^(?P<label>.{3,60}?)\s+(?P<value>yes|no)$", text, re.IGNORECASE)
    return Term(value=answer["value"], label=answer["label"], option=True) if answer else Term(value=text, option=True)


def _has_own_field(term: Term, elements: Sequence[Element]) -> bool:
    fields = [element for element in elements if is_text(element)]
    if _is_somebody(term) and any(label_score(term.meaning, element) >= THRESHOLD for element in fields):
        return True
    return any(field_concept(element.name) == "full_name" for element in fields)


def _reads_as_name(value: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][\w’'.-]*(?:\s+[^\W\d_][\w’'.-]*){0,3}", value)) and value[:1].isupper()


def _joined(terms: list[Term], present: set[str]) -> list[Term]:
    first = next((term for term in terms if field_concept(term.meaning) == "first_name"), None)
    last = next((term for term in terms if field_concept(term.meaning) == "last_name"), None)
    if first is None or last is None or present & {"first_name", "last_name"} or "full_name" not in present:
        return terms
    both = Term(value=f"{first.value} {last.value}", label="full name", key=first.key, optional=first.optional)
    return [both if term is first else term for term in terms if term is not last]

"""Takes apart what a goal runs together, by the names and options of the fields that the page really has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import content, same_value, similarity
from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_field, is_radio, is_text, row_score
from skyvern.agent.policies.embedded.forms.putting import offered, takes_several
from skyvern.agent.policies.embedded.intents import Term
from skyvern.domain.page import Element, Observation

_JOINT = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+(?=[a-z])")
_LEAD = re.compile(r"^(?:in|on|at|for|with|by|as|of|to)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_WITHIN = re.compile(r"\s+(?:of|for|in|on)\s+(?:the\s+)?", re.IGNORECASE)


def taken_apart(term: Term, elements: Sequence[Element]) -> tuple[Term, ...]:
    """Split "Lost, site Hamburg, needed today" where the page has a field Site and a box Needed today.

    Every part after the first must be a name with a value, an option or a box of the page; else nothing is split.
    """
    if term.file or term.checked is not None or not _JOINT.search(term.value):
        return (_bare(term, elements),)
    pieces = [piece.strip() for piece in _JOINT.split(term.value) if piece.strip()]
    together = any(takes_several(e) and offered(e, "\n".join(pieces)) for e in elements)
    if together or all(_boxes(piece, elements) for piece in pieces):
        return (term,)
    rest = [_part(piece, term, elements) for piece in pieces[1:]]
    if any(rest):
        rest = [part or _labelled(piece, term) for piece, part in zip(pieces[1:], rest, strict=True)]
    if not rest or not all(rest):
        return (_bare(term, elements),)
    return (_bare(replace(term, value=pieces[0]), elements), *(part for part in rest if part is not None))


_LABELLED = re.compile(r"^(?P<label>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?P<value>[A-Z0-9]\S*(?:\s\S+){0,3})$")


def _labelled(piece: str, whole: Term) -> Term | None:
    """Read "tier Silver" beside parts that the page has fields for, though it has none of that name."""
    match = _LABELLED.match(piece)
    return Term(value=match["value"], label=match["label"], option=True, optional=whole.optional) if match else None


def _part(piece: str, whole: Term, elements: Sequence[Element]) -> Term | None:
    bare = _bare(Term(value=piece, option=True, optional=whole.optional), elements)
    return bare if bare.label or bare.checked else None


def _named(piece: str, elements: Sequence[Element]) -> Term | None:
    """Read "site Hamburg" by the page's field Site: the longest name of a field that the words begin with."""
    words = piece.split()
    for size in range(len(words) - 1, 0, -1):
        head = " ".join(words[:size])
        fields = [e for e in elements if is_field(e) and not (is_radio(e) or is_box(e)) and e.name]
        groups = {e.group for e in elements if is_radio(e) and e.group}
        if len(content(head)) and any(similarity(head, name) >= 0.9 for name in (*groups, *(e.name for e in fields))):
            value = re.sub(r"^(?:is|to|as|=|:)\s+", "", " ".join(words[size:]))
            return Term(value=value, label=head)
    return None


def _named_behind(piece: str, elements: Sequence[Element]) -> Term | None:
    """Read "$500 deductible" by the page's one list whose name ends so: "Collision deductible"."""
    match = _VALUE_FIRST.match(piece)
    if match is None:
        return None
    noun = content(match["label"])
    lists = [e for e in elements if is_choice(e) and e.name and content(e.name)[-len(noun) :] == noun]
    return Term(value=match["value"], label=lists[0].name, option=True) if noun and len(lists) == 1 else None


_VALUE_FIRST = re.compile(r"^(?P<value>\S*\d\S*)\s+(?P<label>[a-z][\w-]*(?:\s[a-z][\w-]*)?)$")


def _bare(term: Term, elements: Sequence[Element]) -> Term:
    """Give a value without a name the box or the one list that bears it; "in the afternoon" is "Afternoon"."""
    if term.meaning or term.checked is not None or term.file:
        return term
    for value in dict.fromkeys((term.value, _LEAD.sub("", term.value))):
        boxes = _boxes(value, elements)
        if len(boxes) == 1:
            return Term(value="yes", label=boxes[0].name, checked=True, optional=term.optional)
        lists = _offering(value, elements)
        if len(lists) == 1:
            return replace(term, value=value, label=lists[0], option=True)
    named = _named(term.value, elements) or _named_behind(term.value, elements)
    return replace(named, optional=term.optional) if named is not None else term


def _boxes(value: str, elements: Sequence[Element]) -> list[Element]:
    return [e for e in elements if is_box(e) and (similarity(value, e.name) >= 0.9 or _begins(e.name, value))]


def _begins(name: str, value: str) -> bool:
    """Tell whether "Go paperless and save 3%" begins with all of the words."""
    words = value.casefold().split()
    return len(words) > 1 and name.casefold().split()[: len(words)] == words


def _offering(value: str, elements: Sequence[Element]) -> list[str]:
    """Return the names of the lists and radio groups that offer a value."""
    found = [
        e.name for e in elements if is_choice(e) and e.name and any(_says(option.label, value) for option in e.options)
    ]
    return found + list({e.group for e in elements if is_radio(e) and e.group and _says(e.name, value)})


def _says(label: str, value: str) -> bool:
    head = re.split(r"\s*[(,–—/]", label)[0]
    return bool(head) and (same_value(label, value) or same_value(head, value))


def of_its_page(term: Term, page: Observation) -> Term:
    """Shorten "status of issue 42" to "status" on the page (or in the window) of issue 42."""
    match = _WITHIN.search(term.label)
    if match is None or any(similarity(term.label, e.name) >= 0.8 for e in page.elements if is_field(e)):
        return term
    head, thing = term.label[: match.start()], term.label[match.end() :]
    told = [page.title, *(line.text for line in page.reading.lines if 0 < line.level <= 3)]
    told += [e.group for e in page.elements if e.group and e.landmark == "dialog"]
    told += [e.value for e in page.elements if is_text(e) and e.value and e.landmark in ("", "main", "dialog", "form")]
    names = re.findall(r"#?\d[\w/-]*|[A-Z][\w’'-]+", thing) or [thing]
    here = all(row_score(name.lstrip("#"), " ".join(told)) >= 0.9 for name in names)
    able = is_box if term.checked is not None else _takes_words
    fields = [e for e in page.elements if able(e) and similarity(head, e.name) >= 0.6]
    return replace(term, label=head) if here and fields else term


def _takes_words(element: Element) -> bool:
    return is_text(element) or is_choice(element)

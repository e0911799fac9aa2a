"""Reads labels and values that no markup pairs: wide tables of label, value, label, value; small boxes of two lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.extract.labels import GENERIC
from skyvern.agent.extract.values import clean
from skyvern.agent.lexicon import concepts, content
from skyvern.agent.tongues.words import in_english
from skyvern.domain.page import Group, Table

_LABEL = re.compile(r"^[^\W\d_][^\d:]{0,38}[^\W\d_.)]\.?\)?:?$")
_MOST_WORDS = 5


def wide_pairs(table: Table) -> tuple[tuple[str, str], ...]:
    """Return the labels and values of a table without headers that has them side by side, () where it is no such table.

    Its label columns hold nothing but short names, no two alike, and most of them are names that labels have.
    """
    rows = [_once([clean(cell.text) for cell in row]) for row in table.rows]
    width = max((len(row) for row in rows), default=0)
    if any(table.headers) or len(rows) < 2 or width < 4:
        return ()
    filled = [at for at in range(width) if any(at < len(row) and row[at] for row in rows)]
    places = [(filled[at], filled[at + 1]) for at in range(0, len(filled) - 1, 2)]
    if len(filled) % 2 or len(filled) < 4:
        return ()
    made = [
        (row[label], row[value])
        for row in rows
        for label, value in places
        if value < len(row) and row[label] and row[label] != row[value]
    ]
    labels, values = [one for one, _ in made], [value for _, value in made if value]
    told = _are_labels(labels, least=3) and sum(map(_names_something, values)) < sum(map(_names_something, labels))
    return tuple((label.rstrip(":"), value) for label, value in made) if told else ()


def _once(cells: list[str]) -> list[str]:
    """Return cells with what spans several of them only in the first."""
    return ["" if at and text == cells[at - 1] else text for at, text in enumerate(cells)]


def boxed_pairs(group: Group) -> tuple[tuple[str, str], ...]:
    """Return the labels and values of look-alike boxes of two short lines each, () where they are things of a list."""
    boxes = [tuple(text for raw in one.texts if (text := clean(raw))) for one in group.records]
    headed = any(box and clean(one.heading) == box[0] for one, box in zip(group.records, boxes, strict=True))
    linked = any(one.links for one in group.records)
    plain = len(boxes) > 1 and all(len(box) == 2 for box in boxes) and not (headed or linked)
    if not plain or not _are_labels([box[0] for box in boxes]):
        return ()
    return tuple((box[0].rstrip(":"), box[1]) for box in boxes)


def _are_labels(texts: Sequence[str], *, least: int = 2) -> bool:
    named = [text for text in texts if _LABEL.match(text) and len(text.split()) <= _MOST_WORDS]
    known = [text for text in named if _names_something(text)]
    alike = len({text.casefold() for text in texts}) < len(texts)
    return bool(texts) and not alike and len(named) == len(texts) and least * len(known) >= len(texts)


def _names_something(text: str) -> bool:
    """Whether a text is called as labels are: by a name that fields have, or ending in one (*filing date*)."""
    forms = (text, *in_english(text))
    return any(
        concepts(form) or ((words := content(form)) and (words[-1] in GENERIC or concepts(words[-1]))) for form in forms
    )


_HEAD = re.compile(r"^[^\W\d_][^\d]{0,30}$|^#$")
_LEAST_COLUMNS = 3


def drawn_table(group: Group) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None:
    """Return headers and rows of look-alike boxes of which the first holds nothing but the names of the columns.

    Every box below must say just as much, but for signs at its end; where one says less, nobody knows in which column.
    """
    said = [tuple(text for raw in record.texts if (text := clean(raw))) for record in group.records]
    head, rows = said[0], [_without_signs(row) for row in said[1:]]
    names = len(head) >= _LEAST_COLUMNS and len(set(head)) == len(head) and all(map(_HEAD.match, head))
    if not names or not rows or any(len(row) != len(head) for row in rows):
        return None
    telling = any(any(char.isdigit() for char in text) for row in rows for text in row)
    return (head, tuple(rows)) if telling and not any(set(row) & set(head) for row in rows) else None


def _without_signs(row: tuple[str, ...]) -> tuple[str, ...]:
    while row and not any(char.isalnum() for char in row[-1]) and row[-1] not in ("—", "–", "-"):
        row = row[:-1]
    return row

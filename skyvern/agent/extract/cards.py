"""Tells the parts of look-alike cards apart by what they evidently are: a time of day, a person, a room."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from skyvern.agent.extract.labels import ENOUGH, score, spread, vocabulary
from skyvern.agent.extract.layout import Fact, Layout, Listing
from skyvern.agent.extract.schema import Wanted
from skyvern.agent.lexicon import tokens

_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*[ap]\.?m\.?)?(?:\s*[-–]\s*\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?", re.I
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms)\.?\s+)*[^\W\d_][\w'’.-]+(?:\s+(?:de|van|von|der|da|la|del)|\s+[^\W\d_][\w'’.-]*){1,3}"
)
_ROOM = re.compile(
    r"\b(?:room|hall|auditorium|theat(?:er|re)|building|suite|floor|stage|studio|lab|saal|raum|salle|sala|online)\b",
    re.I,
)
_TIMES = frozenset(tokens("time start hour slot"))
_PEOPLE = frozenset(
    tokens("speaker presenter instructor teacher lecturer trainer host moderator coach tutor author guide chair doctor")
)
_ROOMS = frozenset(tokens("room location venue place hall"))
_JOBS = frozenset(tokens("job position role occupation profession"))
_JOB = re.compile(
    r"\b(?:analyst|manager|engineer|specialist|director|officer|assistant|coordinator|clerk|technician|developer|"
    r"designer|consultant|nurse|driver|accountant|lead|head of|administrator|supervisor|planner|buyer|intern|associate|"
    r"executive|president|chief|representative|advisor|adviser|scientist|architect|teacher|operator|agent|partner)\b",
    re.IGNORECASE,
)
_PLACES = frozenset(tokens("office branch site city location"))
_PLACE = re.compile(r"[^\W\d_][\w'’.]{2,}(?:[ -][^\W\d_][\w'’.]+){0,2}(?:, [A-Z]{2})?")


def without_fragments(layout: Layout) -> Layout:
    """Return the layout without lists that are but the inside of one card of another list."""
    cards = [row.texts for one in layout.listings if _even(one) for row in one.rows]
    kept = tuple(one for one in layout.listings if _even(one) or tuple(_texts(one)) not in cards)
    return replace(layout, listings=kept)


def _texts(listing: Listing) -> list[str]:
    return [text for row in listing.rows for text in row.texts]


def _even(listing: Listing) -> bool:
    """Tell whether a list is of cards that have the same parts each, several of them."""
    widths = {len(row.texts) for row in listing.rows}
    return listing.kind == "group" and len(listing.rows) > 1 and len(widths) == 1 and widths.pop() > 1


def by_look(listing: Listing, fields: Sequence[Wanted]) -> Listing:
    """Return a list of even cards with labels for its times, persons and rooms, where one part alone is each."""
    if not _even(listing):
        return listing
    columns = [[row.texts[at] for row in listing.rows] for at in range(len(listing.rows[0].texts))]
    told: dict[int, Wanted] = {}
    for wants, is_so in _LOOKS:
        asking = [part for part in fields if part.kind == "string" and wants & set(tokens(spread(part.name)))]
        asking = [part for part in asking if not _is_labelled(part, listing)]
        fitting = [at for at, column in enumerate(columns) if all(map(is_so, column)) and not _titles(column, listing)]
        if len(asking) == 1 and len(fitting) == 1 and fitting[0] not in told:
            told[fitting[0]] = asking[0]
    if not told:
        return listing
    names = {part.name for part in told.values()}
    values = {column[row] for at, column in enumerate(columns) if at in told for row in range(len(column))}
    rows = tuple(
        replace(
            row,
            facts=(
                *(fact for fact in row.facts if fact.value not in values),
                *(Fact(label=part.name, value=row.texts[at], source="cell") for at, part in told.items()),
            ),
        )
        for row in listing.rows
    )
    return replace(listing, rows=rows, labels=(*(label for label in listing.labels if label not in names), *names))


def _is_labelled(part: Wanted, listing: Listing) -> bool:
    present = vocabulary(listing.labels)
    return any(score(part, label, present) >= ENOUGH for label in listing.labels)


def _titles(column: Sequence[str], listing: Listing) -> bool:
    """Tell whether a column is what the cards are headed by."""
    return all(text == row.heading for text, row in zip(column, listing.rows, strict=True))


def _is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(text.strip()) is not None


def _is_person(text: str) -> bool:
    said = text.strip()
    capital = all(word[:1].isupper() or len(word) <= 3 for word in said.split())
    return _PERSON.fullmatch(said) is not None and capital and not _is_room(said)


def _is_room(text: str) -> bool:
    return len(text.split()) <= 5 and _ROOM.search(text) is not None


def _is_job(text: str) -> bool:
    return len(text.split()) <= 6 and _JOB.search(text) is not None


def _is_place(text: str) -> bool:
    return _PLACE.fullmatch(text.strip()) is not None and text.strip()[:1].isupper()


_LOOKS: tuple[tuple[frozenset[str], Callable[[str], bool]], ...] = (
    (_TIMES, _is_clock),
    (_PEOPLE, _is_person),
    (_ROOMS, _is_room),
    (_JOBS, _is_job),
    (_PLACES, _is_place),
)

"""Chooses the rows that a goal means: named values, comparisons, order words, and what the search was for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from skyvern.agent.extract.layout import Fact, Listing, Row
from skyvern.agent.extract.values import DATE, MONEY, as_date, clean, number
from skyvern.agent.lexicon import concepts, content, plain, same_value, similarity, tokens
from skyvern.agent.tongues.words import in_english
from skyvern.domain.page import Observation

_COUNTS = {
    word: value
    for value, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
    )
} | {f"{n}{suffix}": n - 1 for n in range(1, 31) for suffix in ("st", "nd", "rd", "th")}
_SOME = re.compile(
    r"\b(first|top|last|latest|newest|most recent|oldest)\s+(\d{1,3}|" + "|".join(_COUNTS) + r")\b", re.I
)
_MORE = (
    r"more than|greater than|higher than|larger than|over|above|exceeding|exceeds?|at least|no less than|or more|>=?"
)
_LESS = r"less than|lower than|smaller than|under|below|at most|no more than|up to|cheaper than|or less|<=?"
_COMPARED = re.compile(
    rf"\b(?P<how>{_MORE}|{_LESS})\s*(?P<what>(?:[$€£]\s?)?\d[\d.,]*(?:\s?[€$£])?)(?!\s*(?:days?|weeks?|months?"
    rf"|years?)\b)",
    re.I,
)
_DATED = re.compile(rf"\b(?P<how>after|since|from|before|until|on|dated)\s+(?P<what>{DATE.pattern})", re.I)
_HIGHEST = re.compile(
    r"\b(?:highest|largest|biggest|greatest|maximum|most expensive|priciest|max|top[- ]rated|best[- ]rated)\b", re.I
)
_LOWEST = re.compile(r"\b(?:lowest|smallest|least|minimum|cheapest|min|least expensive|worst[- ]rated)\b", re.I)
_LATEST = re.compile(r"\b(?:latest|newest|most recent|last dated)\b", re.I)
_OLDEST = re.compile(r"\b(?:oldest|earliest)\b", re.I)
_NOT = re.compile(
    r"(?:\bnot|\bexcept(?: for)?|\bexcluding|\bother than|\bnon|\bwithout|n't)[\s-]+(?:the\s+|any\s+)?$", re.I
)
_CONDITION = re.compile(
    r"\b(?:only (?:those|the ones|the rows|rows|items|entries)|whose|where|that (?:are|is|have|has|were|was)"
    r"|which (?:are|is|have|has)|"
    r"except|excluding|other than)\b[^,.;]*",
    re.I,
)
_IDENTIFIER = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{4,}\b|\b\d{5,}\b|#\d+\b")
_QUOTED = re.compile(r"[\"“”]([^\"“”]{2,})[\"“”]|(?<!\w)['‘]([^'’]{2,})['’](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What tells one row from another: the goal, and the values that the block or the search form holds."""

    goal: str
    values: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Rows, and a clause of the goal that could not be honoured."""

    rows: tuple[Row, ...]
    unmet: str = ""


def hints_of(goal: str, payload: Mapping[str, object], observation: Observation) -> Hints:
    """Collect the hints: the block's values first, then what the page's search form and address say."""
    values = tuple(clean(str(v)) for v in payload.values() if isinstance(v, (str, int)) and 1 < len(str(v)) < 80)
    typed = [e.value for e in observation.elements if e.role in ("textbox", "searchbox") and e.input_type != "password"]
    typed += [o.label for e in observation.elements for o in e.options[1:] if o.selected]
    query = [value for _, value in parse_qsl(urlsplit(observation.url).query)]
    searched = tuple(dict.fromkeys(clean(text) for text in (*typed, *query) if 1 < len(text) < 80))
    return Hints(goal=goal, values=values, searched=searched)


def identifiers(goal: str) -> tuple[str, ...]:
    """Return the words of a goal that name one thing: quoted text, numbers and codes."""
    quoted = [found[0] or found[1] for found in _QUOTED.findall(goal)]
    return tuple(dict.fromkeys((*quoted, *_IDENTIFIER.findall(DATE.sub(" ", MONEY.sub(" ", goal))))))


def titled(listings: Sequence[Listing], goal: str, things: str) -> Listing | None:
    """Return the one table whose line above says what the goal says of the things: "unassigned tickets"."""
    tables = [one for one in listings if one.kind == "table"]
    noun = tokens(things)[-1:]
    if len(tables) < 2 or not noun:
        return None
    said = tokens(goal)
    kinds = [said[at - 1] for at in range(1, len(said)) if similarity(said[at], noun[0]) >= 0.9]
    told = [word for word in kinds if len(word) > 3 and content(word)]
    fitting = [one for one in tables if set(told) & set(tokens(one.before))]
    return fitting[0] if len(fitting) == 1 else None


def one_row(listing: Listing, hints: Hints) -> tuple[Row, ...]:
    """Return the rows that the goal could mean by *one* thing; more than one means that it cannot be told."""
    rows: tuple[Row, ...] = listing.rows
    known = [name for name in identifiers(hints.goal) if _looks_like_key(name, listing) or _says(listing.rows, name)]
    if known:
        rows = tuple(row for row in rows if any(_in_row(row, name) for name in known))
    if len(rows) > 1:
        rows = _most(rows, [value for value in _cell_values(rows) if _mention(value, hints.goal, listing)])
    for values in (hints.values, hints.searched):
        if len(rows) > 1:
            rows = _most(rows, values)
    if len(rows) > 1:
        rows = _by_order(rows, hints.goal)
    if len(rows) > 1 and (distinct := {row.text for row in rows}) and len(distinct) == 1:
        rows = rows[:1]
    return rows


_ANYTHING = re.compile(r"^\W*(?:all|any|every|each|both|none|no|select|choose|please select)\b\W*$", re.I)
""" "-- All --": an option of a filter that filters nothing, and no value that rows could have."""


def many_rows(listing: Listing, hints: Hints, options: Iterable[str] = ()) -> Chosen:
    """Return the rows that the goal means by *all*; `options` are values that the page's filters know."""
    rows = listing.rows
    conditions = [found.group() for found in _CONDITION.finditer(hints.goal)]
    plain_goal = _DATED.sub(" ", _COMPARED.sub(" ", hints.goal))
    rows, named = _by_value(rows, plain_goal, listing)
    rows, compared, unmet = _by_comparison(rows, hints.goal, listing)
    if unmet:
        return Chosen(rows=rows, unmet=unmet)
    told = {plain(option) for option in options if not _ANYTHING.match(option)}
    said = told - {plain(value) for value in _cell_values(listing.rows)}
    if not named and any(option and _mention(option, hints.goal, listing) for option in said):
        return Chosen(rows=())
    if conditions and not named and not compared:
        return Chosen(rows=rows, unmet=conditions[0])
    if found := _SOME.search(hints.goal):
        count = int(found[2]) if found[2].isdigit() else _COUNTS[found[2].lower()]
        which = found[1].lower()
        if which in ("latest", "newest", "most recent", "oldest"):
            rows = _dated(rows, newest=which != "oldest") or rows
        rows = rows[-count:] if which == "last" else rows[:count]
    return Chosen(rows=rows)


def _cell_values(rows: Sequence[Row]) -> list[str]:
    return list(
        dict.fromkeys(
            text for row in rows for text in (*(fact.value for fact in row.facts), *row.texts, row.heading) if text
        )
    )


def _mention(value: str, goal: str, listing: Listing) -> bool:
    """Whether the goal names this value, and not just a column or the list itself."""
    words = tokens(value)
    if not words or len(value.strip()) < 3 or (len(words) == 1 and words[0].isdigit() and len(words[0]) < 4):
        return False
    named = {word for label in (*listing.labels, listing.name) for word in tokens(label)}
    if set(words) <= named or any(concept.startswith("things:") for concept in concepts(value, among=("things",))):
        return False
    said = tuple(word for spoken in tokens(goal) for word in tokens((*in_english(spoken), spoken)[0]))
    return any(_among(form, said) for form in (words, *(tokens(form) for form in in_english(value))))


def _among(words: Sequence[str], said: Sequence[str]) -> bool:
    return any(tuple(said[at : at + len(words)]) == tuple(words) for at in range(len(said) - len(words) + 1))


def _in_row(row: Row, value: str) -> bool:
    said, wanted = tokens(row.text + " " + " ".join(fact.value for fact in row.facts)), tokens(value)
    if wanted and any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)):
        return True
    return any(same_value(value, fact.value) for fact in row.facts if fact.value)


def _says(rows: Sequence[Row], value: str) -> bool:
    return any(_in_row(row, value) for row in rows)


def _looks_like_key(name: str, listing: Listing) -> bool:
    """Whether a code has the shape of the codes in the list, so that its absence means something."""
    shape = _shape(name)
    return any(_shape(fact.value) == shape for row in listing.rows for fact in row.facts)


def _shape(text: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", text.lstrip("#")))


def _most(rows: tuple[Row, ...], values: Sequence[str]) -> tuple[Row, ...]:
    """The rows that hold the most of the values; all of them when none holds any."""
    hits = [sum(_in_row(row, value) for value in values) for row in rows]
    best = max(hits, default=0)
    return tuple(row for row, count in zip(rows, hits, strict=True) if count == best) if best else rows


def _by_order(rows: tuple[Row, ...], goal: str) -> tuple[Row, ...]:
    if _LATEST.search(goal) or _OLDEST.search(goal):
        ordered = _dated(rows, newest=_LATEST.search(goal) is not None, clause=goal)
        if ordered:
            return ordered[:1]
        return rows[:1] if _LATEST.search(goal) else rows
    if (highest := _HIGHEST.search(goal)) or _LOWEST.search(goal):
        read = _amounts(rows, goal, money=re.search(r"cheap|expens|pric", goal, re.I) is not None)
        if read is not None:
            values = [(read(row), row) for row in rows]
            known = [(value, row) for value, row in values if value is not None]
            edge = (max if highest else min)((value for value, _ in known), default=None)
            return tuple(row for value, row in known if value == edge)
    for word in re.findall(r"[a-z0-9]+", goal.lower()):
        if word in _ORDINALS and _ORDINALS[word] < len(rows):
            return (rows[_ORDINALS[word]],)
    if re.search(r"\b(?:last|bottom) (?:row|entry|item|record|result|one|invoice|line)\b", goal, re.I):
        return (rows[-1],)
    return (rows[0],) if re.search(r"\btop(?:most)? (?:row|entry|item|record|result|one)\b", goal, re.I) else rows


def _dated(rows: tuple[Row, ...], *, newest: bool, clause: str = "") -> tuple[Row, ...]:
    """Rows in order of their date, () when they have none."""
    read = _days(rows, clause)
    if read is None:
        return ()
    return tuple(sorted(rows, key=lambda row: read(row) or date.min, reverse=newest))


def _days(rows: Sequence[Row], clause: str) -> Callable[[Row], date | None] | None:
    """How to read a row's date: the column that the clause names, else the first that holds dates."""
    columns = [c for c in _columns(rows) if all(as_date(_cell(row, c)) for row in rows)]
    named = [c for c in columns if _named(c, clause)]
    if columns:
        column = (named or columns)[0]
        return lambda row: as_date(_cell(row, column))
    dated = [DATE.findall(row.text) for row in rows]
    return (lambda row: as_date(DATE.findall(row.text)[0])) if all(len(found) == 1 for found in dated) else None


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(fact.label for row in rows for fact in row.facts if fact.label))


def _cell(row: Row, column: str) -> str:
    return next((fact.value for fact in row.facts if fact.label == column), "")


def _named(column: str, clause: str) -> bool:
    return any(similarity(column, words) >= 0.9 for words in _grams(clause))


def _amounts(rows: Sequence[Row], clause: str, *, money: bool = False) -> Callable[[Row], float | None] | None:
    """How to read a row's number: the column that the clause names, the only one, or the only one with a currency."""
    columns = [c for c in _columns(rows) if sum(number(_cell(row, c)) is not None for row in rows) * 2 > len(rows)]
    named = [c for c in columns if _named(c, clause)]
    priced = [c for c in columns if any(MONEY.search(_cell(row, c)) for row in rows)]
    for choice in (named, priced if money or len(columns) > 1 else [], columns):
        if len(choice) == 1:
            return lambda row: number(_cell(row, choice[0]))
    prices = [dict.fromkeys(MONEY.findall(row.text)) for row in rows]
    if not columns and sum(len(found) == 1 for found in prices) * 2 > len(rows):
        return lambda row: number(found[0]) if len(found := MONEY.findall(row.text)) == 1 else None
    return None


def _grams(text: str) -> list[str]:
    words = [word for word in re.findall(r"[\w'-]+", text) if content(word)]
    return [" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)]


def _by_value(rows: tuple[Row, ...], goal: str, listing: Listing) -> tuple[tuple[Row, ...], bool]:
    """Keep the rows whose cells hold values that the goal names; values of one column are alternatives."""
    wanted: dict[str, set[str]] = {}
    unwanted: set[str] = set()
    for row in rows:
        for fact in row.facts or tuple(Fact(label="", value=text, source="text") for text in row.texts):
            if fact.value and _mention(fact.value, goal, listing):
                spoken = (fact.value, *in_english(fact.value))
                at = max(plain(goal).find(plain(form)) for form in spoken)
                if at > 0 and _NOT.search(goal[:at]):
                    unwanted.add(fact.value)
                else:
                    wanted.setdefault(fact.label, set()).add(fact.value)
    for values in wanted.values():
        rows = tuple(row for row in rows if any(text in values for text in (*(f.value for f in row.facts), *row.texts)))
    rows = tuple(row for row in rows if not any(fact.value in unwanted for fact in row.facts))
    return rows, bool(wanted or unwanted)


def _by_comparison(rows: tuple[Row, ...], goal: str, listing: Listing) -> tuple[tuple[Row, ...], bool, str]:
    done = False
    for found in _COMPARED.finditer(goal):
        limit = number(found["what"])
        around = goal[max(0, found.start() - 40) : found.end() + 20]
        read = _amounts(listing.rows, around, money=bool(re.search(r"[$€£]", found["what"])))
        if limit is None or read is None:
            return rows, done, found.group()
        how = found["how"].lower()
        more = re.fullmatch(_MORE, how) is not None
        equal = how in ("at least", "no less than", "at most", "no more than", "up to", ">=", "<=")
        rows = tuple(row for row in rows if _beyond(read(row), limit, more=more, equal=equal))
        done = True
    for found in _DATED.finditer(goal):
        limit_day = as_date(found["what"])
        read_day = _days(listing.rows, goal[max(0, found.start() - 40) : found.end()])
        if limit_day is None or read_day is None:
            return rows, done, found.group()
        rows = tuple(row for row in rows if _on(read_day(row), limit_day, found["how"].lower()))
        done = True
    return rows, done, ""


def _beyond(value: float | None, limit: float, *, more: bool, equal: bool) -> bool:
    if value is None:
        return False
    return (equal and value == limit) or (value > limit if more else value < limit)


def _on(day: date | None, limit: date, how: str) -> bool:
    if day is None:
        return False
    match how:
        case "after":
            return day > limit
        case "since" | "from":
            return day >= limit
        case "before":
            return day < limit
        case "until":
            return day <= limit
        case _:
            return day == limit

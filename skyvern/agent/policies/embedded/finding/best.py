"""Finds the one record that has most or least of something: the shortest flight, the cheapest room."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from skyvern.agent.extract.layout import Row
from skyvern.agent.extract.sources import lay_out
from skyvern.agent.extract.values import MONEY, as_date, number
from skyvern.agent.lexicon import plain, similarity
from skyvern.agent.policies.embedded.finding.match import is_press
from skyvern.agent.policies.embedded.reading.superlatives import Best
from skyvern.domain.page import ASIDE, Element, Observation

_HOURS = re.compile(
    r"(?:(?P<d>\d+)\s*d(?:ays?)?\b)?\s*(?:(?P<h>\d+)\s*h(?:ours?|rs?)?\b)?\s*"
    r"(?:(?P<m>\d+)\s*m(?:in(?:utes?|s)?)?\b)?",
    re.IGNORECASE,
)
_VALUE = r"\W{0,3}\s*(?P<value>[^A-Za-z]*\d[\d.,:]*\s*(?:[a-z]{1,7}\b\s*(?:\d+\s*[a-z]{1,7}\b)?)?)"


def holders(best: Best, page: Observation) -> list[Element]:
    """Return what can be pressed in the one record that has most or least; [] when no record or several have it."""
    records = _records(page.elements)
    told = [(value, members) for text, members in records if (value := _told(best.column, text)) is not None]
    if len(told) < 2 or len(told) < len(records):
        told = _by_table(best, page, records) or _by_name(best, page.elements)
    if len(told) < 2:
        return []
    edge = (min if best.least else max)(value for value, _ in told)
    holding = [members for value, members in told if value == edge]
    return list(holding[0]) if len(holding) == 1 else []


Measured = list[tuple[float, Sequence[Element]]]


def _records(elements: Sequence[Element]) -> list[tuple[str, list[Element]]]:
    found: dict[str, list[Element]] = {}
    for element in sorted(elements, key=lambda one: one.order):
        if element.context and is_press(element) and element.landmark not in ASIDE:
            found.setdefault(element.context, []).append(element)
    return list(found.items())


def _told(column: str, text: str) -> float | None:
    """Return what a record says of a column: the value behind its name, the only price for a price."""
    if column and (match := re.search(rf"(?<!\w){re.escape(plain(column))}{_VALUE}", plain(text))):
        return amount(match["value"])
    prices = list(dict.fromkeys(MONEY.findall(text)))
    if similarity(column, "price") >= 0.9 and len(prices) == 1:
        return amount(prices[0])
    if similarity(column, "duration") >= 0.9:
        spans = [found[0] for found in _HOURS.finditer(text) if found["h"] or found["m"]]
        return amount(spans[0]) if len(spans) == 1 else None
    return None


def _by_table(best: Best, page: Observation, records: Sequence[tuple[str, list[Element]]]) -> Measured:
    """Measure by a column of the one table or list that has it, and tie its rows to what can be pressed in them."""
    fitting: list[Measured] = []
    for listing in lay_out(page).listings:
        measured: Measured = []
        for row in listing.rows:
            value = next((fact.value for fact in row.facts if similarity(best.column, fact.label) >= 0.9), "")
            members = [members for text, members in records if _same_record(row, text)]
            if (size := amount(value)) is not None and len(members) == 1:
                measured.append((size, members[0]))
        if len(measured) == len(listing.rows) > 1:
            fitting.append(measured)
    return fitting[0] if len(fitting) == 1 else []


def _same_record(row: Row, text: str) -> bool:
    told = [fact.value for fact in row.facts if fact.value] or [part for part in row.texts if part]
    return bool(told) and all(plain(part) in plain(text) for part in told)


def _by_name(best: Best, elements: Sequence[Element]) -> Measured:
    """Measure things that are nothing but a number themselves: "the card with the greatest number"."""
    if similarity(best.column or "number", "number") < 0.9 and similarity(best.column, "value") < 0.9:
        return []
    plainly = [
        e for e in elements if is_press(e) and not e.disabled and re.fullmatch(r"\s*-?\d+(?:[.,]\d+)?\s*", e.name)
    ]
    alike = [
        e for e in plainly if (e.role, e.tag, e.hints[:1]) == (plainly[0].role, plainly[0].tag, plainly[0].hints[:1])
    ]
    return [(float(e.name.replace(",", ".")), [e]) for e in alike] if len(alike) == len(plainly) else []


def amount(text: str) -> float | None:
    """Return a time span in minutes, a day as a number, an amount or a plain number; None when it is none of these."""
    span = _HOURS.fullmatch(text.strip(" .,;"))
    if span and any(span.groupdict().values()):
        return float(int(span["d"] or 0) * 1440 + int(span["h"] or 0) * 60 + int(span["m"] or 0))
    readers: tuple[Callable[[str], float | None], ...] = (_clock, _day, _plain_number)
    return next((value for read in readers if (value := read(text.strip())) is not None), None)


def _clock(text: str) -> float | None:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})\s*(?:([ap])\.?m\.?)?", text, re.IGNORECASE)
    if match is None:
        return None
    hour = int(match[1]) % 12 + 12 * (match[3].lower() == "p") if match[3] else int(match[1])
    return float(hour * 60 + int(match[2]))


def _day(text: str) -> float | None:
    day = as_date(text)
    return float(day.toordinal()) if day is not None else None


def _plain_number(text: str) -> float | None:
    value = number(text)
    return float(value) if value is not None else None

"""Dates as people write them: reading one, finding those of a row, and telling whether a row is of a month or year."""

from __future__ import annotations

import re
from datetime import date, datetime

from skyvern.agent.tongues.said import MONTHS

_FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%Y/%m/%d",
    "%m-%d-%Y",
    "%m/%d/%y",
    "%B %d %Y",
    "%b %d %Y",
    "%Y-%m-%dT%H:%M:%S",
    "%d-%b-%Y",
    "%d-%m-%Y",
    "%d.%m.%y",
)
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = re.compile(
    rf"\d{{1,2}}(?:\.|er|º)?\s+(?:de\s+)?(?:{'|'.join(' '.join(MONTHS).split())})\.?\s+(?:de\s+)?\d{{4}}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|"
    rf"\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{1,2}}(?:\s+|-){_MONTH}\.?(?:\s+|-)\d{{4}}|\b{_MONTH}\.?\s+\d{{4}}",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"^(?:the\s+)?(?:(?P<month>{_MONTH})\.?\s*(?:of\s+)?)?(?P<year>(?:19|20)\d{{2}})?$", re.IGNORECASE
)


def parse_date(text: str) -> date | None:
    """Return a date written in a common way (month before day where figures leave it open), or None."""
    body = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip())
    body = re.sub(r"(?<=[a-z])\.", "", body)
    body = _abroad(body) or body
    for pattern in _FORMATS:
        try:
            return datetime.strptime(body, pattern).date()
        except ValueError:
            continue
    return None


_ABROAD = re.compile(
    r"(?:[^\W\d_]{2,10}\.?,?\s+)?(?:le\s+|den\s+|el\s+|am\s+)?(?P<day>\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?"
    r"(?P<month>[^\W\d_]{3,10})\.?,?\s+(?:de\s+|del\s+)?(?P<year>\d{4})",
    re.IGNORECASE,
)
""" "mercredi 9 décembre 2026", "3. März 2026", "el 5 de mayo de 2026"."""


def _abroad(text: str) -> str:
    """Return a date with the name of its month in another language in figures, "" for any other text."""
    match = _ABROAD.fullmatch(text)
    month = next((at for at, names in enumerate(MONTHS, 1) if match and match["month"].casefold() in names.split()), 0)
    return f"{match['year']}-{month:02d}-{match['day']}" if match and month else ""


def dates_in(text: str) -> list[date]:
    """Return the dates that stand in a text, in order; a month with its year counts as its first day."""
    found = (parse_date(match[0]) or parse_date(f"1 {match[0]}") for match in _DATE.finditer(text))
    return [day for day in found if day is not None]


def of_period(wanted: str, text: str) -> bool | None:
    """Tell whether a text bears a date of the wanted day, month or year; None when no such time is wanted."""
    days = dates_in(text)
    day = parse_date(wanted)
    if day is not None:
        return day in days
    match = _PERIOD.match(wanted.strip())
    if match is None or not (match["month"] or match["year"]):
        return None
    month = _NAMES.index(match["month"].lower()[:3]) + 1 if match["month"] else 0
    year = int(match["year"]) if match["year"] else 0
    return any((not month or one.month == month) and (not year or one.year == year) for one in days)

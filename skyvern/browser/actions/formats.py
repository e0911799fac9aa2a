"""What native inputs want to be given, and when a formatted value is still the value that was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time

_DATES = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%m-%d-%Y",
    "%m/%d/%y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%Y%m%d",
)
_EUROPEAN = ("%d/%m/%Y", "%d-%m-%Y")
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p")
_MONTHS = ("%Y-%m", "%m/%Y", "%B %Y", "%b %Y")
_COLORS = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "yellow": "#ffff00",
    "orange": "#ffa500",
    "purple": "#800080",
    "gray": "#808080",
    "grey": "#808080",
}


def native_value(kind: str, text: str) -> str | None:
    """Return `text` in the form an input of type `kind` takes, None when it cannot be one."""
    form = _FORMS.get(kind)
    return form(text) if form and text else text


def same_value(held: str, wanted: str, *, kind: str = "") -> bool:
    """Return whether a field that shows `held` took `wanted`: formatting (masks, separators, case) does not count."""
    if held == wanted:
        return True
    if kind in {"number", "range"}:
        return _float(held) is not None and _float(held) == _float(wanted)
    if kind == "time":
        return _time(held) == _time(wanted)
    if kind == "password":
        return False
    return (bool(_bare(wanted)) and _bare(held) == _bare(wanted)) or held.split() == wanted.split()


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _parsed(text: str, forms: tuple[str, ...]) -> datetime | None:
    clean = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", " ".join(text.strip().split()))
    for form in forms:
        try:
            return datetime.strptime(clean, form)
        except ValueError:
            continue
    return None


def _date(text: str) -> date | None:
    head = re.match(r"^\s*(\d{4}-\d{2}-\d{2})[T ]", text)
    found = _parsed(head[1] if head else text, _DATES) or _parsed(text, _EUROPEAN)
    return found.date() if found else None


def _time(text: str) -> time | None:
    found = _parsed(text.upper().replace(".", ""), _TIMES)
    return found.time() if found else None


def _moment(text: str) -> str | None:
    parts = re.split(r"[T ]|, (?=\d+:)", text.strip(), maxsplit=1)
    for cut in (parts, text.rsplit(" ", 1), text.rsplit(" ", 2)):
        if len(cut) < 2:
            continue
        day, moment = _date(cut[0].rstrip(",")), _time(" ".join(cut[1:]))
        if day and moment:
            return f"{day.isoformat()}T{moment:%H:%M}"
    day = _date(text)
    return f"{day.isoformat()}T00:00" if day else None


def _number(text: str) -> str | None:
    clean = re.sub(r"[^\d.,+\-eE]", "", text)
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", clean):
        clean = clean.replace(".", "").replace(",", ".")
    clean = clean.replace(",", "")
    return clean if _float(clean) is not None else None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _iso_date(text: str) -> str | None:
    found = _date(text)
    return found.isoformat() if found else None


def _iso_time(text: str) -> str | None:
    moment = _time(text)
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M") if moment else None


def _month(text: str) -> str | None:
    found = _parsed(text, _MONTHS) or _date(text)
    return f"{found:%Y-%m}" if found else None


def _week(text: str) -> str | None:
    day = None if re.fullmatch(r"\d{4}-W\d{2}", text) else _date(text)
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}" if day else text


def _color(text: str) -> str | None:
    low = text.strip().lower()
    low = _COLORS.get(low, low if low.startswith("#") else f"#{low}")
    return low if re.fullmatch(r"#[0-9a-f]{6}", low) else None


_FORMS: dict[str, Callable[[str], str | None]] = {
    "date": _iso_date,
    "time": _iso_time,
    "datetime-local": _moment,
    "month": _month,
    "week": _week,
    "number": _number,
    "range": _number,
    "color": _color,
}

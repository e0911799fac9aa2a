"""Turns text as a page shows it into the value that a schema wants, or says that it cannot be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from skyvern.agent.extract.schema import Wanted
from skyvern.agent.tongues import said as abroad
from skyvern.agent.tongues.words import in_english, plain

ABSENT = re.compile(
    r"^(?:[-–—.…/\\*?]*|n/?a|none|null|not (?:available|applicable|provided|specified|stated)|unknown)$", re.I
)
_DIGITS = r"\d+(?:[.,'\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)*"
_CODES = r"\b(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|INR)\b"
MONEY = re.compile(rf"(?:(?:US|CA|AU|NZ|HK)?[$€£¥₹]|{_CODES})\s?-?{_DIGITS}|-?{_DIGITS}\s?(?:[€£¥₹$]|{_CODES})")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w-])\+?\(?\d{1,4}\)?(?:[\s./()-]{1,2}\d{2,4}){2,5}(?![\w-])")
STREET = re.compile(
    r"(?<![\w-])\d{1,5}[A-Za-z]?\s+(?:[A-Z][\w’'.-]*\s+){1,4}?(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|"
    r"Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Way|Terrace|Close|Row|Parkway|Pkwy|Highway|Hwy)\b\.?"
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+[^\s<>\"'.,;)]")
_DAYS = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?|weekdays?|daily|"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?|mo|di|mi|do|fr|sa|so|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"segunda|terça|quarta|quinta|sexta)\b\.?"
)
_TO = r"\s?(?:to|until|through|and|–|-|bis|und|au|à|et|a|y|e)\s?"
_HOUR = r"\d{1,2}(?:[:.h]\d{2})?\s?(?:[ap]\.?m\.?|h|uhr)?"
_SPAN = rf"{_DAYS}(?:{_TO}{_DAYS})?[,:]?\s+(?:from |von |de )?{_HOUR}{_TO}{_HOUR}"
HOURS = re.compile(rf"\b{_SPAN}(?:(?:[,;]|\s+and)\s+{_SPAN})*", re.I)
"""Days with hours: "Monday to Thursday, 8:00 to 15:30"."""
_ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = _ENGLISH_MONTHS | {
    name: number for number, names in enumerate(abroad.MONTHS, start=1) for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
DATE = re.compile(
    rf"\b\d{{4}}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})\b|"
    rf"\b(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}\b|\b\d{{1,2}}(?:st|nd|rd|th"
    rf"|\.|er|º)? (?:de )?(?:{_MONTH})\b\.?,?(?: de)? \d{{4}}\b",
    re.I,
)
_NUMBER = re.compile(rf"(?:[-−(]\s*)?{_DIGITS}")
_SIGNED_MONEY = re.compile(rf"^\s*(?P<sign>[-−–(])\s*(?:(?:US|CA|AU|NZ|HK)?[$€£¥₹]|{_CODES})\s?$")
"""A sign before the currency: "-$54.10", "($54.10)"."""
_TRAILING_MINUS = re.compile(rf"[-−]\s*(?:[$€£¥₹]|{_CODES})?")
_SCALE_END = re.compile(r"(?<=\d)\s*(?:out of|/)\s*(?:5|10|100)\b(?:\s*stars?)?$", re.I)
_WORD_BEFORE = re.compile(r"(?<!\bUSD)(?<!\bEUR)(?<!\bGBP)(?<!\bCHF)(?<!\bCAD)(?<!\bAUD)(?<=[^\W\d_])$")
_TRUE = frozenset(
    ["yes", "true", "y", "on", "checked", "active", "enabled", "available", "accepted", "paid", "in-stock"]
) | {
    "in stock",
    "✓",
    "✔",
    "☑",
}
_FALSE = frozenset(["no", "false", "n", "off", "unchecked", "inactive", "disabled", "unavailable"]) | {
    "declined", "unpaid", "out of stock", "sold out", "not available", "✗", "✘", "✕", "☐", "×",
}  # fmt: skip


class Unfit:
    """The text cannot be that kind of value."""


UNFIT = Unfit()


def clean(text: str) -> str:
    """Return text with its white space evened out."""
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


_ASIDE = re.compile(r"^([^()\[\]]*\d[^()\[\]]*?)\s*[(\[][^()\[\]]+[)\]]$")
""" "64.00 (12.80 each)": what stands in brackets is said beside the number."""


def coerce(text: str, wanted: Wanted, *, day_first: bool = False) -> object | Unfit:
    """Return `text` as the wanted type; None when it says that there is nothing; UNFIT when it cannot be that.

    With `day_first`, 03/04/2026 is the third of April.
    """
    text = clean(text)
    if wanted.kind == "boolean" and _ASKS_WHETHER.match(wanted.name) and (said := existence(text)) is not None:
        return said
    if not text or ABSENT.match(text) or abroad.ABSENT.match(text):
        return None
    if wanted.choices:
        return _choice(text, wanted.choices)
    match wanted.kind:
        case "number" | "integer":
            found = number(text)
            if found is None and (aside := _ASIDE.match(text)):
                found = number(aside[1])
            if found is None or wanted.kind == "number":
                return UNFIT if found is None else found
            return int(found) if float(found).is_integer() else UNFIT
        case "boolean":
            return boolean(text)
        case "string":
            return _formatted(text, wanted.format, day_first=day_first)
        case _:
            return text


_ASKS_WHETHER = re.compile(r"^(?:has|have|had|any|with)(?=[_A-Z ])")
_NONE_OF_IT = re.compile(
    r"^\W*(?:none|no|nil|nothing|never|0|zero|keine?\w*|aucune?s?|ning[úu]n\w*|nenhum\w*)\b", re.IGNORECASE
)
_SOME_OF_IT = re.compile(r"^\W*(?:yes\b|[1-9]\d?\b|see\b)|\d{4}|\w{3,}\W+\w{3,}", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:unknown|n/?a|not (?:available|known|reported|applicable)|pending|see)\b", re.IGNORECASE)


def existence(text: str) -> bool | None:
    """Tell from what stands under a thing's name whether there is any: *None on record*, *2 orders*; None if open."""
    if _NONE_OF_IT.match(text):
        return False
    if re.match(r"[1-9]\d?\b(?![/.-]\d)", text):
        return True
    return True if _SOME_OF_IT.search(text) and not _OPEN.search(text) else None


def _formatted(text: str, form: str, *, day_first: bool) -> str | Unfit:
    if form == "date":
        day = as_date(text, day_first=day_first)
        return day.isoformat() if day else UNFIT
    if form == "email":
        return found.group() if (found := EMAIL.search(text)) else UNFIT
    return text


def _choice(text: str, choices: tuple[object, ...]) -> object | Unfit:
    """The one choice that the text says, letter case, spaces, hyphens and underscores aside."""
    said = _plain(text)
    exact = [choice for choice in choices if _plain(str(choice)) == said]
    if exact:
        return exact[0]
    meant = {_plain(form) for form in in_english(text)}
    if len(fitting := [choice for choice in choices if _plain(str(choice)) in meant]) == 1:
        return fitting[0]
    numeric = number(text)
    same = [choice for choice in choices if isinstance(choice, (int, float)) and numeric == choice]
    if same:
        return same[0]
    within = [choice for choice in choices if re.search(rf"\b{re.escape(_plain(str(choice)))}\b", said)]
    longest = [c for c in within if not any(c is not o and _plain(str(c)) in _plain(str(o)) for o in within)]
    negated = re.search(r"\b(?:not|no|non|never|un)\b", said) is not None
    return longest[0] if len(longest) == 1 and not negated else UNFIT


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def boolean(text: str) -> bool | Unfit:
    """Return what a yes or a no says."""
    said = text.casefold().strip(" .!")
    if said in _TRUE:
        return True
    if said in _FALSE:
        return False
    if (words := plain(said)) in abroad.YES | abroad.NO:
        return words in abroad.YES
    first = plain(said.split(",")[0].split(" ")[0])
    return True if first in ("yes", "ja", "oui") else False if first in ("no", "nein", "non", "nao") else UNFIT


def number(text: str) -> int | float | None:
    """Return the one number that a text states: `$1,234.50`, `1.234,50 €`, `(12)` and `3 items` alike; else None."""
    text = _SCALE_END.sub("", clean(text))
    matches = list(_NUMBER.finditer(text))
    if len(matches) != 1:
        return None
    raw = matches[0].group()
    before, after = text[: matches[0].start()], text[matches[0].end() :].strip()
    if _WORD_BEFORE.search(before):
        return None
    signed = _SIGNED_MONEY.search(before)
    negative = (
        raw.lstrip().startswith(("-", "−"))
        or (raw.lstrip().startswith("(") and after.startswith(")"))
        or (signed is not None and (signed["sign"] != "(" or after.startswith(")")))
        or (signed is None and _TRAILING_MINUS.fullmatch(after) is not None)
    )
    value = _digits(re.sub(r"[^\d.,]", "", raw))
    if value is None:
        return None
    if scale := re.match(r"(k|m|bn|million|billion|thousand)\b", after, re.I):
        factor = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}[scale.group().lower()]
        value = value * factor
    value = -value if negative else value
    return (
        int(value) if isinstance(value, float) and value.is_integer() and "." not in raw and "," not in raw else value
    )


def _digits(raw: str) -> int | float | None:
    """Tell thousands from decimals by position: the last mark is decimal unless exactly three digits follow it."""
    if not raw or not any(char.isdigit() for char in raw):
        return None
    marks = [char for char in raw if char in ".,"]
    if not marks:
        return int(raw)
    last = marks[-1]
    head, _, tail = raw.rpartition(last)
    decimal = len(set(marks)) == 2 or (len(marks) == 1 and (len(tail) != 3 or head in ("", "0")))
    if len(set(marks)) == 1 and len(marks) > 1:
        decimal = False
    digits = re.sub(r"[.,]", "", head)
    return float(f"{digits or '0'}.{tail}") if decimal else int(digits + tail)


_DAY_TELLS = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?![\d/-])")


def days_come_first(texts: Iterable[str]) -> bool | None:
    """Tell from all dates of a page in which order they are written; None where they do not tell."""
    pairs = [(int(one), int(two)) for text in texts for one, two in _DAY_TELLS.findall(text)]
    days, months = any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)
    return None if days == months else days


def as_date(text: str, *, day_first: bool = False) -> date | None:
    """Return the one calendar day that a text states; month before day (US) unless the numbers forbid it."""
    found = DATE.findall(clean(text))
    if len(found) != 1:
        return None
    said = found[0].lower()
    try:
        if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", said):
            return date(*map(int, iso.groups()))
        if named := re.search(_MONTH, said):
            month = _MONTHS[named.group()]
            numbers = [int(part) for part in re.findall(r"\d+", said)]
            return date(numbers[-1], month, numbers[0])
        one, two, year = (int(part) for part in re.findall(r"\d+", said))
        year += 2000 if year < 100 else 0
        day_before_month = day_first or one > 12 or "." in said
        return date(year, two, one) if day_before_month else date(year, one, two)
    except ValueError:
        return None

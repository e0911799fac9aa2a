"""Reads one sentence that books something: what for, with whom, where, on which day, at what time, in whose name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.properties import described
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.values import CLOSE, MARK, OPEN, Masked, guess_label, pairs
from skyvern.agent.tongues.words import in_english

_KINDS = (
    "appointment|rendez-?vous|termin|cita|booking|reservation|visit|tour|viewing|consultation|meeting|table|slot|"
    "court|room|session|inspection|lesson|test drive|pick-?up|delivery|check-?up|interview|callback|call|class|seat|"
    "place|ticket"
)
_HEAD = re.compile(
    rf"^(?:(?:an?|the|one)\s+)?(?:first|next|earliest)?\s*(?:(?:available|free|new|online)\s+)*"
    rf"(?:[a-z-]+\s+){{0,3}}?(?:{_KINDS})(?:\s+request)?\b",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"^(?:an?\s+|the\s+)?[^\W\d_][^\W\d_-]*(?:[ -][^\W\d_]+){0,4}?(?=\s+(?:from|on|at|in|with|for)\s|,)"
)
_NEXT = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+(?=(?:for|with|at|in|on|under|from|by|to)\s)|\s+(?=\(|\{|\[)")
_TIME = re.compile(
    r"\d{1,2}(?:[:.h]\d{2})\s*(?:[ap]\.?m\.?|h|uhr)?|\d{1,2}\s*(?:[ap]\.?m\.?|h|uhr|o'clock)", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?:in|under)\s+the\s+names?(?:\s+of)?\s+(?P<who>.+)$", re.IGNORECASE)
_SOMEONE = re.compile(
    r"^(?:(?:an?|the|my|our)\s+)?(?P<what>(?:(?:new|existing|returning|current)\s+)?"
    r"(?:patient|customer|client|member|guest|visitor|applicant|student))(?:\s+(?P<who>\S.*))?$",
    re.IGNORECASE,
)
_PROPER = re.compile(rf"^(?:{OPEN}\d+{CLOSE}|[^\W\d_a-z][\w’'.-]*)(?:\s+(?:{OPEN}\d+{CLOSE}|[^\W\d_a-z][\w’'.-]*))+$")
_PERSON_KEY = re.compile(
    r"(?:^|[._])(?:name|nom|prenom|nombre|apellidos?|vorname|nachname|first|last|person|patient)", re.I
)
PURPOSE = "reason / purpose / service / appointment type"
_EDGES = {"from": "start", "to": "end"}
_PLACE = "location / place / site / address"
_LOOKING = re.compile(
    r"^(?:search|look|find|choose)(?:\s+(?:near|by|for|around|in|with))?\s+(?:the\s+)?", re.IGNORECASE
)
_PLACE_NOUN = re.compile(r"(?<=\w)\s+(?:location|office|site|branch|clinic|store|center|centre)$", re.IGNORECASE)
_COMMA = "\uf110"
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Told:
    terms: tuple[Term, ...] = ()
    prose: str = ""


def booked(reader: Reader, verb: str, rest: str, *, anything: bool = False) -> list[Intent]:
    """Read "book a visit with Dr. Weiss in Mitte on MARK at 10:45 AM, for Ida Blum, MARK": [] for anything else.

    `anything` may be applied for, not only what is made at a time.
    """
    text = _with_whole_days(rest.strip(" ."))
    head = (_ANYTHING if anything else _HEAD).match(text)
    if head is None:
        return []
    told = [_piece(piece.strip(" ,;").replace(_COMMA, ","), reader.masked) for piece in _pieces(text, head)]
    if any(one is None for one in told):
        return []
    known = [one for one in told if one is not None]
    terms = tuple(term for one in known for term in one.terms)
    said = described(text, reader.masked)
    if len(terms) < _LEAST or (said is not None and not anything and len(said[1]) >= len(terms)):
        return []
    reader.prose.extend(one.prose for one in known if one.prose)
    named = reader.masked.plain(re.sub(r"^(?:an?|the)\s+", "", head[0].strip(), flags=re.IGNORECASE))
    if anything:
        terms = (Term(value=named, label=f"type / kind / {PURPOSE}", option=True, optional=True), *terms)
    form = Intent(verb=Verb.FILL_FORM, clause="", target=f"{verb} {named}", terms=terms)
    return [form, Intent(verb=Verb.SUBMIT, clause="")]


def for_days(rest: str, masked: Masked) -> tuple[str, tuple[Term, ...]] | None:
    """Read "cars at MARK from MARK to MARK", what is searched for at a time; None where a piece is not understood."""
    text = _with_whole_days(rest.strip(" ."))
    head = _ANYTHING.match(text)
    told = [_piece(piece.strip(" ,;").replace(_COMMA, ","), masked) for piece in _pieces(text, head)] if head else []
    terms = tuple(term for one in told if one is not None for term in one.terms)
    dated = any(term.label.endswith("date") for term in terms)
    if head is None or not dated or len(terms) < _LEAST or any(one is None or one.prose for one in told):
        return None
    return head[0], terms


def _pieces(text: str, head: re.Match[str]) -> list[str]:
    return [piece for piece in _NEXT.split(text[head.end() :]) if piece.strip(" ,;")]


def _with_whole_days(text: str) -> str:
    """Keep the comma of "Thu, Dec 3" from cutting it."""
    return _DAY.sub(lambda day: day[0].replace(",", _COMMA), text)


def _piece(piece: str, masked: Masked) -> _Told | None:
    """Return what a piece of the sentence tells, None where it is not understood."""
    if named := _NAMED.match(piece):
        return _person(named["who"], masked)
    lead, _, body = piece.partition(" ")
    lead = lead.lower()
    if lead not in ("for", "with", "at", "in", "on", "under", "from", "by", "to"):
        return _bare(piece.strip("()"), masked)
    if moment := tuple(_moment(body, masked)):
        return _Told(tuple(replace(one, label=f"{_EDGES.get(lead, '')} {one.label}".strip()) for one in moment))
    plain = masked.plain(re.sub(r"^(?:the|an?|our|your)\s+", "", body)).strip()
    if lead == "for":
        return _for(body, plain, masked)
    if lead in ("with", "at", "in", "by") and plain:
        if (pair := pairs(body, masked)) and len(pair) == 1 and field_concept(pair[0][0]):
            return _Told((Term(value=masked.plain(pair[0][1]), label=pair[0][0], option=True),))
        return _Told((Term(value=_PLACE_NOUN.sub("", plain), label=_PLACE if lead == "at" else "", option=True),))
    return None


def _moment(body: str, masked: Masked) -> Iterator[Term]:
    """Yield the day and the time that a text consists of, nothing where it says anything else."""
    said = re.sub(r"^(?:the|le|den|el)\s+", "", masked.plain(body)).strip(" .,")
    clock = re.search(rf"(?:^|\s)(?P<time>{_TIME.pattern})$", said, re.IGNORECASE)
    day = (said[: clock.start()] if clock else said).strip(" ,")
    if day and parse_date(day) is None and not _DAY.fullmatch(day):
        return
    if day:
        yield Term(value=day, label="date", option=True)
    if clock:
        yield Term(value=clock["time"].strip(), label="time", option=True)


def _for(body: str, plain: str, masked: Masked) -> _Told | None:
    someone = _SOMEONE.match(body)
    if someone:
        who = _person(someone["who"], masked) if someone["who"] else _Told()
        return replace(who, prose=f"This is a {someone['what']}") if who is not None else None
    if count := re.match(r"^(?P<count>\d+|two|three|four|five|six|seven|eight)\s+(?P<noun>[a-z]+)$", plain):
        return _Told((Term(value=_COUNTS.get(count["count"], count["count"]), label=count["noun"]),))
    if _is_somebody(body, masked):
        return _person(body, masked)
    return _Told((Term(value=plain, label=PURPOSE, option=True),)) if plain else None


_COUNTS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"}


def _is_somebody(body: str, masked: Masked) -> bool:
    keys = [mark.key for mark in masked.inside(body)]
    return any(_PERSON_KEY.search(key) for key in keys) or bool(_PROPER.match(body) and not MARK.search(body))


def _person(body: str, masked: Masked) -> _Told | None:
    """Return a person's name: each part by the name that the workflow has for it, else as a whole."""
    marks = masked.inside(body)
    if len(marks) > 1 and all(mark.key for mark in marks) and not MARK.sub("", body).strip(" ,"):
        return _Told(tuple(Term(value=mark.text, key=mark.key) for mark in marks))
    name = masked.plain(body).strip(" .,")
    return _Told((Term(value=name, label="full name", key=marks[0].key if len(marks) == 1 else ""),)) if name else None


def _bare(piece: str, masked: Masked) -> _Told | None:
    """Return what stands between commas: "email MARK", an address by its look, a day, a word for a choice."""
    if moment := tuple(_moment(piece, masked)):
        return _Told(moment)
    if found := pairs(_LOOKING.sub("", piece), masked):
        return _Told(tuple(_labelled(label, value, masked) for label, value in found))
    mark = masked.mark(piece)
    if mark is not None:
        return _Told((Term(value=mark.text, key=mark.key, label=guess_label(mark.text)),))
    first, _, rest = piece.partition(" ")
    if in_english(first) and rest and OPEN not in first:  # *Vertretung Jana Ott*
        return _Told((_labelled(first, rest, masked),))
    if _is_somebody(piece, masked):
        return _person(piece, masked)
    plain = masked.plain(piece).strip()
    short = len(plain.split()) <= len(_WORDS_OF_A_CHOICE)
    return _Told((Term(value=plain, option=True),)) if short and plain and not MARK.search(piece) else None


_WORDS_OF_A_CHOICE = ("in", "the", "morning")


def _labelled(label: str, value: str, masked: Masked) -> Term:
    marks = masked.inside(value)
    plain = masked.plain(value).strip()
    return Term(value=plain, label=label or guess_label(plain), key=marks[0].key if len(marks) == 1 else "")

"""Reads what an order says about its thing: "titled X, with priority urgent, as Editor, for 4 people, at 19:30"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.values import (
    CLOSE,
    MARK,
    OPEN,
    Masked,
    assignment,
    clean_label,
    guess_label,
    labelled,
    name_in,
    term,
)

TITLE = "title / name / subject / headline"
NAME = "name / title"
_ENDS = ("from / source / old", "to / target / new")
_TIME = r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
_NAMING = r"titled|entitled|called|named|labell?ed|headed"
_SAYING = (
    r"saying|that says|which says|reading|that reads|with (?:the )?(?:text|message|comment|content|body)(?= ?[:\ue000])"
)
_START = re.compile(
    rf"\s*(?:(?:[,;]|:(?!\d))\s*(?:and\s+)?(?:with\s+)?|(?:,?\s+and\s+)?\s+(?:with|using|having|whose)\s+|\s+and\s+(?=(?:the\s+|an?\s+)?[^\s{OPEN}])|"
    rf"\s+(?=(?:{_NAMING}|{_SAYING}|under the name|in the name|as)\s)|\s+(?=on\s+(?:\w+day\s+)?{OPEN})|"
    rf"(?<={CLOSE})\s+(?=in\s+(?:the\s+)?[a-z]+\s+[\dA-Z{OPEN}])|\s+(?=at\s+(?:{_TIME}|{OPEN}))|\s+(?=from\s+(?:{OPEN}|\d{{1,2}}[:.]\d\d))|"
    rf"\s+(?=for\s+(?:\d+|one|two|three|four|five|six)\s+[a-z])|\s+(?=for\s+[a-z]+\s+{OPEN}))\s*",
    re.IGNORECASE,
)
_WORD = rf"(?:{OPEN}\d+{CLOSE}|[A-Z0-9][\w’'.&/+-]*)"
_PROPER = rf"{_WORD}(?:\s+(?:{_WORD}|(?:of|de|van|von|der|la|du|da|the|and)(?=\s+[A-Z])))*"
_LABELLED = re.compile(
    rf"^(?P<label>[a-z][\w-]*(?:\s+(?!of\b|to\b|for\b|in\b)[a-z][\w-]*){{0,3}})\s+(?P<value>{_PROPER})$"
)
_HEAD = re.compile(rf"^(?P<noun>(?:[a-z][\w-]*\s+){{1,5}}?)(?P<name>{_PROPER})$")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_PEOPLE = re.compile(
    r"\b(?:users?|persons?|contacts?|customers?|clients?|employees?|patients?|members?|guests?|authors?)\b"
)
_NOTHING_NAMED = re.compile(r"^(?:new|other|another|first|second|following|entry|it|one)$", re.IGNORECASE)


def described(text: str, masked: Masked) -> tuple[str, tuple[Term, ...]] | None:
    """Return (the thing, what is said of it) for the object of an order, None when a part of it is not understood."""
    pieces = [piece for piece in _START.split(text.strip(" .,;")) if piece.strip()]
    if not pieces:
        return None
    head, named = _head(pieces[0].strip(), masked)
    if re.search(r"\d", masked.plain(head)):
        return None
    found: list[Term] = list(named)
    for piece in pieces[1:]:
        told = tuple(_told(piece.strip(" .,;"), masked, lone=not found))
        if not told:
            return None
        found.extend(told)
    return (head, tuple(_of_its_kind(one, head) for one in found)) if found else None


def _of_its_kind(told: Term, head: str) -> Term:
    """A new keyword's name may be asked for as "Keyword" or "Keyword name"."""
    noun = clean_label(re.sub(r"\b(?:new|another|the|an?)\b", " ", head)).strip()
    if noun and told.label in _ENDS:
        to = "url" if re.match(r"https?://|www\.", told.value) else ""
        return replace(told, label=f"{told.label} / {noun} {told.label.split()[0]} {to}".strip())
    named = bool(noun) and not _PEOPLE.search(noun) and len(noun.split()) <= 2
    return replace(told, label=f"{NAME} / {noun} / {noun} name") if told.label == NAME and named else told


def listed(text: str, masked: Masked) -> tuple[Term, ...]:
    """Return what a list of properties says ("country Germany and status active"), () when a part is not understood."""
    found: list[Term] = []
    for piece in _START.split(text.strip(" .,;")):
        told = tuple(_told(piece.strip(" .,;"), masked, lone=False)) if piece.strip() else ()
        if piece.strip() and not (told and all(term.label or term.key for term in told)):
            return ()
        found.extend(told)
    return tuple(found)


_SINCE = re.compile(
    rf"^(?P<label>[a-z]+(?:ed|ing)|born|due|valid)\s+(?:on|at|since|until|by|from)\s+(?P<value>{OPEN}\d+{CLOSE})$", re.I
)
_ANSWERED = re.compile(r"^(?P<label>[A-Za-z][\w' -]{1,50}?):\s*(?P<value>\S.*)$")
_PURPOSE = re.compile(r"^(?P<label>use)d\s+(?:for|as)\s+(?P<value>[a-z]+)$")
_LEAST_PROPERTIES = 3


def terse(text: str, masked: Masked) -> tuple[Term, ...]:
    """Read "Full name Ida Blum, department Legal, hired on 2026-02-01, salary 2950, active", () for anything else."""
    found: list[Term] = []
    for piece in re.split(r"\s*[,;]\s*(?:and\s+)?", text.strip(" .")):
        words = piece.split()
        if not words:
            return ()
        if said := _ANSWERED.match(piece):
            label = name_in(said["label"])
            on = said["value"].lower() in ("yes", "true", "on")
            box = re.fullmatch(r"(?i:yes|no|true|false|on|off)", said["value"]) is not None
            found.append(replace(term(label, said["value"], masked), checked=on if box else None))
            continue
        first = words[0].lower() if words[0][1:].islower() else words[0]
        body = " ".join((first, *words[1:]))
        if since := _SINCE.match(body):
            label = since["label"]
            found.append(term(f"{label} / {label} on / date {label}", since["value"], masked))
        elif purpose := _PURPOSE.match(body):
            found.append(Term(value=purpose["value"], label=purpose["label"], option=True))
        elif (named := _LABELLED.match(body)) or ((named := _BY_CONCEPT.match(body)) and field_concept(named["label"])):
            found.append(term(clean_label(named["label"]), named["value"], masked))
        elif len(words) == 1 and words[0].islower() and OPEN not in piece:
            found.append(Term(value="yes", label=piece, checked=True))
        else:
            return ()
    return tuple(found) if sum(one.checked is None for one in found) >= _LEAST_PROPERTIES else ()


_BY_CONCEPT = re.compile(r"^(?P<label>[a-z][\w-]*(?:\s[a-z][\w-]*)?)\s+(?P<value>\S+(?:\s\S+){0,3})$")


def _head(text: str, masked: Masked) -> tuple[str, tuple[Term, ...]]:
    """ "A new category Books" is a new category whose name is Books."""
    match = _HEAD.match(text)
    if match is None or _NOTHING_NAMED.match(match["noun"].strip()):
        return masked.plain(text), ()
    noun = clean_label(re.sub(r"\b(?:new|another|the|an?)\b", " ", match["noun"]))
    if not noun or re.search(r"\b(?:of|for|with|to|in|on|from|by|and|at|per|about)\b", match["noun"]):
        return masked.plain(text), ()
    value = masked.plain(match["name"])
    label = "full name" if _PEOPLE.search(noun) and " " in value else f"{NAME} / {noun} / {noun} name"
    return masked.plain(match["noun"]).strip(), (Term(value=value, label=label),)


def _told(piece: str, masked: Masked, *, lone: bool) -> Iterator[Term]:
    if match := re.match(rf"^(?P<how>{_NAMING}|{_SAYING})\s*:?\s*(?P<value>.+)$", piece, re.IGNORECASE | re.DOTALL):
        how = match["how"].lower()
        label = TITLE if how in ("titled", "entitled", "headed") else NAME if re.match(_NAMING, how) else "message"
        yield term(label, match["value"], masked)
    elif match := re.match(r"^(?:under|in)\s+the\s+name(?:\s+of)?\s+(?P<value>.+)$", piece, re.IGNORECASE):
        yield term("name", match["value"], masked)
    elif match := re.match(r"^as\s+(?:an?\s+|the\s+)?(?P<value>.+)$", piece, re.IGNORECASE):
        yield Term(value=masked.plain(match["value"]), option=True)
    elif match := re.match(r"^for\s+(?P<count>\d+|\w+)\s+(?P<noun>[a-z]+)$", piece, re.IGNORECASE):
        count = match["count"].lower()
        yield Term(value=_NUMBERS.get(count, count), label=match["noun"])
    elif match := re.match(rf"^for\s+(?!(?:an?|the)\s)(?P<label>[a-z]+)\s+(?P<value>{OPEN}\d+{CLOSE})$", piece):
        yield term(match["label"], match["value"], masked)
    elif match := _SINCE.match(piece):
        yield term(f"{match['label']} / {match['label']} by / date {match['label']}", match["value"], masked)
    elif match := re.match(r"^for\s+(?P<count>\d+)$", piece):
        yield Term(value=match["count"], label="people / guests / persons / number of people")
    elif when := tuple(_when(piece, masked)):
        yield from when
    else:
        yield from _plain(piece, masked, lone=lone)


def _when(piece: str, masked: Masked) -> Iterator[Term]:
    """Read "from D to D", "on D", "at T", "from T to T"."""
    body = masked.plain(piece)
    if span := re.match(r"^from\s+(?P<one>.+?)\s+(?:to|until|till|through|-|–)\s+(?P<two>.+)$", body, re.IGNORECASE):
        days = parse_date(span["one"]) is not None and parse_date(span["two"]) is not None
        hours = re.fullmatch(_TIME, span["one"], re.I) and re.fullmatch(_TIME, span["two"], re.I)
        if days or hours:
            what = "date" if days else "time"
            yield Term(value=span["one"], label=f"start {what}")
            yield Term(value=span["two"], label=f"end {what}")
        elif span["one"].startswith("/"):
            yield Term(value=span["one"], label=_ENDS[0])
            goes = re.sub(r"^(?:the\s+)?(?:address|url|page|path|link)\s+", "", span["two"], flags=re.IGNORECASE)
            yield Term(value=goes, label=_ENDS[1])
        return
    body = re.sub(r"^(?:on|at)\s+(?:\w+day,?\s+)?", "", body, flags=re.IGNORECASE)
    clock = re.search(rf"(?:^|\s+(?:at\s+)?)(?P<time>{_TIME})$", body, re.IGNORECASE)
    day = body[: clock.start()].strip() if clock else body
    if day and parse_date(day) is None:
        return
    if day:
        yield Term(value=day, label="date")
    if clock:
        yield Term(value=clock["time"], label="time")


def _plain(piece: str, masked: Masked, *, lone: bool) -> Iterator[Term]:
    piece = re.sub(r"^in\s+(?=(?:the\s+)?[a-z]+\s+\S)", "", piece)
    pair = assignment(piece, masked)
    if pair is not None and (labelled(pair[0]) or OPEN in pair[1] or re.search(r"[:=]|\s(?:is|as)\s", piece)):
        yield term(pair[0], pair[1], masked)
        return
    body = re.sub(r"^(?:the|an?|his|her|their|its|my|our)\s+", "", piece)
    words = body.split()
    for size in (3, 2, 1):
        label = clean_label(" ".join(words[:size]))
        if len(words) > size and OPEN not in label and field_concept(label):
            yield term(label, re.sub(r"^(?:of|is|to)\s+", "", " ".join(words[size:])), masked)
            return
    if match := _LABELLED.match(body):
        yield term(match["label"], match["value"], masked)
    elif MARK.fullmatch(body):
        made = term("", body, masked)
        yield Term(value=made.value, key=made.key, label=guess_label(made.value))
    elif re.fullmatch(_PROPER, body):
        yield Term(value=masked.plain(body), label="full name" if lone and len(words) > 1 else "", option=not lone)
    elif len(words) <= 3 and OPEN not in body:
        yield Term(value=masked.plain(body), option=True)

"""How orders that make or send something are read: submit, create a user named X, book for 4, add a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading.booking import booked
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.dates import parse_date
from skyvern.agent.policies.embedded.reading.names import split_name
from skyvern.agent.policies.embedded.reading.properties import described
from skyvern.agent.policies.embedded.reading.queries import journey_in
from skyvern.agent.policies.embedded.reading.reader import Order, Reader
from skyvern.agent.policies.embedded.reading.records import passed_on
from skyvern.agent.policies.embedded.reading.superlatives import best_of
from skyvern.agent.policies.embedded.reading.values import CLOSE, MARK, OPEN, Mark, Masked, guess_label, pairs
from skyvern.agent.policies.embedded.reading.verbs import strip_polite

WITH = re.compile(
    r"\s*(?:\bwith\b|\busing\b|\bfrom\b|\bbased on\b|:|\bas follows\b|\bby entering\b)\s*(?:the (?:following|values?|"
    r"data|information|details)\b)?(?: (?:values?|data|information|details|fields))?\s*:?\s*",
    re.IGNORECASE,
)
FILE_WORD = re.compile(
    r"\b(?:pdf|csv|xlsx?|excel|spreadsheet|file|document|invoice|statement|receipt|report|bill|copy|certificate|"
    r"attachment|export|letter|form)s?\b",
    re.IGNORECASE,
)


_AS_FOLLOWS = re.compile(
    r"\s+(?:with|using|from|based on)\s+(?:the\s+|this\s+|these\s+)?(?:(?:following|given|provided|below)\s+)?"
    r"(?:information|data|details|values?|parameters?)(?:\s+(?:below|given|provided))?\s*:?\s*$|"
    r"\s+as follows\s*:?\s*$|\s*:\s*$",
    re.IGNORECASE,
)
""" "Submit a request with the following information:": the values come after it."""


def _announced(reader: Reader, verb: str, rest: str) -> list[Intent]:
    """Read "submit a request for leave with the following information:": a form; its values come after it."""
    if not (_AS_FOLLOWS.search(rest) and _A_NEW.match(rest)):
        return []
    said = reader.masked.plain(f"{verb} {_AS_FOLLOWS.sub('', rest)}")
    kinds = tuple(Term(value=one.text, key=one.key, optional=True) for one in reader.masked.inside(rest))
    form = Intent(verb=Verb.FILL_FORM, clause="", target=said, terms=kinds)
    return [form, Intent(verb=Verb.SUBMIT, clause="")]


def _submit(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    verb = strip_polite(clause.text).split()[0].lower()
    file = re.search(r"\b(?:as|to disk|locally|copy|pdf|csv)\b", rest, re.IGNORECASE)
    if verb in ("save", "send", "file") and FILE_WORD.search(rest) and file:
        return reader.orders["download"](reader, clause, rest)
    if verb == "send" and passed_on(rest) is not None:
        return reader.orders["do"](reader, replace(clause, text=f"forward {rest}"), rest)
    if found := _announced(reader, verb, rest) or _best_trip(reader, verb, rest) or booked(reader, verb, rest):
        return found
    if verb in ("submit", "raise", "log", "file") and _A_NEW.match(rest) and re.search(r":|\bwith\b", rest):
        told = _ASKING.sub(" ", _BY_WHOM.sub("", rest))
        made = _made(reader, replace(clause, text=f"{verb} {told}"), told)
        if made[0].verb is Verb.FILL_FORM:
            return made
    said = described(rest, reader.masked)
    moment = appointment(rest, reader.masked)
    if moment and (said is None or len(said[1]) <= len(moment)):
        head = reader.masked.plain(clause.text)
        return [Intent(verb=Verb.FILL_FORM, clause="", target=head, terms=moment), Intent(verb=Verb.SUBMIT, clause="")]
    terms = _given(reader, rest)
    telling = verb in ("book", "request", "order", "register", "report", "file", "subscribe", "enroll", "pay", "place")
    if telling and said is not None and len(said[1]) >= len(terms):
        form = Intent(verb=Verb.FILL_FORM, clause="", target=f"{verb} {said[0]}", terms=said[1])
        return [form, Intent(verb=Verb.SUBMIT, clause="")]
    plain = verb in ("submit", "finish", "finalize", "send", "confirm") and not re.search(
        r"\b(?:quote|copy|invitation|reminder)\b", rest
    )
    name = (
        re.split(
            rf"\s+(?:for|with|using|to|on)\s+(?=\S*{OPEN})|\s+(?:with|using)\s+|\s*:\s*|\s+(?:saying|that says)\s",
            clause.text,
        )[0]
        if terms
        else clause.text
    )
    send = Intent(verb=Verb.SUBMIT, clause="", target="" if plain else reader.masked.plain(name))
    if not terms:
        return [send]
    return [Intent(verb=Verb.FILL_FORM, clause="", terms=terms), send]


_A_NEW = re.compile(r"^(?:an?|another|(?:the\s+)?(?:new|following))\s", re.IGNORECASE)
_ASKING = re.compile(
    r"(?<=[:,;])\s*(?:and\s+)?(?:choose|select|pick|set|enter|give|use)\s+(?:the\s+|as\s+(?:the\s+)?)?", re.IGNORECASE
)
_BY_WHOM = re.compile(r"\s+as\s+an?\s+[a-z]+(?=\s*(?::|\bwith\b))")
""" "Submit a ticket: choose the queue Payroll, …" lists values as "with the queue Payroll, …" does."""


_TRIP = re.compile(
    r"^(?:me\s+)?(?:the|an?)\s+(?P<edge>\w+(?:\s+expensive)?)\s+(?:[\w-]+\s+){0,2}?"
    r"(?P<noun>flight|train|bus|ferry|trip|connection|ticket)s?\b"
)


def _best_trip(reader: Reader, verb: str, rest: str) -> list[Intent]:
    """Read "book the cheapest flight from A to B on D": a search, then the best of what it finds."""
    match = _TRIP.match(rest.strip())
    said = f"the {match['edge']} {match['noun']}" if match else ""
    terms = journey_in(rest, reader.masked, searching=True) if said and best_of(said) is not None else ()
    if not terms or verb not in ("book", "reserve", "buy", "order"):
        return []
    find = Intent(verb=Verb.SEARCH, clause="", terms=terms)
    return [find, Intent(verb=Verb.CLICK, clause="", target=verb, best=said)]


def appointment(rest: str, masked: Masked) -> tuple[Term, ...]:
    """Read "an appointment with Dr. Weiss on May 19, 2026 at 14:00": with whom, on which day, at what time."""
    marks = [match for match in MARK.finditer(rest) if parse_date(masked.plain(match[0])) is not None]
    if len(marks) != 1:
        return ()
    day, tail = masked.plain(marks[0][0]), masked.plain(rest[marks[0].end() :])
    found = [Term(value=day, label="date", option=True)]
    if hour := re.match(r"^\s*(?:,|at|@)?\s*(?P<time>\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)\s*$", tail, re.IGNORECASE):
        found.append(Term(value=hour["time"], label="time", option=True))
    elif tail.strip(" .,"):
        return ()
    who = re.search(r"\bwith\s+(?P<who>[A-Z][^,;:]*?)\s*,?\s*(?:\bon|\bfor)?\s*$", rest[: marks[0].start()])
    if who:
        found.insert(0, Term(value=masked.plain(who["who"]), option=True))
    return tuple(found)


def _given(reader: Reader, rest: str) -> tuple[Term, ...]:
    """Return the values that an order to send brings along ("with name X", "for a@b.c", "saying ...")."""
    match = WITH.search(rest)
    tail = pairs(rest[match.end() :], reader.masked) if match else []
    if tail:
        return tuple(reader.term(label, value) for label, value in tail)
    found: list[Term] = []
    for mark in MARK.finditer(rest):
        says = re.search(
            r"\b(?:saying|says|reading|text|message|asking|telling)\b[\s:]*(?:that\s+)?$",
            rest[: mark.start()],
            re.IGNORECASE,
        )
        found.append(reader.term("message" if says else "", mark[0]))
    return tuple(found)


def _create(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "under Events, add a page titled X": first to the place, where the page has a way there."""
    if found := booked(reader, strip_polite(clause.text).split()[0].lower(), rest):
        return found
    if announced := _announced(reader, clause.text.split()[0], rest):
        return announced
    if re.search(r"\b(?:called|named)\s", rest):
        rest = _INTO_ALL.sub("", rest)
    if area := _IN_AREA.search(rest):
        way = Intent(verb=Verb.OPEN, clause="", target=area["name"].lower(), passing=True, optional=True)
        return [way, *_create(reader, replace(clause, text=clause.text.replace(area[0], "")), rest[: area.start()])]
    if (held := _HELD.search(rest)) is not None:
        less = rest[: held.start()] + rest[held.end() :]
        made = _create(reader, replace(clause, text=clause.text.replace(held[0], "")), less)
        if made[0].verb is Verb.FILL_FORM and made[0].terms:
            where = replace(reader.term(held["label"], held["name"]), option=True)
            return [replace(made[0], terms=(*made[0].terms, where)), *made[1:]]
    found = _made(reader, clause, rest)
    place = _PLACE.match(clause.where)
    if place is None or _PART_OF_PAGE.search(place["name"]) or found[0].verb not in (Verb.FILL_FORM, Verb.CLICK):
        return found
    name = reader.masked.plain(place["name"])
    return [Intent(verb=Verb.OPEN, clause="", target=name, passing=True, optional=True), *found]


_INTO_ALL = re.compile(
    r"\s+to\s+(?:the|this|my|our)\s+(?:project|team|group|list|account|workspace|company|organi[sz]ation|board"
    r"|site|system|portal|event)\s*\.?$"
)
""" "Add a member called Edda to the project": where everything is added is no part of the name."""
_HELD = re.compile(
    rf"\s+(?:in|under|for|into|at)\s+the\s+(?P<label>[a-z]+(?:\s[a-z]+)?)\s+"
    rf"(?P<name>{OPEN}\d+{CLOSE}|[A-Z0-9][\w’'.&-]*(?:\s+(?:&\s+)?[A-Z0-9][\w’'.&-]*)*)"
    rf"(?=\s*,|\s*$|\s+(?:with|titled|named|called)\b)"
)
""" "A ticket in the queue Payroll": what it belongs to is asked for by the form."""
_IN_AREA = re.compile(
    r"\s+(?:in|under|within|on)\s+(?:the\s+|my\s+|our\s+)?(?P<name>admin(?:istration)?|settings|dashboard|back ?office|"
    r"control panel|preferences)(?:\s+(?:area|section|panel|pages?|menu|module))?$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^(?:under|in|within|inside|at)\s+(?:the\s+|my\s+|our\s+)?(?P<name>\S.{1,40})$", re.IGNORECASE)
_PART_OF_PAGE = re.compile(
    r"\b(?:form|page|list|table|dialog|window|field|box|row|line|card|column|section|drop-?down|app|application|site)\b",
    re.IGNORECASE,
)


def _made(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    match = WITH.search(rest)
    tail = pairs(rest[match.end() :], reader.masked) if match else []
    head = reader.masked.plain(rest[: match.start()] if match else rest)
    listed = pairs(rest, reader.masked) if not match else []
    if len(listed) > 1 and all(field_concept(label) or OPEN in value for label, value in listed):
        head, tail = "", listed
    if not tail and (moment := appointment(rest, reader.masked)):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=head, terms=moment), Intent(verb=Verb.SUBMIT, clause="")]
    about_known = re.fullmatch(
        r"(?:it|them|one|(?:his|her|their|its|the|this|that)\s+(?:\w+\s+)?\w+)", rest.strip(" .")
    )
    if not tail and about_known and (reader.facts or reader.prose) and not reader.intents:
        form = Intent(
            verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(clause.text), terms=tuple(reader.facts)
        )
        return [form, Intent(verb=Verb.SUBMIT, clause="")]
    if words := noted(reader, rest):
        return words
    said = described(rest, reader.masked)
    if said is not None and not re.search(r"\b(?:in)?to\s+(?:the\s+|my\s+)?[\w ]+$", reader.masked.plain(said[0])):
        target_words = f"{clause.text.split()[0]} {said[0]}"
        form = Intent(verb=Verb.FILL_FORM, clause="", target=target_words, terms=said[1])
        return [form, Intent(verb=Verb.SUBMIT, clause="")]
    if not tail:
        return [reader.resolve(Verb.CLICK, reader.masked.plain(clause.text))]
    terms = tuple(reader.term(label, value) for label, value in tail)
    said = f"{clause.text.split()[0]} {head}".strip()
    return [Intent(verb=Verb.FILL_FORM, clause="", target=said, terms=terms), Intent(verb=Verb.SUBMIT, clause="")]


def noted(reader: Reader, rest: str) -> list[Intent]:
    """Read "add the comment X", "add a note saying X to ticket 5": words for the field of that name."""
    match = re.match(
        rf"^(?:the|an?|this)?\s*(?P<label>(?:[a-z]+\s+)?[a-z]+)"
        rf"(?:\s+(?:saying|that says|reading|with the text))?\s*:?\s*"
        rf"(?P<value>{OPEN}\d+{CLOSE})(?P<rest>(?:\s+(?:to|on|for|in)\s+.+)?)$",
        rest.strip(),
        re.IGNORECASE,
    )
    if match is None or field_concept(match["label"].split()[-1]) not in _WORDS_FOR:
        return []
    label = match["label"]
    way: list[Intent] = []
    place = reader.masked.plain(re.sub(r"^\s*(?:to|on|for|in)\s+(?:the\s+)?", "", match["rest"]))
    if place and (record := split_name(place)) is not None:
        way = [Intent(verb=Verb.OPEN, clause="", target=record[0], row=record[1])]
    elif len(place.split()) > 1:
        label = f"{label} of {place}"
    remark = match["label"].split()[-1].casefold() in REMARKS
    return [*way, Intent(verb=Verb.FILL, clause="", terms=(reader.term(label, match["value"]),), keeps=remark)]


REMARKS = frozenset(["comment", "note", "remark", "reply", "review", "answer"])
""" "Add the comment X" means that it stands there afterwards, not only in the field for it."""
_WORDS_FOR = frozenset(["message", "description", "subject", "title_prefix", "reason", "reference", "tags"])


def _apply(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if re.match(
        r"^(?:the\s+|these\s+|all\s+|your\s+)?(?:\w+\s+)?(?:filters?|changes|settings|selection|criteria)\b",
        rest,
        re.IGNORECASE,
    ):
        return [Intent(verb=Verb.SUBMIT, clause="", target=reader.masked.plain(clause.text))]
    sent = Intent(verb=Verb.SUBMIT, clause="")
    filled = bool(reader.intents or reader.listed)
    if not rest.strip() and filled:
        return [replace(sent, target=reader.masked.plain(clause.text))]
    whom = _FOR_WHOM.match(rest)
    if whom and _is_somebody(reader.masked.inside(whom["who"])):
        terms = tuple(reader.term(label, value) for label, value in _told_of(whom["who"], reader.masked))
        head = reader.masked.plain(clause.text[: len(clause.text) - len(rest)]) + " " + (whom["what"] or "")
        return [Intent(verb=Verb.FILL_FORM, clause="", target=head.strip(), terms=terms), sent]
    if MARK.search(rest) and (found := booked(reader, "apply for", rest, anything=True)):
        return found
    return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(clause.text)), sent]


_FOR_WHOM = re.compile(
    rf"^(?:(?P<what>(?:it|this|that|the|an?)\b[^{OPEN}]*?)\s+)?(?:for|on behalf of|as)?\s*(?P<who>{OPEN}\d+{CLOSE}.*)$",
    re.DOTALL,
)
""" "Apply for {{ first_name }} {{ last_name }}, {{ email }}": whose application it is, and not what for."""


_SOMEBODY = re.compile(
    r"^(?:(?:full|first|last|given|family|applicant|candidate|contact|customer|client|employee|member|patient|student|user)_?)?name$|"
    r"^(?:applicant|candidate|person|customer|client|employee|member|patient|student)$"
)


def _is_somebody(marks: Sequence[Mark]) -> bool:
    """Tell whether values are about a person: the first is called so, or an address or number comes behind it."""
    key = marks[0].key.rpartition(".")[2].lower() if marks else ""
    return bool(_SOMEBODY.match(key)) or any(guess_label(one.text) in ("email", "phone") for one in marks[1:])


def _told_of(text: str, masked: Masked) -> list[tuple[str, str]]:
    """Return what is told of somebody: a name first, then values each of its own kind."""
    first, *rest = re.split(r"\s*,\s*(?:and\s+)?", text.strip(" ."))
    found = [one for piece in rest for one in (pairs(piece, masked) or [("", piece)])]
    return [*(pairs(f"name: {first}", masked) or [("full name", first)]), *found]


ORDERS: dict[str, Order] = {
    "submit": _submit,
    "create": _create,
    "apply": _apply,
}

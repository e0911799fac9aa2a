"""How orders to choose are read: an option for a field, from a list, alone, or several one after the other."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import country_name, state_name
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading import values
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.composing import appointment
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.targets import target
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, clean_label, pairs, pieces_of, value_said

_LISTING = (
    r"(?:drop-?down\s+|option\s+|suggestion\s+|scroll(?:ing|able)?\s+|multiple[- ]choice\s+)?"
    r"(?:list|dropdown|drop-down|menu|suggestions?|options|choices|results|autocomplete|pop-?up)"
)


_WITH_THING = re.compile(
    r"^(?P<value>\S.*?)\s+(?:with|using|on|by means of)\s+(?P<thing>(?:the|an?)\s+[^,]+)$", re.IGNORECASE
)
""" "Select 5 with the slider": the value and what it is set with."""


_NOTHING = re.compile(r"^(?:nothing|none(?: of (?:them|these|those|the [a-z ]+))?|no [a-z]+s)$", re.IGNORECASE)


def select(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    rest = re.sub(
        rf"^(?:the\s+)?(?:radio button|radio|option|choice|value|entry|item)\s+(?={OPEN}|[A-Z])",
        "",
        rest.strip(),
        flags=re.IGNORECASE,
    )
    listed = re.match(
        rf"^(?P<value>.+?)\s+(?:from|in|among)\s+(?:the\s+)?(?:{_LISTING})$", rest, re.IGNORECASE | re.DOTALL
    )
    if listed and not clause.where:
        return _from_list(reader, value_said(listed["value"]))
    if (used := _WITH_THING.match(rest)) and not clause.where and bare(used["thing"]) is not None:
        value = reader.term(clean_label(used["thing"]), value_said(used["value"]))
        return [Intent(verb=Verb.FILL, clause="", terms=(value,))]
    if re.fullmatch(r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?", rest.strip(" ."), re.IGNORECASE):
        return [_choice(Term(value=rest.strip(" ."), label="time"))]
    if not clause.where and re.match(OPEN, rest.strip()) and (moment := appointment(rest, reader.masked)):
        return [Intent(verb=Verb.FILL, clause="", terms=moment)]
    if re.search(r"\bmenu$", clause.where, re.IGNORECASE) and not re.search(r"drop-?down", clause.where, re.IGNORECASE):
        place = re.sub(r"^\w+\s+", "", clause.where)
        return [reader.resolve(Verb.OPEN, place), reader.resolve(Verb.CLICK, rest)]
    if _NOTHING.match(rest.strip(" .")) or _told_day(reader, rest.strip(" .")):
        return [Intent(verb=Verb.READ, clause="")]
    terms = _chosen_for(reader, clause, rest)
    if terms:
        return [Intent(verb=Verb.FILL, clause="", terms=tuple(replace(one, option=True) for one in terms))]
    return _qualified(reader, rest) or _several(reader, rest) or _chosen_alone(reader, clause, rest)


_PICKED_UP = re.compile(
    rf"^(?:it|them|this|these)\s+up\b[^{OPEN}]*?\bon\s+(?P<day>{OPEN}\d+{CLOSE}|\d{{4}}-\d\d-\d\d)$", re.IGNORECASE
)
""" "We will pick it up at the clinic on 2026-12-03": nothing is chosen, a day is told."""


def _told_day(reader: Reader, rest: str) -> bool:
    """Take the day on which something is picked up as a value of the form; tell whether there is one."""
    if collected := _PICKED_UP.match(rest):
        reader.state((reader.term("pick-up date", value_said(collected["day"])),))
    return collected is not None


_QUALIFIED = re.compile(
    rf"^(?:the\s+)?(?P<value>{OPEN}\d+{CLOSE}|[A-Z][\w'’-]*(?:\s+[A-Z0-9][\w'’-]*){{0,3}})\s+(?P<label>[a-z]+(?:\s[a-z]+)?)"
    r"(?:\s+with\s+(?P<more>\S.+))?$"
)
""" "The Standard package with a $2,500 deductible": what is chosen by its name, and more of the same form."""
_OF_IT = re.compile(
    rf"^(?:with\s+)?(?:an?|the)\s+(?P<value>{OPEN}\d+{CLOSE}|[$€£]?\d[\d.,]*\d?%?|[A-Z][\w'’-]*)\s+(?P<label>[a-z]+(?:\s[a-z]+)?)$"
)


def _qualified(reader: Reader, rest: str) -> list[Intent]:
    """Read "the Standard package with a $2,500 deductible": choices of a form, where one is being filled in."""
    match = _QUALIFIED.match(rest.strip(" ."))
    if match is None or target(rest, reader.masked).roles:
        return []
    more = [part.strip() for part in re.split(r",\s+(?:and\s+)?|\s+and\s+", match["more"] or "") if part.strip()]
    told = [_OF_IT.match(part) for part in more]
    filling = reader.facts or any(one.verb in (Verb.FILL, Verb.FILL_FORM) for one in reader.intents)
    if not filling or (more and told[0] is None):
        return []
    pairs_said = [(match["label"], match["value"]), *((one["label"], one["value"]) for one in told if one)]
    reader.prose.extend(reader.masked.plain(part) for part, one in zip(more, told, strict=True) if one is None)
    terms = tuple(replace(reader.term(clean_label(label), value), option=True) for label, value in pairs_said)
    return [Intent(verb=Verb.FILL, clause="", terms=terms)]


_MARK_IN = re.compile(
    rf"^(?P<value>{OPEN}\d+{CLOSE})\s+(?:from|in|for|as|under|within|on|at)\s+(?P<label>[^{OPEN}]+)$", re.IGNORECASE
)
""" "V from the F list" of several such, where V is one value for certain."""


def _chosen_for(reader: Reader, clause: Clause, rest: str) -> list[Term]:
    """Read choices whose field is named: "Texas as the state", "X from the Y list", "In the Y list, …"."""
    where = re.sub(r"^(?:in|on|from|for|under|at|as)\s+", "", clause.where, flags=re.IGNORECASE)
    if where:
        return [reader.term(clean_label(reader.masked.plain(where)), value_said(rest))]
    named = [re.match(r"^(?P<value>.+?)\s+(?:as|for)\s+(?P<label>.+)$", part, re.DOTALL) for part in pieces_of(rest)]
    if len(named) < 2 or not all(named):
        named = [_MARK_IN.match(part) for part in pieces_of(rest)]
    if len(named) < 2 or not all(named):
        whole = r"^(?P<value>.+?)\s+(?:from|in|for|as|under|within|on|at)\s+(?P<label>.+)$"
        named = [re.match(whole, rest, re.IGNORECASE | re.DOTALL)]
    found: list[Term] = []
    for one in named:
        label = clean_label(reader.masked.plain(one["label"])) if one else ""
        if one is None or not label or (OPEN in one["label"] and not reader.masked.mark(clean_label(one["label"]))):
            return [reader.term(label, value) for label, value in pairs(rest, reader.masked)]
        found.append(reader.term(label, value_said(one["value"])))
    return found


def _chosen_alone(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read a choice that is named by itself: a place, a value of the payload, an option, or a thing to press."""
    wanted = target(rest, reader.masked)
    if wanted.roles and wanted.kind not in ("option", "radio", "radio button", "checkbox", "check box", "box"):
        return reader.orders["click"](reader, clause, rest)
    label = clean_label(reader.masked.plain(rest))
    if (thing := bare(label)) is not None and thing.kind in ("radio", "checkbox") and thing.number:
        return [Intent(verb=Verb.CHECK, clause="", terms=(Term(value="yes", label=label, checked=True),))]
    mark = reader.masked.mark(clean_label(rest))
    given = values.from_payload(label, reader.payload) if OPEN not in rest else None
    if place := ("state" if state_name(label) else "country" if country_name(label) else ""):
        return [_choice(Term(value=label, label=place))]
    if given is not None:
        return [_choice(given)]
    if mark is not None and mark.key:
        return [_choice(Term(value=mark.text, key=mark.key))]
    return [
        Intent(
            verb=Verb.SELECT,
            clause="",
            target=wanted.name or label,
            row=wanted.row,
            which=wanted.which,
            number=wanted.number,
        )
    ]


def _from_list(reader: Reader, value: str) -> list[Intent]:
    """Read "choose X from the list": X completes what was typed just before, else it is an option named by itself."""
    text = reader.masked.plain(value)
    last = reader.intents[-1] if reader.intents else None
    typed = last.terms[-1] if last is not None and last.verb is Verb.FILL and last.terms else None
    if last is not None and typed is not None and text.casefold().startswith(typed.value.casefold()):
        reader.intents[-1] = replace(last, terms=(*last.terms[:-1], replace(typed, value=text, option=True)))
        return []
    if re.search(r",|\sand\s", text):
        return [_choice(Term(value=text))]
    return [Intent(verb=Verb.SELECT, clause="", target=text)]


def _several(reader: Reader, rest: str) -> list[Intent]:
    """Read "Delivery driver, Part time and Yes (work authorisation)": choices one after the other."""
    pieces = pieces_of(rest)
    if len(pieces) < 2 or any(len(piece.split()) > 5 for piece in pieces):
        return []
    found: list[Term] = []
    for piece in pieces:
        bracket = re.match(r"^(?P<value>[^()]+?)\s*\((?P<label>[^()]+)\)$", piece.strip())
        label = clean_label(reader.masked.plain(bracket["label"])) if bracket else ""
        value = value_said(bracket["value"] if bracket else piece)
        found.append(replace(reader.term(label, value), option=True))
    return [Intent(verb=Verb.FILL, clause="", terms=tuple(found))]


def _choice(made: Term) -> Intent:
    return Intent(verb=Verb.FILL, clause="", terms=(replace(made, option=True),))

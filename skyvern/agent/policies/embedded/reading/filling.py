"""How orders about fields are read: enter, fill in, set, select, tick, upload, submit."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import content, field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading import declining, values
from skyvern.agent.policies.embedded.reading.changing import objects
from skyvern.agent.policies.embedded.reading.choosing import select
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.composing import ORDERS as COMPOSING, WITH
from skyvern.agent.policies.embedded.reading.kinds import bare
from skyvern.agent.policies.embedded.reading.pointing import points_at
from skyvern.agent.policies.embedded.reading.queries import search_terms
from skyvern.agent.policies.embedded.reading.reader import Order, Reader
from skyvern.agent.policies.embedded.reading.ticking import certify, check, uncheck
from skyvern.agent.policies.embedded.reading.uploading import upload
from skyvern.agent.policies.embedded.reading.values import (
    CLOSE,
    MARK,
    OPEN,
    as_written,
    assignment,
    clean_label,
    pairs,
    pieces_of,
    value_said,
)

_FORM = re.compile(
    r"\b(?:form|application|fields?|details|information|everything|data|questionnaire|survey|registration|profile|"
    r"section|request|steps?|page|wizard)\b",
    re.IGNORECASE,
)
_INTO = re.compile(
    r"\s+(?:in|into|in to|inside|to|for|as|under|on|at)\s+(?=(?:the|an?|my|your|their|its|his|her)?\s*\S)",
    re.IGNORECASE,
)
_ALL_THIS = re.compile(
    r"^(?:(?:the\s+|all\s+(?:the\s+)?)?(?:corresponding|appropriate|matching|respective|given|provided|following|"
    r"relevant|correct|supplied)\s+(?:values?|data|information|details)\b.*|"
    r"(?:the\s+|all\s+(?:the\s+)?)?(?:values?|data|information|details)\s+(?:from|of|in|given|provided)\b.*)$|"
    r"^(?:all\s+)?(?:of\s+)?(?:this|these|that|those|it|them|everything)\b(?:\s+(?:data|values?|information|details|"
    r"address|into|in|on|to|the|form|profile|page|fields?|number|name|as|there)\b)*\s*$",
    re.IGNORECASE,
)


_ANSWER = re.compile(
    r"^(?:the\s+)?(?P<label>.+?)\s+(?:question\s+)?(?:with|by)\s+(?P<value>[^,]{1,40})$", re.IGNORECASE
)


def _enter(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if not rest:
        return []
    if declining.voluntary(reader.masked.plain(rest)) and declining.ordered(reader.masked.text):
        return [Intent(verb=Verb.READ, clause="")]
    if _ALL_THIS.match(reader.masked.plain(rest)) and (reader.facts or reader.payload):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(rest))]
    if answer := _ANSWER.match(rest) if re.match(r"answer\b", clause.text, re.IGNORECASE) else None:
        label = clean_label(reader.masked.plain(answer["label"]))
        return [Intent(verb=Verb.FILL, clause="", terms=(replace(reader.term(label, answer["value"]), option=True),))]
    place = re.sub(
        r"^(?:in|on|into|to|for|from|under|within|inside|at|as|using|with)\s+", "", clause.where, flags=re.IGNORECASE
    )
    label = clean_label(reader.masked.plain(place))
    if label and values.labelled(place) and len(pairs(rest, reader.masked)) < 2:
        return [Intent(verb=Verb.FILL, clause="", terms=(reader.term(label, value_said(rest)),))]
    terms = _entered(reader, rest)
    if label:
        terms = [replace(one, within=label) for one in terms]
    if not terms and _FORM.search(rest):
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(rest))]
    return [Intent(verb=Verb.FILL, clause="", terms=tuple(terms))] if terms else [Intent(verb=Verb.UNKNOWN, clause="")]


def _entered(reader: Reader, rest: str) -> list[Term]:
    """Read "John in First name, Smith in Last name" or "first name John and last name Smith" or bare labels."""
    found: list[Term] = []
    if begun := _begun(reader, rest):
        return [begun]
    for piece in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*;\s*", rest):
        if not piece.strip():
            continue
        one = _one_entered(reader, piece)
        if one is None:
            whole = pairs(rest, reader.masked)
            return [reader.term(label, value) for label, value in whole] if whole else _whole_entered(reader, rest)
        found.append(one)
    return found


def _whole_entered(reader: Reader, rest: str) -> list[Term]:
    one = _one_entered(reader, rest)
    return [one] if one is not None else []


_BEGINS = re.compile(
    r"^(?:an?|any|some|the|one)\s+(?:[a-z]+\s+){0,2}(?:that|which)\s+(?:starts?|begins?)\s+with\s+"
    rf"(?P<start>{OPEN}\d+{CLOSE})"
    rf"(?:\s+and\s+(?:that\s+|which\s+)?ends?\s+(?:with|in|on)\s+(?P<end>{OPEN}\d+{CLOSE}))?$",
    re.IGNORECASE,
)


def _begun(reader: Reader, piece: str) -> Term | None:
    """Read "an item that starts with X and ends with Y": one of the things that the field will offer."""
    match = _BEGINS.match(piece.strip(" ."))
    if match is None:
        return None
    end = reader.masked.plain(match["end"]) if match["end"] else ""
    return Term(value=reader.masked.plain(match["start"]), label="text field", ending=end)


def _one_entered(reader: Reader, piece: str) -> Term | None:
    if told := _begun(reader, piece) or _pointed(reader, piece):
        return told
    if _DESCRIBED.match(reader.masked.plain(piece).strip()) and OPEN not in piece:
        return None
    text = value_said(piece)
    if split := _value_into(reader, text):
        return as_written(split) if not _PRONOUN.match(split.value) or OPEN in text else None
    if pair := assignment(text, reader.masked):
        return reader.term(*pair)
    if MARK.fullmatch(text.strip()) or (OPEN in text and not re.sub(f"{OPEN}\\d+{CLOSE}", "", text).strip()):
        return reader.term("", text)
    if _PRONOUN.match(text):
        return None
    label = clean_label(reader.masked.plain(text))
    if given := values.from_payload(label, reader.payload):
        return given
    guess = values.guess_label(label)
    return Term(value=label, label=guess) if guess else None


_DESCRIBED = re.compile(
    r"^(?:the|an?|your|its|their|any|some)\s+(?=(?:[a-z-]+\s+)*(?:number|amount|count|sum|total|words?|texts?|name|letters?|"
    r"answer|value|result|items?|one|color|colour|code)\s)(?:[a-z-]+\s+){1,8}?(?:of|in|from|that|which|below|above|"
    r"shown|starting|beginning|ending|similar)\b",
)
""" "The total number of blocks": words that describe a value. They are not the value."""
_MEANT_BEFORE = re.compile(
    r"^(?:it|that|this|them|(?:the|that|this|your)\s+(?:word|text|value|answer|result|number|name))$", re.I
)


def _pointed(reader: Reader, piece: str) -> Term | None:
    """Read "the value of Country into the text field", and "it" where the clause before pointed at something."""
    text = piece.strip(" .,;")
    ways = [(text[: match.start()], text[match.end() :]) for match in _INTO.finditer(text)]
    for value, label in (*reversed(ways), (text, "")):
        words = reader.masked.plain(value).strip()
        if reader.masked.mark(value) is not None:
            continue
        source = words if points_at(words) else reader.pointed if _MEANT_BEFORE.match(words) else ""
        if source:
            return Term(value="", source=source, label=clean_label(reader.masked.plain(label)))
    return None


def _value_into(reader: Reader, text: str) -> Term | None:
    """Read "V in(to)/as/for the F": the reading whose F is a known field, else the one whose value is evident."""
    best: tuple[tuple[bool, int], Term] | None = None
    for match in _INTO.finditer(text):
        value, label = text[: match.start()], text[match.end() :]
        name = clean_label(reader.masked.plain(label))
        if (thing := bare(name)) is not None and (named := assignment(value, reader.masked)) and OPEN in named[1]:
            own = reader.term(*named)
            return own if thing.plural and not thing.every else replace(own, label=name)
        quoted = OPEN not in label or reader.masked.mark(clean_label(label)) is not None
        if not (value.strip() and name and quoted):
            continue
        known = bool(field_concept(name))
        if known or values.labelled(label) or OPEN in value or len(content(label)) <= 3:
            ending = not re.search(r"\b(?:as|in|into|to|for|the)$", value.strip())
            rank = (known and ending, len(value) if ending else 0)
            if best is None or rank > best[0]:
                best = (rank, reader.term(name, value))
    return best[1] if best else None


def _fill(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    match = WITH.search(rest)
    head = rest[: match.start()] if match else rest
    tail = rest[match.end() :] if match else ""
    if _FORM.search(head) or not head.strip():
        terms = tuple(reader.term(label, value) for label, value in pairs(tail, reader.masked)) if tail else ()
        about = re.search(r"\s+(?:for|of|on behalf of)\s+(?P<who>.+)$", head, re.DOTALL)
        if about and (OPEN in about["who"] or re.search(r"\b[A-Z]", about["who"])):
            terms = (*search_terms(about["who"], reader.masked), *terms)
            head = head[: about.start()]
        if not terms and tail and OPEN in tail:
            terms = tuple(_entered(reader, tail))
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(head), terms=terms)]
    listed = pairs(rest, reader.masked)
    if len(listed) > 1 and re.search(r":|=", rest):
        return [Intent(verb=Verb.FILL, clause="", terms=tuple(reader.term(label, value) for label, value in listed))]
    if match and tail and OPEN not in head and " and " not in head:
        one = reader.term(clean_label(reader.masked.plain(head)), tail)
        mark = reader.masked.inside(tail)
        if mark or len(pairs(rest, reader.masked)) <= 1:
            return [Intent(verb=Verb.FILL, clause="", terms=(one,))]
    terms = tuple(_entered(reader, rest))
    if terms:
        return [Intent(verb=Verb.FILL, clause="", terms=terms)]
    named = [clean_label(part) for part in pieces_of(reader.masked.plain(head))]
    if reader.payload and named:
        return [Intent(verb=Verb.FILL_FORM, clause="", target=reader.masked.plain(head))]
    return [Intent(verb=Verb.UNKNOWN, clause="")]


def _set(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if early := re.search(r"\s+before\s+(?:you\s+)?search\w*.*$", rest, re.IGNORECASE):
        rest = rest[: early.start()]
        found = _set(reader, clause, rest)
        if reader.intents and reader.intents[-1].verb is Verb.SEARCH and found and found[0].terms:
            reader.intents[-1] = replace(reader.intents[-1], terms=(*reader.intents[-1].terms, *found[0].terms))
            return []
        return found
    rest = re.sub(r"\s+(?:via|using|through|by means of)\s+(?:the|an?|his|her|its)\s+[^,;]+$", "", rest)
    if terms := _assigned(reader, rest):
        return [Intent(verb=Verb.FILL, clause="", terms=terms, keeps=True)]
    found = pairs(rest, reader.masked) if not _EDITED.match(clause.text) else []
    if found:
        terms = tuple(reader.term(label, value) for label, value in found)
        return [Intent(verb=Verb.FILL, clause="", terms=terms, keeps=True)]
    if (names := objects(rest, reader.masked)) and not re.search(rf"{OPEN}.*\bform\b", rest):
        return [Intent(verb=Verb.DO, clause="", target=f"edit {reader.masked.plain(rest)}", objects=names)]
    return (
        reader.orders["click"](reader, clause, f"edit {rest}")
        if not _FORM.search(rest)
        else [Intent(verb=Verb.FILL_FORM, clause="", target=rest)]
    )


_EDITED = re.compile(
    rf"^(?:edit|modify|amend)\s+(?:the\s+|this\s+)?(?:[a-z]+\s+){{1,3}}{OPEN}\d+{CLOSE}$", re.IGNORECASE
)
""" "Edit the page X" names what is edited; nothing is set to X."""


def _assigned(reader: Reader, rest: str) -> tuple[Term, ...]:
    """Read "the country to Germany and the language to English"; commas inside a value stay in it."""
    found: list[tuple[str, str]] = []
    parts = re.split(r"(\s*,\s*(?:and\s+)?|\s+and\s+)", rest)
    for joint, piece in zip(["", *parts[1::2]], parts[::2], strict=True):
        match = re.match(
            r"^(?P<label>.+?)\s+(?:to|as|=|into|equal to|with|by)\s+(?P<value>.+)$", piece, re.IGNORECASE | re.DOTALL
        )
        if match:
            label = clean_label(reader.masked.plain(match["label"]))
            if re.match(r"(?:his|her|its|their)\s", piece.strip(), re.IGNORECASE) and reader.subject:
                label = f"{label} of {reader.subject}"
            found.append((label, value_said(match["value"])))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}{joint}{piece}")
        else:
            return ()
    return tuple(reader.term(label, value) for label, value in found)


_DESCRIBE = re.compile(
    rf"^(?:it|this|them|that|the\s+[a-z]+(?:\s[a-z]+)?)\s*(?:in\s+(?:the\s+)?(?P<label>[a-z]+(?:\s[a-z]+)?)\s+)?"
    rf"(?:as|with|by|:)\s*(?:follows\s*:?\s*|saying\s+)?(?P<value>{OPEN}\d+{CLOSE}|[^{OPEN}]{{3,}})$",
    re.IGNORECASE | re.DOTALL,
)


def _describe(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "describe it in the message as X": what a new thing is said to be, in the field of that name."""
    match = _DESCRIBE.match(rest.strip(" ."))
    if match is None:
        return [Intent(verb=Verb.UNKNOWN, clause="")]
    label = clean_label(match["label"] or "description / message / details")
    return [Intent(verb=Verb.FILL, clause="", terms=(reader.term(label, match["value"]),))]


_PRONOUN = re.compile(r"^(?:it|that|this|them|these|those|one|same)$", re.IGNORECASE)
""" "Type it in": what it stands for was not understood, and must not be typed as a word."""


ORDERS: dict[str, Order] = {
    **COMPOSING,
    "enter": _enter,
    "fill": _fill,
    "set": _set,
    "select": select,
    "certify": certify,
    "describe": _describe,
    "check": check,
    "uncheck": uncheck,
    "upload": upload,
}

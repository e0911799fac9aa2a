"""How orders to tick and to clear are read: which boxes, of which record."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.queries import search_terms
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.targets import target
from skyvern.agent.policies.embedded.reading.values import clean_label

_ASKED = re.compile(
    r"^(?:which|what|when|where|who|how(?:\s+(?:many|much|long|often))?)\s+[^,;]*?\b(?:is|are|was|were|has|have|do|does|can)\b"
    r"\s*(?:(?:still\s+)?(?:open|available|free|listed|offered|left|there))?",
    re.IGNORECASE,
)
""" "Check which times are free for X with Y": nothing is ticked, it is looked up."""


_LOOKED_AT = re.compile(
    r"^(?:the|your|all|my)\s+(?:summary|overview|review(?: page)?|preview|data|details|entries|information|results?)$",
    re.IGNORECASE,
)
""" "Check the summary": nothing is ticked, it is looked at."""


def check(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return _box(reader, rest, checked=True)


def certify(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """ "Certify that the vehicle is insured": the box that says so; "certify the information": one that certifies."""
    said = reader.masked.plain(rest)
    label = re.sub(r"^(?:that|to)\s+", "", said, flags=re.IGNORECASE)
    label = f"certify {said}" if label == said else label
    return [Intent(verb=Verb.CHECK, clause="", terms=(Term(value="yes", label=label, checked=True),))]


def uncheck(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    return _box(reader, rest, checked=False)


def _box(reader: Reader, rest: str, *, checked: bool) -> list[Intent]:
    rest = re.sub(r"^(?:the\s+|these\s+)?(?:check\s?)?boxes\s+(?:for\s+|labell?ed\s+)?", "", rest, flags=re.IGNORECASE)
    plain = reader.masked.plain(rest)
    if checked and (re.match(r"^(?:that|if|whether|for)\b", plain, re.IGNORECASE) or _LOOKED_AT.match(plain)):
        return [Intent(verb=Verb.READ, clause="")]
    if checked and (asked := _ASKED.match(rest)):
        terms = search_terms(rest[asked.end() :], reader.masked)
        said = tuple(one for one in terms if one.value in {mark.text for mark in reader.masked.inside(rest)})
        return [Intent(verb=Verb.SEARCH, clause="", terms=said)] if said else [Intent(verb=Verb.READ, clause="")]
    named = re.search(
        r"\b(?:box|checkbox|check box|option|tick box|toggle|switch|terms|agree\w*|consent|radio)\b",
        plain,
        re.IGNORECASE,
    )
    if (
        checked
        and not named
        and re.search(
            r"\b(?:status|license|licence|records?|certification|standing|registration|availability|"
            r"credentials?)\b",
            plain,
            re.IGNORECASE,
        )
    ):
        return reader.orders["search"](reader, Clause(text=rest), rest)
    names = [_box_named(part, reader) for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=the\b|\ue000)", rest)]
    verb = Verb.CHECK if checked else Verb.UNCHECK
    terms = tuple(
        Term(value="yes" if checked else "no", label=_box_name(name), checked=checked) for name in names if name
    )
    kept = any(" of " in term.label for term in terms)
    return [Intent(verb=verb, clause="", terms=terms, keeps=kept)] if terms else [Intent(verb=Verb.UNKNOWN, clause="")]


def _box_named(text: str, reader: Reader) -> str:
    """Return a box's name with the record that it belongs to: "newsletter of customer Dora Novak"."""
    wanted = target(text, reader.masked)
    name = wanted.name or reader.masked.plain(text)
    return f"{clean_label(name)} of {wanted.row}" if wanted.row and wanted.name else name


def _box_name(name: str) -> str:
    return re.sub(r"^(?:to\s+|that\s+)", "", name, flags=re.IGNORECASE)

"""How orders are read that write about a thing: "write a review for X with the title …", "leave a comment on Y"."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.changing import objects
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.reader import Order, Reader
from skyvern.agent.policies.embedded.reading.targets import referred
from skyvern.agent.policies.embedded.reading.values import pairs

_REMARK = re.compile(
    r"^(?:an?\s+|the\s+)?(?:new\s+|short\s+|public\s+|private\s+|internal\s+)*"
    r"(?P<remark>review|comment|rating|testimonial|feedback|question|answer|note)"
    r"(?:\s+(?:for|on|about|of|to|under|below)\s+(?P<about>\S.*?))?\s*(?:,\s*)?"
    r"(?:\bwith\b|\bhaving\b|:)\s*(?P<said>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"^(?:the|an?|its|my|our)\s+|\s+(?:of|as|is|being)$", re.IGNORECASE)


def remarked(reader: Reader, rest: str) -> list[Intent] | None:
    """Read "a review for X with the title A, a score of 5 and the text B" as X, then the form; else None."""
    match = _REMARK.match(rest.strip(" ."))
    told = pairs(match["said"], reader.masked) if match else []
    if match is None or not told:
        return None
    terms = tuple(reader.term(_LABEL.sub("", _LABEL.sub("", label)), value) for label, value in told)
    if not all(term.label for term in terms):
        return None
    form = Intent(verb=Verb.FILL_FORM, clause="", target=f"write a {match['remark'].lower()}", terms=terms)
    sent = Intent(verb=Verb.SUBMIT, clause="")
    about = match["about"]
    if not about or referred(about) is not None:
        return [form, sent]
    names = objects(about, reader.masked)
    if not names:
        return None
    return [Intent(verb=Verb.OPEN, clause="", target=names[0]), form, sent]


def first_remarked(order: Order) -> Order:
    """Return the order of a verb that also writes remarks, as read where it does not."""

    def read(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
        remark = remarked(reader, rest)
        return order(reader, clause, rest) if remark is None else remark

    return read

"""How orders to upload are read: which file, as what, and what is said of it."""

from __future__ import annotations

import re
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb
from skyvern.agent.policies.embedded.reading import values
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.stated import is_file_name
from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, assignment, clean_label, pieces_of


def upload(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    """Read "upload X", "attach X as the CV", "upload X, its title should be Y": what is said of the file is set too."""
    said = _ITS.match(rest)
    if said is None:
        return _uploaded(reader, clause, rest)
    found = _uploaded(reader, clause, said["file"])
    about = reader.term(clean_label(said["label"]), said["value"])
    return [*found, Intent(verb=Verb.FILL, clause="", terms=(about,), keeps=True)]


_ITS = re.compile(
    rf"^(?P<file>.*?{OPEN}\d+{CLOSE}.*?)\s*(?:,|,?\s+and)\s*(?:its|the|with\s+(?:the|a))\s+"
    rf"(?P<label>[a-z][\w ]{{2,30}}?)\s+"
    rf"(?:should be|must be|shall be|is to be|is|be|:)?\s*(?P<value>{OPEN}\d+{CLOSE}|[A-Z0-9][^,;]*)$"
)


_EACH_AS = re.compile(rf"\s*(?:,|,?\s+and)\s+(?={OPEN}\d+{CLOSE}\s+(?:as|for|in|under)\b)")
""" "Attach X as the CV and Y as the cover letter": two files, each for its own field."""


def _uploaded(reader: Reader, clause: Clause, rest: str) -> list[Intent]:
    if len(files := _EACH_AS.split(rest)) > 1:
        return [one for piece in files for one in _uploaded(reader, clause, piece)]
    several = pieces_of(rest)
    if len(several) > 1 and OPEN not in rest:
        found = [one for piece in several for one in _uploaded(reader, clause, piece)]
        if all(one.verb is Verb.UPLOAD for one in found):
            return [Intent(verb=Verb.UPLOAD, clause="", terms=tuple(term for one in found for term in one.terms))]
    match = re.match(
        r"^(?P<file>.+?)\s+(?:to|in|into|as|under|for|on|at|using)\s+(?P<label>.+)$",
        rest,
        re.IGNORECASE | re.DOTALL,
    )
    thing, label = (match["file"], clean_label(reader.masked.plain(match["label"]))) if match else (rest, "")
    pair = assignment(thing, reader.masked)
    if pair and OPEN in pair[1]:
        label, thing = label or pair[0], pair[1]
    mark = next(iter(reader.masked.inside(thing)), None)
    name = clean_label(reader.masked.plain(thing))
    if mark is not None:
        return [
            Intent(verb=Verb.UPLOAD, clause="", terms=(Term(value=mark.text, label=label, key=mark.key, file=True),))
        ]
    given = values.from_payload(name, reader.payload) or (values.from_payload(label, reader.payload) if label else None)
    if given is None:
        given = next(
            (one for one in values.payload_terms(reader.payload, optional=False) if is_file_name(one.value)), None
        )
    if given is None:
        return [Intent(verb=Verb.UNKNOWN, clause="")]
    return [
        Intent(
            verb=Verb.UPLOAD,
            clause="",
            terms=(replace(given, file=True, label=label or (name if field_concept(name) else given.label)),),
        )
    ]

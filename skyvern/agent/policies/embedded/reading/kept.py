"""Sees to it that no value of an order is dropped: what no intent holds is told as lost."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import tokens
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.clauses import Clause
from skyvern.agent.policies.embedded.reading.queries import subject
from skyvern.agent.policies.embedded.reading.values import MARK, Masked

_FIELD_VERBS = frozenset([Verb.FILL, Verb.FILL_FORM, Verb.SUBMIT, Verb.SELECT, Verb.CHECK, Verb.UNCHECK])


_KEEPS_NOTHING = frozenset([Verb.READ, Verb.DISMISS, Verb.LOGIN, Verb.WAIT, Verb.DIALOG, Verb.NEXT])


def _held(one: Intent) -> str:
    said = "" if one.verb in (Verb.FILL_FORM, Verb.SEARCH) else one.target
    if one.verb is Verb.SUBMIT:
        said = re.sub(r"\S*\d\S*", "", one.target)
    terms = " ".join(
        f"{term.value} {term.label} {term.key.replace('_', ' ')} {term.source} {term.ending or ''}"
        for term in one.terms
    )
    row = "" if one.verb is Verb.SEARCH else one.row
    return f"{said} {row} {one.text} {' '.join(one.also)} {one.clause if one.verb is Verb.DO else ''} {terms}"


def dropped(clause: Clause, found: list[Intent], masked: Masked) -> str:
    """Return a value of the clause that no intent holds: what is said must not be dropped."""
    if not found or any(one.verb in _KEEPS_NOTHING for one in found):
        return ""
    kept = " ".join(_held(one) for one in found)
    marks = [mark.text for mark in masked.inside(clause.text)]
    plain = clause.text.partition(" ")[2] if found[0].verb in _FIELD_VERBS else ""
    if found[0].verb is Verb.SEARCH and found[0].terms:
        plain = subject(clause.text.partition(" ")[2])
    words = re.findall(r"[\w’'-]*\d[\w’'-]*|(?<![.!?] )\b[A-Z][\w’'-]{2,}", MARK.sub(" ", plain))
    folded = tokens(kept)
    return next((text for text in (*marks, *words) if not set(tokens(text)) <= set(folded)), "")

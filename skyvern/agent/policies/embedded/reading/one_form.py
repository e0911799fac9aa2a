"""Ties orders to the form that they are parts of: consents, a signature, and one sending for several words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.intents import Intent, Term, Verb

_TELLING = frozenset([Verb.FILL, Verb.FILL_FORM, Verb.SELECT, Verb.CHECK, Verb.UNCHECK, Verb.UPLOAD, Verb.CLICK])
_FORM = frozenset([Verb.FILL, Verb.FILL_FORM, Verb.CHECK, Verb.UNCHECK, Verb.UPLOAD, Verb.SUBMIT])
_SENDS = re.compile(r"^(?:then\s+|finally\s+)?(?:send|submit|finish|complete|finali[sz]e)\b", re.IGNORECASE)
_AGREES = re.compile(
    r"^(?:please\s+)?(?:(?:give|grant)\s+(?:the\s+|my\s+)?(?:consent|permission)\s+(?:for|to)|(?:agree|consent)\s+(?:to|with)|"
    r"authori[sz]e|acknowledge|accept|certify(?:\s+that)?|attest(?:\s+that)?|declare\s+that)\s+(?P<what>\S.+)$",
    re.IGNORECASE,
)
""" "Authorize the background check", "agree to the code of conduct": what a box of the form asks for."""
_SIGNS = re.compile(
    r"^(?:(?:e-?|electronically|digitally)\s*)?sign\s+(?:(?:it|(?:the|this)\s+\w+(?:\s+\w+)?)\s+)?"
    r"(?:(?:electronically|digitally)\s+)?(?:with|as|using|by typing)\s+(?P<name>\S.*)$",
    re.IGNORECASE,
)
_FULL_NAME = re.compile(
    r"^(?:(?:the|my|his|her|their|your)\s+)?(?:[\w-]+(?:'s|’s|s'|s’)\s+)?(?:(?:full|legal|complete|own)\s+){0,2}name"
    r"(?:\s+of\s+the\s+\w+)?$",
    re.IGNORECASE,
)
""" "The applicant's full name": a name that the goal gives elsewhere."""
_THE_WHOLE = re.compile(
    r"^(?:complete|finish|finali[sz]e)\s+(?:the|this|my|your|his|her|their)\s+"
    r"(?:(?:\w+\s+)?(?:registration|booking|reservation|application|order|purchase|check-?out|enrol+ment|request|"
    r"submission|sign-?up|subscription|claim|report|process))\s*$",
    re.IGNORECASE,
)
""" "Agree to the terms and complete the registration": nothing more is said, so what was filled in is sent."""


def as_one_form(intents: Sequence[Intent], payload: Mapping[str, object], facts: Sequence[Term]) -> tuple[Intent, ...]:
    """Return the intents with those that belong to a form read as its parts, and the form sent once, where ordered."""
    known = [*facts, *(term for one in intents for term in one.terms)]
    intents = [part for one in intents for part in _agreed_and_signed(one)]
    found = [_signed(one, known, payload) for one in intents]
    found = [_part(one, found, at) for at, one in enumerate(found)]
    return _sent_once(_cookies_first(found))


_AND_SIGNS = re.compile(r"\s+and\s+(?=(?:e-?|electronically\s+|digitally\s+)?sign\s)", re.IGNORECASE)


def _agreed_and_signed(one: Intent) -> list[Intent]:
    """Take "agree with the declaration and sign as Ida Blum" apart: two things of one form."""
    halves = _AND_SIGNS.split(one.clause, maxsplit=1)
    if (
        len(halves) < 2
        or one.verb not in (Verb.DO, Verb.CLICK, Verb.CHECK)
        or not (_AGREES.match(halves[0]) and _SIGNS.match(halves[1]))
    ):
        return [one]
    return [replace(one, verb=Verb.DO, clause=half, terms=(), row="", objects=(), also=()) for half in halves]


def _part(one: Intent, intents: Sequence[Intent], at: int) -> Intent:
    """Read a consent as a box, and "complete the registration" as the sending of the form before it."""
    before, later = intents[:at], intents[at + 1 :]
    if not any(other.verb in _FORM for other in before):
        return one
    alone = not (one.row or one.objects or one.condition)
    if one.verb in (Verb.CLICK, Verb.DO, Verb.FILL) and alone and (agreed := _AGREES.match(one.clause)):
        label = re.sub(r"^(?:to|that)\s+", "", agreed["what"].strip(" ."), flags=re.IGNORECASE)
        return replace(one, verb=Verb.CHECK, target="", terms=(Term(value="yes", label=label, checked=True),))
    last = all(other.verb is Verb.READ for other in later)
    if one.verb is Verb.FILL_FORM and alone and last and _THE_WHOLE.match(one.clause):
        return replace(one, verb=Verb.SUBMIT, target="", terms=())
    return one


def _signed(one: Intent, known: Sequence[Term], payload: Mapping[str, object]) -> Intent:
    """Read "sign with the applicant's full name" as the value of the field for the signature."""
    signs = _SIGNS.match(one.clause) if one.verb in (Verb.DO, Verb.CLICK) else None
    if signs is not None:
        said = signs["name"].strip(" .")
        name = _full_name(known, payload) if _FULL_NAME.match(said) else said if _is_name(said) else ""
        if name:
            return replace(
                one, verb=Verb.FILL, target="", terms=(Term(value=name, label="signature"),), objects=(), row=""
            )
        return one
    meant = [term for term in one.terms if _FULL_NAME.match(term.value)]
    name = _full_name(known, payload) if meant else ""
    terms = tuple(replace(term, value=name) if name and term in meant else term for term in one.terms)
    return replace(one, terms=terms) if meant else one


def _is_name(said: str) -> bool:
    return 1 < len(said.split()) <= 5 and all(word[:1].isupper() or len(word) <= 3 for word in said.split())


def _full_name(known: Sequence[Term], payload: Mapping[str, object]) -> str:
    """Return the one name that a goal gives whole or in two parts, "" where it gives several or none."""
    given = [(field_concept(term.meaning), term.value) for term in known]
    given += [(field_concept(key.rpartition(".")[2].replace("_", " ")), str(value)) for key, value in payload.items()]
    parts = {part: dict.fromkeys(value for meant, value in given if meant == part and value) for part in _PARTS}
    if any(len(values) > 1 for values in parts.values()):
        return ""
    first, last, whole = (next(iter(parts[part]), "") for part in _PARTS)
    return f"{first} {last}" if first and last else whole if _is_name(whole) else ""


_PARTS = ("first_name", "last_name", "full_name")


def _cookies_first(intents: list[Intent]) -> list[Intent]:
    """Put what is only done where a banner is shown before the form that it would cut in two."""
    aside = [one for one in intents if one.verb is Verb.DISMISS and one.optional]
    begins = next((at for at, one in enumerate(intents) if one.verb in _FORM), len(intents))
    later = [one for one in aside if intents.index(one) > begins]
    within = all(one.verb in _FORM or one in aside for one in intents[begins:])
    if not (later and within):
        return intents
    rest = [one for one in intents if one not in later]
    return [*rest[:begins], *later, *rest[begins:]]


_CHECK_OUT = re.compile(
    r"^(?:please\s+)?(?:(?:go|proceed|continue)\s+to\s+(?:the\s+)?)?check[ -]?out[ .]*$", re.IGNORECASE
)
""" "Check out. Enter the address. Place the order": the way to the form, and not yet its sending."""


def _sent_once(intents: Sequence[Intent]) -> tuple[Intent, ...]:
    """Return the intents without a sending that only the first words imply, where the goal orders it further on.

    "Report a leak at X. Add my name. Send the report": what comes between would not be sent with it.
    """
    kept: list[Intent] = []
    for at, one in enumerate(intents):
        follows = at > 0 and intents[at - 1].verb in (Verb.FILL_FORM, Verb.FILL)
        follows = follows and one.clause == intents[at - 1].clause
        implied = one.verb is Verb.SUBMIT and not one.condition and not _SENDS.match(one.clause)
        rest = (other for other in intents[at + 1 :] if not (_tells(other) or _implied(other)))
        later = next(rest, None)
        again = implied and later is not None and later.verb is Verb.SUBMIT and bool(_SENDS.match(later.clause))
        if again and _CHECK_OUT.match(one.clause):
            kept.append(replace(one, verb=Verb.OPEN))
        elif again and not follows:
            kept.append(replace(one, verb=Verb.FILL_FORM))
        elif not again:
            kept.append(one)
    return tuple(kept)


def _tells(one: Intent) -> bool:
    """Tell whether an order only says how what is sent is to be: "mark it as complete"."""
    return one.verb in _TELLING or (one.verb is Verb.DO and bool(one.terms))


def _implied(one: Intent) -> bool:
    return one.verb is Verb.SUBMIT and not _SENDS.match(one.clause)

"""Puts a goal's orders into the order in which they are carried out: agreed to and chosen before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from skyvern.agent.policies.embedded.intents import Intent, Plan, Verb
from skyvern.agent.policies.embedded.reading.consents import is_agreement

FORM_VERBS = frozenset([Verb.FILL, Verb.FILL_FORM, Verb.CHECK, Verb.UNCHECK, Verb.UPLOAD])


def in_order(plan: Plan) -> Iterator[Intent]:
    """Yield the intents of a plan as they are carried out, each form sent once."""
    return _headline_last(tuple(_agreed_first(tuple(_sent_once(plan.intents)))), plan)


def _sent_once(intents: Sequence[Intent]) -> Iterator[Intent]:
    """Leave out the sending that "create X with Y" implies where the goal says itself, further on, when it is sent."""
    for at, intent in enumerate(intents):
        implied = intent.verb is Verb.SUBMIT and at > 0 and intent.clause == intents[at - 1].clause
        rest = list(takewhile(lambda one: one.verb in FORM_VERBS, intents[at + 1 :])) if implied else []
        after = intents[at + 1 + len(rest)] if at + 1 + len(rest) < len(intents) else None
        if rest and after is not None and after.verb is Verb.SUBMIT and after.clause != rest[-1].clause:
            continue
        if implied and _goes_on_with_parts(intent, intents[at + 1 :]):
            continue
        yield intent


def _agreed_first(intents: Sequence[Intent]) -> Iterator[Intent]:
    """ "Send it, accepting the conditions": what a form is sent with is agreed to before it is sent."""
    for intent, following, before in zip(intents, [*intents[1:], None], [None, *intents[:-1]], strict=False):
        if intent.verb is Verb.SUBMIT and following is not None and _agrees(following):
            yield following
        if not (before is not None and before.verb is Verb.SUBMIT and _agrees(intent)):
            yield intent


_HEADLINE = re.compile(
    r"^(?:please\s+)?(?:book|order|reserve|register|schedule|buy|purchase|rent|hire)\s+(?:me|us|an?|one)\b",
    re.IGNORECASE,
)


_DETAILS = (Verb.FILL, Verb.FILL_FORM, Verb.SELECT, Verb.CHECK, Verb.UNCHECK)


def _headline_last(intents: Sequence[Intent], plan: Plan) -> Iterator[Intent]:
    """ "Book me a flight. From: Lyon … Take the flight AE 415.": what the whole is about comes when all is chosen."""
    heads = [one for one in intents if one.verb in (Verb.SUBMIT, Verb.CLICK) and _HEADLINE.match(one.clause)]
    details = [one for one in intents if one not in heads]
    chosen = any(one.verb is Verb.SELECT and one.row for one in details)
    if len(heads) != 1 or not chosen or any(one.verb not in _DETAILS for one in details):
        yield from intents
        return
    yield from details
    if plan.facts or plan.prose:
        yield replace(heads[0], verb=Verb.FILL_FORM, target="")
    yield replace(heads[0], verb=Verb.SUBMIT)


def _agrees(intent: Intent) -> bool:
    return intent.verb is Verb.CHECK and bool(intent.terms) and all(map(is_agreement, intent.terms))


_PART = re.compile(
    r"^add\s+(?:\w+\s+){1,3}?(?:lines?|rows?|(?:line\s+)?items?|positions?|entries|entry)\b", re.IGNORECASE
)


def _goes_on_with_parts(intent: Intent, later: Sequence[Intent]) -> bool:
    """Tell whether lines are yet to be added to what is made, or were, and the goal says itself when it is sent."""
    forms = {one.clause for one in later if one.verb in FORM_VERBS}
    parts = [one for one in later if one.clause in forms and _PART.match(one.clause)]
    sent = next((one for one in later if one.verb is Verb.SUBMIT and one.clause not in forms), None)
    between = list(takewhile(lambda one: one is not sent, later))
    return (
        sent is not None
        and (bool(parts) or bool(_PART.match(intent.clause)))
        and len(between) == len([one for one in between if one.clause in forms])
    )

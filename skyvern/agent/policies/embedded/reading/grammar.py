"""Understands a goal: its clauses become intents, its values get tied to what they mean, its criteria are set apart."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from skyvern.agent.policies.embedded.intents import Plan
from skyvern.agent.policies.embedded.reading import values
from skyvern.agent.policies.embedded.reading.acting import ORDERS
from skyvern.agent.policies.embedded.reading.clauses import Cut, cut
from skyvern.agent.policies.embedded.reading.one_form import as_one_form
from skyvern.agent.policies.embedded.reading.reader import Reader
from skyvern.agent.policies.embedded.reading.voice import foremost, ordered, stepwise
from skyvern.domain.goal import Goal, GoalValue


def understand(goal: Goal) -> Plan:
    """Return what the goal asks for. Pure; cached on the goal's words and values."""
    secrets = tuple((secret.token, secret.field) for secret in goal.secrets)
    payload = json.dumps(dict(values.flatten(goal.payload)), default=str)
    written = _Written(text=goal.text, given=goal.values, not_given=goal.not_given)
    return _understand(written, payload, secrets, goal.complete_criterion.strip(), goal.terminate_criterion.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A goal's text with what is known of the values in it."""

    text: str
    given: tuple[GoalValue, ...] = ()
    not_given: tuple[GoalValue, ...] = ()


@lru_cache(maxsize=256)
def _understand(goal: _Written, flat: str, secrets: tuple[tuple[str, str], ...], complete: str, terminate: str) -> Plan:
    payload = cast("dict[str, object]", json.loads(flat))
    masked = values.mask(goal.text, payload, dict(secrets), given=goal.given, not_given=goal.not_given)
    parts = cut(masked.text)
    reader = Reader(masked, {**payload, **{field: token for token, field in secrets}}, ORDERS)
    for clause in stepwise(foremost(ordered(parts.orders))):
        reader.read(clause)
    return Plan(
        intents=as_one_form(reader.ordered(), payload, reader.facts),
        complete=(*((complete,) if complete else ()), *map(masked.quoting, parts.complete), *reader.ensured),
        terminate=(*((terminate,) if terminate else ()), *(masked.quoting(one) for one in _named_again(parts))),
        forbidden=tuple(reader.forbidden),
        unknown=tuple(reader.unknown),
        facts=tuple(reader.facts),
        prose=tuple(reader.prose),
    )


_IT = re.compile(r"^(?:it|they)(?=\s+(?:is|are|was|were|has|have)\b)", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?P<who>\S.*?)\s+(?:is|are|was|were|has|have)\b", re.IGNORECASE)


def _named_again(parts: Cut) -> list[str]:
    """Return the TERMINATE criteria with "it" named: "If A is free, book it. If it is taken, terminate" is about A."""
    subjects = [match["who"] for order in parts.orders if (match := _SUBJECT.match(order.condition))]
    named = [who for who in subjects if not _IT.match(f"{who} is")]
    return [_IT.sub(lambda _: named[0], one) if named else one for one in parts.terminate]

"""Judges natural-language criteria against a page: it holds, it does not, or the page cannot tell."""

from __future__ import annotations

import re

from skyvern.agent.criteria.checks import CHECKS
from skyvern.agent.criteria.clauses import Clauses, clauses
from skyvern.agent.criteria.phrasing import VERB, bare, parts, plainer, positive, quotes_in
from skyvern.agent.criteria.scene import Scene
from skyvern.agent.criteria.verdict import Verdict, both, either, negated, unknown
from skyvern.agent.tongues.goals import statement_in_english
from skyvern.domain.failure import needs_llm, validation_failed
from skyvern.domain.goal import Decision, Done, GiveUp, Goal, History, Wait
from skyvern.domain.page import Observation

_ABLE = re.compile(
    r"\b(?:cannot|can(?:\s+not|['’]t)|could(?:\s+not|n['’]t)|(?:not|n['’]t)\s+(?:available|possible|eligible|accepted|"
    r"allowed|supported|covered|free))\b",
    re.I,
)
""" "It cannot be insured", "the time is not available": that a page is silent about it does not make it so."""

_UNDONE = re.compile(
    r"\b(?:has|have|had)(?:\s+not|n['’]t)\s+(?:yet\s+)?been\s+(?!shown|displayed|listed|found)\w+|\bnot\b.*\byet\b|"
    r"\b(?:was|were)(?:\s+not|n['’]t)\s+(?!shown|displayed|listed|found|there|visible|present)\w+ed\b",
    re.I,
)
""" "It has not been issued yet": nor does silence tell that."""

_CLOSED = re.compile(r"\b(?:is|are|was|were|has been|have been)\s+(?:already\s+|now\s+)?closed\b", re.I)
""" "The position is closed": that it is not open before us does not close it."""

__all__ = ["Clauses", "Verdict", "answer_validation", "clauses", "judge"]


def judge(
    criterion: str, observation: Observation, *, goal: Goal | None = None, history: History | None = None
) -> Verdict:
    """Judge a criterion such as `results are shown and no error appears`; None where the page does not tell."""
    sentence = bare(statement_in_english(criterion))
    if not sentence:
        return unknown("the criterion says nothing")
    if not VERB.search(sentence) and not quotes_in(sentence):
        sentence = f"{sentence} is shown"
    return _sentence(plainer(sentence), Scene(observation, goal, history))


def _sentence(text: str, scene: Scene) -> Verdict:
    for word, combine in (("or", either), ("and", both)):
        pieces = parts(text, word)
        if len(pieces) > 1:
            verdicts = [_sentence(plainer(bare(piece)), scene) for piece in pieces]
            whole = _one(text, scene) if all(v.holds is None for v in verdicts) else None
            return whole if whole is not None and whole.holds is not None else combine(verdicts)
    return _one(text, scene)


def _one(text: str, scene: Scene) -> Verdict:
    """Judge one statement: as it stands where its negation is part of what it names, else by its opposite."""
    for check in CHECKS:
        if check.takes_negation and (verdict := check.judge(text, scene)) is not None:
            return verdict
    statement, opposite = positive(text)
    for check in CHECKS:
        if (verdict := check.judge(statement, scene)) is not None:
            if opposite and verdict.holds is False and _CLOSED.search(text):
                return unknown(f"{verdict.why}, which does not tell whether {text!r}")
            if opposite and verdict.untried:
                return unknown(f"{verdict.why}, which does not tell whether {text!r}")
            if opposite and verdict.silent and (_ABLE.search(text) or _UNDONE.search(text)):
                return unknown(f"{verdict.why}, which does not tell whether {text!r}")
            return negated(verdict) if opposite else verdict
    return unknown(f"nothing on the page tells whether {text!r}")


def answer_validation(goal: Goal, observation: Observation, history: History) -> Decision:
    """Decide a validation goal: terminate first, then complete; a page that is still loading gets a moment."""
    terminate, complete = goal.terminate_criterion.strip(), goal.complete_criterion.strip() or goal.text.strip()
    ends = judge(terminate, observation, goal=goal, history=history) if terminate else None
    holds = judge(complete, observation, goal=goal, history=history) if complete else None
    if ends is not None and ends.holds:
        failure = validation_failed(f"{terminate.rstrip('.')}: {ends.why}")
        return GiveUp(failure=failure, terminate=True)
    if observation.busy and not (holds and holds.holds):
        return Wait(seconds=2.0, why=observation.busy)
    if ends is not None and ends.holds is None and not (holds and holds.holds):
        return GiveUp(failure=needs_llm(terminate, ends.why))
    if holds is None:
        return Done(evidence=ends.why if ends else "nothing to check")
    if holds.holds:
        return Done(evidence=holds.why)
    if holds.holds is None:
        return GiveUp(failure=needs_llm(complete, holds.why))
    return GiveUp(failure=validation_failed(f"{complete.rstrip('.')}: {holds.why}"))

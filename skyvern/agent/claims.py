"""What a model claims about a goal that no test of the page can tell, and whether its author gave a reason to stop."""

from __future__ import annotations

import re

from skyvern.agent.criteria import clauses, judge
from skyvern.agent.lexicon import content
from skyvern.agent.page_text import page_text
from skyvern.agent.tongues.goals import order_in_english
from skyvern.domain.goal import Goal, GoalKind, History
from skyvern.domain.page import Observation

_STOPS = re.compile(
    r"\b(?:terminat|stop\b|abort|abbrech|abbruch|brich\b.*\bab\b|beende|arr[êe]te|interromp|termin[ae]\b|det[eé]n|par[ae]\b)",
    re.I,
)
_REFERENCE = re.compile(r"\[(?:f\d+)?e\d+\]?")
_GAP = re.compile(r"…|\.{3,}|\n")
_SIGNED_IN = "the user is signed in"


def undecided(goal: Goal, observation: Observation, history: History) -> tuple[str, ...]:
    """Return what must hold for the goal to be reached and no test of the page tells; () where a test denies some.

    A goal without a criterion is reached when its orders are done: once something was done for it, that is the
    model's to say.
    """
    if not goal.verify:
        return ()
    named = tuple(filter(None, (goal.complete_criterion, *clauses(order_in_english(goal.text)).complete)))
    criteria = named or ((_SIGNED_IN,) if goal.kind is GoalKind.LOGIN else ())
    if not criteria:
        return () if did_something(history) or not goal.text else (f"this is reached: {goal.text}",)
    verdicts = {text: judge(text, observation, goal=goal, history=history).holds for text in criteria}
    if False in verdicts.values():
        return ()
    return tuple(text for text, holds in verdicts.items() if holds is None)


def did_something(history: History) -> bool:
    """Whether anything was done for the goal, and came about."""
    return any(record.result is not None and record.result.ok for record in history.records)


def quotes(quote: str, observation: Observation) -> bool:
    """Whether the words of a quote stand on the page; what is left out between them is told by dots or a new line."""
    shown = _letters(_REFERENCE.sub(" ", page_text(observation)))
    parts = [_letters(part) for part in _GAP.split(_REFERENCE.sub(" ", quote))]
    return any(parts) and all(part in shown for part in parts)


def about(quote: str, statement: str) -> bool:
    """Whether a quote has words of what is stated."""
    return bool(set(content(quote)) & set(content(statement)))


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text.casefold()))


def may_stop(goal: Goal) -> bool:
    """Whether the author gave a condition on which to stop: without one, what cannot be done has failed."""
    return bool(goal.terminate_criterion) or _STOPS.search(f"{goal.text} {goal.system_prompt}") is not None

"""Checks what a policy says it has reached: criteria, downloads, form errors, schema, and that data was really seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from skyvern.agent.criteria import Verdict, clauses, judge
from skyvern.agent.effects import name_of, turned_down, unanswered
from skyvern.agent.extract import invalid, ungrounded
from skyvern.agent.extract.parts import PARTS
from skyvern.agent.extract.reasoning import asks_to_reason
from skyvern.agent.post_conditions import unmet
from skyvern.agent.tongues.goals import order_in_english
from skyvern.domain.failure import Category, Failure, download_failed, needs_llm, validation_failed
from skyvern.domain.goal import Done, Goal, GoalKind, History
from skyvern.domain.page import ActionKind, ActionRecord, Element, Observation

_EMPTY_URLS = re.compile(r"^(about:|chrome-error:|data:,?$|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Whether a policy's *done* is believed: `failure` says why not, `may_change` that a moment's wait could help."""

    failure: Failure | None = None
    may_change: bool = False
    awaits_download: bool = False
    awaits_answer: bool = False


class Effect(Enum):
    """What a page tells about an action whose outcome was lost."""

    SEEN = "the page shows that it was done"
    ABSENT = "the page shows that it was not done"
    UNKNOWN = "the page does not show whether it was done"


def verify(goal: Goal, observation: Observation, done: Done, history: History, *, mind: str = "embedded") -> Belief:
    """Check a *done* of the policy named `mind` against the page.

    A model may judge criteria that have no mechanical test; the other minds may not. Nobody may judge post-conditions.
    """
    belief = _judged(goal, observation, done, history, mind)
    if belief.failure is None and (broken := unmet(goal, observation, history, data=done.data)):
        return Belief(failure=validation_failed(f"post-conditions: {broken}"), may_change=True)
    return belief


def _judged(goal: Goal, observation: Observation, done: Done, history: History, mind: str) -> Belief:
    if (goal.kind is GoalKind.FILE_DOWNLOAD or goal.complete_on_download) and not history.downloads:
        detail = f"no file arrived; the page is {observation.title or observation.url!r}"
        return Belief(failure=download_failed(detail), may_change=True, awaits_download=True)
    if goal.kind is GoalKind.EXTRACTION:
        return _data(goal, observation, done, history, mind)
    if goal.kind is GoalKind.VALIDATION:
        return Belief()
    if undone := _failed_effect(history):
        return Belief(failure=validation_failed(undone), may_change=True)
    if shown := _form_errors(observation, history):
        return Belief(failure=validation_failed(f"the page shows errors: {shown}"), may_change=True)
    if refused := turned_down(observation, history):
        return Belief(failure=validation_failed(refused), may_change=True)
    if waiting := unanswered(observation, history):
        told = f"the site has not answered what was sent to it ({waiting.method} {waiting.url})"
        return Belief(failure=validation_failed(told), may_change=True, awaits_answer=True)
    return _criteria(goal, observation, history, mind) if goal.verify else Belief()


def vanished(before: Observation, now: Observation, history: History) -> str:
    """Say what had been entered, showed up on the page and went away again, "" when nothing did."""
    if before.url != now.url:
        return ""
    entered = [
        record.action.text
        for record in history.records
        if record.action.kind is ActionKind.INPUT_TEXT and record.result is not None and record.result.ok
    ]
    for text in (text for text in entered if len(text.strip()) > 2):
        if _stands(text, before) and not _stands(text, now):
            return f"{text!r} showed up on the page and went away again"
    return ""


def _stands(text: str, page: Observation) -> bool:
    """Whether a line of the page shows the text, messages that come and go left out."""
    said = [" ".join(alert.text.split()) for alert in page.alerts]
    lines = [" ".join(line.text.split()) for line in page.reading.lines]
    return any(text in line and not any(line in one or one in line for one in said) for line in lines)


def shows_success(observation: Observation) -> bool:
    """Whether the page says that something went well."""
    return any(alert.kind == "success" for alert in observation.alerts)


def seen_done(record: ActionRecord, observation: Observation, history: History) -> Effect:
    """Tell from the page whether an interrupted action took effect."""
    if _EMPTY_URLS.match(observation.url):
        return Effect.UNKNOWN
    if shows_success(observation):
        return Effect.SEEN
    there = record.element is not None and any(_same(record.element, element) for element in observation.elements)
    if there:
        typed = [earlier for earlier in history.records if earlier.element and earlier.result and earlier.result.value]
        kept = all(_holds(earlier, observation) for earlier in typed)
        return Effect.ABSENT if typed and kept and not observation.busy else Effect.UNKNOWN
    last = next((r.result.url for r in reversed(history.records) if r.result and r.result.url), history.start_url)
    moved = bool(last) and observation.url.split("#")[0] != last.split("#")[0]
    return Effect.SEEN if moved and record.element is not None and not observation.busy else Effect.UNKNOWN


def _data(goal: Goal, observation: Observation, done: Done, history: History, mind: str) -> Belief:
    problems = invalid(done.data, goal.schema)
    if problems:
        reason = f"The extracted data does not fit the schema: {'; '.join(problems[:5])}"
        return Belief(failure=Failure(reason=reason, category=Category.DATA_EXTRACTION_FAILURE), may_change=True)
    if mind == "model" and asks_to_reason(goal.extraction):
        return Belief()
    missing = ungrounded(done.data, observation, also=history.notes.get("gathered", history.notes.get(PARTS)))
    if missing:
        reason = f"The extracted data holds values that the page does not show: {', '.join(missing[:5])}"
        return Belief(failure=Failure(reason=reason, category=Category.DATA_EXTRACTION_FAILURE), may_change=True)
    return Belief()


def _criteria(goal: Goal, observation: Observation, history: History, mind: str) -> Belief:
    if goal.complete_criterion:
        verdict = judge(goal.complete_criterion, observation, goal=goal, history=history)
        if verdict.holds is False:
            return _refused(goal.complete_criterion, verdict)
        if verdict.holds is None and mind != "model":
            return Belief(failure=needs_llm(goal.complete_criterion, verdict.why), may_change=True)
    for clause in clauses(order_in_english(goal.text)).complete:
        verdict = judge(clause, observation, goal=goal, history=history)
        if verdict.holds is False:
            return _refused(clause, verdict)
    return Belief()


def _refused(criterion: str, verdict: Verdict) -> Belief:
    return Belief(failure=validation_failed(f"{criterion.strip().rstrip('.')}: {verdict.why}"), may_change=True)


def _failed_effect(history: History) -> str:
    """Why the last deed that the goal needed was not done, "" when it was or none was tried."""
    last = next((index for index, one in reversed(list(enumerate(history.records))) if one.action.effect), None)
    if last is None:
        return ""
    record, later = history.records[last], history.records[last + 1 :]
    if record.result is None or record.result.ok or any(one.result and one.result.navigated for one in later):
        return ""
    return f"{name_of(record)!r} was tried last and failed: {record.result.message}"


def _form_errors(observation: Observation, history: History) -> str:
    """Complaints of the form that the last effect was meant to send off."""
    last = history.records[-1] if history.records else None
    if last is None or not last.action.effect or last.element is None or not last.element.form:
        return ""
    said = [
        f"{element.name}: {element.error}" if element.error else element.name
        for element in observation.elements
        if element.invalid and element.form == last.element.form
    ]
    return "; ".join(said)


def _same(one: Element, other: Element) -> bool:
    return (one.role, one.name, one.tag) == (other.role, other.name, other.tag)


def _holds(record: ActionRecord, observation: Observation) -> bool:
    """Whether the field still holds what was put into it."""
    if record.element is None or record.result is None:
        return False
    return any(_same(record.element, e) and e.value == record.result.value for e in observation.elements)

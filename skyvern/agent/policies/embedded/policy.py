"""The embedded mind as a policy: understands the goal, walks its stages, and believes only what the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from skyvern.agent.criteria import judge
from skyvern.agent.policies.embedded.doing import (
    direct,
    download,
    dragging,
    form_pages,
    found_record,
    gates,
    login,
    plain,
)
from skyvern.agent.policies.embedded.finding import overlays, pages
from skyvern.agent.policies.embedded.finding.groups import with_questions
from skyvern.agent.policies.embedded.finding.match import row_score
from skyvern.agent.policies.embedded.finding.side import without_mailing
from skyvern.agent.policies.embedded.forms import accounting
from skyvern.agent.policies.embedded.intents import Plan
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.agent.policies.embedded.stages import Kind, Stage, stages
from skyvern.agent.policies.embedded.state import CLEARING, Scene, State, click
from skyvern.agent.policies.embedded.weighing import completion, offering, resuming
from skyvern.agent.tongues.goals import goal_in_english
from skyvern.domain.failure import Category, needs_llm
from skyvern.domain.goal import Act, Decision, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import ActionKind, Observation

_ADVANCE: dict[Kind, Callable[[Stage, Scene], Decision | None]] = {
    Kind.FORM: form_pages.advance,
    Kind.SEARCH: form_pages.advance,
    Kind.PRESS: plain.press_or_fill,
    Kind.CHOOSE: plain.choose_option,
    Kind.NEXT: plain.go_on,
    Kind.LOGIN: login.advance,
    Kind.DOWNLOAD: download.advance,
    Kind.DISMISS: overlays.dismiss,
    Kind.DIALOG: plain.dialog,
    Kind.DRAG: dragging.advance,
    Kind.PLAIN: plain.advance,
}
_MOST_OBSTACLES = 4
_SAID_BY_FORM = (Category.WRONG_PAGE_STATE, Category.PARAMETER_BINDING_ERROR)


class EmbeddedPolicy:
    """Decides without any model. It refuses, with a reason, what it does not understand."""

    name = "embedded"

    async def decide(self, goal: Goal, observation: Observation, history: History) -> Decision:
        """Return what to do next for a goal that acts."""
        goal = goal_in_english(goal)
        if goal.kind in (GoalKind.EXTRACTION, GoalKind.VALIDATION):
            return direct.reading(goal, observation, history)
        plan = understand(goal)
        page = without_mailing(with_questions(observation), goal, plan)
        scene = Scene(goal=goal, page=page, history=history, plan=plan, state=State.of(history))
        if goal.kind is GoalKind.ACTION and goal.selector:
            return direct.at_selector(goal, plan)
        if early := _before_acting(scene):
            return early
        if offering.under_way(scene):
            return resuming.resumed(scene, _one_stage) or offering.advance(scene)
        decision = _walk(scene)
        return offering.instead(decision, scene) if isinstance(decision, GiveUp) else decision


def _before_acting(scene: Scene) -> Decision | None:
    page, state = scene.page, scene.state
    if offering.may_stop(scene) and not _searches_again(scene) and (ended := completion.stopped(scene, reached=False)):
        return ended
    if page.busy and state.waits < 3 and not page.elements:
        return scene.wait(1.0, page.busy)
    if failure := pages.site_failure(page):
        return GiveUp(failure=failure)
    if page.busy and state.waits < 2:
        return scene.wait(1.0, page.busy)
    last = scene.last
    pressed = last is not None and last.action.kind is ActionKind.CLICK
    stayed = pressed and last is not None and last.result is not None and not last.result.navigated
    blocking = overlays.obstacle(page, overlays.wish(scene.plan), after_press=stayed)
    blocking = blocking or overlays.way_past(page, scene.goal.text)
    if (
        blocking is not None
        and sum(mark == "obstacle" for mark in state.visited) < _MOST_OBSTACLES
        and f"{blocking.ref}" not in state.visited
    ):
        visited = (*state.visited, "obstacle", blocking.ref)
        clearing = replace(click(blocking, reasoning="it lies over the page"), intention=f"{CLEARING}{blocking.name!r}")
        act = scene.act(clearing, phase=state.phase)
        kept = replace(state, visited=visited)
        return replace(act, reasoning=f"Clear away {blocking.name!r}", notes=kept.notes())
    return gates.passed(scene)


def _searches_again(scene: Scene) -> bool:
    """Tell whether a search that found nothing is to be done once more in other words before it is believed."""
    if scene.state.phase != "submit" or not pages.no_results(scene.page):
        return False
    legs = stages(scene.goal, scene.plan)
    stage = legs[scene.state.stage] if scene.state.stage < len(legs) else None
    return stage is not None and stage.kind is Kind.SEARCH and found_record.with_name_alone(stage, scene) is not None


def _walk(scene: Scene) -> Decision:
    legs = stages(scene.goal, scene.plan)
    if not legs and not scene.plan.complete:
        return _nothing_understood(scene.plan, scene.goal)
    if scene.plan.unknown and not scene.plan.complete:
        return GiveUp(failure=needs_llm(scene.plan.unknown[0], "this part of the goal was not understood"))
    index = scene.state.stage
    while index < len(legs):
        here = scene.at(index)
        decision = _one_stage(legs[index], here)
        if isinstance(decision, GiveUp):
            return _second_thought(decision, here, legs[index:])
        if decision is not None:
            return decision
        index += 1
    return completion.finish(scene.at(index))


def _one_stage(stage: Stage, scene: Scene) -> Decision | None:
    if stage.intent.condition and not scene.state.phase:
        verdict = judge(stage.intent.condition, scene.page, goal=scene.goal, history=scene.history)
        if verdict.holds is stage.intent.otherwise:
            return None
        if verdict.holds is None and stage.kind is not Kind.DISMISS:
            return GiveUp(failure=needs_llm(f"if {stage.intent.condition}", verdict.why))
    own = replace(scene, state=accounting.resumed(scene.state))
    decision = _ADVANCE[stage.kind](stage, own)
    if isinstance(decision, GiveUp) and decision.failure.category is Category.PARAMETER_BINDING_ERROR:
        return accounting.completing(stage, own) or decision
    return accounting.before_sending(decision, stage, own) if isinstance(decision, Act) else decision


def _second_thought(decision: GiveUp, scene: Scene, left: Sequence[Stage]) -> Decision:
    """Before giving up: the author's own criteria may hold, or the page may not be ready."""
    if decision.terminate:
        return decision
    if ended := completion.stopped(scene, reached=bool(scene.history.records)):
        return ended
    missed = decision.failure.category is Category.ELEMENT_NOT_FOUND
    if missed and scene.history.records and _all_shown(left, scene) and (done := completion.reached(scene)):
        return done
    asks_more = decision.failure.category is Category.PARAMETER_BINDING_ERROR and left and not left[0].submit
    if asks_more and scene.history.records and (done := completion.reached(scene)):
        return done
    if scene.page.busy and scene.state.waits < 60:
        return Wait(seconds=1.0, why=scene.page.busy, notes=replace(scene.state, waits=scene.state.waits + 1).notes())
    if scene.plan.unknown and not decision.failure.reason.startswith("needs an LLM"):
        why = f"this part of the goal was not understood, and without it: {decision.failure.reason}"
        return GiveUp(failure=needs_llm(scene.plan.unknown[0], why))
    if scene.plan.prose and scene.plan.facts and decision.failure.category in _SAID_BY_FORM:
        why = f"not all values in these words were understood, and without them: {decision.failure.reason}"
        return GiveUp(failure=needs_llm(scene.plan.prose[0], why))
    return decision


def _all_shown(left: Sequence[Stage], scene: Scene) -> bool:
    """Tell whether everything that the open stages name stands on the page: only then may a criterion overrule them."""
    text = scene.page.reading.text
    named = [
        words
        for stage in left
        for words in (stage.intent.row, *(term.value for term in stage.terms if not term.optional))
        if words
    ]
    passing = all(
        stage.kind in (Kind.PRESS, Kind.NEXT, Kind.DISMISS) and not _NARROWS.match(stage.clause) for stage in left
    )
    return passing and all(row_score(words, text) >= 0.9 for words in named)


_NARROWS = re.compile(r"(?:only|just|nur|uniquement|seulement|solo|sólo|solamente|apenas)\b", re.IGNORECASE)
""" "Only pet friendly homes": without it the results are others."""


def _nothing_understood(plan: Plan, goal: Goal) -> GiveUp:
    clause = plan.unknown[0] if plan.unknown else goal.text
    return GiveUp(failure=needs_llm(clause, "no order in it was understood"))

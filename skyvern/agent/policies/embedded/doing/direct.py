"""The short ways: one action at a given selector, and goals that only read or validate."""

from __future__ import annotations

from skyvern.agent.criteria import answer_validation
from skyvern.agent.extract.answer import answer_extraction
from skyvern.agent.policies.embedded.intents import Plan, Verb
from skyvern.domain.goal import Act, Decision, Goal, GoalKind, History
from skyvern.domain.page import Action, ActionKind, Observation


def at_selector(goal: Goal, plan: Plan) -> Decision:
    """Return the one action that the goal's text means, done at the goal's selector."""
    intent = plan.intents[0] if plan.intents else None
    verb = intent.verb if intent is not None else Verb.CLICK
    value = intent.terms[0].value if intent is not None and intent.terms else ""
    kind, text, checked = ActionKind.CLICK, "", True
    files: tuple[str, ...] = ()
    match verb:
        case Verb.FILL if intent is not None and intent.terms[0].option:
            kind, text = ActionKind.SELECT_OPTION, value
        case Verb.FILL:
            kind, text = ActionKind.INPUT_TEXT, value
        case Verb.SELECT if intent is not None:
            kind, text = ActionKind.SELECT_OPTION, intent.target
        case Verb.CHECK | Verb.UNCHECK:
            kind, checked = ActionKind.CHECKBOX, verb is Verb.CHECK
        case Verb.UPLOAD:
            kind, files = ActionKind.UPLOAD_FILE, (value,)
        case Verb.HOVER:
            kind = ActionKind.HOVER
        case Verb.DOWNLOAD:
            kind = ActionKind.DOWNLOAD_FILE
        case _:
            pass
    action = Action(kind=kind, selector=goal.selector, text=text, checked=checked, files=files, reasoning=goal.text)
    return Act(actions=(action,), reasoning=goal.text)


def reading(goal: Goal, observation: Observation, history: History) -> Decision:
    """Return what the page says: extracted data, or whether a criterion holds."""
    if goal.kind is GoalKind.EXTRACTION:
        return answer_extraction(goal, observation, history)
    return answer_validation(goal, observation, history)

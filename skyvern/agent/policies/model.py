"""A policy that asks a language model: one typed answer a turn, checked against the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Literal, cast

from pydantic import BaseModel, Field

from skyvern.agent import prompts
from skyvern.agent.challenges import gate
from skyvern.agent.claims import about, did_something, may_stop, quotes, undecided
from skyvern.agent.extract import merge
from skyvern.agent.extract.answer import asks_for_every_page
from skyvern.agent.extract.schema import as_schema
from skyvern.domain.failure import Category, Failure, UserError, validation_failed
from skyvern.domain.goal import Act, AskPerson, Decision, Done, GiveUp, Goal, GoalKind, History, LookCloser, Wait
from skyvern.domain.page import Action, ActionKind, Element, Observation
from skyvern.llm.errors import BudgetExceeded, ModelError
from skyvern.llm.port import ModelPort, Usage

_WITH_ELEMENT = frozenset(
    [
        ActionKind.CLICK,
        ActionKind.INPUT_TEXT,
        ActionKind.SELECT_OPTION,
        ActionKind.CHECKBOX,
        ActionKind.UPLOAD_FILE,
        ActionKind.HOVER,
        ActionKind.DRAG,
    ]
)
_CORRECTIONS = 2
_PRESSED = frozenset([ActionKind.CLICK, ActionKind.KEYPRESS])
_ANSWERED = _PRESSED | {ActionKind.INPUT_TEXT}
"""What a page may take a moment to answer: typing too, where it searches as one types."""
_AGAIN = frozenset([ActionKind.SCROLL, ActionKind.KEYPRESS, ActionKind.RELOAD_PAGE])
"""What may be done over and over."""
_REF = re.compile(r"\b(?:f\d+)?e\d+\b")
_MOST_PAGES = 50
_BUSY_WAITS = 2
_BUSY_SECONDS = 2.0
_LATE_SECONDS = 0.8
"""What a page that shows nothing new after a click gets, before a model is asked what to make of that."""


class Turn(BaseModel):
    """One action as a model words it."""

    kind: Literal[
        "click", "input_text", "select_option", "checkbox", "upload_file", "keypress", "hover", "scroll", "goto_url",
        "reload_page", "go_back", "go_forward", "new_tab", "switch_tab", "close_page", "download_file", "drag",
        "dialog",
    ]  # fmt: skip
    ref: str = Field(default="", description="Reference of the element, such as e12")
    text: str = Field(default="", description="Text to type, option to choose, key to press, or URL to open")
    checked: bool = Field(
        default=True, description="For checkbox: tick or clear; for dialog: accept or dismiss (`text` answers a prompt)"
    )
    target: str = Field(default="", description="For drag: reference of the element to drop on")
    files: list[str] = Field(
        default_factory=list[str], description="For upload_file: the files, as given in the values"
    )
    amount: int = Field(
        default=0, description="For scroll: pixels down (negative: up); for drag: to the right; for switch_tab: index"
    )
    effect: bool = Field(default=False, description="Whether it submits, pays, sends or deletes")
    intention: str = Field(default="", description="What it is for, in a few words")


class NextStep(BaseModel):
    """A model's decision."""

    reasoning: str = Field(description="Why, in one sentence")
    verdict: Literal["act", "done", "give_up", "terminate", "wait", "look", "ask_person"]
    actions: list[Turn] = Field(default_factory=list[Turn], description="For act: what to do, in order")
    evidence: str = Field(default="", description="For done: what on the page shows that the goal is reached")
    reason: str = Field(default="", description="For give_up, terminate and ask_person: the reason or the question")
    error_codes: list[str] = Field(
        default_factory=list[str], description="Those of the author's error codes that apply"
    )
    seconds: float = Field(default=2.0, description="For wait")


class Judgement(BaseModel):
    """A model's view of criteria."""

    complete: bool | None = None
    terminate: bool | None = None
    why: str = ""


class Finding(BaseModel):
    """A model's view of a claim, with what shows it."""

    complete: bool | None = None
    quote: str = Field(default="", description="The words of the page that show it, copied")
    why: str = ""


class ModelPolicy:
    """Asks a model what to do. `spent` is told what each answer cost."""

    name = "model"

    def __init__(self, model: ModelPort, *, spent: Callable[[Usage], None] | None = None) -> None:
        self._model = model
        self._spent = spent or _forget

    async def decide(self, goal: Goal, observation: Observation, history: History) -> Decision | LookCloser:
        """Return what the model wants done; a model that does not answer is a give-up that lets another mind try."""
        if pause := _moment(goal, observation, history):
            return pause
        try:
            match goal.kind:
                case GoalKind.EXTRACTION:
                    return await self._read(goal, observation, history)
                case GoalKind.VALIDATION:
                    return await self._judge(goal, observation)
                case _:
                    return await self._act(goal, observation, history)
        except BudgetExceeded as error:
            told = UserError(error_code="budget_exceeded", reasoning=str(error))
            return GiveUp(failure=Failure(reason=str(error), category=Category.BUDGET_EXHAUSTED, errors=(told,)))
        except ModelError as error:
            return GiveUp(failure=Failure(reason=str(error), category=Category.LLM_ERROR))

    async def _act(self, goal: Goal, observation: Observation, history: History) -> Decision | LookCloser:
        remark, claims, unanswered = "", 0, _showed_nothing(observation, history)
        for _ in range(1 + _CORRECTIONS):
            prompt = prompts.acting(goal, observation, history, remark=remark, unanswered=unanswered)
            reply = await self._model.ask(
                prompt, shape=NextStep, system=_system(prompts.RULES, goal), images=_images(observation)
            )
            self._spent(reply.usage)
            step = _tidied(reply.value)
            remark = _objection(step, observation, history)
            if not remark and step.verdict == "done":
                claims += 1
                doubt = await self._doubt(goal, observation, history, insisted=claims > 1)
                if doubt and claims > 1:
                    return GiveUp(failure=validation_failed(doubt))
                remark = doubt and f"You said done, but {doubt}"
            if not remark:
                return _decision(step, goal, observation)
        reason = f"The model {self._model.name} asked for something impossible: {remark}"
        return GiveUp(failure=Failure(reason=reason, category=Category.LLM_REASONING_ERROR))

    async def _doubt(self, goal: Goal, observation: Observation, history: History, *, insisted: bool) -> str:
        """Say why a *done* is doubted: what no test of the page tells is judged in a question of its own.

        It is to quote the page, with words of what is claimed. A model that has done something is believed when it
        insists, with any words of the page, or where the page does not decide.
        """
        statements = "; ".join(undecided(goal, observation, history))
        if not statements:
            return ""
        reply = await self._model.ask(
            prompts.judging({"complete": statements}, observation, history),
            shape=Finding,
            system=_system(prompts.JUDGING_RULES, goal),
            images=_images(observation),
        )
        self._spent(reply.usage)
        said, acted = reply.value, did_something(history)
        seen = bool(observation.picture)
        stands = seen or quotes(said.quote, observation)
        if said.complete and stands and (seen or (acted and insisted) or about(said.quote, statements)):
            return ""
        if said.complete is None and insisted and acted:
            return ""
        if said.complete:
            return f"no words of the page were given that say: {statements}"
        return f"asked by itself, it does not hold that {statements}: {said.why or 'the page does not show it'}"

    async def _read(self, goal: Goal, observation: Observation, history: History) -> Decision:
        schema = as_schema(goal.schema)
        paged = asks_for_every_page(goal.extraction)
        plain = not paged and schema is not None and (schema.get("type") == "object" or "properties" in schema)
        asked = {"type": "object", **schema} if plain and schema is not None else _wrapped(schema, paged=paged)
        rules = f"{prompts.READING_RULES}\n{prompts.PAGED_RULES}" if paged else prompts.READING_RULES
        reply = await self._model.ask_data(
            prompts.reading(goal, observation, paged=paged, remark=str(history.notes.get("refused", ""))),
            schema=asked,
            system=_system(rules, goal),
            images=_images(observation),
        )
        self._spent(reply.usage)
        if plain:
            return Done(evidence=f"read by {self._model.name}", data=reply.value)
        told = cast("Mapping[str, object]", reply.value)
        data = merge(history.notes["gathered"], told.get("data")) if "gathered" in history.notes else told.get("data")
        more = observation.element(str(told.get("next") or ""))
        pages = int(str(history.notes.get("pages", 1)))
        if more is None or more.disabled or pages >= _MOST_PAGES:
            return Done(evidence=f"read {pages} pages by {self._model.name}", data=data)
        action = Action(kind=ActionKind.CLICK, ref=more.ref, intention="Show more of the list")
        notes = {"gathered": data, "pages": pages + 1}
        return Act(actions=(action,), reasoning=f"Page {pages} is read; the list goes on", notes=notes)

    async def _judge(self, goal: Goal, observation: Observation) -> Decision:
        criteria = {"complete": goal.complete_criterion or goal.text, "terminate": goal.terminate_criterion}
        statements = {name: text for name, text in criteria.items() if text}
        reply = await self._model.ask(
            prompts.judging(statements, observation), shape=Judgement, system=_system(prompts.JUDGING_RULES, goal)
        )
        self._spent(reply.usage)
        said = reply.value
        if "terminate" in statements and said.terminate:
            return GiveUp(failure=validation_failed(f"{statements['terminate']}: {said.why}"), terminate=True)
        if "complete" not in statements or said.complete:
            return Done(evidence=said.why or "the criterion holds")
        return GiveUp(failure=validation_failed(f"{statements['complete']}: {said.why}"))


def _system(rules: str, goal: Goal) -> str:
    return f"{rules}\n\n{goal.system_prompt}" if goal.system_prompt else rules


def _wrapped(schema: Mapping[str, object] | None, *, paged: bool = False) -> Mapping[str, object]:
    """Models answer with objects: anything else travels under one key, and what leads on beside it."""
    following = {"next": {"type": "string", "description": 'Reference of the control that shows more, or ""'}}
    properties = {"data": dict(schema or {}), **(following if paged else {})}
    return {"type": "object", "properties": properties, "required": ["data"]}


def _images(observation: Observation) -> tuple[bytes, ...]:
    return (observation.picture,) if observation.picture else ()


def _tidied(step: NextStep) -> NextStep:
    """Return a decision with bare references: small models write `[e12]` or `e12 button 'Send'`."""
    return step.model_copy(update={"actions": [_with_bare_refs(turn) for turn in step.actions]})


def _with_bare_refs(turn: Turn) -> Turn:
    bare = {key: _REF.findall(text) for key, text in (("ref", turn.ref), ("target", turn.target))}
    return turn.model_copy(update={key: found[0] for key, found in bare.items() if len(found) == 1})


def _objection(step: NextStep, observation: Observation, history: History) -> str:
    """Say what is impossible about a decision, "" when nothing is."""
    if step.verdict == "done" and step.actions:
        return "You said done, but gave actions. Answer act to have them done, or done without any."
    if step.verdict == "act" and _over_and_over(step, observation, history):
        return "You had exactly this done twice, and the page shows nothing new of it. Do something else, or give up."
    if step.verdict == "look" and observation.picture is not None:
        return "You have the picture already." if observation.picture else "No picture can be taken of this page."
    if step.verdict == "act" and not step.actions:
        return "You said act, but gave no action."
    for turn in step.actions if step.verdict == "act" else ():
        if ActionKind(turn.kind) not in _WITH_ELEMENT:
            continue
        element = observation.element(turn.ref)
        if element is None:
            return f"There is no element {turn.ref!r} on the page: give what stands in its brackets, such as e12."
        if element.disabled:
            return f"The element {turn.ref!r} ({element.name!r}) is disabled."
    return ""


def _over_and_over(step: NextStep, seen: Observation, history: History) -> bool:
    """Whether a decision is what the last two steps did, and the page shows that nothing came of the last."""
    if not step.actions or any(ActionKind(turn.kind) in _AGAIN for turn in step.actions):
        return False
    wanted = [(turn.kind, _called(seen.element(turn.ref)), turn.text, turn.checked) for turn in step.actions]
    for number in (history.steps, history.steps - 1):
        records = [record for record in history.records if record.step == number]
        done = [(one.action.kind.value, _called(one.element), one.action.text, one.action.checked) for one in records]
        if not done or done != wanted[: len(done)]:
            return False
    return history.notes.get("shape") == _shape(seen)


def _called(element: Element | None) -> tuple[str, str]:
    """What an element is called, which a page that is loaded anew does not change."""
    return (element.role, element.name) if element else ("", "")


def _shape(seen: Observation) -> str:
    """A short mark of all that a page shows, the same when it is loaded anew."""
    shown = (seen.url, seen.fingerprint, [line.text for line in seen.reading.lines], [e.name for e in seen.elements])
    return hashlib.blake2s(repr(shown).encode(), digest_size=8).hexdigest()


def _moment(goal: Goal, observation: Observation, history: History) -> Wait | None:
    """Give a page that is not ready its moment: waiting is cheaper than asking a model, which could only say wait."""
    if goal.kind is GoalKind.VALIDATION or observation.picture is not None:
        return None
    waited = str(history.notes.get("waited", "")).partition(":")
    waits = int(waited[2] or 0) if waited[0] == str(history.steps) else 0
    notes = {"waited": f"{history.steps}:{waits + 1}"}
    if observation.busy and waits < _BUSY_WAITS:
        return Wait(seconds=_BUSY_SECONDS, why=f"still loading: {observation.busy}", notes=notes)
    if goal.kind is not GoalKind.EXTRACTION and not waits and _showed_nothing(observation, history, _ANSWERED):
        return Wait(seconds=_LATE_SECONDS, why="what was done shows nothing new yet", notes=notes)
    return None


def _showed_nothing(observation: Observation, history: History, kinds: frozenset[ActionKind] = _PRESSED) -> bool:
    """Whether the last thing done was one of `kinds`, after which the page shows what it showed before."""
    last = history.records[-1] if history.records else None
    if last is None or last.result is None or not last.result.ok or last.step != history.steps:
        return False
    if last.action.kind not in kinds or last.result.navigated:
        return False
    if last.result.opened_tab or last.result.downloads or last.result.dialogs:
        return False
    return history.notes.get("before") == _likeness(observation, last.action.ref)


def _likeness(seen: Observation, ref: str) -> str:
    """A short mark of what a page shows, without what fields hold; the element `ref` with its state."""
    one = seen.element(ref) if ref else None
    shown = (
        seen.url, seen.busy, [tab.title for tab in seen.tabs], [line.text for line in seen.reading.lines],
        [alert.text for alert in seen.alerts], [(e.ref, e.name, e.disabled, e.expanded) for e in seen.elements],
        (one.checked, one.selected, one.expanded) if one else "",
    )  # fmt: skip
    return hashlib.blake2s(repr(shown).encode(), digest_size=8).hexdigest()


def _decision(step: NextStep, goal: Goal, observation: Observation) -> Decision | LookCloser:
    match step.verdict:
        case "look":
            return LookCloser(why=step.reasoning)
        case "act":
            before = _likeness(observation, step.actions[-1].ref)
            notes = {"before": before, "shape": _shape(observation), "refused": ""}
            return Act(actions=tuple(_action(turn) for turn in step.actions), reasoning=step.reasoning, notes=notes)
        case "done":
            return Done(evidence=step.evidence or step.reasoning)
        case "wait":
            return Wait(seconds=min(max(step.seconds, 0.5), 10.0), why=step.reasoning)
        case "ask_person":
            question = step.reason or step.reasoning
            proof = gate(observation)
            return AskPerson(question=question, category=proof.category) if proof else AskPerson(question=question)
        case "give_up" | "terminate":
            reason = step.reason or step.reasoning
            errors = tuple(
                UserError(error_code=code, reasoning=reason) for code in step.error_codes if code in goal.error_codes
            )
            failure = Failure(reason=reason, category=Category.LLM_REASONING_ERROR, errors=errors)
            return GiveUp(failure=failure, terminate=step.verdict == "terminate" and (may_stop(goal) or bool(errors)))


def _action(turn: Turn) -> Action:
    return Action(
        kind=ActionKind(turn.kind),
        ref=turn.ref,
        text=turn.text,
        checked=turn.checked,
        target=turn.target,
        files=tuple(turn.files),
        amount=turn.amount,
        effect=turn.effect,
        intention=turn.intention,
    )


def _forget(usage: Usage) -> None:
    del usage

"""The model policy: typed answers become decisions, impossible ones are corrected once, secrets stay tokens."""

# ruff: noqa: E501 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

from dataclasses import replace
from typing import Any

from skyvern.agent.loop import pursue
from skyvern.agent.policies.model import ModelPolicy
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import Category
from skyvern.domain.goal import Act, AskPerson, Decision, Done, GiveUp, Goal, GoalKind, History, SecretField, Wait
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Observation
from skyvern.domain.status import BlockStatus
from skyvern.llm.errors import BudgetExceeded, ModelUnavailable
from skyvern.llm.port import Usage
from skyvern.testing.models import Answer, ScriptedModel
from skyvern.testing.observations import element, lines, page, pairs, table
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

LOGIN = page(
    lines("# Sign in"), element("textbox", "User name", ref="e1"), element("textbox", "Password", ref="e2", input_type="password", value="•••"),
    element("button", "Sign in", ref="e3"), element("button", "Help", ref="e4", disabled=True), title="Sign in", url="https://p.example/login",
)  # fmt: skip
HOME = page(
    lines("# Overview", "Welcome"),
    element("link", "Sign out", ref="e9"),
    pairs({"Balance": "$5.00"}),
    title="Overview",
    url="https://p.example/home",
)
GOAL = Goal(
    kind=GoalKind.LOGIN, text="Log in", payload={"company": "Harbour"}, error_codes={"LOCKED": "the account is locked"},
    secrets=(SecretField(parameter="account", field="password", token="⟪account.password⟫"),),
)  # fmt: skip


async def decide(
    goal: Goal, seen: Observation, *script: Answer, history: History | None = None
) -> tuple[Decision, ScriptedModel]:
    model = ScriptedModel(script=script)
    return await ModelPolicy(model).decide(goal, seen, history or History()), model


def act(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"reasoning": "next", "verdict": "act", "actions": list(actions)}


async def test_an_answer_becomes_actions() -> None:
    decision, model = await decide(
        GOAL,
        LOGIN,
        act(
            {"kind": "input_text", "ref": "e2", "text": "⟪account.password⟫"},
            {"kind": "click", "ref": "e3", "effect": True},
        ),
    )
    assert isinstance(decision, Act)
    assert [(a.kind, a.ref, a.effect) for a in decision.actions] == [
        (ActionKind.INPUT_TEXT, "e2", False),
        (ActionKind.CLICK, "e3", True),
    ]
    prompt = model.prompts[0]
    assert "<goal>Log in</goal>" in prompt
    assert "[e1] textbox 'User name'" in prompt
    assert "⟪account.password⟫" in prompt
    assert "Harbour" in prompt


async def test_an_impossible_answer_is_corrected_once() -> None:
    decision, model = await decide(
        GOAL, LOGIN, act({"kind": "click", "ref": "e77"}), act({"kind": "click", "ref": "e3"})
    )
    assert isinstance(decision, Act)
    assert "There is no element 'e77'" in model.prompts[1]
    decision, _ = await decide(GOAL, LOGIN, act({"kind": "click", "ref": "e4"}))
    assert isinstance(decision, GiveUp)
    assert decision.failure.category is Category.LLM_REASONING_ERROR


async def test_the_other_verdicts() -> None:
    decision, _ = await decide(GOAL, HOME, {"reasoning": "r", "verdict": "done", "evidence": "Welcome"})
    assert decision == Done(evidence="Welcome")
    decision, _ = await decide(GOAL, HOME, {"reasoning": "slow", "verdict": "wait", "seconds": 99})
    assert decision == Wait(seconds=10.0, why="slow")
    decision, _ = await decide(GOAL, HOME, {"reasoning": "r", "verdict": "ask_person", "reason": "Which account?"})
    assert decision == AskPerson(question="Which account?")
    decision, _ = await decide(
        GOAL, HOME, {"reasoning": "r", "verdict": "terminate", "reason": "locked", "error_codes": ["LOCKED", "MADE_UP"]}
    )
    assert isinstance(decision, GiveUp)
    assert decision.terminate
    assert [error.error_code for error in decision.failure.errors] == ["LOCKED"]


async def test_a_model_that_does_not_answer_lets_another_mind_try() -> None:
    decision, _ = await decide(GOAL, HOME, ModelUnavailable("no key"))
    assert isinstance(decision, GiveUp)
    assert decision.failure.category is Category.LLM_ERROR


async def test_reading_in_a_shape_and_in_free_form() -> None:
    goal = Goal(
        kind=GoalKind.EXTRACTION,
        extraction="Get the balance",
        schema={"type": "object", "properties": {"balance": {"type": "string"}}},
    )
    decision, model = await decide(goal, HOME, {"balance": "$5.00"})
    assert isinstance(decision, Done)
    assert decision.data == {"balance": "$5.00"}
    assert "Balance = $5.00" in model.prompts[0]
    free = Goal(kind=GoalKind.EXTRACTION, extraction="Get the rows")
    decision, _ = await decide(free, page(table(("A", "B"), ("1", "2"))), {"data": [{"a": "1"}]})
    assert isinstance(decision, Done)
    assert decision.data == [{"a": "1"}]


async def test_judging() -> None:
    goal = Goal(kind=GoalKind.VALIDATION, complete_criterion="the tone is friendly", terminate_criterion="it is rude")
    decision, _ = await decide(goal, HOME, {"complete": True, "terminate": False, "why": "it says welcome"})
    assert decision == Done(evidence="it says welcome")
    decision, _ = await decide(goal, HOME, {"complete": False, "terminate": True, "why": "rude"})
    assert isinstance(decision, GiveUp)
    assert decision.terminate
    decision, _ = await decide(goal, HOME, {"complete": None, "why": "unclear"})
    assert isinstance(decision, GiveUp)
    assert not decision.terminate


async def test_a_whole_pursuit_and_its_cost() -> None:
    spent: list[Usage] = []
    model = ScriptedModel(
        script=[
            act({"kind": "click", "ref": "e3", "effect": True}),
            {"reasoning": "r", "verdict": "done", "evidence": "Welcome"},
        ]
    )
    outcome = await pursue(
        Goal(kind=GoalKind.LOGIN, text="Log in", complete_criterion="the user is logged in"),
        page=ScriptedPage(views=[LOGIN, HOME], leads={"e3": 1}),
        policies=(ModelPolicy(model, spent=spent.append),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(10),
    )
    assert (outcome.status, outcome.mind) == (BlockStatus.COMPLETED, "model")
    assert sum(usage.requests for usage in spent) == 2
    assert "1. click Sign in: ok" in model.prompts[1]


async def test_a_list_over_pages_is_read_page_by_page() -> None:
    schema = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
    goal = Goal(kind=GoalKind.EXTRACTION, extraction="Extract the names from all pages", schema=schema)
    first = page(lines("# Members", "Ada"), element("button", "Next", ref="e1"), url="https://p.example/1")
    second = page(
        lines("# Members", "Ben"), element("button", "Next", ref="e2", disabled=True), url="https://p.example/2"
    )
    model = ScriptedModel(script=[{"data": [{"name": "Ada"}], "next": "e1"}, {"data": [{"name": "Ben"}], "next": "e2"}])
    outcome = await pursue(
        goal,
        page=ScriptedPage(views=[first, second], leads={"e1": 1}),
        policies=(ModelPolicy(model),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(20),
    )
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert outcome.extracted == [{"name": "Ada"}, {"name": "Ben"}]


async def test_a_budget_ends_the_block_and_keeps_what_was_read() -> None:
    schema = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
    goal = Goal(kind=GoalKind.EXTRACTION, extraction="Extract the names from all pages", schema=schema)
    first = page(lines("# Members", "Ada"), element("button", "Next", ref="e1"), url="https://p.example/1")
    model = ScriptedModel(
        script=[{"data": [{"name": "Ada"}], "next": "e1"}, BudgetExceeded("budget_exceeded: the run")]
    )
    other = ScriptedPolicy(script=[Done(evidence="never asked")])
    outcome = await pursue(
        goal,
        page=ScriptedPage(views=[first, first], leads={"e1": 1}),
        policies=(ModelPolicy(model), other),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(20),
    )
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.category is Category.BUDGET_EXHAUSTED
    assert [error.error_code for error in outcome.errors] == ["budget_exceeded"]
    assert outcome.extracted == [{"name": "Ada"}]
    assert not other.asked


async def test_a_picture_is_sent_only_when_the_model_asks() -> None:
    model = ScriptedModel(
        script=[
            {"reasoning": "a chart", "verdict": "look"},
            {"reasoning": "r", "verdict": "done", "evidence": "the bar is green"},
            {"complete": True, "quote": "Overview", "why": "the bar is green"},
        ]
    )
    outcome = await pursue(
        Goal(kind=GoalKind.NAVIGATION, text="See whether the bar is green"),
        page=ScriptedPage(views=[HOME]),
        policies=(ModelPolicy(model),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(10),
    )
    assert outcome.status is BlockStatus.COMPLETED
    assert model.pictures == [0, 1, 1]


async def test_a_model_that_only_wants_to_look_is_not_heard_for_ever() -> None:
    model = ScriptedModel(script=[{"reasoning": "a chart", "verdict": "look"}])
    outcome = await pursue(
        Goal(kind=GoalKind.NAVIGATION, text="See whether the bar is green"),
        page=ScriptedPage(views=[HOME]),
        policies=(ModelPolicy(model),),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(10),
    )
    assert outcome.status is BlockStatus.FAILED
    assert len(model.prompts) == 4


async def test_a_page_that_still_loads_is_waited_for_without_asking() -> None:
    loading = page(lines("Searching…"), busy="Searching…", url="https://p.example/s")
    history = History(steps=1)
    for _ in range(2):
        decision, model = await decide(GOAL, loading, act(), history=history)
        assert isinstance(decision, Wait)
        assert not model.prompts
        history = replace(history, notes={**history.notes, **decision.notes})
    decision, model = await decide(GOAL, loading, {"reasoning": "r", "verdict": "wait"}, history=history)
    assert len(model.prompts) == 1
    later = replace(history, steps=2)
    decision, model = await decide(GOAL, loading, act(), history=later)
    assert isinstance(decision, Wait)
    assert not model.prompts


async def test_a_click_that_the_page_does_not_answer() -> None:
    """The page gets a moment, once; then the model is told."""
    decision, _ = await decide(GOAL, LOGIN, act({"kind": "click", "ref": "e3"}))
    assert isinstance(decision, Act)
    clicked = ActionRecord(
        action_id="a1", step=1, order=0, action=decision.actions[0], element=LOGIN.element("e3"),
        result=ActionResult(ok=True, message="Clicked."),
    )  # fmt: skip
    history = History(steps=1, records=(clicked,), notes=decision.notes)
    pause, model = await decide(GOAL, LOGIN, act(), history=history)
    assert isinstance(pause, Wait)
    assert pause.seconds < 1
    assert not model.prompts
    waited = replace(history, notes={**history.notes, **pause.notes})
    done = {"reasoning": "r", "verdict": "done"}
    _, model = await decide(GOAL, LOGIN, done, history=waited)
    assert "shows nothing new after the last action" in model.prompts[0]
    _, model = await decide(GOAL, HOME, done, history=history)
    assert "nothing new" not in model.prompts[0]
    typed = replace(clicked, action=Action(kind=ActionKind.INPUT_TEXT, ref="e3", text="scanner"))
    pause, _ = await decide(GOAL, LOGIN, act(), history=replace(history, records=(typed,)))
    assert isinstance(pause, Wait)
    _, model = await decide(GOAL, LOGIN, done, history=replace(waited, records=(typed,)))
    assert "nothing new" not in model.prompts[0]


async def test_what_only_a_person_can_do_is_named_for_what_it_is() -> None:
    robot = page(element("checkbox", "I'm not a robot", ref="e1", checked=False), url="https://p.example/login")
    decision, _ = await decide(GOAL, robot, {"reasoning": "r", "verdict": "ask_person", "reason": "Tick the box"})
    assert decision == AskPerson(question="Tick the box", category=Category.ANTI_BOT_DETECTION)


async def test_what_was_done_is_told_in_a_line_for_each_step() -> None:
    def record(order: int, called: str, action: Action, result: ActionResult) -> ActionRecord:
        seen = element("button", called, ref="e1")
        return ActionRecord(action_id=str(order), step=1, order=order, action=action, element=seen, result=result)

    typed = Action(kind=ActionKind.INPUT_TEXT, ref="e1", text="Ada")
    chosen = Action(kind=ActionKind.CLICK, ref="e1", intention="AE 415")
    sent = Action(kind=ActionKind.CLICK, ref="e1", intention="send")

    history = History(
        steps=1,
        records=(
            record(0, "Name", typed, ActionResult(ok=True, message="Typed.")),
            record(1, "Select", chosen, ActionResult(ok=True, message="Clicked.")),
            record(2, "Send", sent, ActionResult(ok=False, message="Covered.")),
        ),
    )
    _, model = await decide(GOAL, HOME, {"reasoning": "r", "verdict": "done"}, history=history)
    told = model.prompts[0].split("<done_so_far>\n")[1].split("\n</done_so_far>")[0]
    assert told.splitlines() == [
        "1. input_text Name 'Ada'; click Select (AE 415): ok", "1. click Send: failed Covered.",
    ]  # fmt: skip


async def test_what_stays_the_same_comes_first() -> None:
    """Providers keep the beginning of a prompt: the page, which changes with every step, comes last."""
    _, model = await decide(GOAL, LOGIN, act({"kind": "click", "ref": "e3"}))
    _, later = await decide(GOAL, HOME, {"reasoning": "r", "verdict": "done"}, history=History(steps=1))
    assert model.systems == later.systems
    begins = model.prompts[0].index("<done_so_far>")
    assert model.prompts[0][:begins] == later.prompts[0][:begins]
    assert model.prompts[0].index("<page>") > begins


def done_before(*actions: Action, step: int = 1, ok: bool = True) -> tuple[ActionRecord, ...]:
    result = ActionResult(ok=ok, message="Clicked." if ok else "Covered.")
    return tuple(
        ActionRecord(
            action_id=f"{step}-{at}",
            step=step,
            order=at,
            action=action,
            element=LOGIN.element(action.ref),
            result=result,
        )
        for at, action in enumerate(actions)
    )


CLICKED = History(steps=1, records=done_before(Action(kind=ActionKind.CLICK, ref="e3")))


async def test_done_is_judged_by_itself_where_no_test_can_tell() -> None:
    """A model that says done too early is not believed, and a page that cannot tell decides nothing for it."""
    goal = Goal(kind=GoalKind.NAVIGATION, text="Open the blue ledger. COMPLETE when its keeper is at ease.")
    done = {"reasoning": "r", "verdict": "done", "evidence": "Sign in"}
    said, unsaid, denied = ({"complete": one, "why": "no keeper"} for one in (True, None, False))
    decision, model = await decide(goal, HOME, done, said, done, said)
    assert isinstance(decision, GiveUp)
    at_ease = page(lines("# Blue ledger", "All is well with the keeper."), element("link", "Sign out", ref="e9"))
    for quote, believed in (("well with the keeper", Done), ("Blue ledger", GiveUp), ("The keeper is happy", GiveUp)):
        claim = {**said, "quote": quote}
        assert isinstance((await decide(goal, at_ease, done, claim, done, claim))[0], believed), quote
    elsewhere = {**said, "quote": "Overview … Welcome"}
    decision, model = await decide(goal, HOME, done, elsewhere, done, elsewhere)
    assert isinstance(decision, GiveUp)
    decision, model = await decide(goal, HOME, done, elsewhere, done, elsewhere, history=CLICKED)
    assert isinstance(decision, Done)
    assert "no words of the page were given" in model.prompts[2]
    decision, model = await decide(goal, HOME, done, said, done, said, history=CLICKED)
    assert isinstance(decision, GiveUp)
    assert "its keeper is at ease" in model.prompts[1]
    assert "<done_so_far>" in model.prompts[1]
    decision, model = await decide(goal, HOME, done, denied, act({"kind": "click", "ref": "e9"}))
    assert isinstance(decision, Act)
    assert "no keeper" in model.prompts[2]
    decision, _ = await decide(goal, HOME, done, denied, done, denied)
    assert isinstance(decision, GiveUp)
    assert "its keeper is at ease" in decision.failure.reason
    decision, _ = await decide(goal, HOME, done, unsaid, done, unsaid)
    assert isinstance(decision, GiveUp)
    decision, _ = await decide(goal, HOME, done, unsaid, done, unsaid, history=CLICKED)
    assert isinstance(decision, Done)


async def test_done_before_anything_was_done_is_judged_by_the_goal() -> None:
    goal = Goal(kind=GoalKind.NAVIGATION, text="Archive the blue ledger")
    done, denied = {"reasoning": "r", "verdict": "done"}, {"complete": False, "why": "no ledger"}
    decision, _ = await decide(goal, HOME, done, denied, done, denied)
    assert isinstance(decision, GiveUp)
    decision, model = await decide(goal, HOME, done, history=CLICKED)
    assert isinstance(decision, Done)
    assert len(model.prompts) == 1
    decision, _ = await decide(Goal(kind=GoalKind.LOGIN, text="Sign in as ada"), LOGIN, done, denied, done, denied)
    assert isinstance(decision, GiveUp | Done)
    decision, _ = await decide(goal, HOME, {**act({"kind": "click", "ref": "e9"}), "verdict": "done"})
    assert isinstance(decision, GiveUp)


async def test_only_an_author_lets_a_model_terminate() -> None:
    stop = {"reasoning": "r", "verdict": "terminate", "reason": "I cannot"}
    for text, ends in (
        ("Log in", False),
        ("Log in. TERMINATE if it is locked.", True),
        ("Anmelden, sonst abbrechen", True),
    ):
        decision, _ = await decide(Goal(kind=GoalKind.LOGIN, text=text), LOGIN, stop)
        assert isinstance(decision, GiveUp)
        assert decision.terminate is ends, text


async def test_the_same_is_not_done_over_and_over() -> None:
    again = {"kind": "click", "ref": "e3"}
    click = Action(kind=ActionKind.CLICK, ref="e3")
    first, _ = await decide(GOAL, LOGIN, act(again))
    assert isinstance(first, Act)
    before = tuple(
        replace(one, element=replace(one.element, context="no error yet")) for one in done_before(click) if one.element
    )
    twice = History(steps=2, records=(*before, *done_before(click, step=2, ok=False)), notes=first.notes)
    decision, model = await decide(GOAL, LOGIN, act(again), act({"kind": "click", "ref": "e1"}), history=twice)
    assert isinstance(decision, Act)
    assert "exactly this done twice" in model.prompts[1]
    decision, _ = await decide(GOAL, LOGIN, act(again), history=twice)
    assert isinstance(decision, GiveUp)
    assert "exactly this done twice" in decision.failure.reason
    anew = replace(LOGIN, elements=tuple(replace(one, ref=f"e{at}") for at, one in enumerate(LOGIN.elements, 20)))
    later = {"kind": "click", "ref": "e22"}
    assert isinstance((await decide(GOAL, anew, act(later), history=twice))[0], GiveUp)
    once = replace(twice, records=twice.records[1:])
    assert isinstance((await decide(GOAL, LOGIN, act(again), history=once))[0], Act)
    assert isinstance((await decide(GOAL, replace(LOGIN, fingerprint="other"), act(again), history=twice))[0], Act)


async def test_references_are_taken_out_of_what_stands_around_them() -> None:
    decision, _ = await decide(GOAL, LOGIN, act({"kind": "click", "ref": "[e3] button 'Sign in'"}))
    assert isinstance(decision, Act)
    assert decision.actions[0].ref == "e3"


async def test_what_the_goal_says_already_is_not_said_again() -> None:
    driver = {"name": "Walt", "phone": "555"}
    goal = Goal(
        kind=GoalKind.NAVIGATION, text='Book BX-7 for {"name": "Walt", "phone": "555"}',
        payload={"driver": driver, "load": "BX-7", "rate": "posted", "note": ""},
    )  # fmt: skip
    _, model = await decide(goal, LOGIN, act({"kind": "click", "ref": "e3"}))
    assert '<values>{"rate": "posted", "note": ""}</values>' in model.prompts[0]
    assert "<today>" in model.prompts[0]


async def test_what_was_done_says_where_it_led_and_what_was_cleared() -> None:
    cleared = Action(kind=ActionKind.CHECKBOX, ref="e1", checked=False)
    sent = Action(kind=ActionKind.UPLOAD_FILE, ref="e2", files=("https://x.example/a/cv.pdf",))
    (box, file) = done_before(cleared, sent)
    led = ActionResult(
        ok=True, message="Uploaded; the page changed to another.", navigated=True, url="https://p.example/a/b?c=1"
    )
    history = History(steps=1, records=(box, replace(file, result=led)))
    _, model = await decide(GOAL, HOME, act({"kind": "click", "ref": "e9"}), history=history)
    assert "1. checkbox User name (cleared); upload_file Password cv.pdf: ok, led to /a/b" in model.prompts[0]


async def test_a_refusal_is_told_until_something_else_was_done() -> None:
    refused = History(steps=1, notes={"refused": "the page still shows the form"})
    decision, model = await decide(GOAL, LOGIN, act({"kind": "click", "ref": "e3"}), history=refused)
    assert "still shows the form" in model.prompts[0]
    assert isinstance(decision, Act)
    later = replace(refused, steps=2, notes={**refused.notes, **decision.notes})
    _, model = await decide(GOAL, HOME, act({"kind": "click", "ref": "e9"}), history=later)
    assert "still shows the form" not in model.prompts[0]


async def test_what_is_read_over_pages_bears_no_marks() -> None:
    """A mark before a value would be copied with it."""
    fresh = replace(HOME.reading.lines[1], text="Ada Lovelace", new=True)
    second = replace(HOME, reading=replace(HOME.reading, lines=(HOME.reading.lines[0], fresh)))
    read = {"data": [], "next": ""}
    _, model = await decide(Goal(kind=GoalKind.EXTRACTION, extraction="All names from all pages"), second, read)
    assert "[e9] link 'Sign out'" in model.prompts[0] or "[e9 Sign out]" in model.prompts[0]
    assert "\nAda Lovelace" in model.prompts[0]
    _, model = await decide(GOAL, second, act({"kind": "click", "ref": "e9"}))
    assert "\n+ Ada Lovelace" in model.prompts[0]

"""The loop: what it writes down and when, where it stops, whom it believes, and what it does after a crash."""

# ruff: noqa: ANN401 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from skyvern.agent import recovery
from skyvern.agent.loop import pursue
from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.ports import Policy
from skyvern.browser.errors import PageStuck
from skyvern.domain.clock import Deadline
from skyvern.domain.failure import Category, Failure, authentication_failed, needs_llm, validation_failed
from skyvern.domain.goal import Act, AskPerson, Done, GiveUp, Goal, GoalKind, History, Outcome, Wait
from skyvern.domain.page import Action, ActionKind, ActionRecord, ActionResult, Download, Observation, Trouble
from skyvern.domain.status import BlockStatus
from skyvern.testing.observations import alert, element, lines, page, pairs, table
from skyvern.testing.policies import MemoryChronicle, ScriptedPage, ScriptedPolicy

FORM = page(
    lines("# Apply"),
    element("textbox", "Name", ref="e1"),
    element("button", "Send", ref="e2"),
    title="Apply",
    url="https://x.example/a",
)
SENT = page(lines("# Thank you", "Your request has been received."), title="Thank you", url="https://x.example/b")
FILE = Download(guid="g1", file_name="bill.pdf", url="https://x.example/bill.pdf", size=3, path="/tmp/bill.pdf")
GOAL = Goal(kind=GoalKind.NAVIGATION, text="Send the form", max_steps=3)
TYPE = Action(kind=ActionKind.INPUT_TEXT, ref="e1", text="Jo")
SEND = Action(kind=ActionKind.CLICK, ref="e2", effect=True, intention="Send the form")


async def run(
    goal: Goal,
    view: ScriptedPage,
    *policies: Policy,
    chronicle: MemoryChronicle | None = None,
    seconds: float = 20,
    **more: Any,
) -> Outcome:
    chronicle = chronicle or MemoryChronicle()
    return await pursue(
        goal, page=view, policies=policies, chronicle=chronicle, deadline=Deadline.after(seconds), **more
    )


async def test_a_goal_is_reached_and_written_down() -> None:
    view = ScriptedPage(views=[FORM, SENT], leads={"e2": 1})
    chronicle = MemoryChronicle()
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND), notes={"stage": 1}), Done(evidence="sent")])
    outcome = await run(GOAL, view, policy, chronicle=chronicle)
    assert outcome.status is BlockStatus.COMPLETED
    assert (outcome.steps, outcome.evidence, outcome.mind) == (1, "sent", "embedded")
    assert [record.element.name for record in outcome.records if record.element] == ["Name", "Send"]
    assert all(record.result and record.result.ok and record.screenshot for record in outcome.records)
    assert [type(decision) for _, decision in chronicle.decisions] == [Act, Done]
    assert policy.asked[1][2].notes["stage"] == 1


async def test_a_page_that_gives_no_picture_does_not_end_the_pursuit() -> None:
    class Stuck(ScriptedPage):
        async def screenshot(self, *, for_record: bool = False) -> bytes:
            raise PageStuck("the page runs an endless script")

    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), Done(evidence="sent")])
    outcome = await run(GOAL, Stuck(views=[FORM, SENT], leads={"e2": 1}), policy)
    assert outcome.status is BlockStatus.COMPLETED
    assert [record.screenshot for record in outcome.records] == [None, None]


async def test_the_intent_is_persisted_before_the_action() -> None:
    chronicle = MemoryChronicle()
    seen: list[tuple[int, bool]] = []

    class Watching(ScriptedPage):
        async def act(self, action: Action) -> ActionResult:
            seen.append((len(chronicle.records), any(r.result is None for r in chronicle.records.values())))
            return await super().act(action)

    await run(
        GOAL,
        Watching(views=[FORM, SENT], leads={"e2": 1}),
        ScriptedPolicy(script=[Act(actions=(SEND,)), Done(evidence="")]),
        chronicle=chronicle,
    )
    assert seen == [(1, True)]


async def test_a_failing_action_stops_the_list() -> None:
    gone = ActionResult(ok=False, message="gone", trouble=Trouble.GONE)
    view = ScriptedPage(views=[FORM], results={"e1": gone})
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), GiveUp(failure=Failure(reason="stuck"))])
    outcome = await run(GOAL, view, policy)
    assert [action.ref for action in view.acted] == ["e1"]
    assert outcome.status is BlockStatus.FAILED


async def test_a_page_that_moved_on_stops_the_list() -> None:
    moved = ActionResult(ok=True, navigated=True, url="https://x.example/b")
    view = ScriptedPage(views=[FORM, SENT], results={"e2": moved})
    await run(GOAL, view, ScriptedPolicy(script=[Act(actions=(SEND, TYPE)), Done(evidence="")]))
    assert [action.ref for action in view.acted] == ["e2"]


async def test_steps_run_out() -> None:
    outcome = await run(GOAL, ScriptedPage(views=[FORM]), ScriptedPolicy(script=[Act(actions=(TYPE,))]))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("Navigation timeout: Block exceeded max_steps_per_run (3)")
    assert outcome.failure.category is Category.MAX_STEPS_EXCEEDED
    assert outcome.steps == 3


async def test_time_runs_out() -> None:
    class Slow(ScriptedPage):
        async def observe(self) -> Observation:
            import asyncio

            await asyncio.sleep(5)
            return FORM

    outcome = await run(GOAL, Slow(views=[FORM]), ScriptedPolicy(script=[Wait(seconds=1, why="")]), seconds=0.05)
    assert outcome.status is BlockStatus.TIMED_OUT


async def test_an_endless_spinner_ends_as_a_load_timeout() -> None:
    spinning = ScriptedPage(views=[replace(FORM, busy="spinner")])
    outcome = await run(GOAL, spinning, ScriptedPolicy(script=[Wait(seconds=0.1, why="loading")]), patience=0.15)
    assert outcome.failure is not None
    assert outcome.failure.category is Category.PAGE_LOAD_TIMEOUT
    assert "spinner" in outcome.failure.reason


async def test_a_page_that_is_there_is_not_said_to_be_loading() -> None:
    waiting = ScriptedPolicy(script=[Wait(seconds=0.1, why="no button 'Go' yet")])
    outcome = await run(GOAL, ScriptedPage(views=[FORM]), waiting, patience=0.15)
    assert outcome.failure is not None
    assert outcome.failure.category is Category.ELEMENT_STATE_TIMEOUT
    assert outcome.failure.reason == "Waited 0.15 s in vain: no button 'Go' yet"


async def test_waiting_sees_the_change() -> None:
    view = ScriptedPage(views=[page(busy="loading"), SENT], changes=1)
    policy = ScriptedPolicy(
        script=[Wait(seconds=5, why="loading"), lambda goal, seen, history: Done(evidence=seen.title)]
    )
    assert (await run(GOAL, view, policy)).evidence == "Thank you"


async def test_done_is_not_believed_when_the_criterion_does_not_hold() -> None:
    goal = replace(GOAL, complete_criterion="the confirmation page is displayed")
    outcome = await run(goal, ScriptedPage(views=[FORM]), ScriptedPolicy(script=[Done(evidence="surely")]))
    assert outcome.status is BlockStatus.FAILED
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("Validation failed: Validation criterion not met")


async def test_done_is_believed_once_the_page_shows_it() -> None:
    goal = replace(GOAL, complete_criterion="the confirmation page is displayed")
    outcome = await run(
        goal, ScriptedPage(views=[FORM, SENT], changes=1), ScriptedPolicy(script=[Done(evidence="sent")])
    )
    assert outcome.status is BlockStatus.COMPLETED


async def test_a_policy_may_act_on_a_refusal() -> None:
    goal = replace(GOAL, text="Send it. COMPLETE when the confirmation page is displayed.")
    view = ScriptedPage(views=[FORM, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Done(evidence="?"), Act(actions=(SEND,)), Done(evidence="sent")])
    outcome = await run(goal, view, policy)
    assert outcome.status is BlockStatus.COMPLETED
    assert "confirmation" in str(policy.asked[1][2].notes["refused"])


async def test_only_a_model_may_judge_what_has_no_test() -> None:
    goal = replace(GOAL, complete_criterion="the tone of the page is friendly")
    refused = await run(goal, ScriptedPage(views=[SENT]), ScriptedPolicy(script=[Done(evidence="")]))
    assert refused.failure is not None
    assert refused.failure.reason.startswith("needs an LLM:")
    believed = await run(goal, ScriptedPage(views=[SENT]), ScriptedPolicy(script=[Done(evidence="")], name="model"))
    assert believed.status is BlockStatus.COMPLETED


async def test_the_next_policy_takes_over() -> None:
    first = ScriptedPolicy(script=[GiveUp(failure=needs_llm("x", "y"))], name="model")
    second = ScriptedPolicy(script=[Done(evidence="sent")])
    outcome = await run(GOAL, ScriptedPage(views=[SENT]), first, second)
    assert (outcome.status, outcome.mind) == (BlockStatus.COMPLETED, "embedded")
    both = await run(
        GOAL, ScriptedPage(views=[SENT]), first, ScriptedPolicy(script=[GiveUp(failure=needs_llm("a", "b"))])
    )
    assert both.failure is not None
    assert both.failure.reason.startswith("needs an LLM: 'a'")
    assert "model" in both.failure.reason


async def test_a_plain_failure_does_not_fall_back() -> None:
    second = ScriptedPolicy(script=[Done(evidence="")])
    first = ScriptedPolicy(script=[GiveUp(failure=authentication_failed("no"))], name="model")
    assert (await run(GOAL, ScriptedPage(views=[SENT]), first, second)).status is BlockStatus.FAILED
    assert not second.asked


async def test_terminate_and_error_codes() -> None:
    goal = replace(GOAL, error_codes={"SOLD_OUT": "the item is sold out", "OTHER": "payment was declined by the bank"})
    end = GiveUp(failure=validation_failed("the item is sold out"), terminate=True)
    outcome = await run(goal, ScriptedPage(views=[FORM]), ScriptedPolicy(script=[end]))
    assert outcome.status is BlockStatus.TERMINATED
    assert [error.error_code for error in outcome.errors] == ["SOLD_OUT"]
    told = page(lines("# Oops"), alert("Payment declined by the bank"))
    outcome = await run(
        goal, ScriptedPage(views=[told]), ScriptedPolicy(script=[GiveUp(failure=Failure(reason="stuck here"))])
    )
    assert [error.error_code for error in outcome.errors] == ["OTHER"]


async def test_a_server_error_is_named() -> None:
    broken = page(lines("# Oops"), status=503, url="https://x.example/z")
    outcome = await run(
        GOAL, ScriptedPage(views=[broken]), ScriptedPolicy(script=[GiveUp(failure=Failure(reason="no form"))])
    )
    assert outcome.failure is not None
    assert outcome.failure.category is Category.WEBSITE_ERROR
    assert "503" in outcome.failure.reason


async def test_a_person_is_asked_for() -> None:
    outcome = await run(GOAL, ScriptedPage(views=[FORM]), ScriptedPolicy(script=[AskPerson(question="Which one?")]))
    assert outcome.failure is not None
    assert "Which one?" in outcome.failure.reason


async def test_complete_on_download() -> None:
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text="Download", complete_on_download=True)
    old = replace(FILE, guid="old")
    view = ScriptedPage(views=[FORM], arrives={"e2": FILE}, files=[old])
    outcome = await run(goal, view, ScriptedPolicy(script=[Act(actions=(replace(SEND, effect=False),))]))
    assert outcome.status is BlockStatus.COMPLETED
    assert outcome.downloads == (FILE,)


async def test_a_file_that_broke_off_is_told_at_once_and_fetched_anew() -> None:
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text="Download", complete_on_download=True, download_timeout=60)
    view = ScriptedPage(views=[FORM], arrives={"e2": FILE}, lost=["older.pdf: it broke off"])

    def fails(*_: object) -> Done:
        view.lost.append("bill.pdf: it broke off after 3 of 10 bytes")
        return Done(evidence="done")

    policy = ScriptedPolicy(script=[fails, Act(actions=(Action(kind=ActionKind.DOWNLOAD_FILE, ref="e2"),))])
    outcome = await run(goal, view, policy)
    assert (outcome.status, outcome.downloads) == (BlockStatus.COMPLETED, (FILE,))
    assert "it broke off after 3 of 10 bytes" in str(policy.asked[1][2].notes["refused"])
    assert "older" not in str(policy.asked[1][2].notes["refused"])


async def test_a_download_that_does_not_come() -> None:
    goal = Goal(kind=GoalKind.FILE_DOWNLOAD, text="Download", download_timeout=0.05)
    outcome = await run(goal, ScriptedPage(views=[FORM]), ScriptedPolicy(script=[Done(evidence="")]))
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("Download failed: File download did not complete")


async def test_one_action_is_enough_for_an_action_goal() -> None:
    view = ScriptedPage(views=[FORM, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Act(actions=(SEND,)), GiveUp(failure=Failure(reason="asked again"))])
    outcome = await run(Goal(kind=GoalKind.ACTION, text="Click Send"), view, policy)
    assert outcome.status is BlockStatus.COMPLETED


async def test_a_task_acts_then_reads() -> None:
    goal = Goal(
        kind=GoalKind.TASK,
        text="Open it",
        extraction="Get the status",
        schema={"type": "object", "properties": {"status": {"type": "string"}}},
    )
    shown = page(pairs({"Status": "Active"}))
    policy = ScriptedPolicy(script=[Done(evidence="open"), Done(evidence="read", data={"status": "Active"})])
    outcome = await run(goal, ScriptedPage(views=[shown]), policy)
    assert outcome.extracted == {"status": "Active"}
    assert [asked[0].kind for asked in policy.asked] == [GoalKind.TASK, GoalKind.EXTRACTION]
    assert policy.asked[0][0].schema is None


@pytest.mark.parametrize("data", [{"status": "Invented"}, {"status": 7}, []])
async def test_invented_or_unfit_data_is_refused(data: object) -> None:
    goal = Goal(
        kind=GoalKind.EXTRACTION,
        extraction="Get it",
        schema={"type": "object", "properties": {"status": {"type": "string"}}},
    )
    outcome = await run(
        goal,
        ScriptedPage(views=[page(pairs({"Status": "Active", "n": "7"}))]),
        ScriptedPolicy(script=[Done(evidence="", data=data)], name="model"),
    )
    assert outcome.failure is not None
    assert outcome.failure.category is Category.DATA_EXTRACTION_FAILURE


def interrupted(action: Action, *before: ActionRecord, seen: Observation = FORM) -> MemoryChronicle:
    doubt = ActionRecord(action_id="x", step=1, order=len(before), action=action, element=seen.element(action.ref))
    return MemoryChronicle(before=History(records=(*before, doubt), steps=1, start_url=FORM.url))


TYPED = ActionRecord(
    action_id="t",
    step=1,
    order=0,
    action=TYPE,
    element=FORM.element("e1"),
    result=ActionResult(ok=True, value="Jo", url=FORM.url),
)
FILLED = replace(FORM, elements=(replace(FORM.elements[0], value="Jo"), FORM.elements[1]))


async def test_after_a_crash_an_effect_that_is_seen_is_not_repeated() -> None:
    view = ScriptedPage(views=[SENT])
    outcome = await run(GOAL, view, ScriptedPolicy(script=[Done(evidence="sent")]), chronicle=interrupted(SEND))
    assert outcome.status is BlockStatus.COMPLETED
    assert not view.acted
    assert outcome.records[-1].result is not None
    assert outcome.records[-1].result.ok


async def test_after_a_crash_an_unsent_form_is_seen_as_unsent() -> None:
    view = ScriptedPage(views=[FILLED, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Act(actions=(SEND,)), Done(evidence="sent")])
    outcome = await run(GOAL, view, policy, chronicle=interrupted(SEND, TYPED))
    assert outcome.status is BlockStatus.COMPLETED
    assert [action.ref for action in view.acted] == ["e2"]


async def test_after_a_crash_another_browser_that_shows_what_was_entered_is_no_proof_that_it_was_not_sent() -> None:
    chronicle = interrupted(SEND, TYPED)
    mark = {"name": "m", "step": "1", "place": "another browser", "url": FORM.url, "fingerprint": ""}
    chronicle.before = replace(chronicle.before, notes={recovery.MARKED: mark})
    view = ScriptedPage(views=[FILLED, SENT], leads={"e2": 1})
    outcome = await run(GOAL, view, ScriptedPolicy(script=[Act(actions=(SEND,))]), chronicle=chronicle)
    assert outcome.failure is not None
    assert outcome.failure.reason.startswith("effect_unknown")
    assert not view.acted


async def test_after_a_crash_an_effect_in_doubt_is_never_repeated() -> None:
    view = ScriptedPage(views=[FORM])
    outcome = await run(GOAL, view, ScriptedPolicy(script=[Act(actions=(SEND,))]), chronicle=interrupted(SEND, TYPED))
    assert outcome.status is BlockStatus.FAILED
    assert not view.acted
    assert outcome.failure is not None
    assert "not done a second time" in outcome.failure.reason


async def test_after_a_crash_an_action_without_effect_is_decided_anew() -> None:
    view = ScriptedPage(views=[FORM, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), Done(evidence="")])
    outcome = await run(GOAL, view, policy, chronicle=interrupted(TYPE))
    assert outcome.status is BlockStatus.COMPLETED
    assert outcome.steps == 2


async def test_after_a_crash_in_the_midst_of_typing_the_field_is_filled_in_before_the_form_is_sent() -> None:
    half = replace(FORM, elements=(replace(FORM.elements[0], value="J"), FORM.elements[1]))
    notes = {"embedded": {"phase": "fill", "filled": ["name=Jo"], "before": "zero"}}
    doubt = ActionRecord(action_id="x", step=1, order=0, action=TYPE, element=FORM.element("e1"))
    earlier = History(records=(doubt,), steps=1, start_url=FORM.url, notes=notes, notes_before={})
    view = ScriptedPage(views=[half, FILLED, SENT], leads={"e1": 1, "e2": 2})
    goal = replace(GOAL, text="Enter 'Jo' as the name and click 'Send'")
    await run(goal, view, EmbeddedPolicy(), chronicle=MemoryChronicle(before=earlier))
    assert [action.ref for action in view.acted] == ["e1", "e2"]


async def test_after_a_crash_the_actions_that_were_not_reached_are_known_as_not_done() -> None:
    two = (
        ActionRecord(action_id="x", step=1, order=0, action=TYPE, element=FORM.element("e1")),
        ActionRecord(action_id="y", step=1, order=1, action=SEND, element=FORM.element("e2")),
    )
    chronicle = MemoryChronicle(before=History(records=two, steps=1, start_url=FORM.url))
    view = ScriptedPage(views=[FORM, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), Done(evidence="")])
    outcome = await run(GOAL, view, policy, chronicle=chronicle)
    assert outcome.status is BlockStatus.COMPLETED
    assert {"x", "y"}.isdisjoint(record.action_id for record in outcome.records)
    assert all(record.result and record.result.ok for record in outcome.records)
    left_out = chronicle.records["y"].result
    assert left_out is not None
    assert left_out.trouble is Trouble.INTERRUPTED
    assert "not reached" in left_out.message


async def test_actions_that_an_earlier_step_left_out_are_no_doubt_after_a_crash() -> None:
    left_out = ActionRecord(action_id="l", step=1, order=1, action=SEND, element=FORM.element("e2"))
    later = replace(TYPED, action_id="u", step=2)
    chronicle = MemoryChronicle(before=History(records=(TYPED, left_out, later), steps=2, start_url=FORM.url))
    view = ScriptedPage(views=[FILLED, SENT], leads={"e2": 1})
    policy = ScriptedPolicy(script=[Act(actions=(SEND,)), Done(evidence="sent")])
    outcome = await run(GOAL, view, policy, chronicle=chronicle)
    assert outcome.status is BlockStatus.COMPLETED
    assert [record.action_id for record in outcome.records][:2] == ["t", "u"]


async def test_all_pages_are_read_by_the_embedded_reader() -> None:
    def at(number: int, *rows: tuple[str, str], more: bool) -> Observation:
        parts = (element("link", "Next page", ref="n"),) if more else ()
        return page(
            lines("# Bills"),
            table(("Bill", "Amount"), *rows),
            *parts,
            fingerprint=str(number),
            url=f"https://x.example/?p={number}",
        )

    class Paged(ScriptedPage):
        async def act(self, action: Action) -> ActionResult:
            result = await super().act(action)
            self.at += 1
            return result

    view = Paged(
        views=[
            at(1, ("A", "1"), ("B", "2"), more=True),
            at(2, ("C", "3"), ("D", "4"), more=True),
            at(3, ("E", "5"), more=False),
        ]
    )
    schema = {
        "type": "array",
        "items": {"type": "object", "properties": {"bill": {"type": "string"}, "amount": {"type": "integer"}}},
    }
    goal = Goal(kind=GoalKind.EXTRACTION, extraction="Extract the bills of all pages", schema=schema)
    outcome = await pursue(
        goal, page=view, policies=(EmbeddedPolicy(),), chronicle=MemoryChronicle(), deadline=Deadline.after(10)
    )
    assert outcome.status is BlockStatus.COMPLETED, outcome.failure
    assert outcome.extracted == [{"bill": b, "amount": n} for n, b in enumerate("ABCDE", start=1)]


class Hand:
    """A gate that is shut at given calls: `attends` says when the agent had to wait, `takes` when somebody takes."""

    def __init__(self, *, attends: tuple[bool, ...] = (), takes: tuple[bool, ...] = ()) -> None:
        self._attends, self._takes = list(attends), list(takes)

    async def attend(self) -> bool:
        return self._attends.pop(0) if self._attends else False

    async def taken(self) -> bool:
        return self._takes.pop(0) if self._takes else False


async def test_what_was_decided_before_a_person_took_over_is_not_done() -> None:
    view = ScriptedPage(views=[FORM, SENT])
    chronicle = MemoryChronicle()
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), Done(evidence="the person sent it")])
    outcome = await run(GOAL, view, policy, chronicle=chronicle, gate=Hand(attends=(False, True)))
    assert outcome.status is BlockStatus.COMPLETED
    assert (view.acted, [type(decision) for _, decision in chronicle.decisions]) == ([], [Done])


async def test_a_person_who_takes_over_in_mid_step_stops_what_is_left_of_it() -> None:
    view = ScriptedPage(views=[FORM, SENT])
    policy = ScriptedPolicy(script=[Act(actions=(TYPE, SEND)), Done(evidence="the person sent it")])
    outcome = await run(GOAL, view, policy, gate=Hand(takes=(True,)))
    assert outcome.status is BlockStatus.COMPLETED
    assert view.acted == [TYPE]


@pytest.mark.parametrize(("takes", "known"), [((True,), {}), ((False, True), {"filled": "all"})])
async def test_what_a_person_kept_from_being_done_is_not_noted_as_done(
    takes: tuple[bool, ...], known: dict[str, str]
) -> None:
    view = ScriptedPage(views=[FORM, FORM, SENT])
    policy = ScriptedPolicy(
        script=[Act(actions=(TYPE, SEND), notes={"filled": "all"}), Done(evidence="the person sent it")]
    )
    await run(GOAL, view, policy, gate=Hand(takes=takes))
    _, _, history = policy.asked[1]
    assert {name: text for name, text in history.notes.items() if name == "filled"} == known

"""Graphs that branch and merge, loops with conditions, and taking them up after a death at any commit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Done, GiveUp
from skyvern.domain.spending import Payer
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.testing.models import ScriptedModel
from skyvern.testing.observations import lines, page
from skyvern.testing.policies import ScriptedPolicy
from tests.unit.blocks.test_definition import choice
from tests.unit.engine.test_interpreter import code, loop, stop

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop


def prompted(label: str, sentence: str, target: str, **more: object) -> dict[str, object]:
    branch = {"criteria": {"criteria_type": "prompt", "expression": sentence}, "next_block_label": target}
    return {"label": label, "block_type": "conditional", "branch_conditions": [branch], **more}


def again(label: str, condition: str, blocks: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {
        "label": label,
        "block_type": "while_loop",
        "condition": {"expression": condition},
        "loop_blocks": blocks,
        **more,
    }


def diamond(n: int) -> list[dict[str, object]]:
    return [
        code("start", f"n = {n}", next_block_label="size"),
        choice("size", ("{{ start.n > 100 }}", "big"), ("{{ start.n > 10 }}", "middle"), (None, "small")),
        code("big", "said = 'big'", next_block_label="merge"),
        code("middle", "said = 'middle'", next_block_label="merge"),
        code("small", "said = 'small'", next_block_label="after"),
        code("after", "also = 1", next_block_label="merge"),
        code("merge", "ran = sorted(workflow_run_outputs.keys())"),
    ]


@pytest.mark.parametrize(
    ("n", "ran"),
    [(500, ["big", "size", "start"]), (50, ["middle", "size", "start"]), (5, ["after", "size", "small", "start"])],
)
async def test_the_first_branch_that_holds_is_taken_and_the_ways_merge(shop: Shop, n: int, ran: list[str]) -> None:
    run = await shop.done(diamond(n))
    assert run.status is RunStatus.COMPLETED
    assert run.output["merge_output"] == {"ran": ran}
    rows = await shop.blocks(run)
    inside = {key for key, row in rows.items() if row.parent_id == rows["size"].block_run_id}
    assert inside == set(ran) - {"size", "start"}
    assert rows["merge"].parent_id is None
    taken = run.output["size_output"]
    assert taken["next_block_label"] in ran
    assert len(taken["evaluations"]) == min(2, taken["branch_index"] + 1)


async def test_without_a_match_the_blocks_own_successor_follows(shop: Shop) -> None:
    blocks = [
        choice("c", ("{{ nothing_known }}", "a"), next_block_label="b"),
        code("a", "x = 1", next_block_label="b"),
        code("b", "x = 2"),
    ]
    run = await shop.done(blocks)
    assert (run.status, "a_output" in run.output, run.output["c_output"]["branch_taken"]) == ("completed", False, None)


async def test_a_branch_that_cannot_be_read_does_not_match(shop: Shop) -> None:
    arms = [code("a", "x = 1"), code("b", "x = 2")]
    run = await shop.done([choice("c", ("{{ 1 // 0 }}", "a"), (None, "b")), *arms])
    assert "b_output" in run.output
    assert "zero" in run.output["c_output"]["evaluations"][0]["error"]
    failed = await shop.done([choice("c", ("{{ 1 // 0 }}", "a")), arms[0]])
    assert failed.status is RunStatus.FAILED
    assert "conditional block 'c' failed: no branch holds" in failed.failure_reason


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("", False),
        ("No", False),
        ("off", False),
        ("0.0", False),
        ("none", False),
        ("maybe", True),
        ("1", True),
        ("y", True),
    ],
)
async def test_what_a_condition_means(shop: Shop, value: str, holds: bool) -> None:
    given = {"key": "given", "parameter_type": "workflow", "workflow_parameter_type": "string"}
    run = await shop.done(
        [choice("c", ("{{ given }}", "a")), code("a", "x = 1")],
        parameters={"given": value},
        top={"parameters": [given]},
    )
    assert ("a_output" in run.output) is holds


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("the total is greater than 100", True),
        ("if {{ invoice.total }} is at most 100", False),
        ("the number of rows is 3", True),
        ("status equals 'paid' and total exceeds 1,000", False),
        ("status is overdue or the total is not 120.50", False),
        ("the note is empty", True),
        ("rows contains 'b'", True),
        ("the status of invoice is paid", True),
    ],
)
async def test_sentences_about_values_need_no_model(shop: Shop, sentence: str, holds: bool) -> None:
    values = code("invoice", "total = '120.50 EUR'\nrows = ['a', 'b', 'c']\nstatus = 'Paid'\nnote = ''")
    run = await shop.done([values, prompted("c", sentence, "a"), code("a", "x = 1")])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    assert ("a_output" in run.output) is holds


async def test_what_only_a_model_could_judge_is_not_guessed(shop: Shop) -> None:
    blocks = [prompted("c", "the customer sounds unhappy", "a", next_block_label="a"), code("a", "x = 1")]
    run = await shop.done(blocks)
    assert run.status is RunStatus.FAILED
    assert run.failure_category is Category.LLM_ERROR
    assert "needs an LLM: 'the customer sounds unhappy'" in run.failure_reason


async def test_a_model_judges_with_the_values(shop: Shop) -> None:
    model = ScriptedModel(script=[{"holds": True, "why": "they complain"}])
    shop.rooms = replace(shop.rooms, models=lambda run, wanted: model)
    blocks = [
        code("mail", "text = 'late again!'"),
        prompted("c", "the customer sounds unhappy", "a"),
        code("a", "x = 1"),
    ]
    run = await shop.done(blocks)
    assert run.output["c_output"]["evaluations"][0]["reasoning"] == "they complain"
    assert "late again!" in model.prompts[0]


async def test_the_open_page_is_judged_too(shop: Shop) -> None:
    shop.browser.view = page(lines("Your order is complete"), url="http://shop/done")
    blocks = [
        {"label": "open", "block_type": "goto_url", "url": "http://shop/done"},
        prompted("c", "the page shows 'Your order is complete'", "a"),
        code("a", "x = 1"),
    ]
    run = await shop.done(blocks)
    assert "a_output" in run.output, run.failure_reason


async def test_a_while_loop_runs_as_long_as_it_holds(shop: Shop) -> None:
    body = [code("step", "n = (step_output['n'] if current_index else 0) + 2")]
    run = await shop.done([again("w", "{{ current_index < 3 and (step.n or 0) < 100 }}", body)])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    assert [item["n"] for item in run.output["w_output"]] == [2, 4, 6]


async def test_a_while_loop_that_never_runs_is_empty(shop: Shop) -> None:
    run = await shop.done([again("w", "{{ false }}", [code("step", "n = 1")])])
    assert (run.status, run.output["w_output"]) == (RunStatus.COMPLETED, [])


async def test_a_condition_that_cannot_be_read_fails_the_loop(shop: Shop) -> None:
    run = await shop.done([again("w", "{{ 1 // 0 }}", [code("step", "n = 1")])])
    assert "while_loop block 'w' failed: condition: " in run.failure_reason


@pytest.mark.long
async def test_a_while_loop_has_a_limit(shop: Shop) -> None:
    body = [stop("s", "x", continue_on_failure=True)]
    run = await shop.done([again("w", "true", body)])
    assert "still holds after 1000 passes" in run.failure_reason


async def test_loop_bodies_branch(shop: Shop) -> None:
    body = [
        choice("even", ("{{ current_value % 2 == 0 }}", "yes"), (None, "no")),
        code("yes", "said = 'even'"),
        code("no", "said = 'odd'"),
    ]
    run = await shop.done([loop("l", "{{ [1, 2] }}", body)])
    assert [item["said"] for item in run.output["l_output"]] == ["odd", "even"]
    rows = await shop.blocks(run)
    assert rows["l[0].no"].parent_id == rows["l[0].even"].block_run_id
    assert rows["l[0].even"].parent_id == rows["l"].block_run_id


async def test_a_mapping_of_codes_names_the_failure(shop: Shop) -> None:
    top = {"error_code_mapping": {"GONE": "the customer is unknown", "OTHER": "weather is bad"}}
    run = await shop.done([code("a", "assert False, 'customer 7 is unknown'")], top=top)
    assert [error.error_code for error in run.errors] == ["GONE"]


async def test_text_prompts_ask_the_model_that_they_name(shop: Shop) -> None:
    model = ScriptedModel(script=[{"llm_response": "Żółć"}])
    asked: list[object] = []

    payers: list[Payer] = []

    def choose(payer: Payer, wanted: object) -> ScriptedModel:
        payers.append(payer)
        asked.append(wanted)
        return model

    shop.rooms = replace(shop.rooms, models=choose)
    prompt = {"label": "t", "block_type": "text_prompt", "prompt": "say {{ a.x }}", "model": {"model_name": "m"}}
    run = await shop.done([code("a", "x = 7"), prompt], top={"workflow_system_prompt": "Be brief."})
    assert run.output["t_output"] == {"llm_response": "Żółć"}
    assert (model.prompts, asked) == (["say 7"], [{"model_name": "m"}])
    (asking,) = [row for row in await shop.rooms.store.runs.block_runs(run.run_id) if row.label == "t"]
    assert [(one.run_id, one.block_run_id) for one in payers] == [(run.run_id, asking.block_run_id)]
    assert "Be brief." in model.systems[0]


async def test_the_older_name_of_a_blocks_model_counts_too(shop: Shop) -> None:
    asked: list[object] = []
    shop.rooms = replace(shop.rooms, models=lambda run, wanted: asked.append(wanted))
    await shop.done([{"label": "t", "block_type": "text_prompt", "prompt": "hello", "llm_key": "old"}])
    assert asked == [{"model_name": "old"}]


async def test_a_text_prompt_without_a_model_says_so(shop: Shop) -> None:
    run = await shop.done([{"label": "t", "block_type": "text_prompt", "prompt": "hello"}])
    assert (run.status, run.failure_category) == (RunStatus.FAILED, Category.LLM_ERROR)
    assert "text_prompt block 't' failed: needs an LLM: 'hello'" in run.failure_reason


LOOPING: dict[str, Any] = {
    "blocks": [
        again(
            "w",
            "{{ current_index < 2 }}",
            [
                choice("c", ("{{ current_index == 1 }}", "one"), (None, "other")),
                code("one", "n = 1", next_block_label="end"),
                code("other", "n = 0", next_block_label="inner"),
                loop("inner", "{{ [1, 2] }}", [code("leaf", "v = current_value")], next_block_label="end"),
                code("end", "k = current_index"),
            ],
        ),
        code("sum", "ks = [item['k'] for item in w_output]"),
    ],
}
LOOPING["blocks"][0]["loop_blocks"][0]["next_block_label"] = None


@pytest.mark.long
@pytest.mark.parametrize("definition", [{"blocks": diamond(50)}, LOOPING], ids=["branching", "looping"])
async def test_taken_up_after_any_commit_the_same_way_is_gone(shop: Shop, definition: dict[str, Any]) -> None:
    whole = await shop.done(definition["blocks"])
    assert whole.status is RunStatus.COMPLETED, whole.failure_reason
    keys = set(await shop.blocks(whole))
    commits = 0
    while True:
        commits += 1
        run = await shop.run(definition["blocks"])
        died = await shop.die_after(run, commits)
        ended = await shop.finish(run)
        assert (ended.status, ended.output) == (whole.status, whole.output), f"{commits} commits"
        rows = await shop.blocks(ended)
        assert set(rows) == keys
        assert all(row.status is not BlockStatus.RUNNING for row in rows.values())
        if not died:
            break
    assert commits > len(keys)


async def test_a_broad_goal_is_pursued_step_by_step(shop: Shop) -> None:
    policy = ScriptedPolicy(
        script=[Done(evidence="the page is there"), Done(evidence="read", data={"title": "Thanks"})]
    )
    shop.rooms = replace(shop.rooms, policies=lambda run, model: (policy,))
    shop.browser.view = page(lines("Thanks"), title="Thanks", url="http://shop/done")
    block = {"label": "t", "block_type": "task_v2", "prompt": "Open the page. Extract its title", "url": "http://shop/"}
    run = await shop.done([block])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    output = run.output["t_output"]
    assert [step["kind"] for step in output["plan"]] == ["navigation", "extraction"]
    assert output["extracted_information"] == {"title": "Thanks"}
    assert shop.browser.urls == ["http://shop/"]


async def test_a_model_plans_a_broad_goal(shop: Shop) -> None:
    plan = {"steps": [{"kind": "navigate", "goal": "Open it"}, {"kind": "navigate", "goal": "Close it"}]}
    model = ScriptedModel(script=[plan])
    policy = ScriptedPolicy(script=[Done(evidence="open"), GiveUp(failure=Failure(reason="it will not close"))])
    shop.rooms = replace(shop.rooms, policies=lambda run, wanted: (policy,), models=lambda run, wanted: model)
    run = await shop.done([{"label": "t", "block_type": "task_v2", "prompt": "Do it"}])
    assert "it will not close" in run.failure_reason
    assert [step["goal"] for step in run.output["t_output"]["plan"]] == ["Open it", "Close it"]

"""Walking a definition: outputs, failures and what they mean, loops, and taking up an interrupted run anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from skyvern.domain.failure import Category
from skyvern.domain.run import JournalKind
from skyvern.domain.status import BlockStatus, RunStatus

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop


def code(label: str, source: str, **more: object) -> dict[str, object]:
    return {"label": label, "block_type": "code", "code": source, **more}


def loop(label: str, over: str, blocks: list[dict[str, object]], **more: object) -> dict[str, object]:
    return {"label": label, "block_type": "for_loop", "loop_variable_reference": over, "loop_blocks": blocks, **more}


def stop(label: str, reason: str, **more: object) -> dict[str, object]:
    return {"label": label, "block_type": "terminate", "reason": reason, **more}


LIST: dict[str, Any] = {"key": "items", "parameter_type": "workflow", "workflow_parameter_type": "json"}


async def test_outputs_reach_later_blocks_and_the_run(shop: Shop) -> None:
    run = await shop.done([code("a", "x = 2"), code("b", "y = a_output['x'] + 1\nz = a['x']")])
    assert run.status is RunStatus.COMPLETED
    assert run.output == {"a_output": {"x": 2}, "b_output": {"y": 3, "z": 2}, "extracted_information": []}


async def test_a_failure_ends_the_run_and_names_block_and_line(shop: Shop) -> None:
    run = await shop.done([code("a", "x = 1\ny = x / 0"), code("b", "z = 1")])
    assert run.status is RunStatus.FAILED
    assert run.failure_reason.startswith("code block 'a' failed: ")
    assert "line 2" in run.failure_reason
    assert "b_output" not in run.output


async def test_terminate_ends_as_terminated_with_its_code(shop: Shop) -> None:
    run = await shop.done([stop("t", "no rows in {{ workflow_title }}", error_code="EMPTY")])
    assert run.status is RunStatus.TERMINATED
    assert run.failure_reason == "terminate block 't' terminated: no rows in Test"
    assert [error.error_code for error in run.errors] == ["EMPTY"]


async def test_a_forgiven_failure_goes_on(shop: Shop) -> None:
    run = await shop.done([code("a", "1 / 0", continue_on_failure=True), code("b", "s = a_output['status']")])
    assert run.status is RunStatus.COMPLETED
    assert run.output["b_output"] == {"s": "failed"}


async def test_loops_give_one_item_a_pass(shop: Shop) -> None:
    body = [code("c", "double = current_value * 2"), code("d", "at = current_index\nw = l['current_value']")]
    run = await shop.done([loop("l", "items", body)], parameters={"items": [5, 7]}, top={"parameters": [LIST]})
    assert [(item["at"], item["w"], item["loop_value"], item["current_index"]) for item in run.output["l_output"]] == [
        (0, 5, 5, 0),
        (1, 7, 7, 1),
    ]
    assert run.output["l_output"][1]["blocks"] == {"c_output": {"double": 14}, "d_output": {"at": 1, "w": 7}}


@pytest.mark.parametrize("where", ["block", "loop"])
async def test_a_pass_that_fails_can_be_left(shop: Shop, where: str) -> None:
    body = [
        code("c", "assert current_value != 2, 'two'", next_loop_on_failure=where == "block"),
        code("d", "kept = current_value"),
    ]
    made = loop("l", "items", body, next_loop_on_failure=where == "loop")
    run = await shop.done([made], parameters={"items": [1, 2, 3]}, top={"parameters": [LIST]})
    assert run.status is RunStatus.COMPLETED
    assert [item.get("kept") for item in run.output["l_output"]] == [1, None, 3]


async def test_a_loop_fails_with_its_block_and_reports_its_errors_once(shop: Shop) -> None:
    body = [code("c", "raise ErrorCode('BAD', 'no good')")]
    run = await shop.done([loop("l", "items", body)], parameters={"items": [1, 2]}, top={"parameters": [LIST]})
    assert run.status is RunStatus.FAILED
    assert [error.error_code for error in run.errors] == ["BAD"]
    assert len(run.output["l_output"]) == 1


async def test_an_empty_loop_fails_unless_said_otherwise(shop: Shop) -> None:
    body = [code("c", "x = 1")]
    given: dict[str, Any] = {"parameters": {"items": []}, "top": {"parameters": [LIST]}}
    assert (await shop.done([loop("l", "items", body)], **dict(given))).status is RunStatus.FAILED
    allowed = await shop.done([loop("l", "items", body, complete_if_empty=True)], **dict(given))
    assert (allowed.status, allowed.output["l_output"]) == (RunStatus.COMPLETED, [])


async def test_no_more_than_fifty_blocks_a_pass(shop: Shop) -> None:
    body = [stop(f"b{index}", "x", continue_on_failure=True) for index in range(51)]
    run = await shop.done([loop("l", "items", body)], parameters={"items": [1]}, top={"parameters": [LIST]})
    assert run.status is RunStatus.FAILED
    assert "more than 50 blocks" in run.failure_reason


async def test_labels_lead_where_they_say(shop: Shop) -> None:
    blocks = [
        code("c", "x = 3"),
        code("a", "x = 1", next_block_label="b"),
        code("b", "x = a['x'] + 1", next_block_label="c"),
    ]
    run = await shop.done(blocks)
    rows = await shop.blocks(run)
    assert sorted(rows, key=lambda key: rows[key].order) == ["a", "b", "c"]


async def test_a_bad_template_names_its_field(shop: Shop) -> None:
    run = await shop.done([stop("t", "{{ 1 // 0 }}")])
    assert run.status is RunStatus.FAILED
    assert run.failure_category is Category.PARAMETER_BINDING_ERROR
    assert "'t' failed: reason: " in run.failure_reason


@pytest.mark.parametrize(
    ("main", "last", "status"),
    [
        (code("m", "x = 1"), code("f", "y = 2"), RunStatus.COMPLETED),
        (code("m", "1 / 0"), code("f", "y = 2"), RunStatus.FAILED),
        (stop("m", "enough"), code("f", "y = 2"), RunStatus.TERMINATED),
        (code("m", "x = 1"), code("f", "1 / 0"), RunStatus.FAILED),
        (stop("m", "enough"), code("f", "1 / 0"), RunStatus.TERMINATED),
    ],
)
async def test_the_finally_block_always_runs(
    shop: Shop, main: dict[str, object], last: dict[str, object], status: RunStatus
) -> None:
    run = await shop.done([main, last], top={"finally_block_label": "f"})
    assert run.status is status
    assert "f_output" in run.output


async def test_context_parameters_follow_their_source(shop: Shop) -> None:
    top = {"parameters": [{"key": "city", "parameter_type": "context", "source_parameter_key": "a_output"}]}
    run = await shop.done([code("a", "return {'city': 'Gdynia'}"), stop("t", "in {{ city }}")], top=top)
    assert run.failure_reason == "terminate block 't' terminated: in Gdynia"


async def test_code_may_assign_what_a_parameter_it_did_not_ask_for_is_called(shop: Shop) -> None:
    top = {"parameters": [{"key": "total", "parameter_type": "context", "source_parameter_key": "a_output"}]}
    blocks = [code("a", "total = 3"), code("b", "total = 4", parameter_keys=[]), code("c", "seen = total")]
    run = await shop.done(blocks, top=top)
    assert run.output["b_output"] == {"total": 4}
    assert run.output["c_output"] == {"seen": 3}


async def test_what_is_printed_and_left_out_is_in_the_journal(shop: Shop) -> None:
    run = await shop.done([code("a", "import re\npattern = re.compile('a')\nprint('hello')\nx = 1")])
    entries = await shop.journal(run)
    assert [entry.payload["lines"] for entry in entries if entry.kind is JournalKind.PRINTED] == [["hello"]]
    assert any("pattern" in str(entry.payload.get("message")) for entry in entries if entry.kind is JournalKind.WARNED)


NESTED = {
    "blocks": [
        code("first", "x = [1, 2]\nprint('one')"),
        loop(
            "outer",
            "first_output.x",
            [
                loop(
                    "inner", "{{ [current_value, 'b'] }}", [code("leaf", "v = str(current_value) + str(current_index)")]
                ),
                code("after", "seen = leaf_output['v']\nn = outer['current_value']", next_loop_on_failure=True),
            ],
        ),
        code("broken", "1 / 0", continue_on_failure=True),
        stop("end", "{{ workflow_run_outputs | json }}", error_code="E"),
        code("last", "order = list(workflow_run_outputs.keys())"),
    ],
    "finally_block_label": "last",
}
SKIPPING = {
    "blocks": [
        loop(
            "l",
            "{{ [1, 2, 3] }}",
            [
                code("c", "assert current_value != 2, 'two'", next_loop_on_failure=True),
                code("d", "k = current_value"),
            ],
        ),
        code("sum", "total = [item.get('k') for item in l_output]"),
    ]
}
DIRECTED = {
    "blocks": [
        code("b", "x = a['x'] + 1", next_block_label="c"),
        code("a", "x = 1", next_block_label="b"),
        code("c", "x = b['x'] + 1"),
    ],
    "version": 2,
}


@pytest.mark.parametrize("definition", [NESTED, SKIPPING, DIRECTED], ids=["nested", "skipping", "directed"])
async def test_taken_up_after_any_commit_a_run_ends_as_if_nothing_had_happened(
    shop: Shop, definition: dict[str, Any]
) -> None:
    top = {key: value for key, value in definition.items() if key != "blocks"}
    whole = await shop.done(definition["blocks"], top=dict(top))
    expected = (whole.status, whole.output, whole.failure_reason, whole.errors)
    keys = set(await shop.blocks(whole))
    commits = 0
    while True:
        commits += 1
        run = await shop.run(definition["blocks"], top=dict(top))
        died = await shop.die_after(run, commits)
        ended = await shop.finish(run)
        assert (ended.status, ended.output, ended.failure_reason, ended.errors) == expected, f"{commits} commits"
        assert set(await shop.blocks(ended)) == keys
        assert all(row.status is not BlockStatus.RUNNING for row in (await shop.blocks(ended)).values())
        if not died:
            break
    assert commits > len(keys)


async def test_taken_up_again_and_again_after_every_few_commits(shop: Shop) -> None:
    run = await shop.run(SKIPPING["blocks"])
    deaths = 0
    while await shop.die_after(run, 4):
        deaths += 1
        assert deaths < 100
    ended = await shop.read(run)
    assert ended.output["sum_output"] == {"total": [1, None, 3]}
    assert deaths > 3

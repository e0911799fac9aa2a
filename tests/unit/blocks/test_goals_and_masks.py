"""What browser blocks ask of the agent, and what http_request leaves visible of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from skyvern.blocks import block_adapter
from skyvern.blocks.base import BlockContext, HttpReply, HttpRequest, RunFacts
from skyvern.blocks.goal_block import GoalBlock, read_schema
from skyvern.blocks.http_request import saved_name
from skyvern.domain.goal import Goal, GoalKind, SecretField
from skyvern.domain.status import BlockStatus


class StandIn:
    """What a block may ask, answered from fields."""

    def __init__(self, reply: HttpReply | None = None, *, max_steps: int | None = None) -> None:
        self.facts = RunFacts(
            run_id="wr_1",
            organization_id="o_1",
            workflow_title="T",
            workflow_permanent_id="wpid_1",
            block_run_id="wrb_1",
            task_id="tsk_1",
            label="b",
            max_steps=max_steps,
            error_codes={"SHARED": "from the workflow", "OWN": "from the workflow"},
            system_prompt="be brief",
        )
        self.reply = reply
        self.sent: list[HttpRequest] = []
        self.intended: list[str] = []

    def payload(self, keys: Sequence[str]) -> dict[str, object]:
        return {key: f"value of {key}" for key in keys}

    def secrets(self, keys: Sequence[str]) -> tuple[SecretField, ...]:
        return tuple(SecretField(parameter=key, field="password", token="secret_x") for key in keys if key == "login")

    async def fetch(self, request: HttpRequest) -> HttpReply:
        self.sent.append(request)
        assert self.reply is not None
        return self.reply

    async def conceal(self, value: str) -> str:
        return f"<{value}>"

    async def intend(self, effect: str) -> None:
        self.intended.append(effect)


def goal_of(ctx: StandIn | None = None, **fields: object) -> Goal:
    block = cast("GoalBlock", block_adapter.validate_python({"label": "b", **fields}))
    return block.goal(cast("BlockContext", ctx or StandIn()))


def test_a_navigation_block_maps_its_fields() -> None:
    goal = goal_of(
        block_type="navigation",
        navigation_goal="do it",
        complete_criterion="done",
        terminate_criterion="closed",
        parameter_keys=["city", "login"],
        error_code_mapping={"OWN": "its own"},
        max_steps_per_run=7,
        complete_verification=False,
    )
    assert (goal.kind, goal.text, goal.max_steps, goal.verify) == (GoalKind.NAVIGATION, "do it", 7, False)
    assert (goal.complete_criterion, goal.terminate_criterion) == ("done", "closed")
    assert goal.payload == {"city": "value of city", "login": "value of login"}
    assert [secret.parameter for secret in goal.secrets] == ["login"]
    assert goal.error_codes == {"SHARED": "from the workflow", "OWN": "its own"}
    assert goal.system_prompt == "be brief"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"block_type": "goto_url", "url": "http://x"}, {"kind": GoalKind.NAVIGATION, "text": ""}),
        ({"block_type": "action", "selector": "#a"}, {"kind": GoalKind.ACTION, "selector": "#a"}),
        ({"block_type": "login"}, {"kind": GoalKind.LOGIN, "verify": True}),
        (
            {"block_type": "file_download", "navigation_goal": "get it", "download_suffix": "report"},
            {"complete_on_download": True, "download_name": "report", "download_timeout": 30.0},
        ),
        (
            {"block_type": "extraction", "data_extraction_goal": "read", "data_schema": '{"type": "object"}'},
            {"kind": GoalKind.EXTRACTION, "extraction": "read", "schema": {"type": "object"}},
        ),
        ({"block_type": "validation", "complete_criterion": "c"}, {"kind": GoalKind.VALIDATION}),
        ({"block_type": "task", "data_extraction_goal": "read"}, {"kind": GoalKind.TASK, "extraction": "read"}),
        ({"block_type": "login", "ignore_workflow_system_prompt": True}, {"system_prompt": ""}),
    ],
)
def test_other_kinds(fields: dict[str, object], expected: dict[str, object]) -> None:
    goal = goal_of(**fields)
    assert {name: getattr(goal, name) for name in expected} == expected


def test_the_runs_own_step_limit_wins() -> None:
    assert goal_of(StandIn(max_steps=3), block_type="login", max_steps_per_run=7).max_steps == 3


def test_schemas_may_be_text_objects_or_examples() -> None:
    assert read_schema('[{"type": "string"}]') == {"type": "array", "items": {"type": "string"}}
    assert read_schema("") is None
    with pytest.raises(ValueError, match="not JSON"):
        read_schema("{broken")


def reply(status: int, body: object) -> HttpReply:
    return HttpReply(
        status_code=status, url="http://x/", headers={"content-type": "json"}, content=b"", json=body, text=""
    )


async def sent(ctx: StandIn, **fields: object) -> Any:  # noqa: ANN401 - a block's result
    block = block_adapter.validate_python({"label": "b", "block_type": "http_request", "url": "http://x/", **fields})
    return await block.run(cast("BlockContext", ctx))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.token", {"token": "<t>", "rows": [{"key": "k1"}, {"key": "k2"}]}),
        ("rows.key", {"token": "t", "rows": [{"key": "<k1>"}, {"key": "<k2>"}]}),
        ("rows.*.key", {"token": "t", "rows": [{"key": "<k1>"}, {"key": "<k2>"}]}),
        ("$.rows[*].key", {"token": "t", "rows": [{"key": "<k1>"}, {"key": "<k2>"}]}),
        ("rows[1]['key']", {"token": "t", "rows": [{"key": "k1"}, {"key": "<k2>"}]}),
        ("rows", {"token": "t", "rows": "*****"}),
        ("missing.path", {"token": "t", "rows": [{"key": "k1"}, {"key": "k2"}]}),
    ],
)
async def test_secret_response_paths_become_tokens_in_both_places(path: str, expected: object) -> None:
    ctx = StandIn(reply(200, {"token": "t", "rows": [{"key": "k1"}, {"key": "k2"}]}))
    result = await sent(ctx, secret_response_paths=[path])
    assert result.output["response_body"] == result.output["body"] == expected


async def test_error_statuses_fail_with_the_answer_as_output() -> None:
    result = await sent(StandIn(reply(503, {"why": "down"})))
    assert result.status is BlockStatus.FAILED
    assert result.failure.reason == "GET http://x/ answered 503"
    assert result.output["response_body"] == {"why": "down"}


@pytest.mark.parametrize(("method", "effects"), [("GET", 0), ("head", 0), ("post", 1), ("DELETE", 1)])
async def test_only_what_changes_something_is_intended_first(method: str, effects: int) -> None:
    ctx = StandIn(reply(200, None))
    await sent(ctx, method=method)
    assert len(ctx.intended) == effects
    assert ctx.sent[0].method == method.upper()


@pytest.mark.parametrize(
    ("url", "headers", "wanted", "name"),
    [
        ("http://x/files/report%20may.pdf?v=1", {}, None, "report may.pdf"),
        ("http://x/export", {"content-type": "text/csv; charset=utf-8"}, None, "export.csv"),
        ("http://x/", {"content-type": "application/pdf"}, None, "response.pdf"),
        ("http://x/d", {"Content-Disposition": 'attachment; filename="a b.xlsx"'}, None, "a b.xlsx"),
        ("http://x/d", {"content-disposition": "attachment; filename*=UTF-8''%C3%BC.txt"}, None, "ü.txt"),
        ("http://x/d.bin", {"content-type": "text/csv"}, "mine", "mine.csv"),
    ],
)
def test_saved_answers_have_names(url: str, headers: dict[str, str], wanted: str | None, name: str) -> None:
    answer = HttpReply(status_code=200, url=url, headers=headers, content=b"", json=None, text="")
    assert saved_name(wanted, answer) == name


async def test_a_method_that_a_template_made_is_checked() -> None:
    ctx = StandIn(reply(200, None))
    block = block_adapter.validate_python(
        {"label": "b", "block_type": "http_request", "url": "http://x/", "method": "{{ m }}"}
    )
    result = await block.model_copy(update={"method": "BREW"}).run(cast("BlockContext", ctx))
    assert "'BREW' is not an HTTP method" in result.failure.reason
    assert ctx.sent == ctx.intended == []

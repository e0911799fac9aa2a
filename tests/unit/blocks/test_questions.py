"""What blocks ask of a language model or of the values of a run, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from skyvern.blocks import block_adapter
from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Evaluation, RunFacts
from skyvern.domain.failure import needs_llm
from skyvern.domain.mail import FoundMail, Mailbox, MailQuery
from skyvern.domain.page import Observation
from skyvern.domain.redaction import Redactor
from skyvern.domain.search import SearchAnswer, SearchHit
from skyvern.domain.status import BlockStatus
from skyvern.engine.thinking import Thinking
from skyvern.testing.models import ScriptedModel

FACTS = RunFacts(
    run_id="wr_1",
    organization_id="o_1",
    workflow_title="T",
    workflow_permanent_id="wpid_1",
    block_run_id="wrb_1",
    task_id="tsk_1",
    label="b",
    max_steps=None,
)


@dataclass(slots=True)
class StandIn:
    """Two hits of a search and three letters; `said` is what the model answers, None without a model."""

    said: object = None
    hits: Sequence[SearchHit] = (
        SearchHit(title="Cats", url="https://cats.example", snippet="About cats"),
        SearchHit(title="Dogs", url="https://dogs.example", snippet="About dogs"),
    )
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    asked: list[str] = field(default_factory=list[str])
    schemas: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    facts: RunFacts = FACTS

    def payload(self, keys: Sequence[str]) -> dict[str, object]:
        return {key: self.values.get(key) for key in keys}

    async def search_web(self, query: str, *, limit: int) -> SearchAnswer:
        return SearchAnswer(provider="searxng", hits=tuple(self.hits[:limit]))

    async def read_mail(self, query: MailQuery, reference: str) -> Mailbox:
        mails = [
            FoundMail(
                uid=str(n),
                message_id=f"<{n}>",
                sender="a@x",
                to=("b@x",),
                cc=(),
                subject=f"Letter {n}",
                date="",
                body="Y" * 5000,
            )
            for n in (1, 2, 3)
        ]
        return Mailbox(folder=query.folder, candidates=7, mails=tuple(mails))

    async def ask(self, prompt: str, *, schema: Mapping[str, object]) -> object:
        self.asked.append(prompt)
        self.schemas.append(schema)
        if self.said is None:
            raise BlockError(needs_llm("w", "no model"))
        return self.said

    async def judge(self, sentence: str) -> Evaluation:
        self.asked.append(sentence)
        return Evaluation(holds="paid" in sentence, rendered=sentence, why="the values say so")


async def ran(ctx: StandIn, **fields: object) -> BlockResult:
    block = block_adapter.validate_python({"label": "b", **fields})
    return await block.run(cast("BlockContext", ctx))


async def searched(ctx: StandIn, **fields: object) -> tuple[BlockResult, Mapping[str, Any]]:
    result = await ran(ctx, block_type="web_search", query="pets", **fields)
    return result, cast("Mapping[str, Any]", result.output)


async def test_an_answer_from_search_results_has_the_wanted_shape() -> None:
    wanted = {"type": "object", "properties": {"url": {"type": "string"}}}
    ctx = StandIn({"matched": True, "answer": {"url": "https://cats.example"}, "reason": "first hit"}, values={"n": 4})
    result, output = await searched(ctx, prompt="Where are cats?", json_schema=wanted, parameter_keys=["n"])
    assert result.status is BlockStatus.COMPLETED
    assert (output["matched"], output["answer"]) == (True, {"url": "https://cats.example"})
    assert output["result_count"] == 2
    assert ctx.asked[0].startswith("Where are cats?")
    assert "https://dogs.example" in ctx.asked[0]
    assert '"n": 4' in ctx.asked[0]
    assert cast("Mapping[str, Any]", ctx.schemas[0]["properties"])["answer"] == wanted


async def test_results_that_do_not_answer_fail_only_with_a_code() -> None:
    said = {"matched": False, "answer": "ignored", "reason": "nothing on birds"}
    result, output = await searched(StandIn(said), prompt="Where are birds?")
    assert (result.status, output["matched"], output["answer"]) == (BlockStatus.COMPLETED, False, None)
    result, output = await searched(StandIn(said), prompt="Where are birds?", no_match_error_code="NO_BIRDS")
    assert result.status is BlockStatus.FAILED
    assert [error["error_code"] for error in output["errors"]] == ["NO_BIRDS"]
    assert result.failure is not None
    assert "nothing on birds" in result.failure.reason


async def test_codes_that_the_model_finds_to_apply_are_reported_and_others_are_not() -> None:
    said = {"matched": True, "answer": "x", "reason": "only dogs", "error_codes": ["DOGS", "INVENTED"]}
    result, output = await searched(StandIn(said), prompt="p", error_code_mapping={"DOGS": "there are dogs"})
    assert result.status is BlockStatus.FAILED
    assert [error["error_code"] for error in output["errors"]] == ["DOGS"]
    assert output["answer"] == "x"


async def test_nothing_found_fails_with_its_code_and_asks_nobody() -> None:
    ctx = StandIn(hits=())
    result, output = await searched(ctx, prompt="p", no_results_error_code="NOTHING")
    assert result.status is BlockStatus.FAILED
    assert output["errors"][0]["error_code"] == "NOTHING"
    assert not ctx.asked


async def test_without_a_model_the_results_are_kept_and_the_refusal_says_why() -> None:
    result, output = await searched(StandIn(), prompt="Where are cats?")
    assert result.failure is not None
    assert result.failure.reason.startswith("needs an LLM:")
    assert output["result_count"] == 2


async def test_without_a_prompt_no_model_is_asked() -> None:
    ctx = StandIn()
    result, _ = await searched(ctx)
    assert result.status is BlockStatus.COMPLETED
    assert not ctx.asked


INBOX = {"block_type": "email_inbox", "email_client": "gmail", "credential_id": "cred_1"}


async def test_a_prompt_chooses_among_messages() -> None:
    ctx = StandIn({"ids": ["2", "99"]})
    result = await ran(ctx, **INBOX, prompt="The second one", include_body=False)
    output = cast("Mapping[str, Any]", result.output)
    assert [mail["subject"] for mail in output["emails"]] == ["Letter 2"]
    assert (output["candidate_count"], output["matched_count"]) == (7, 1)
    assert "body" not in output["emails"][0]
    assert ctx.asked[0].startswith("The second one")
    assert "Y" * 2000 in ctx.asked[0]
    assert "Y" * 2001 not in ctx.asked[0]


@pytest.mark.parametrize("said", [{}, {"ids": "2"}, [], "2"])
async def test_an_answer_that_names_no_message_means_none(said: object) -> None:
    result = await ran(StandIn(said), **INBOX, prompt="The second one")
    assert cast("Mapping[str, Any]", result.output)["emails"] == []


async def test_a_mailbox_prompt_without_a_model_is_refused() -> None:
    result = await ran(StandIn(), **INBOX, prompt="The second one")
    assert result.failure is not None
    assert result.failure.reason.startswith("needs an LLM:")


async def test_a_validation_without_the_page_is_judged_by_values() -> None:
    fields = {"block_type": "validation", "without_page_information": True}
    held = await ran(StandIn(), **fields, complete_criterion="the order is paid")
    assert held.status is BlockStatus.COMPLETED
    codes = {"UNSENT": "the order is not sent"}
    missed = await ran(StandIn(), **fields, complete_criterion="the order is sent", error_code_mapping=codes)
    assert missed.status is BlockStatus.FAILED
    output = cast("Mapping[str, Any]", missed.output)
    assert (output["status"], output["errors"][0]["error_code"]) == ("failed", "UNSENT")
    ended = await ran(StandIn(), **fields, complete_criterion="c", terminate_criterion="the order is paid")
    assert ended.status is BlockStatus.TERMINATED
    assert ended.failure is not None
    assert "the values say so" in ended.failure.reason


async def _page_is_not_looked_at() -> Observation | None:
    raise AssertionError("the page was looked at")


def thinking(model: ScriptedModel | None = None) -> Thinking:
    values = {"total": 120, "order_output": {"state": "paid"}}
    return Thinking(variables=values, model=model, look=_page_is_not_looked_at, redactor=Redactor())


@pytest.mark.parametrize(
    ("sentence", "rendered", "holds"),
    [
        ("the total is greater than 100", False, True),
        ("the total is greater than 500", False, False),
        ("approved is approved", True, True),
        ("rejected is approved", True, False),
    ],
)
async def test_values_alone_judge_a_sentence(sentence: str, rendered: bool, holds: bool) -> None:
    assert (await thinking().judge(sentence, rendered=rendered)).holds is holds


async def test_what_values_do_not_tell_needs_a_model() -> None:
    with pytest.raises(BlockError, match="needs an LLM"):
        await thinking().judge("the customer is happy", rendered=False)
    model = ScriptedModel(script=[{"holds": True, "why": "paid"}])
    assert (await thinking(model).judge("the customer is happy", rendered=False)).holds
    assert "<page>" not in model.prompts[0]


async def test_a_refusal_quotes_the_wish_and_nothing_that_follows_it() -> None:
    with pytest.raises(BlockError) as caught:
        await thinking().ask("Find it\n\n<messages>private</messages>", schema=None)
    assert "'Find it'" in caught.value.failure.reason
    assert "private" not in caught.value.failure.reason

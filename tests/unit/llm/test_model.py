"""The model port over pydantic-ai, with its scripted function model in place of a provider."""

# ruff: noqa: ANN401 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart, UserPromptPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from skyvern.llm.errors import MalformedReply, ModelUnavailable
from skyvern.llm.model import LanguageModel
from skyvern.llm.port import Usage


class Verdict(BaseModel):
    score: int
    why: str = ""


def model(*answers: Any, asked: list[list[ModelMessage]] | None = None, **more: Any) -> LanguageModel:
    turn = iter(answers)

    def answer(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        if asked is not None:
            asked.append(messages)
        given = next(turn)
        if isinstance(given, str):
            return ModelResponse(parts=[TextPart(given)])
        return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, given)])

    return LanguageModel(FunctionModel(answer), **more)


async def test_a_typed_answer_and_its_cost() -> None:
    reply = await model({"score": 3, "why": "so"}).ask("How good?", shape=Verdict, system="Be brief")
    assert reply.value == Verdict(score=3, why="so")
    assert reply.usage.requests == 1
    assert reply.usage.input_tokens > 0
    assert reply.usage + Usage(requests=2, output_tokens=1) == Usage(
        requests=3, input_tokens=reply.usage.input_tokens, output_tokens=reply.usage.output_tokens + 1
    )


async def test_one_repair_of_a_malformed_answer() -> None:
    asked: list[list[ModelMessage]] = []
    reply = await model({"score": "many"}, {"score": 4}, asked=asked).ask("?", shape=Verdict)
    assert reply.value.score == 4
    assert reply.usage.requests == 2
    with pytest.raises(MalformedReply):
        await model({"score": "many"}, {"score": "lots"}).ask("?", shape=Verdict)


@pytest.mark.parametrize(
    "said",
    [
        'Sure! Here it is: {"score": 7, "why": "so"}',
        '```json\n{"score": 7, "why": "so"}\n```\nAnything else?',
        'Given {"a": {}} I say {"score": 7, "why": "in\ntwo lines"}.',
        '{"score": 7, "why": "{x}"}',
    ],
)
async def test_an_answer_is_taken_out_of_the_words_around_it(said: str) -> None:
    reply = await model(said).ask("?", shape=Verdict)
    assert reply.value.score == 7
    assert reply.usage.requests == 1


async def test_words_without_an_answer_are_no_answer() -> None:
    with pytest.raises(MalformedReply):
        await model(*["I would say {7} of {ten"] * 9).ask("?", shape=Verdict)


async def test_data_in_the_shape_of_a_json_schema() -> None:
    schema = {"type": "object", "properties": {"status": {"type": "string"}}}
    reply = await model({"status": "Active"}).ask_data("Read it", schema=schema)
    assert reply.value == {"status": "Active"}


async def test_pictures_travel_with_the_question() -> None:
    asked: list[list[ModelMessage]] = []
    await model({"score": 1}, asked=asked).ask("Look", shape=Verdict, images=[b"\x89PNG"])
    content = next(part.content for message in asked[0] for part in message.parts if isinstance(part, UserPromptPart))
    assert [type(item).__name__ for item in content] == ["str", "BinaryContent"]


async def test_a_model_that_is_too_slow() -> None:
    async def answer(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
        await asyncio.sleep(5)
        raise AssertionError

    with pytest.raises(ModelUnavailable, match="did not answer within"):
        await LanguageModel(FunctionModel(answer), timeout=0.05).ask("?", shape=Verdict)


def _without(*names: str) -> Callable[[], None]:
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    return lambda: os.environ.update(kept)


@pytest.mark.parametrize("name", ["nobody:knows", "openai-chat:gpt-5-mini"])
async def test_a_model_that_cannot_be_asked(name: str) -> None:
    restore = _without("OPENAI_API_KEY", "OPENAI_BASE_URL")
    try:
        with pytest.raises(ModelUnavailable, match=name):
            await LanguageModel(name).ask("?", shape=Verdict)
    finally:
        restore()


async def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with pytest.raises(ModelUnavailable):
        await LanguageModel("openai-chat:any", timeout=10).ask("?", shape=Verdict)

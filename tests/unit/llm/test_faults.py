"""A chat completions server that is slow, busy, broken or talks nonsense, and what is made of that."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel

from skyvern.llm.errors import BudgetExceeded, MalformedReply, ModelUnavailable
from skyvern.llm.known import Known
from skyvern.llm.model import LanguageModel
from skyvern.testing.http import serving
from skyvern.testing.model_server import ModelServer, Served


class Colour(BaseModel):
    name: str


TEAL = Served(data={"name": "teal"})


@dataclass
class MemoryPurse:
    """Pays up to a number of tokens; keeps what was set aside and what it came to."""

    most: int = 1_000_000
    in_money: bool = False
    reserved: list[int] = field(default_factory=list[int])
    settled: list[int] = field(default_factory=list[int])

    async def reserve(self, model: str, *, tokens: int, micros: int) -> str:
        del model, micros
        if sum(self.settled) + tokens > self.most:
            raise BudgetExceeded("budget_exceeded")
        self.reserved.append(tokens)
        return str(len(self.reserved))

    async def settle(self, charge: str, *, tokens: int, micros: int, answer_tokens: int) -> None:
        del charge, micros, answer_tokens
        self.settled.append(tokens)


@asynccontextmanager
async def model(
    monkeypatch: pytest.MonkeyPatch, *script: Served, timeout: float = 20.0, purse: MemoryPurse | None = None
) -> AsyncGenerator[tuple[LanguageModel, ModelServer]]:
    server = ModelServer(script)
    async with serving(server.app()) as url:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "local")
        yield LanguageModel("openai-chat:stand-in", timeout=timeout, purse=purse), server


async def test_a_busy_server_is_asked_again_when_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(status=429, retry_after="1"), TEAL) as (asked, server):
        began = time.monotonic()
        reply = await asked.ask("Which colour?", shape=Colour)
        assert reply.value.name == "teal"
        assert time.monotonic() - began >= 1.0
        assert len(server.asked) == 2


async def test_a_pause_that_is_longer_than_the_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(status=429, retry_after="3600")) as (asked, server):
        with pytest.raises(ModelUnavailable, match="over its rate limit"):
            await asked.ask("Which colour?", shape=Colour)
        assert len(server.asked) == 1


async def test_a_server_that_fails_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(status=500, retry_after="0")) as (asked, server):
        with pytest.raises(ModelUnavailable, match="status 500"):
            await asked.ask("Which colour?", shape=Colour)
        assert len(server.asked) == 3


async def test_what_cannot_get_better_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(status=404)) as (asked, server):
        with pytest.raises(ModelUnavailable, match="knows no model openai-chat:stand-in"):
            await asked.ask("Which colour?", shape=Colour)
        assert len(server.asked) == 1


async def test_a_slow_server(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(data={"name": "teal"}, wait=3.0), timeout=1.0) as (asked, _):
        with pytest.raises(ModelUnavailable):
            await asked.ask("Which colour?", shape=Colour)


@pytest.mark.parametrize(
    "broken",
    [
        Served(arguments='{"name": "te'),
        Served(arguments='{"name": "te', finish="length"),
        Served(data={"colour": "teal"}),
    ],
)
async def test_a_malformed_answer_is_repaired_once(monkeypatch: pytest.MonkeyPatch, broken: Served) -> None:
    async with model(monkeypatch, broken, TEAL) as (asked, server):
        assert (await asked.ask("Which colour?", shape=Colour)).value.name == "teal"
        assert len(server.asked) == 2
    async with model(monkeypatch, broken) as (asked, server):
        with pytest.raises(MalformedReply):
            await asked.ask("Which colour?", shape=Colour)
        assert len(server.asked) == 2


async def test_a_model_that_calls_no_tools_is_asked_for_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """As small models do behind servers that pass tools over: what is wanted goes into the request as a schema."""
    prose, written = Served(text="The colour is teal."), Served(text='{"name": "teal"}')
    known = Known()
    async with model(monkeypatch, prose, TEAL) as (asked, server):
        assert (await asked.ask("Which colour?", shape=Colour)).value.name == "teal"
        assert len(server.asked) == 2
    async with model(monkeypatch, prose, prose, written) as (_, server):
        for _ in range(2):
            asked = LanguageModel("openai-chat:stand-in", timeout=20.0, known=known)
            assert (await asked.ask("Which colour?", shape=Colour)).value.name == "teal"
        assert ["tools" in body for body in server.asked] == [True, True, False, False]
        assert server.asked[-1]["response_format"]["json_schema"]["schema"]["required"] == ["name"]
        asked = LanguageModel("openai-chat:stand-in", timeout=20.0, known=known)
        told = await asked.ask_data("Which?", schema={"type": "object", "properties": {"name": {"type": "string"}}})
        assert told.value == {"name": "teal"}
    async with model(monkeypatch, prose) as (asked, server):
        with pytest.raises(MalformedReply):
            await asked.ask("Which colour?", shape=Colour)
        assert len(server.asked) == 4


async def test_another_model_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, Served(status=404), TEAL) as (_, server):
        asked = LanguageModel("openai-chat:gone|openai-chat:here", timeout=20.0)
        assert (await asked.ask("Which colour?", shape=Colour)).value.name == "teal"
        assert [body["model"] for body in server.asked] == ["gone", "here"]
        with pytest.raises(ModelUnavailable, match=r"anthropic.*nobody"):
            await LanguageModel("anthropic:claude-sonnet-4-5|nobody:x").ask("?", shape=Colour)


async def standing_in(monkeypatch: pytest.MonkeyPatch, *script: Served, timeout: float) -> tuple[list[str], float]:
    """Ask `first|second`; return who was asked and how long it took."""
    async with model(monkeypatch, *script) as (_, server):
        asked = LanguageModel("openai-chat:first|openai-chat:second", timeout=timeout)
        began = time.monotonic()
        assert (await asked.ask("Which colour?", shape=Colour)).value.name == "teal"
        return [body["model"] for body in server.asked], time.monotonic() - began


async def test_a_hung_model_leaves_time_for_the_one_that_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    hung = Served(data={"name": "late"}, wait=6.0)
    asked, _ = await standing_in(monkeypatch, hung, TEAL, timeout=6.0)
    assert asked == ["first", "second"]


@pytest.mark.parametrize(
    ("faults", "tries"),
    [
        ((Served(status=429, retry_after="30"),), 1),
        ((Served(status=500, retry_after="0"),) * 3, 3),
        ((Served(arguments='{"name": "te', finish="length"),) * 2, 2),
    ],
)
async def test_a_fault_of_one_is_made_good_by_another(
    monkeypatch: pytest.MonkeyPatch, faults: tuple[Served, ...], tries: int
) -> None:
    asked, seconds = await standing_in(monkeypatch, *faults, TEAL, timeout=40.0)
    assert asked == ["first"] * tries + ["second"]
    assert seconds < 5.0


async def test_a_model_that_could_not_be_asked_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    known = Known(seconds=60.0, clock=lambda: now[0])
    async with model(monkeypatch, Served(status=404), TEAL) as (_, server):
        for seconds in (0.0, 59.0, 61.0):
            now[0] = seconds
            asked = LanguageModel("openai-chat:first|openai-chat:second", timeout=20.0, known=known)
            await asked.ask("Which colour?", shape=Colour)
        assert [body["model"] for body in server.asked] == ["first", "second", "second", "first"]
    alone = LanguageModel("openai-chat:first", timeout=20.0, known=known)
    known.send("openai-chat:first")
    async with model(monkeypatch, TEAL):
        assert (await alone.ask("Which colour?", shape=Colour)).value.name == "teal"


async def test_every_request_is_paid_for_even_a_repair(monkeypatch: pytest.MonkeyPatch) -> None:
    purse = MemoryPurse()
    async with model(monkeypatch, Served(data={"colour": "teal"}), TEAL, purse=purse) as (asked, _):
        await asked.ask("Which colour?", shape=Colour)
    assert purse.settled == [1260, 1260]
    assert all(reserved > 1260 for reserved in purse.reserved)


async def test_nothing_is_asked_beyond_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    purse = MemoryPurse(most=10_000)
    async with model(monkeypatch, TEAL, purse=purse) as (asked, server):
        await asked.ask("Which colour?", shape=Colour)
        with pytest.raises(BudgetExceeded):
            await asked.ask("Which colour?" * 1000, shape=Colour)
        assert len(server.asked) == 1


async def test_a_request_that_failed_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    purse = MemoryPurse()
    async with model(monkeypatch, Served(status=404), purse=purse) as (asked, _):
        with pytest.raises(ModelUnavailable):
            await asked.ask("Which colour?", shape=Colour)
    assert purse.settled == [0]


async def test_money_needs_a_known_price(monkeypatch: pytest.MonkeyPatch) -> None:
    async with model(monkeypatch, TEAL, purse=MemoryPurse(in_money=True)) as (asked, _):
        with pytest.raises(BudgetExceeded, match="the price of openai-chat:stand-in is not known"):
            await asked.ask("Which colour?", shape=Colour)

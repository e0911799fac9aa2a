"""Models of other providers than OpenAI: a turn of the agent over each wire format, busy replies, refused keys."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from skyvern.agent.policies.model import ModelPolicy
from skyvern.domain.goal import Act, GiveUp, Goal, GoalKind, History
from skyvern.domain.page import Element, Observation
from skyvern.llm.model import LanguageModel
from skyvern.testing.http import serving
from skyvern.testing.provider_server import KEY, Busy, ProviderServer

PROVIDERS = {
    "anthropic": ("anthropic:claude-sonnet-5-5", "/anthropic/v1/messages"),
    "google": ("google:gemini-2.5-flash", "/google/v1beta/models/gemini-2.5-flash:generateContent"),
    "bedrock": ("bedrock:us.amazon.nova-pro-v1:0", "/bedrock/model/us.amazon.nova-pro-v1:0/converse"),
    "azure": ("azure:gpt-4o", "/openai/deployments/gpt-4o/chat/completions"),
    "ollama": ("ollama:llama3.2", "/ollama/v1/chat/completions"),
}
STEP: Mapping[str, Any] = {
    "reasoning": "the goal says so",
    "verdict": "act",
    "actions": [{"kind": "click", "ref": "e1", "effect": True}],
}
GOAL = Goal(kind=GoalKind.NAVIGATION, text="Send the form.")
PAGE = Observation(url="http://site/", title="Form", elements=(Element(ref="e1", role="button", name="Send"),))


@asynccontextmanager
async def provider(
    monkeypatch: pytest.MonkeyPatch, *script: Mapping[str, Any] | Busy, key: str = KEY
) -> AsyncGenerator[ProviderServer]:
    server = ProviderServer(script)
    async with serving(server.app()) as url:
        for name, value in {
            "ANTHROPIC_BASE_URL": f"{url}/anthropic",
            "ANTHROPIC_API_KEY": key,
            "GOOGLE_GEMINI_BASE_URL": f"{url}/google",
            "GOOGLE_API_KEY": key,
            "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"{url}/bedrock",
            "AWS_ACCESS_KEY_ID": key,
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AZURE_OPENAI_ENDPOINT": url,
            "AZURE_OPENAI_API_KEY": key,
            "OPENAI_API_VERSION": "2024-10-21",
            "OLLAMA_BASE_URL": f"{url}/ollama/v1",
        }.items():
            monkeypatch.setenv(name, value)
        yield server


async def turn(model: str, *, seconds: float = 20.0) -> Act | GiveUp:
    """What a model of that name decides, asked as the agent asks."""
    decision = await ModelPolicy(LanguageModel(model, timeout=seconds)).decide(GOAL, PAGE, History())
    assert isinstance(decision, (Act, GiveUp)), decision
    return decision


@pytest.mark.parametrize("name", PROVIDERS)
async def test_a_turn_of_the_agent(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    model, path = PROVIDERS[name]
    async with provider(monkeypatch, STEP) as server:
        decision = await turn(model)
        assert isinstance(decision, Act), decision
        assert [(action.kind.value, action.ref, action.effect) for action in decision.actions] == [
            ("click", "e1", True)
        ]
        ((asked_at, body),) = server.asked
        assert asked_at == path
        told = json.dumps(body)
        assert "Send the form." in told
        assert "[e1] button 'Send'" in told
        assert "You operate a web page" in told
        assert "input_text" in told, "the schema of an answer"


async def test_the_rules_are_marked_for_the_cache_of_anthropic(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider(monkeypatch, STEP) as server:
        await turn(PROVIDERS["anthropic"][0])
        (rules,) = server.asked[0][1]["system"]
        assert rules["text"].startswith("You operate a web page")
        assert rules["cache_control"]["type"] == "ephemeral"


async def test_an_older_model_of_anthropic_answers_with_a_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider(monkeypatch, STEP) as server:
        assert isinstance(await turn("anthropic:claude-haiku-4-5"), Act)
        body = server.asked[0][1]
        assert body["temperature"] == 0.0
        assert body["tools"][-1]["cache_control"]["type"] == "ephemeral"


@pytest.mark.parametrize("name", ["anthropic", "google", "azure", "ollama"])
async def test_a_busy_provider_is_asked_again_when_it_says(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async with provider(monkeypatch, Busy(seconds=1), STEP) as server:
        began = time.monotonic()
        decision = await turn(PROVIDERS[name][0])
        assert isinstance(decision, Act), decision
        assert time.monotonic() - began >= 0.8
        assert len(server.asked) == 2


@pytest.mark.parametrize("name", ["anthropic", "google", "azure"])
async def test_a_pause_that_is_too_long_is_told_and_not_waited_for(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async with provider(monkeypatch, Busy(seconds=3600)) as server:
        decision = await turn(PROVIDERS[name][0])
        assert isinstance(decision, GiveUp)
        assert "is over its rate limit or out of credit" in decision.failure.reason
        assert len(server.asked) == 1


@pytest.mark.parametrize("name", ["anthropic", "google", "bedrock", "azure"])
async def test_a_wrong_key_is_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    async with provider(monkeypatch, STEP, key="wrong-key") as server:
        decision = await turn(PROVIDERS[name][0])
        assert isinstance(decision, GiveUp)
        assert f"The key for {PROVIDERS[name][0]} was refused" in decision.failure.reason
        assert "wrong-key" not in decision.failure.reason
        assert len(server.asked) == 1


async def test_bedrock_when_busy_does_not_say_until_when(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider(monkeypatch, Busy(seconds=1), STEP) as server:
        assert isinstance(await turn(PROVIDERS["bedrock"][0]), Act)
        assert len(server.asked) == 2


async def test_bedrock_without_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async with provider(monkeypatch, STEP) as server:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            monkeypatch.setenv(name, str(tmp_path / "none"))
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        decision = await turn(PROVIDERS["bedrock"][0])
        assert isinstance(decision, GiveUp)
        assert "Unable to locate credentials" in decision.failure.reason
        assert not server.asked


async def test_a_model_that_ollama_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider(monkeypatch, STEP):
        decision = await turn("ollama:unknown")
        assert isinstance(decision, GiveUp)
        assert "knows no model ollama:unknown" in decision.failure.reason
        assert "try pulling it first" in decision.failure.reason


@pytest.mark.parametrize(
    ("name", "variable"),
    [("anthropic", "ANTHROPIC_API_KEY"), ("google", "GOOGLE_API_KEY"), ("azure", "AZURE_OPENAI_API_KEY")],
)
async def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, name: str, variable: str) -> None:
    async with provider(monkeypatch, STEP):
        for one in (variable, "GEMINI_API_KEY"):
            monkeypatch.delenv(one, raising=False)
        decision = await turn(PROVIDERS[name][0])
        assert isinstance(decision, GiveUp)
        assert variable in decision.failure.reason

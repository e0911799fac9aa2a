"""Whole runs by a language model: models that fail and those that stand in, budgets, models of blocks, code."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from skyvern.testing.http import serving
from skyvern.testing.model_server import ModelServer, Served
from tests.conftest import end_host
from tests.e2e.conftest import Product

if TYPE_CHECKING:
    from skyvern import Skyvern
    from skyvern.client.record import Record
    from tests.e2e.conftest import Receiver

Connect = Callable[[Product], "Skyvern"]

TEAM = """<title>Team</title><h1>Team</h1><table><thead><tr><th>Name</th><th>Town</th></tr></thead><tbody>
<tr><td>{}</td><td>Oslo</td></tr></tbody></table><p><a href="{}">Next page</a></p>"""
FORM = """<title>Letter</title><h1>Newsletter</h1><form onsubmit="event.preventDefault(); document.body.innerHTML =
'<h1>Thank you</h1><p role=status>' + this.mail.value + ' is subscribed.</p><dl><dt>Number</dt><dd>N-77</dd></dl>'">
<label>E-mail <input name=mail></label><button>Subscribe</button></form>"""
NAMES = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
ADA = {"name": "Ada"}
SMALL = (900, 40)


@asynccontextmanager
async def product(folder: Path, stand_in: ModelServer, **settings: str) -> AsyncGenerator[Product]:
    """A server whose models are the stand-in's."""
    async with serving(stand_in.app()) as url:
        made = Product(folder / "data", {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": "local", **settings})
        await asyncio.to_thread(made.start)
        try:
            yield made
        finally:
            await asyncio.to_thread(made.server.stop)
            await asyncio.to_thread(end_host, made.data_dir)


def reading(label: str, url: str, goal: str = "Extract the name", **more: object) -> dict[str, object]:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    wanted: dict[str, object] = {"data_extraction_goal": goal, "data_schema": schema, **more}
    return {"label": label, "block_type": "extraction", "url": url, **wanted}


def named(name: str) -> dict[str, Any]:
    return {"model": {"model_name": f"openai-chat:{name}|openai-chat:well"}}


def acting(prompt: str) -> Mapping[str, Any]:
    """What a good model would do about the newsletter."""
    if "is subscribed" in prompt:
        return {"reasoning": "it says so", "verdict": "done", "evidence": "lee@x.example is subscribed."}
    (field,) = re.findall(r"\[(e\d+)\] textbox 'E-mail'", prompt)
    (button,) = re.findall(r"\[(e\d+)\] button 'Subscribe'", prompt)
    return {
        "reasoning": "fill and send",
        "verdict": "act",
        "actions": [
            {"kind": "input_text", "ref": field, "text": "lee@x.example"},
            {"kind": "click", "ref": button, "effect": True},
        ],
    }


@pytest.mark.long
async def test_faults_are_made_good_and_blocks_name_their_models(
    tmp_path: Path, receiver: Receiver, connected: Connect
) -> None:
    """One run: each block names a model that fails in another way, and the one that stands in for it."""
    receiver.pages["/team"] = (200, TEAM.format("Ada", "#"))
    models = {
        "hung": [Served(data={}, wait=60)],
        "busy": [Served(status=429, retry_after="60")],
        "broken": [Served(status=500, retry_after="0")],
        "cut": [Served(arguments='{"name": "Ad', finish="length")],
        "well": [Served(data=ADA)],
        "server": [Served(data=ADA)],
        "workflow": [Served(data=ADA)],
        "code": [Served(data=ADA)],
    }
    stand_in = ModelServer([Served(status=404)], models=models)
    settings = {
        "SKYVERN_MODEL": "openai-chat:server",
        "SKYVERN_MODELS": "house=openai-chat:workflow",
        "SKYVERN_MODEL_SECONDS": "16",
    }
    async with product(tmp_path, stand_in, **settings) as made:
        client = connected(made)
        blocks = [reading(name, f"{receiver.url}/team", **named(name)) for name in ("hung", "busy", "broken", "cut")]
        workflow = await made.save(client, [*blocks, reading("plain", f"{receiver.url}/team")])
        run = await made.until(client, (await client.run_workflow(workflow)).run_id)
        assert run.status == "completed", run.failure_reason
        assert {label: run.output[f"{label}_output"]["extracted_information"] for label in ("hung", "cut")} == {
            "hung": ADA, "cut": ADA,
        }  # fmt: skip
        tries = ["hung", "well", "busy", "well", *["broken"] * 3, "well", "cut", "cut", "well", "server"]
        assert [body["model"] for body in stand_in.asked] == tries
        definition = {"parameters": [], "blocks": [reading("plain", f"{receiver.url}/team")]}
        own = {"title": "own", "workflow_definition": definition, "model": {"model_name": "house"}}
        saved = await client.create_workflow(json_definition=own)
        run = await made.until(client, (await client.run_workflow(str(saved.workflow_permanent_id))).run_id)
        assert run.status == "completed", run.failure_reason
        assert stand_in.asked[-1]["model"] == "workflow"


@pytest.mark.long
async def test_budgets_end_a_run_and_keep_what_was_read(tmp_path: Path, receiver: Receiver, connected: Connect) -> None:
    """9,000 tokens an answer, a little more reserved: the second page, the third run, the fifth run are too much."""
    receiver.pages["/1"] = (200, TEAM.format("Ada", "/2"))
    receiver.pages["/2"] = (200, TEAM.format("Ben", "#"))

    def page(prompt: str) -> Mapping[str, Any]:
        following = re.findall(r"\[(e\d+) Next page\]", prompt)
        return {"data": [ADA if "Ada" in prompt else {"name": "Ben"}], "next": following[0] if following else ""}

    stand_in = ModelServer([Served(data=page, tokens=(8900, 100))])
    budgets = {"SKYVERN_MODEL": "openai-chat:any", "SKYVERN_MODEL_BUDGETS": "run=17k,workflow=26k,organization=35k"}
    async with product(tmp_path, stand_in, **budgets) as made:
        client = connected(made)
        pages = reading("b", f"{receiver.url}/1", "Extract the names from all pages", data_schema=NAMES)
        one = reading("b", f"{receiver.url}/1", data_schema=NAMES)
        first = await made.save(client, [pages])
        second = await made.save(client, [one])

        async def run(workflow: str) -> Record:
            return await made.until(client, (await client.run_workflow(workflow)).run_id)

        over = await run(first)
        assert over.status == "failed"
        assert "the run may use 17000 tokens" in over.failure_reason
        assert [error["error_code"] for error in over.errors] == ["budget_exceeded"]
        assert over.output["b_output"]["extracted_information"] == [ADA]
        assert len(stand_in.asked) == 1
        assert "the workflow may use" not in str((await run(first)).failure_reason)
        assert "the workflow may use 26000 tokens this month" in (await run(first)).failure_reason
        assert (await run(second)).status == "completed"
        assert "the organization may use 35000 tokens this month" in (await run(second)).failure_reason
        assert len(stand_in.asked) == 3


CODE = """
await page.goto(url)
await page.act('Enter lee@x.example into the field E-mail and press Subscribe')
shown = await page.extract('Extract the number', schema={'properties': {'number': {'type': 'string'}}})
there = await page.validate("The page shows the text 'is subscribed'")
gone = await page.validate("The page shows the text 'Order confirmed'")
try:
    said = await page.prompt('Which colour?')
except RuntimeError as error:
    said = str(error)
"""


async def verbs(made: Product, client: Skyvern, url: str) -> Mapping[str, Any]:
    parameter = {"key": "url", "parameter_type": "workflow", "workflow_parameter_type": "string"}
    workflow = await made.save(
        client, [{"label": "c", "block_type": "code", "code": CODE, "parameter_keys": ["url"]}], [parameter]
    )
    run = await made.until(client, (await client.run_workflow(workflow, parameters={"url": url})).run_id)
    assert run.status == "completed", run.failure_reason
    return run.output["c_output"]


async def test_code_asks_the_embedded_mind(shared: Product, receiver: Receiver, connected: Connect) -> None:
    receiver.pages["/letter"] = (200, FORM)
    left = await verbs(shared, connected(shared), f"{receiver.url}/letter")
    assert (left["shown"], left["there"], left["gone"]) == ({"number": "N-77"}, True, False)
    assert "needs an LLM" in left["said"]


@pytest.mark.long
async def test_code_asks_a_model(tmp_path: Path, receiver: Receiver, connected: Connect) -> None:
    receiver.pages["/letter"] = (200, FORM)

    def answer(prompt: str) -> Mapping[str, Any]:
        if "<wanted>" in prompt:
            return {"number": "N-77"}
        if "<statements>" in prompt:
            return {"complete": "is subscribed" in prompt.split("<page>")[0], "why": "seen"}
        return acting(prompt) if "<goal>" in prompt else {"llm_response": "blue"}

    stand_in = ModelServer([Served(data=answer, tokens=SMALL)])
    async with product(tmp_path, stand_in, SKYVERN_MODEL="openai-chat:any") as made:
        left = await verbs(made, connected(made), f"{receiver.url}/letter")
    assert left["said"] == {"llm_response": "blue"}
    assert (left["shown"], left["there"], left["gone"]) == ({"number": "N-77"}, True, False)
    assert len(stand_in.asked) == 6

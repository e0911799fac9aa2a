"""Code that asks the agent: to act on the page, to read it, to judge it; and what a model says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from skyvern.credentials import SecretBook
from skyvern.domain.failure import needs_llm, validation_failed
from skyvern.domain.goal import Act, Done, GiveUp
from skyvern.domain.page import Action, ActionKind, Element, Observation
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.testing.models import ScriptedModel
from skyvern.testing.policies import Answer, ScriptedPolicy
from tests.unit.engine.test_interpreter import code

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

BUTTON = Element(ref="e1", role="button", name="Go")


async def ran(shop: Shop, text: str, script: Sequence[Answer], model: ScriptedModel | None = None) -> Run:
    """Run a code block with a mind of this script."""
    shop.browser.view = Observation(url="http://page/", title="", elements=(BUTTON,))
    mind = ScriptedPolicy(script=list(script))
    shop.rooms = replace(shop.rooms, policies=lambda run, wanted: (mind,), models=lambda run, wanted: model)
    return await shop.done([code("c", text)])


def output(run: Run) -> object:
    """Return what the block left."""
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    return dict(run.output or {})["c_output"]


async def test_code_has_the_agent_act(shop: Shop) -> None:
    click = Act(actions=(Action(kind=ActionKind.CLICK, ref="e1"),))
    run = await ran(shop, "await page.act('press Go')\nx = 1", [click, Done(evidence="pressed")])
    assert output(run) == {"x": 1}


async def test_code_catches_what_the_agent_cannot_do(shop: Shop) -> None:
    text = "try:\n    await page.act('fly')\nexcept RuntimeError as e:\n    x = str(e)"
    run = await ran(shop, text + "\ny = 2", [GiveUp(failure=needs_llm("fly", "not understood"))])
    assert "needs an LLM: 'fly'" in str(output(run))


async def test_code_reads_and_judges_the_page(shop: Shop) -> None:
    schema = "{'type': 'object', 'properties': {'n': {'type': 'null'}}}"
    run = await ran(
        shop, f"x = await page.extract('the number', schema={schema})", [Done(evidence="e", data={"n": None})]
    )
    assert output(run) == {"x": {"n": None}}
    run = await ran(shop, "x = await page.validate('it is open')", [GiveUp(failure=validation_failed("it is shut"))])
    assert output(run) == {"x": False}


async def test_code_asks_the_model(shop: Shop) -> None:
    model = ScriptedModel(script=[{"llm_response": "blue"}])
    run = await ran(shop, "x = await page.prompt('Which colour?')", [], model)
    assert output(run) == {"x": {"llm_response": "blue"}}
    assert model.prompts == ["Which colour?"]


async def test_without_a_model_a_prompt_says_so(shop: Shop) -> None:
    run = await ran(shop, "x = await page.prompt('Which colour?')", [])
    assert "needs an LLM" in str(run.failure_reason)


def test_secrets_that_code_wrote_into_its_words_become_tokens() -> None:
    book = SecretBook(b"k" * 32, "wr_1")
    book.add("login", "cred_1", {"username": "ann", "password": "Kestrel-93!quartz"}, origin=None)
    words = book.hide("type Kestrel-93!quartz as ann")
    assert words == f"type {book.fields('login')['password']} as ann"


async def test_code_locates_an_element_without_touching_it(shop: Shop) -> None:
    click = Act(actions=(Action(kind=ActionKind.CLICK, ref="e1"),))
    run = await ran(shop, "x = await page.locate('the Go button')", [click])
    assert output(run) == {"x": "xpath=//e1"}
    assert shop.browser.clicks == []
    gone = [GiveUp(failure=needs_llm("it", "no such thing"))]
    run = await ran(shop, "try:\n    await page.locate('it')\nexcept RuntimeError as e:\n    x = str(e)", gone)
    assert "No element was found for 'it': needs an LLM" in str(output(run))

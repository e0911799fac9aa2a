"""Secrets appear nowhere they are not typed; a run's traffic goes out where it was told to."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from skyvern import Skyvern
from skyvern.client.errors import SkyvernError
from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from tests.conftest import free_port

if TYPE_CHECKING:
    from tests.e2e.conftest import Product, Receiver

Connect = Callable[["Product"], Skyvern]


@pytest.mark.long
async def test_a_password_is_typed_and_nowhere_else(
    product: Product, sites: str, receiver: Receiver, connected: Connect
) -> None:
    client = connected(product)
    credential = await client.create_credential(
        name="portal",
        credential_type="password",
        credential={"username": PORTAL_USERNAME, "password": PORTAL_PASSWORD},
    )
    key = {"key": "login", "parameter_type": "credential", "credential_id": credential.credential_id}
    blocks = [
        {"label": "enter", "block_type": "login", "url": f"{sites}/portal/login", "parameter_keys": ["login"]},
        {"label": "tell", "block_type": "code", "code": "p = login.password\nprint(p)\nu = page.url"},
        {
            "label": "echo",
            "block_type": "http_request",
            "method": "POST",
            "url": f"{receiver.url}/echo",
            "body": {"p": "{{ login.password }}"},
        },
        {"label": "end", "block_type": "terminate", "reason": "password {{ tell_output.p }} {{ login.password }}"},
    ]
    workflow = await product.save(client, blocks, [key])
    asked = {"workflow_id": workflow, "webhook_url": f"{receiver.url}/hook", "trace": True}
    started = httpx.post(
        f"{product.server.base_url}/v1/run/workflows", json=asked, headers={"x-api-key": product.server.api_key}
    )
    ended = await product.until(client, started.json()["run_id"])
    assert ended.status == "terminated", ended.failure_reason
    assert "/portal/dashboard" in ended.output["tell_output"]["u"]
    got = await receiver.take(2)
    assert json.loads(got[0][0])["p"] == PORTAL_PASSWORD
    artifacts = {item.artifact_type: item for item in await client.get_run_artifacts(ended.run_id)}
    traced = zipfile.ZipFile(io.BytesIO(httpx.get(artifacts["trace"].signed_url).content))
    calls = traced.read("trace.trace").decode()
    assert '"method":"fill"' in calls or '"method":"type"' in calls or "insertText" in calls, "what was done is in it"
    told = [
        str(ended.to_dict()),
        *(traced.read(name).decode(errors="replace") for name in traced.namelist()),
        str([item.to_dict() for item in await client.get_run_timeline(ended.run_id)]),
        str([item.to_dict() for item in await client.get_run_artifacts(ended.run_id)]),
        str((await client.get_credential(credential.credential_id)).to_dict()),
        got[1][0].decode(),
        product.log,
    ]
    assert [text for text in told if PORTAL_PASSWORD in text] == []
    product.server.stop()
    assert holding(product.data_dir, PORTAL_PASSWORD) == []


def holding(folder: Path, secret: str) -> list[str]:
    """Return the files under a folder, browsers' own profiles apart, that hold the secret in their bytes or names."""
    files = [path for path in folder.rglob("*") if path.is_file() and "browsers" not in path.parts]
    assert any(path.name.startswith("skyvern.db") for path in files)
    return [str(path) for path in files if secret.encode() in path.read_bytes() or secret in str(path)]


async def test_a_location_without_a_source_is_refused_by_name(shared: Product, connected: Connect) -> None:
    client = connected(shared)
    workflow = await shared.save(client, [{"label": "c", "block_type": "code", "code": "x = 1"}])
    with pytest.raises(SkyvernError) as refused:
        await client.run_workflow(workflow, proxy_location="RESIDENTIAL_GB")
    assert "SKYVERN_PROXIES" in str(refused.value)
    run = await client.run_workflow(workflow, proxy_location="NONE", wait_for_completion=True)
    assert run.status == "completed"


@pytest.mark.long
async def test_traffic_leaves_through_the_chosen_proxy(
    receiver: Receiver, tmp_path: Path, product_with: Callable[..., Product], connected: Connect
) -> None:
    product = product_with(tmp_path / "proxied", {"SKYVERN_PROXIES": f"RESIDENTIAL_GB={receiver.url}"})
    client = connected(product)
    receiver.pages["/far"] = (200, "<title>Far</title><h1>Far away</h1>")
    away = f"http://127.0.0.1:{free_port()}/far"  # nobody listens there: only the proxy knows this page
    far = {"label": "g", "block_type": "goto_url", "url": away}
    title = {"label": "c", "block_type": "code", "code": "t = await page.title()"}
    workflow = await product.save(client, [far, title])
    for location in ("RESIDENTIAL_GB", {"url": receiver.url}):
        receiver.proxied.clear()
        run = await product.until(client, (await client.run_workflow(workflow, proxy_location=location)).run_id)
        assert run.status == "completed", run.failure_reason
        assert run.output["c_output"] == {"t": "Far"}
        assert receiver.proxied.count(away) == 1


@pytest.mark.long
async def test_a_providers_template_serves_a_place_one_address_a_run_and_the_browser_is_of_that_place(
    receiver: Receiver, tmp_path: Path, product_with: Callable[..., Product], connected: Connect
) -> None:
    template = receiver.url.replace("//", "//user-{country:lower}[-{city}]-{session}:sesame-93@")
    product = product_with(tmp_path / "provider", {"SKYVERN_PROXY_TEMPLATE": template})
    client = connected(product)
    receiver.pages["/far"] = (200, "<title>Far</title>")
    away = f"http://127.0.0.1:{free_port()}/far"
    twice = {
        "label": "c",
        "block_type": "code",
        "code": f"await page.goto('{away}')\nawait page.goto('{away}')\n"
        "here = await page.evaluate('[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]')",
    }
    workflow = await product.save(client, [twice])
    names: list[str] = []
    for location in ("RESIDENTIAL_DE", {"country": "DE", "city": "Berlin"}):
        receiver.passes.clear()
        run = await product.until(client, (await client.run_workflow(workflow, proxy_location=location)).run_id)
        assert run.status == "completed", run.failure_reason
        assert run.output["c_output"] == {"here": ["de-DE", "Europe/Berlin"]}
        (shown,) = set(receiver.passes)
        name, _, password = shown.partition(":")
        assert password == "sesame-93"
        names.append(name)
    assert [name.rpartition("-")[0] for name in names] == ["user-de", "user-de-Berlin"]
    assert names[0].rpartition("-")[2] != names[1].rpartition("-")[2], "each run has an address of its own"
    assert not holding(product.data_dir, "sesame-93"), "the password is nowhere"


@pytest.mark.long
async def test_a_run_keeps_to_the_origins_of_its_workflow(
    shared: Product, receiver: Receiver, connected: Connect
) -> None:
    client = connected(shared)
    receiver.pages["/in"] = (200, "<title>In</title><h1>In</h1>")
    away = receiver.url.replace("127.0.0.1", "localhost")
    blocks = [
        {"label": "in", "block_type": "goto_url", "url": f"{receiver.url}/in"},
        {"label": "asked", "block_type": "http_request", "url": f"{away}/in", "continue_on_failure": True},
        {"label": "out", "block_type": "goto_url", "url": f"{away}/in"},
    ]
    tree = {"title": "kept", "workflow_definition": {"parameters": [], "blocks": blocks}}
    saved = await client.create_workflow(json_definition={**tree, "allowed_origins": [receiver.url]})
    run = await shared.until(client, (await client.run_workflow(str(saved.workflow_permanent_id))).run_id)
    assert run.status == "failed"
    assert "localhost" in run.failure_reason
    assert "allowed_origins" in run.failure_reason
    timeline = str([item.to_dict() for item in await client.get_run_timeline(run.run_id)])
    assert timeline.count("allowed_origins") >= 2
    with pytest.raises(SkyvernError, match="allowed_origins"):
        await client.create_workflow(json_definition={**tree, "allowed_origins": ["https://x.example/path"]})

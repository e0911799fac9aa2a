"""Profiles of a real server: who signed in once is signed in wherever the state of that browser is used."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from skyvern import Skyvern
from skyvern.client import BadRequestError, NotFoundError
from skyvern.client.record import Record
from tests.conftest import ServerProcess

FINAL = {"completed", "failed", "terminated", "timed_out", "canceled"}
SIGN_IN = """await page.goto("{site}/login")
await page.evaluate("localStorage.setItem('basket', '3 apples')")"""
DATABASE = """await page.goto("{site}/")
await page.evaluate('''(value) => new Promise((done, fail) => {{
  const asked = indexedDB.open("shop", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("orders");
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {{
    const wrote = asked.result.transaction("orders", "readwrite", {{durability: "strict"}});
    wrote.objectStore("orders").put(value, "last");
    wrote.oncomplete = () => done();
  }};
}})''', "order 4711")"""
READ_DATABASE = """await page.goto("{site}/")
last = await page.evaluate('''() => new Promise((done, fail) => {{
  const asked = indexedDB.open("shop", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("orders");
  asked.onerror = () => fail(asked.error);
  asked.onsuccess = () => {{
    const read = asked.result.transaction("orders").objectStore("orders").get("last");
    read.onsuccess = () => done(read.result ?? null);
  }};
}})''')"""
READ = """await page.goto("{site}/")
hello = await page.inner_text("p")
basket = await page.evaluate("localStorage.getItem('basket')")"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = "who=Ada" in self.headers.get("Cookie", "")
        text = b"<p>Hello Ada</p>" if known else b"<p>Please sign in</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/login":
            self.send_header("Set-Cookie", "who=Ada; Path=/; HttpOnly")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site that knows who has its session cookie."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def ran(client: Skyvern, code: str, *, settings: dict[str, object] | None = None, **given: object) -> Record:
    """Run this code in a workflow of its own."""
    blocks = [{"label": "c", "block_type": "code", "code": code}]
    tree = {"title": "P", "workflow_definition": {"parameters": [], "blocks": blocks}, **(settings or {})}
    workflow = await client.create_workflow(json_definition=tree)
    return await again(client, workflow.workflow_permanent_id, **given)


async def again(client: Skyvern, wpid: str, **given: object) -> Record:
    run = await client.run_workflow(wpid, **given)
    until = time.monotonic() + 60
    while (now := await client.get_run(run.run_id)).status not in FINAL:
        assert time.monotonic() < until, now.status
        await asyncio.sleep(0.1)
    assert now.status == "completed", now.failure_reason
    return now


async def test_a_profile_made_from_a_session_has_the_next_run_signed_in(
    client: Skyvern, server: ServerProcess, site: str
) -> None:
    session = await client.create_browser_session(timeout=5, generate_browser_profile=True)
    await ran(client, SIGN_IN.format(site=site), browser_session_id=session.browser_session_id)
    name = f"Ada {session.browser_session_id}"
    with pytest.raises(BadRequestError, match="is still open; close it first"):
        await client.create_browser_profile(name=name, browser_session_id=session.browser_session_id)
    await client.close_browser_session(session.browser_session_id)
    profile = await client.create_browser_profile(name=name, browser_session_id=session.browser_session_id)

    run = await ran(client, READ.format(site=site), browser_profile_id=profile.browser_profile_id)
    assert run.output["c_output"] == {"hello": "Hello Ada", "basket": "3 apples"}
    fresh = await ran(client, READ.format(site=site))
    assert fresh.output["c_output"] == {"hello": "Please sign in", "basket": None}

    from_it = await client.create_browser_session(timeout=5, browser_profile_id=profile.browser_profile_id)
    change = f"await page.goto(\"{site}/\")\nawait page.evaluate(\"localStorage.setItem('basket', '9 pears')\")"
    await ran(client, change, browser_session_id=from_it.browser_session_id)
    await client.close_browser_session(from_it.browser_session_id)
    run = await ran(client, READ.format(site=site), browser_profile_id=profile.browser_profile_id)
    assert run.output["c_output"]["basket"] == "9 pears", "a session that began from a profile writes back to it"

    newest, first = await client.list_browser_profile_versions(profile.browser_profile_id)
    assert (newest.current, newest.source) == (True, from_it.browser_session_id)
    await client.restore_browser_profile_version(profile.browser_profile_id, first.version)
    run = await ran(client, READ.format(site=site), browser_profile_id=profile.browser_profile_id)
    assert run.output["c_output"]["basket"] == "3 apples", "an earlier version is restored"
    with pytest.raises(NotFoundError, match="has no version 9; kept: 3, 2, 1"):
        await client.restore_browser_profile_version(profile.browser_profile_id, 9)

    kept = [path for path in (server.data_dir / "artifacts").rglob("profiles/*/*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"apples" in path.read_bytes()], "states lie sealed"
    files = [name for _, _, names in os.walk(server.data_dir) for name in names]
    assert not [name for name in files if name.endswith("state.tgz")], "and nothing lies open beside them"


@pytest.mark.long
async def test_a_workflow_that_persists_its_browser_goes_on_where_its_last_good_run_was(
    client: Skyvern, server: ServerProcess, site: str
) -> None:
    code = READ.format(site=site) + "\n" + SIGN_IN.format(site=site)
    first = await ran(client, code, settings={"persist_browser_session": True})
    assert first.output["c_output"]["hello"] == "Please sign in"
    wpid = first.run_request["workflow_id"]
    second = await again(client, wpid)
    assert second.output["c_output"]["hello"] == "Hello Ada"
    profile = await client.create_browser_profile(name=f"of {second.run_id}", workflow_run_id=second.run_id)
    elsewhere = await ran(client, READ.format(site=site), browser_profile_id=profile.browser_profile_id)
    assert elsewhere.output["c_output"]["hello"] == "Hello Ada"
    headers = {"x-api-key": server.api_key}
    asked = {"workflow_id": wpid, "start_fresh_browser": True}
    started = httpx.post(f"{server.base_url}/v1/run/workflows", headers=headers, json=asked).json()
    until = time.monotonic() + 60
    while (fresh := await client.get_run(started["run_id"])).status not in FINAL:
        assert time.monotonic() < until
        await asyncio.sleep(0.1)
    assert fresh.output["c_output"]["hello"] == "Please sign in"


@pytest.mark.long
async def test_what_a_workflow_remembers_is_parted_by_its_key_and_forgotten_on_request(
    client: Skyvern, server: ServerProcess, site: str
) -> None:
    """Also what pages keep in a database of their own."""
    code = READ_DATABASE.format(site=site) + "\n" + DATABASE.format(site=site)
    blocks = [{"label": "c", "block_type": "code", "code": code}]
    parameter = {"parameter_type": "workflow", "key": "customer", "workflow_parameter_type": "string"}
    workflow = await client.create_workflow(
        json_definition={
            "title": "K",
            "persist_browser_session": True,
            "browser_profile_key": "{{ customer }}",
            "workflow_definition": {"parameters": [parameter], "blocks": blocks},
        }
    )
    wpid = workflow.workflow_permanent_id

    async def last_of(customer: str) -> object:
        return (await again(client, wpid, parameters={"customer": customer})).output["c_output"]["last"]

    assert await last_of("Ada") is None
    assert await last_of("Ada") == "order 4711"
    assert await last_of("Grace") is None, "another customer's state is not hers"
    kept = [item for item in await client.list_browser_profiles(managed=True) if item.workflow_permanent_id == wpid]
    digests = {item.browser_profile_key_digest for item in kept}
    assert digests == {hashlib.sha256(name.encode()).hexdigest() for name in ("Ada", "Grace")}
    states = {path.parent.name for path in (server.data_dir / "artifacts").rglob("profiles/*/*") if path.is_file()}
    assert {item.browser_profile_id for item in kept} <= states
    await client.agents.reset_workflow_browser_profile(wpid)
    assert await last_of("Ada") is None
    states = {path.parent.name for path in (server.data_dir / "artifacts").rglob("profiles/*/*") if path.is_file()}
    assert not {item.browser_profile_id for item in kept} & states, "the states are gone, too"

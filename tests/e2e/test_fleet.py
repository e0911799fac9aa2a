"""One server without a worker and two workers on one Postgres, each with a data folder of its own: nothing is lost."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import async_playwright
from websockets.asyncio.client import ClientConnection, connect

from skyvern.testing.sites.server import running
from tests.e2e.conftest import receiving
from tests.e2e.fleet import SECONDS, Fleet, fleet_on_machines, until

pytestmark = pytest.mark.long


def _at_pause(fleet: Fleet, run_id: str) -> subprocess.Popen[bytes]:
    fleet.begun(run_id, "pause")
    return fleet.holder(run_id)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_on_machines(tmp_path_factory.mktemp("fleet")) as fleet:
        if fleet is None:
            pytest.skip("Postgres is not installed (apt-get install postgresql)")
        yield fleet


def test_a_waiting_run_says_that_there_is_no_worker_and_the_first_that_comes_takes_it(fleet: Fleet) -> None:
    run_id = fleet.launch(1)
    answer = fleet.run(run_id)
    assert (answer["status"], answer["queue_position"]) == ("created", 1)
    assert "no worker is there" in str(answer["queue_reason"])
    fleet.work()
    ended = fleet.ended(run_id)
    assert (ended["status"], ended["queue_reason"]) == ("completed", None)


def test_a_run_whose_worker_was_killed_goes_on_at_the_other_one(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(3)
    fleet.begun(run_id, "pause")
    holder = fleet.holder(run_id)
    holder.kill()
    holder.wait()
    assert fleet.ended(run_id)["status"] == "completed"
    rows = fleet.ask("SELECT label, status FROM block_run WHERE run_id = :id ORDER BY created_at", id=run_id)
    assert [row for row in rows if row[0] == "before"] == [("before", "completed")]
    finished = fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'", id=run_id)
    assert finished == [(1,)]
    until(lambda: holder.pid not in fleet.pids())


def test_a_stopped_worker_lets_short_runs_end_and_hands_long_ones_over_at_once(fleet: Fleet) -> None:
    fleet.pair()
    short, long = fleet.launch(3), fleet.launch(120)
    holders = {run_id: _at_pause(fleet, run_id) for run_id in (short, long)}
    for holder in dict.fromkeys(holders.values()):
        holder.send_signal(signal.SIGTERM)
    fleet.work()
    assert [holder.wait(timeout=SECONDS) for holder in holders.values()] == [0, 0]
    assert fleet.ended(short)["status"] == "completed"
    assert fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_left'", id=short) == [(0,)]
    assert fleet.holder(long) not in holders.values()
    fleet.call("POST", f"/v1/runs/{long}/cancel")
    assert fleet.ended(long)["status"] == "canceled"


def test_a_worker_that_was_silent_is_replaced_and_ends_when_it_hears_of_it(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(2)
    fleet.begun(run_id, "pause")
    holder = fleet.holder(run_id)
    holder.send_signal(signal.SIGSTOP)
    assert fleet.ended(run_id)["status"] == "completed"
    holder.send_signal(signal.SIGCONT)
    assert holder.wait(timeout=SECONDS) == 75
    finished = fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'", id=run_id)
    assert finished == [(1,)]


def test_a_cancel_reaches_the_worker_that_has_the_run(fleet: Fleet) -> None:
    fleet.pair()
    run_id = fleet.launch(60)
    fleet.begun(run_id, "pause")
    began = time.monotonic()
    fleet.call("POST", f"/v1/runs/{run_id}/cancel")
    assert fleet.ended(run_id, 20)["status"] == "canceled"
    assert time.monotonic() - began < 15


PAGE = "data:text/html,<title>Apart</title><body style='margin:0'><input id=q style='width:300px;height:40px'>"


async def test_a_session_lives_on_a_worker_and_is_driven_seen_and_run_in_through_the_server(fleet: Fleet) -> None:
    await asyncio.to_thread(fleet.pair)
    session = await asyncio.to_thread(fleet.call, "POST", "/v1/browser_sessions", json={"timeout": 30})
    session_id, key = str(session["browser_session_id"]), {"x-api-key": fleet.server.api_key}
    where = fleet.ask("SELECT w.pid FROM browser_session s JOIN worker w USING (node_id)")
    assert len(where) == 1, "it is on the node of a worker"
    assert not (fleet.folder / "server" / "host.json").exists(), "the server started no browser host of its own"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(str(session["browser_address"]), headers=key)
        page = browser.contexts[0].pages[0]
        await page.goto(PAGE)
        assert await page.title() == "Apart"
        socket = f"{fleet.server.base_url.replace('http', 'ws')}/v1/browser_sessions/{session_id}/live"
        async with connect(socket, additional_headers=key, max_size=None, proxy=None) as live:
            await _said(live, "frame")
            await live.send(json.dumps({"type": "take", "name": "Ana"}))
            await _said(live, "state", state="taken_over", mine=True)
            for action in ("down", "up"):
                there = {"x": 50 / 1280, "y": 20 / 720, "button": "left"}
                await live.send(json.dumps({"type": "mouse", "action": action, **there}))
            await live.send(json.dumps({"type": "text", "text": "by hand"}))
            await page.wait_for_function("q.value === 'by hand'", timeout=30_000)
            await live.send(json.dumps({"type": "release"}))
        await browser.close()
    read: list[dict[str, object]] = [
        {"block_type": "code", "label": "read", "code": "v = await page.locator('#q').input_value()\nresult = {'v': v}"}
    ]
    runs = [await asyncio.to_thread(fleet.start, read, browser_session_id=session_id)]
    ended = await asyncio.to_thread(fleet.ended, runs[0])
    assert ended["status"] == "completed", ended["failure_reason"]
    assert "by hand" in json.dumps(ended["output"])
    assert any(path.startswith("bucket/") for path in fleet.objects.files), "its files are in the bucket"
    recording = str(ended["recording_url"])
    assert httpx.get(recording, timeout=30).content[:4] == b"\x1aE\xdf\xa3", "the server gives what a worker stored"
    await asyncio.to_thread(fleet.call, "POST", f"/v1/browser_sessions/{session_id}/close")
    until(lambda: _no_browsers(fleet))


def test_a_session_on_another_machine_begins_from_a_profile_and_keeps_what_it_learns(fleet: Fleet) -> None:
    fleet.pair()
    with running(address=fleet.net.here) as site:
        first = fleet.call("POST", "/v1/browser_sessions", json={"timeout": 30, "generate_browser_profile": True})
        write = f"await page.goto('{site}')\nawait page.evaluate(\"localStorage.setItem('basket', '3 apples')\")"
        fleet.end_in(str(first["browser_session_id"]), write)
        made = {"name": "Ana", "browser_session_id": first["browser_session_id"]}
        profile = fleet.call("POST", "/v1/browser_profiles", json=made)["browser_profile_id"]
        second = fleet.call("POST", "/v1/browser_sessions", json={"timeout": 30, "browser_profile_id": profile})
        read = f"await page.goto('{site}')\nresult = {{'v': await page.evaluate(\"localStorage.getItem('basket')\")}}"
        assert "3 apples" in fleet.end_in(str(second["browser_session_id"]), read)
    assert not (fleet.folder / "server" / "host.json").exists(), "neither was on the machine of the server"
    until(lambda: _no_browsers(fleet))


def _no_browsers(fleet: Fleet) -> bool:
    return not list(fleet.folder.glob("w?/browsers/*"))


async def _said(live: ClientConnection, kind: str, **wanted: object) -> None:
    """Read until a word has these values."""
    async with asyncio.timeout(60):
        async for message in live:
            if isinstance(message, bytes):
                continue
            word = json.loads(message)
            if word["type"] == "frame":
                await live.send(json.dumps({"type": "seen", "number": word["number"]}))
            if word["type"] == kind and wanted.items() <= word.items():
                return
    raise AssertionError("the live view ended")


def test_a_session_whose_machine_is_gone_ends_and_says_so(fleet: Fleet) -> None:
    fleet.pair()
    session = fleet.call("POST", "/v1/browser_sessions", json={"timeout": 30})
    session_id = session["browser_session_id"]
    ((pid,),) = fleet.ask(
        "SELECT w.pid FROM browser_session s JOIN worker w USING (node_id) WHERE s.browser_session_id = :id",
        id=session_id,
    )
    worker = fleet.workers[int(str(pid))]
    worker.kill()
    worker.wait()
    until(lambda: fleet.call("GET", f"/v1/browser_sessions/{session_id}")["status"] == "failed")


def test_a_run_waits_for_the_worker_of_its_session_to_come_back(fleet: Fleet) -> None:
    fleet.pair()
    session_id = fleet.call("POST", "/v1/browser_sessions", json={"timeout": 30})["browser_session_id"]
    ((pid,),) = fleet.ask(
        "SELECT w.pid FROM browser_session s JOIN worker w USING (node_id) WHERE s.browser_session_id = :id",
        id=session_id,
    )
    worker = fleet.workers[int(str(pid))]
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=SECONDS) == 0
    code = [{"block_type": "code", "label": "there", "code": "result = {'at': page.url}"}]
    run_id = fleet.start(code, browser_session_id=session_id)
    until(lambda: "machine that session" in str(fleet.run(run_id)["queue_reason"]))
    fleet.work(machine=fleet.machines[worker.pid])
    ended = fleet.ended(run_id)
    assert ended["status"] == "completed", ended["failure_reason"]
    fleet.call("POST", f"/v1/browser_sessions/{session_id}/close")


DESK = """<title>Desk</title><h1>Desk</h1><p id=who></p>
<script>who.textContent = [localStorage.name, sessionStorage.step, document.cookie].join(' ')</script>"""


@pytest.fixture
def site(fleet: Fleet) -> Iterator[str]:
    """A site at which a page can be signed in."""
    with receiving(fleet.net.here) as receiver:
        receiver.pages = {"/enter": (200, "<title>Enter</title><h1>Enter</h1>"), "/desk": (200, DESK)}
        yield receiver.url


def _signed_in(site: str) -> list[dict[str, object]]:
    """Return the blocks of a run that signs in, waits, and reads who it is."""
    sign_in = "localStorage.name = 'Ada'; sessionStorage.step = '2'; document.cookie = 'sid=C1'"
    return [
        {"block_type": "goto_url", "label": "enter", "url": f"{site}/enter"},
        {"block_type": "code", "label": "sign", "code": f'await page.evaluate("{sign_in}")'},
        {"block_type": "goto_url", "label": "desk", "url": f"{site}/desk"},
        {"block_type": "wait", "label": "pause", "wait_sec": 2},
        {"block_type": "code", "label": "read", "code": "at = page.url\nwho = await page.inner_text('#who')"},
    ]


def _read(fleet: Fleet, run_id: str, site: str) -> list[str]:
    """See the run end as it is to end, and return what its journal says of its browsers."""
    ended = fleet.ended(run_id)
    assert ended["status"] == "completed", ended["failure_reason"]
    found: Any = ended["output"]
    assert (found["read_output"]["at"], found["read_output"]["who"]) == (f"{site}/desk", "Ada 2 sid=C1")
    said = "SELECT kind, payload FROM journal WHERE run_id = :id AND kind LIKE 'browser%' ORDER BY seq"
    return [f"{kind} {payload}" for kind, payload in fleet.ask(said, id=run_id)]


def test_a_run_whose_machine_is_gone_goes_on_at_another_one_signed_in_where_it_was(fleet: Fleet, site: str) -> None:
    fleet.pair()
    run_id = fleet.start(_signed_in(site))
    fleet.begun(run_id, "pause")
    fleet.destroy(fleet.holder(run_id))
    told = _read(fleet, run_id, site)
    assert [line.split()[0] for line in told] == ["browser_opened", "browser_lost", "browser_opened"]
    assert "checkpoint" in told[-1]
    until(lambda: not any(path.endswith("/checkpoint") for path in fleet.objects.files))


def test_a_run_whose_machine_is_cut_off_goes_on_at_another_one_and_the_old_one_steps_back(
    fleet: Fleet, site: str
) -> None:
    if fleet.net.whole:
        pytest.skip("the cable of a loopback address cannot be pulled: this needs network namespaces")
    fleet.pair()
    run_id = fleet.start(_signed_in(site))
    fleet.begun(run_id, "pause")
    holder = fleet.holder(run_id)
    machine = fleet.machines[holder.pid]
    fleet.net.plug(machine, whole=False)
    told = _read(fleet, run_id, site)
    assert "checkpoint" in told[-1]
    fleet.net.plug(machine, whole=True)
    assert holder.wait(timeout=SECONDS) == 75, "it hears that it was replaced, and ends"
    ends = fleet.ask("SELECT count(*) FROM journal WHERE run_id = :id AND kind = 'run_finished'", id=run_id)
    assert ends == [(1,)]

"""Remote browsers: who may have one, waiting for a place, and passing over one that does not answer."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from skyvern.browser.errors import AttachFailed, BrowserBusy
from skyvern.domain.clock import utc_now
from skyvern.domain.far_browser import RemotePlace
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.pooled_browser import PooledRunBrowser, RemoteBrowsers

ONE, TWO = RemotePlace(address="ws://one:9222"), RemotePlace(address="ws://two:9222")


def run(**settings: object) -> Run:
    now = utc_now()
    return Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_permanent_id="wpid_1",
        workflow_id="w_1",
        status=RunStatus.RUNNING,
        title="T",
        parameters={},
        request={},
        definition={},
        settings=settings,
        created_at=now,
        modified_at=now,
        deadline_at=now,
    )


class At:
    """The browser at one place; `deaf` ones do not answer."""

    browser_id = "far"

    def __init__(self, place: RemotePlace, *, deaf: bool) -> None:
        self.place, self.deaf, self.ended = place, deaf, False

    async def view(self) -> str:
        if self.deaf:
            raise AttachFailed(f"no DevTools at {self.place.address}")
        return self.place.address

    async def end(self) -> None:
        self.ended = True

    async def leave(self) -> None:
        self.ended = True


def pooled(remote: RemoteBrowsers, *deaf: RemotePlace) -> PooledRunBrowser:
    return PooledRunBrowser(remote, run(), at=lambda place: cast("Any", At(place, deaf=place in deaf)))


def test_a_list_is_read_and_what_is_wrong_with_it_is_said() -> None:
    assert RemotePlace.listed("ws://one:9222, 4*wss://two/?token=x") == (
        ONE,
        RemotePlace(address="wss://two/?token=x", runs=4),
    )
    assert str(RemotePlace.listed("4*wss://a:b@two/?token=x")[0]) == "4*wss://*****@two/?token=*****"
    for text, why in (("ftp://one", "item 1"), ("ws://a,0*ws://b", "item 2"), ("ws://a,2*ws://a", "named twice")):
        with pytest.raises(ValueError, match=why):
            RemotePlace.listed(text)


def test_only_runs_that_need_nothing_of_our_own_hosts_are_served() -> None:
    remote = RemoteBrowsers([ONE])
    assert remote.serves(run())
    assert not RemoteBrowsers([]).serves(run())
    for setting in ("allowed_origins", "browser_profile_id", "persist_browser_session", "proxy_sealed", "proxy_key"):
        assert not remote.serves(run(**{setting: "x"})), setting
    assert not remote.serves(run().evolve(browser_session_id="pbs_1"))


async def test_a_run_waits_for_a_place_and_the_roomiest_is_taken() -> None:
    remote = RemoteBrowsers([ONE, RemotePlace(address="ws://big", runs=2)])
    first, second, third, fourth = (pooled(remote) for _ in range(4))
    seen = [await browser.view() for browser in (first, second, third)]
    assert cast("list[str]", seen) == ["ws://big", "ws://one:9222", "ws://big"]
    waiting = asyncio.create_task(fourth.view())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await second.end()
    assert cast("str", await asyncio.wait_for(waiting, 10)) == "ws://one:9222"
    assert cast("str", await first.view()) == "ws://big", "a run keeps its place"


async def test_nobody_waits_for_ever() -> None:
    remote = RemoteBrowsers([ONE], wait_seconds=0.01)
    await pooled(remote).view()
    with pytest.raises(BrowserBusy, match="SKYVERN_REMOTE_BROWSERS"):
        await pooled(remote).view()


async def test_a_place_that_does_not_answer_is_passed_over_and_given_back() -> None:
    remote = RemoteBrowsers([ONE, TWO], wait_seconds=0.01)
    assert cast("str", await pooled(remote, ONE).view()) == TWO.address
    with pytest.raises(AttachFailed, match="no DevTools at ws://two"):
        await pooled(RemoteBrowsers([ONE, TWO]), ONE, TWO).view()
    assert cast("str", await pooled(remote).view()) == ONE.address, "it was given back"

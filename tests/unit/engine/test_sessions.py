"""Sessions: opened, entered by one run at a time, handed on, and ended when their time or their browser is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from skyvern.browser.errors import SessionGone
from skyvern.browser.host.errors import LaunchFailed
from skyvern.browser.host.records import BrowserInfo
from skyvern.browser.proxies import ProxySources
from skyvern.contract.run import RunRequest
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.places import Place
from skyvern.domain.run import Run
from skyvern.domain.workflow import Workflow
from skyvern.engine.launch import Launcher
from skyvern.engine.sessions import Sessions
from skyvern.engine.start import BORROWED, LaunchRefused, Parent, Start
from tests.unit.engine.conftest import ORG
from tests.unit.engine.test_interpreter import code

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop


@dataclass
class Host:
    """A browser host that holds ids, its connection, and whether it lives."""

    living: set[str] = field(default_factory=set[str])
    closed: list[str] = field(default_factory=list[str])
    broken: bool = False
    gone: bool = False
    upstreams: list[str | None] = field(default_factory=list[str | None])
    places: list[Place | None] = field(default_factory=list["Place | None"])
    left: set[str] = field(default_factory=set[str])
    """Browsers that died and left their files."""
    revived: list[str] = field(default_factory=list[str])
    alone_seconds: float = 0.0

    async def host(self) -> Host:
        return self

    async def has_host(self) -> bool:
        return not self.gone

    async def open_browser(
        self,
        browser_id: str,
        *,
        upstream: str | None,
        url: str | None,
        place: Place | None,
        profile: bytes | None,
        revive: bool = False,
    ) -> BrowserInfo:
        assert profile is None
        if self.broken:
            raise LaunchFailed("no display")
        self.upstreams.append(upstream)
        self.places.append(place)
        self.living.add(browser_id)
        self.left.discard(browser_id)
        if revive:
            self.revived.append(browser_id)
        return _info(browser_id)

    async def folders(self, prefix: str) -> set[str]:
        return {browser_id for browser_id in self.living | self.left if browser_id.startswith(prefix)}

    def die(self, browser_id: str) -> None:
        """Let a browser end by itself; its files stay."""
        self.living.discard(browser_id)
        self.left.add(browser_id)

    async def list_browsers(self) -> list[BrowserInfo]:
        return [replace(_info(browser_id), alone_seconds=self.alone_seconds) for browser_id in sorted(self.living)]

    async def close_browser(self, browser_id: str) -> None:
        self.living.discard(browser_id)
        self.left.discard(browser_id)
        self.closed.append(browser_id)


def _info(browser_id: str) -> BrowserInfo:
    return BrowserInfo(browser_id=browser_id, cdp_url="http://x", pid=1, created="", proxy_port=1, folder="/f")


def sessions(shop: Shop, host: Host, *, idle_minutes: int = 0, **proxies: str) -> Sessions:
    rows, sources = shop.rooms.store.browser_sessions, ProxySources.of(proxies)
    return Sessions(host, rows, proxies=sources, idle_minutes=idle_minutes)  # type: ignore[arg-type]


async def kept(shop: Shop, **given: object) -> BrowserSession:
    """Keep the row of a session that nothing stands behind yet."""
    row = BrowserSession(
        browser_session_id=new_id("pbs"),
        organization_id=ORG,
        status=SessionStatus.CREATED,
        timeout=60,
        created_at=utc_now(),
        modified_at=utc_now(),
    )
    for name, value in given.items():
        object.__setattr__(row, name, value)
    return await shop.rooms.store.browser_sessions.add(row)


async def stands(shop: Shop, session: BrowserSession) -> tuple[SessionStatus, str | None]:
    (row,) = [
        row
        for row in await shop.rooms.store.browser_sessions.list(ORG, page_size=100)
        if row.browser_session_id == session.browser_session_id
    ]
    return row.status, row.failure_reason


async def launched(
    shop: Shop, session: BrowserSession | None, *, parent: Parent | None = None, **settings: object
) -> Run:
    """Start a run in a session."""
    now = utc_now()
    workflow = Workflow(
        workflow_id="w_1",
        permanent_id="wpid_1",
        organization_id=ORG,
        version=1,
        title="T",
        description=None,
        definition={"parameters": [], "blocks": [code("c", "x = 1")]},
        settings=settings,
        created_at=now,
        modified_at=now,
    )
    wanted = None if session is None else session.browser_session_id
    request = RunRequest.model_validate({"workflow_id": "wpid_1", "browser_session_id": wanted})
    launcher = Launcher(shop.rooms, shop.queue)  # type: ignore[arg-type]
    return await launcher.launch(Start(workflow=workflow, request=request, api_key_id=None, parent=parent))


async def user(shop: Shop, session: BrowserSession) -> str | None:
    found = await shop.rooms.store.browser_sessions.find(session.browser_session_id)
    assert found is not None
    return found.run_id


async def test_a_session_is_opened_behind_its_proxy_and_closed(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host, RESIDENTIAL="http://proxy:1")
    opened = await room.open(await kept(shop, proxy_location="RESIDENTIAL"))
    assert (opened.status, host.upstreams) == (SessionStatus.RUNNING, ["http://proxy:1"])
    assert opened.started_at is not None
    await room.close(opened)
    assert (await stands(shop, opened), host.living) == ((SessionStatus.COMPLETED, None), set())
    assert host.places == [None]
    with pytest.raises(LaunchRefused, match="RESIDENTIAL_GB has no source here: name one in SKYVERN_PROXIES"):
        room.upstream("RESIDENTIAL_GB")


async def test_a_sessions_browser_shows_the_place_of_its_proxy(shop: Shop) -> None:
    host = Host()
    await sessions(shop, host, RESIDENTIAL_JP="http://jp:1").open(await kept(shop, proxy_location="RESIDENTIAL_JP"))
    assert [(place.locale, place.timezone) for place in host.places if place] == [("ja-JP", "Asia/Tokyo")]


async def test_a_session_whose_browser_does_not_start_has_failed_and_says_why(shop: Shop) -> None:
    row = await kept(shop)
    with pytest.raises(LaunchFailed):
        await sessions(shop, Host(broken=True)).open(row)
    assert await stands(shop, row) == (SessionStatus.FAILED, "its browser could not be started: no display")


async def test_a_look_ends_what_is_over_and_leaves_what_lives(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host)
    hours_ago = utc_now() - timedelta(hours=2)
    alive, late, lost = await kept(shop), await kept(shop, created_at=hours_ago), await kept(shop)
    busy = await kept(shop, created_at=hours_ago, run_id="wr_1")
    for row in (alive, lost, busy):
        await room.open(row)
    host.living |= {late.browser_session_id, "pbs_nobodys", "br_of_a_run"}
    host.living.discard(lost.browser_session_id)
    await shop.rooms.store.browser_sessions.change(ORG, busy.browser_session_id, {"started_at": hours_ago})
    await room.look()
    assert (await stands(shop, alive))[0] is SessionStatus.RUNNING
    assert (await stands(shop, busy))[0] is SessionStatus.RUNNING, "a run keeps its session alive past its time"
    assert (await stands(shop, late))[0] is SessionStatus.TIMEOUT
    assert await stands(shop, lost) == (SessionStatus.FAILED, "its browser has ended; open a new session")
    assert host.living == {alive.browser_session_id, busy.browser_session_id, "br_of_a_run"}
    assert lost.browser_session_id in host.closed, "its files are forgotten, too"


async def test_a_look_ends_what_was_being_opened_when_its_server_died(shop: Shop) -> None:
    host = Host()
    minutes_ago = utc_now() - timedelta(minutes=3)
    given_up, begun = await kept(shop, created_at=minutes_ago), await kept(shop, created_at=minutes_ago)
    opening = await kept(shop)
    of_a_workflow = await kept(shop, created_at=minutes_ago, workflow_permanent_id="wpid_1")
    host.living = {begun.browser_session_id, opening.browser_session_id}
    await sessions(shop, host).look()
    for row in (given_up, begun):
        assert await stands(shop, row) == (
            SessionStatus.FAILED,
            "the server ended while its browser was being started; open a new session",
        )
    assert (await stands(shop, opening))[0] is SessionStatus.CREATED
    assert (await stands(shop, of_a_workflow))[0] is SessionStatus.CREATED, "its first run starts its browser"
    assert host.living == {opening.browser_session_id}
    rows = shop.rooms.store.browser_sessions
    await Sessions(host, rows, proxies=ProxySources.of({}), alone=True).look()  # type: ignore[arg-type]
    assert (await stands(shop, opening))[0] is SessionStatus.FAILED, (
        "whoever is alone knows at once that nobody opens it"
    )


async def test_a_browser_that_died_is_opened_again_and_its_session_goes_on(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host, RESIDENTIAL="http://proxy:1")
    row = await room.open(await kept(shop, proxy_location="RESIDENTIAL"))
    host.die(row.browser_session_id)
    assert (await room.enter(row.browser_session_id)).browser_id == row.browser_session_id
    host.die(row.browser_session_id)
    await room.look()
    assert host.revived == [row.browser_session_id] * 2
    assert host.upstreams == ["http://proxy:1"] * 3, "behind the same proxy"
    assert await stands(shop, row) == (SessionStatus.RUNNING, None)


async def test_a_browser_that_dies_again_and_again_is_given_up(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host)
    row = await room.open(await kept(shop))
    for _ in range(4):
        host.die(row.browser_session_id)
        await room.look()
    assert (len(host.revived), host.left) == (3, set())
    status, reason = await stands(shop, row)
    assert (status, "again and again" in str(reason)) == (SessionStatus.FAILED, True)


async def test_a_browser_that_cannot_be_opened_again_ends_its_session_with_the_reason(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host)
    row = await room.open(await kept(shop))
    host.die(row.browser_session_id)
    host.broken = True
    with pytest.raises(SessionGone, match="could not be started again: no display; open a new session"):
        await room.enter(row.browser_session_id)
    assert (await stands(shop, row))[0] is SessionStatus.FAILED


async def test_the_files_of_a_session_that_ended_while_no_host_was_there_are_forgotten_by_the_next(shop: Shop) -> None:
    host = Host(left={"pbs_ended", "br_of_a_run"})
    await sessions(shop, host).look()
    assert (host.closed, host.left) == (["pbs_ended"], {"br_of_a_run"})


async def test_sessions_of_a_host_that_died_have_failed(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host)
    row = await room.open(await kept(shop))
    host.gone = True
    host.living.clear()
    await room.look()
    assert (await stands(shop, row))[0] is SessionStatus.FAILED


async def test_a_run_enters_a_living_session_and_no_other(shop: Shop) -> None:
    host = Host()
    room = sessions(shop, host)
    row = await kept(shop)
    assert (await room.enter(row.browser_session_id)).browser_id == row.browser_session_id, "opened for its first run"
    host.living.clear()
    with pytest.raises(SessionGone, match="its browser has ended; open a new session"):
        await room.enter(row.browser_session_id)
    with pytest.raises(SessionGone, match="has ended"):
        await room.enter(row.browser_session_id)


async def test_one_run_at_a_time_uses_a_session(shop: Shop) -> None:
    row = await kept(shop)
    first = await launched(shop, row)
    assert await user(shop, row) == first.run_id
    with pytest.raises(LaunchRefused, match=f"is used by run {first.run_id}.*run_sequentially"):
        await launched(shop, row)
    await shop.finish(first)
    assert await user(shop, row) is None
    await launched(shop, row)


async def test_sequential_runs_wait_in_line_for_their_session(shop: Shop) -> None:
    row = await kept(shop)
    first, second = [await launched(shop, row, run_sequentially=True) for _ in range(2)]
    await shop.finish(first)
    assert await user(shop, row) == second.run_id, "handed over with the end of the first"
    with pytest.raises(LaunchRefused):
        await launched(shop, row)


async def test_an_ended_session_takes_no_run(shop: Shop) -> None:
    row = await kept(shop, created_at=utc_now() - timedelta(hours=2))
    with pytest.raises(LaunchRefused, match="has ended; open a new one"):
        await launched(shop, row)


async def test_a_child_that_is_waited_for_works_in_the_session_of_its_parent(shop: Shop) -> None:
    row = await kept(shop)
    parent = await launched(shop, row)
    child = await launched(shop, row, parent=Parent(run=parent, awaited=True))
    assert (child.browser_session_id, child.settings[BORROWED]) == (row.browser_session_id, True)
    with pytest.raises(LaunchRefused, match="is used by run"):
        await launched(shop, row, parent=Parent(run=parent, awaited=False))


async def test_runs_of_a_workflow_that_reuses_its_session_work_in_it_one_after_another(shop: Shop) -> None:
    first, second = [await launched(shop, None, reuse_browser_session=True) for _ in range(2)]
    assert first.sequence == second.sequence
    done = await shop.finish(first)
    again = await shop.finish(second)
    assert done.browser_session_id is not None
    assert again.browser_session_id == done.browser_session_id
    (row,) = await shop.rooms.store.browser_sessions.open(ORG)
    assert (row.run_id, row.status, row.workflow_permanent_id) == (None, SessionStatus.CREATED, "wpid_1")
    await shop.rooms.store.browser_sessions.change(ORG, row.browser_session_id, {"status": SessionStatus.FAILED})
    third = await shop.finish(await launched(shop, None, reuse_browser_session=True))
    assert third.browser_session_id not in (None, row.browser_session_id), "a session that ended is replaced"
    alone = await launched(shop, None)
    assert (await shop.finish(alone)).browser_session_id is None


@pytest.mark.parametrize(
    ("allowed", "alone_minutes", "used_minutes", "ends"),
    [(10, 11, 11, True), (10, 0, 11, False), (10, 11, 9, False), (0, 999, 999, False)],
    ids=["idle", "somebody is connected", "a run ended in it lately", "no limit"],
)
async def test_a_session_that_nobody_uses_ends(
    shop: Shop, *, allowed: int, alone_minutes: int, used_minutes: int, ends: bool
) -> None:
    host = Host(alone_seconds=alone_minutes * 60)
    before = utc_now() - timedelta(minutes=used_minutes)
    idle = await kept(shop, status=SessionStatus.RUNNING, started_at=utc_now(), modified_at=before)
    busy = await kept(shop, status=SessionStatus.RUNNING, started_at=utc_now(), modified_at=before, run_id="wr_1")
    host.living = {idle.browser_session_id, busy.browser_session_id}
    await sessions(shop, host, idle_minutes=allowed).look()
    assert (await stands(shop, idle))[0] is (SessionStatus.TIMEOUT if ends else SessionStatus.RUNNING)
    assert (await stands(shop, busy))[0] is SessionStatus.RUNNING
    assert set(host.closed) == ({idle.browser_session_id} if ends else set())

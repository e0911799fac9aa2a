"""Browser sessions at work: opened at the browser host, entered by runs, ended when their time or their browser is.

What the rows say and what the host holds are brought together by `watch`: at every change and every few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from skyvern.browser.errors import SessionGone
from skyvern.browser.host.card import SESSION_BROWSER
from skyvern.browser.host.errors import HostError
from skyvern.browser.host.records import BrowserInfo
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from skyvern.browser.proxies import ProxySources
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.demonstration import Shown
from skyvern.domain.places import place_of
from skyvern.domain.proxy import parse_proxy_location
from skyvern.engine.hosts import BROWSER_ERRORS
from skyvern.engine.nodes import MACHINE_GONE, Nodes
from skyvern.engine.outlets import proxy_key
from skyvern.engine.profiles import Profiles
from skyvern.engine.revivals import Revivals
from skyvern.engine.session_files import SessionFiles
from skyvern.store import BrowserSessions

log = structlog.get_logger()

_LOOK_SECONDS = 15.0
_OPENING = timedelta(seconds=120)
"""Longer than it takes to start a browser host and a browser: who was opening a session since then has died."""
_IDLE = "nobody used it for {} minutes (SKYVERN_SESSION_IDLE_MINUTES)"
_NEVER_OPENED = "the server ended while its browser was being started; open a new session"
GONE = "its browser has ended; open a new session"
_AGAIN_AND_AGAIN = "its browser ended again and again, whatever was opened in it; open a new session"


class Hosts(Protocol):
    """The connection to the browser host."""

    async def host(self) -> HostClient:
        """Return the connected host, starting one if none lives; raises HostUnavailable."""
        ...

    async def has_host(self) -> bool:
        """Tell whether a host lives, without starting one."""
        ...

    async def folders(self, prefix: str) -> Collection[str]:
        """Return the ids of browsers, living or dead, whose files are here and whose ids begin so."""
        ...


class Sessions:
    """Every session of this data folder."""

    def __init__(
        self,
        hosts: Hosts,
        rows: BrowserSessions,
        *,
        proxies: ProxySources,
        profiles: Profiles | None = None,
        alone: bool = False,
        nodes: Nodes | None = None,
        files: SessionFiles | None = None,
        idle_minutes: int = 0,
    ) -> None:
        """`alone` says that no other process opens sessions of this database; without `nodes` there is one host.

        `idle_minutes` is how long a session stays that no run, program or viewer uses; 0: until its time is over.
        """
        self._idle_minutes = idle_minutes
        self._files = files
        self._unkept: set[str] | None = None
        """Sessions with downloads that may not be kept yet; None says that any may be."""
        self._nodes = nodes
        self._hosts = hosts
        self._rows = rows
        self._proxies = proxies
        self._profiles = profiles
        self._alone, self._began = alone, utc_now()
        self._closing: set[str] = set()
        self._reviving = asyncio.Lock()
        self._revivals = Revivals()
        self._stirred = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    def upstream(self, location: object, sticky: str = "") -> str | None:
        """Return the proxy for a location, None for direct; raises LaunchRefused where no source serves it.

        Where a source offers it, one `sticky` text keeps one address.
        """
        place = parse_proxy_location(location)
        if place is None or place.direct:
            return None
        return place.url or self._proxies.url(proxy_key(place, self._proxies), session=sticky)

    async def open(self, session: BrowserSession) -> BrowserSession:
        """Start the browser of a session that has its row; raises HostError, and then the session has failed."""
        try:
            await self._start(session)
        except HostError as error:
            await self._end(session, SessionStatus.FAILED, f"its browser could not be started: {error}")
            raise
        return await self._rows.find(session.browser_session_id) or session

    async def enter(self, session_id: str) -> BrowserInfo:
        """Return the living browser of a session, starting it for the first run; raises SessionGone or HostError."""
        session = await self._rows.find(session_id)
        if session is None or session.status.final:
            raise SessionGone(f"browser session {session_id} has ended; open a new one")
        if session.status is SessionStatus.CREATED:
            return await self._start(session)
        if not self._here(session):
            raise SessionGone(f"browser session {session_id}: {MACHINE_GONE}")
        return await self._found(session_id) or await self._again(session)

    async def close(self, session: BrowserSession) -> None:
        """End a session and its browser; one that has ended stays as it ended."""
        self._closing.add(session.browser_session_id)
        try:
            await self._end(session, SessionStatus.COMPLETED)
            await self._finish(session)
        finally:
            self._closing.discard(session.browser_session_id)

    async def _finish(self, session: BrowserSession) -> None:
        """End the browser, its downloads and, if the session wants that, its state kept first."""
        if session.run_id is None:
            await self._keep_files(session)
        if self._profiles is not None and (session.generate_browser_profile or session.browser_profile_id):
            try:
                await self._profiles.keep_session(await self._host_of(session), session)
            except Exception as error:  # noqa: BLE001 - clean-up: the session ends, and says that nothing was kept
                log.warning("profile_not_saved", session=session.browser_session_id, error=repr(error))
        await self._close_browser(session)

    async def devtools(self, session_id: str) -> HostWire:
        """Return a DevTools connection to a session's browser; raises SessionGone or HostError."""
        session = await self._rows.find(session_id)
        if session is None or session.status.final or self._here(session):
            await self.enter(session_id)
            return await (await self._hosts.host()).devtools(session_id)
        return await (await self._host_of(session)).devtools(session_id)

    async def demonstration(self, session: BrowserSession, deed: str) -> tuple[bool, Sequence[Shown]]:
        """Begin, look at or finish a demonstration in a session's browser; raises HostError where there is none."""
        host = await self._host_of(session)
        under_way, steps = await host.demonstration(session.browser_session_id, deed)
        return under_way, [step for step in map(Shown.read, steps) if step is not None]

    def browser_exited(self, browser_id: str) -> None:
        """Hear that a browser ended by itself."""
        if browser_id.startswith(SESSION_BROWSER):
            self._stirred.set()

    def download_ended(self, browser_id: str) -> None:
        """Hear that a browser has downloaded something."""
        if browser_id.startswith(SESSION_BROWSER):
            if self._unkept is not None:
                self._unkept.add(browser_id)
            self._stirred.set()

    def start(self) -> None:
        """Begin to watch."""
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no more; the browsers live on for the next start."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    async def _watch(self) -> None:
        while True:
            self._stirred.clear()
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - the rim of the watch: the next look may go better
                log.warning("sessions_not_looked_at", error=repr(error))
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._stirred.wait()
            except TimeoutError:
                continue

    async def look(self) -> None:
        """End the sessions whose time is over or whose browser is gone, and browsers whose session has ended."""
        before: list[BrowserSession] = []
        for row in await self._rows.unfinished():
            if self._here(row):
                before.append(row)
            else:
                await self._settle_elsewhere(row)
        found = await self._living() if await self._hosts.has_host() else ()
        living = {info.browser_id: info for info in found}
        for row in before:
            await self._settle(row, living.get(row.browser_session_id))
        ours = {item for item in living if item.startswith(SESSION_BROWSER)}
        if await self._hosts.has_host():
            ours |= set(await self._hosts.folders(SESSION_BROWSER))
        # read anew: a browser that was opened meanwhile had its row before
        unfinished = await self._rows.unfinished()
        kept = self._closing | {row.browser_session_id for row in unfinished}
        for session_id in ours - kept:
            await self._close_ours(session_id)
        await self._keep_downloads([row for row in unfinished if row.browser_session_id in living])

    async def _keep_downloads(self, rows: Sequence[BrowserSession]) -> None:
        """Keep what programs downloaded; while a run is in a session, that is the run's, and looked at after it."""
        unkept, self._unkept = self._unkept, set()
        for row in rows:
            session_id = row.browser_session_id
            if unkept is None or session_id in unkept:
                if row.run_id is None:
                    await self._keep_files(row)
                else:
                    self._unkept.add(session_id)

    async def _keep_files(self, session: BrowserSession) -> None:
        if self._files is None or not self._here(session):
            return
        try:
            await self._files.keep(await self._hosts.host(), session)
        except Exception as error:  # noqa: BLE001 - clean-up: a session is not undone by a file that cannot be kept
            log.warning("downloads_not_kept", session=session.browser_session_id, error=repr(error))

    async def _settle_elsewhere(self, row: BrowserSession) -> None:
        """End a session on another node whose time is over, or whose machine is gone."""
        if row.at(utc_now()).status.final:
            await self._end(row, SessionStatus.TIMEOUT, at=row.ends_at)
        elif self._nodes is not None and not await self._nodes.alive(str(row.node_id)):
            log.warning("session_lost_its_machine", session=row.browser_session_id, node=row.node_id)
            await self._end(row, SessionStatus.FAILED, MACHINE_GONE)

    def _here(self, row: BrowserSession) -> bool:
        return self._nodes is None or not row.node_id or self._nodes.mine(row.node_id)

    async def _host_of(self, row: BrowserSession) -> HostClient:
        return await self._hosts.host() if self._nodes is None else await self._nodes.of(row.node_id)

    async def _settle(self, row: BrowserSession, browser: BrowserInfo | None) -> None:
        if row.at(utc_now()).status.final:
            log.info("session_timed_out", session=row.browser_session_id)
            await self._end(row, SessionStatus.TIMEOUT, at=row.ends_at)
            if browser is not None:
                await self._finish(row)
        elif browser is not None and self._idle(row, browser):
            log.info("session_idle", session=row.browser_session_id)
            await self._end(row, SessionStatus.TIMEOUT, _IDLE.format(self._idle_minutes))
            await self._finish(row)
        elif row.status is SessionStatus.RUNNING and browser is None:
            with contextlib.suppress(SessionGone):  # then it has ended, and says why
                await self._again(row)
        elif row.status is SessionStatus.CREATED and self._given_up(row):
            log.warning("session_never_opened", session=row.browser_session_id)
            await self._end(row, SessionStatus.FAILED, _NEVER_OPENED)

    def _idle(self, row: BrowserSession, browser: BrowserInfo) -> bool:
        """Tell whether no run, program or viewer has used it for longer than is allowed."""
        if not self._idle_minutes or row.run_id is not None:
            return False
        allowed = timedelta(minutes=self._idle_minutes)
        return utc_now() - row.modified_at > allowed and browser.alone_seconds > allowed.total_seconds()

    def _given_up(self, row: BrowserSession) -> bool:
        """Tell whether nobody is left who could be starting its browser; a workflow's first run starts its own."""
        here_before = self._alone and row.created_at < self._began
        return row.opened_at_once and (here_before or utc_now() - row.created_at > _OPENING)

    async def _found(self, session_id: str) -> BrowserInfo | None:
        return next((info for info in await self._living() if info.browser_id == session_id), None)

    async def _again(self, session: BrowserSession) -> BrowserInfo:
        """Open a browser that ended by itself as it was; raises SessionGone where nothing is left of it."""
        session_id = session.browser_session_id
        async with self._reviving:
            if (info := await self._found(session_id)) is not None:
                return info  # somebody else was quicker
            log.warning("session_lost_its_browser", session=session_id)
            reason = GONE
            if session_id in await self._hosts.folders(SESSION_BROWSER):
                if self._revivals.allow(session_id):
                    try:
                        return await self._start(session, revive=True)
                    except HostError as error:
                        reason = f"its browser ended, and could not be started again: {error}; open a new session"
                else:
                    reason = _AGAIN_AND_AGAIN
            await self._lost(session, reason)
            raise SessionGone(f"browser session {session_id}: {reason}")

    async def _lost(self, session: BrowserSession, reason: str) -> None:
        """End a session whose browser ended by itself, and forget the files of that."""
        await self._end(session, SessionStatus.FAILED, reason)
        if await self._hosts.has_host():
            await self._close_ours(session.browser_session_id)

    async def _start(self, session: BrowserSession, *, revive: bool = False) -> BrowserInfo:
        """Start a session's browser, or with `revive` open the one again that died, on the machine where it was."""
        if revive:
            node_id, host = session.node_id, await self._hosts.host()
        else:
            node_id, host = (None, await self._hosts.host()) if self._nodes is None else await self._nodes.choose()
        info = await host.open_browser(
            session.browser_session_id,
            upstream=self.upstream(session.proxy_location, session.proxy_session_id or session.browser_session_id),
            url=session.url or None,
            place=place_of(parse_proxy_location(session.proxy_location)),
            profile=await self._state(session),
            revive=revive,
        )
        now = utc_now()
        begun = {"status": SessionStatus.RUNNING, "started_at": session.started_at or now, "node_id": node_id}
        if not await self._rows.change(session.organization_id, session.browser_session_id, begun):
            await host.close_browser(session.browser_session_id)
            raise SessionGone(f"browser session {session.browser_session_id} was closed while it was being opened")
        return info

    async def _state(self, session: BrowserSession) -> bytes | None:
        """Return the saved state that a session starts from."""
        if self._profiles is None:
            return None
        return await self._profiles.state_of(session.organization_id, session.browser_profile_id)

    async def _living(self) -> list[BrowserInfo]:
        return await (await self._hosts.host()).list_browsers()

    async def _end(
        self, session: BrowserSession, status: SessionStatus, reason: str | None = None, *, at: datetime | None = None
    ) -> None:
        changes = {"status": status, "completed_at": at or utc_now(), "failure_reason": reason, "run_id": None}
        await self._rows.change(session.organization_id, session.browser_session_id, changes)
        self._revivals.forget(session.browser_session_id)

    async def _close_browser(self, session: BrowserSession) -> None:
        try:
            await (await self._host_of(session)).close_browser(session.browser_session_id)
        except BROWSER_ERRORS as error:
            log.warning("browser_not_closed", browser=session.browser_session_id, error=repr(error))

    async def _close_ours(self, session_id: str) -> None:
        try:
            await (await self._hosts.host()).close_browser(session_id)
        except BROWSER_ERRORS as error:
            log.warning("browser_not_closed", browser=session_id, error=repr(error))

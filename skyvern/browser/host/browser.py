"""One browser that the host owns: its Chromium, the guard in front of it, its pages, its downloads, its frames."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from skyvern.browser.host.bars import Bars
from skyvern.browser.host.cdp import CdpConnection, EventListener, Json
from skyvern.browser.host.chromium import Chromium, LaunchOptions, forget_temporary, launch
from skyvern.browser.host.company import Company
from skyvern.browser.host.demonstration import Demonstration
from skyvern.browser.host.downloads import DownloadLimits, Downloads
from skyvern.browser.host.errors import BadRequest, CdpError, LaunchFailed
from skyvern.browser.host.flags import Look
from skyvern.browser.host.frames import FrameWriter
from skyvern.browser.host.memory import Memory, recall
from skyvern.browser.host.recording import Recorder
from skyvern.browser.host.records import BrowserInfo, DownloadInfo, RecordingInfo, RefusalInfo
from skyvern.browser.host.screencast import Screencast
from skyvern.browser.host.state import ARCHIVE, pack, restore_cookies, unpack
from skyvern.browser.host.targets import PageTarget, PageTargets
from skyvern.browser.host.tasks import TaskKeeper
from skyvern.browser.host.veils import HostVeils
from skyvern.net.guard import Resolver, system_resolver
from skyvern.net.policy import ProxyPolicy
from skyvern.net.proxy import ProxyListener

PROCESS_NOTE = "process.json"
PROFILE = "profile"
_ANSWER_SECONDS = 5.0
_CLOSE_SECONDS = 15.0
"""Seconds in which a browser whose state is kept may write it down; one that is killed loses what it has not."""

Publish = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserOptions:
    """How a browser is opened: what it may reach, and what its pages see of language, time zone and headers."""

    policy: ProxyPolicy = field(default_factory=ProxyPolicy)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    locale: str | None = None
    timezone: str | None = None
    geolocation: Mapping[str, float] = field(default_factory=dict[str, float])
    url: str | None = None
    downloads: DownloadLimits = field(default_factory=DownloadLimits)
    profile: Path | None = None
    """A saved state to start from: an archive that `state.pack` wrote. It is used up."""
    revive: bool = False
    """Go on with what a browser of the same id left that died: its profile, its cookies, its last address."""

    @property
    def needs_own_launch(self) -> bool:
        """Whether anything here must be known when Chromium starts, so that a warm spare will not do."""
        told = self.headers or self.locale or self.timezone or self.geolocation
        return bool(self.revive or self.profile or told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a browser gets from the host: the program, its user agent, name resolution, control ports, and the bell."""

    binary: Path
    agent: str
    publish: Publish
    control_ports: Callable[[], frozenset[int]]
    resolve: Resolver = system_resolver
    look: Look = field(default_factory=Look)
    bars: Bars = field(default_factory=Bars)


class HostedBrowser:
    """A browser from `open` to `close`. `owner_id` is the owner that opened or last adopted it."""

    def __init__(self, browser_id: str, folder: Path, surroundings: Surroundings, options: BrowserOptions) -> None:
        self.browser_id, self.folder, self.owner_id = browser_id, folder, ""
        self._around, self._options = surroundings, options
        self.tasks = TaskKeeper()
        self.proxy = ProxyListener(
            options.policy, resolve=surroundings.resolve, control_ports=surroundings.control_ports
        )
        self.downloads = Downloads(
            folder / "downloads", self._download_changed, tasks=self.tasks, limits=options.downloads
        )
        self.targets = PageTargets(
            self.tasks,
            bars=surroundings.bars,
            headers=options.headers,
            geolocation=options.geolocation,
            on_page=self._page_changed,
            before=self._veil,
        )
        self.memory = Memory(folder, self.tasks, front=lambda: self.front.target_id if self.front else None)
        self.veils = HostVeils(lambda: self.cdp, self.tasks, lambda: tuple(self.targets.pages))
        self.demonstration = Demonstration(lambda: self.cdp, self.tasks, lambda: tuple(self.targets.pages))
        self._chromium: Chromium | None = None
        self._cdp: CdpConnection | None = None
        self._cast: Screencast | None = None
        self._recorder: Recorder | None = None
        self._recordings = 0
        self._starting_or_stopping = asyncio.Lock()
        self.front: PageTarget | None = None
        """The page that is looked at and recorded."""
        self.company = Company()
        self.is_open = False
        self.ended = asyncio.Event()
        self.tab_listeners: set[Callable[[], None]] = set()
        """Are told when tabs come, go, or show another page."""
        self.page_listeners: set[Callable[[str], None]] = set()
        """Are told our session on each new page."""
        self.event_listeners: set[EventListener] = set()

    async def open(self) -> None:
        """Starts everything. Raises LaunchFailed, leaving nothing behind that runs."""
        try:
            await self._start()
            self.is_open = True
        except BaseException as error:  # cancelled, too, must leave no Chromium behind
            await self.close()
            if isinstance(error, (CdpError, OSError, TimeoutError)):
                raise LaunchFailed(f"Chromium started but could not be controlled: {error}") from error
            raise

    async def _start(self) -> None:
        around, options = self._around, self._options
        proxy_port = await self.proxy.start()
        url = options.url
        if options.revive:
            self._recordings = max(0, _recordings_in(self.folder) - 1)  # the last one goes on
        if left := options.revive and (self.folder / PROFILE).is_dir():
            url = await asyncio.to_thread(recall, self.folder, self.folder / PROFILE)
        elif options.profile:
            await asyncio.to_thread(unpack, options.profile, self.folder / PROFILE)
        self._chromium = await launch(
            around.binary,
            around.agent,
            LaunchOptions(
                profile=self.folder / PROFILE,
                proxy_port=proxy_port,
                locale=options.locale,
                timezone=options.timezone,
                look=around.look,
            ),
        )
        note = {"pid": self._chromium.pid, "created": self._chromium.created}
        (self.folder / PROCESS_NOTE).write_text(json.dumps(note))
        self.tasks.start(self._chromium.drain())
        self.tasks.start(self._announce_exit(self._chromium))
        self._cdp = await CdpConnection.open(self._chromium.websocket, self._hear)
        self._cast = Screencast(self._cdp, self.tasks)
        self.tasks.start(self._end_with_connection(self._chromium, self._cdp))
        await self.downloads.apply(self._cdp)
        await self.targets.watch(self._cdp)
        await restore_cookies(self._cdp, self.folder / PROFILE)
        if url:
            with suppress(CdpError) if left else nullcontext():
                await self.navigate(url)

    async def adopt(self, browser_id: str, options: BrowserOptions) -> None:
        """Makes a warm spare the browser of this id. Raises LaunchFailed if it cannot be controlled."""
        self.browser_id, self._options, self.proxy.policy = browser_id, options, options.policy
        self.downloads.limits = options.downloads
        if options.url:
            try:
                await self.navigate(options.url)
            except CdpError as error:
                raise LaunchFailed(str(error)) from error

    async def close(self, *, keep_files: bool = False) -> None:
        """Ends Chromium and the guard; removes the folder unless its files (profile, frames, downloads) are wanted."""
        self.is_open = False
        self.ended.set()
        try:
            if self._recorder:
                await self.stop_recording()
            if self._cdp and keep_files:
                with suppress(CdpError, TimeoutError):  # a browser that does not end by itself is ended below
                    await self._cdp.call("Browser.close", seconds=_CLOSE_SECONDS)
                    await asyncio.wait_for(self._wait_ended(), _CLOSE_SECONDS)
        finally:
            if self._chromium:
                self._chromium.kill()  # at once, even if whoever asked has gone meanwhile
        await self.tasks.close()
        await self._wait_ended()
        if self._cdp:
            await self._cdp.close()
        await self.proxy.stop()
        await asyncio.to_thread(forget_temporary, self.folder / PROFILE)
        if not keep_files:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    async def pack_state(self) -> None:
        """Ends the browser and packs what it knows, beside its other files. Raises OSError."""
        cookies: list[Json] = []
        with suppress(CdpError):  # those that are no more than a session's are lost then
            cookies = (await self.cdp.call("Storage.getCookies", seconds=_ANSWER_SECONDS))["cookies"]
        await self.close(keep_files=True)
        await asyncio.to_thread(pack, self.folder / PROFILE, cookies, self.folder / ARCHIVE)

    @property
    def lives(self) -> bool:
        """Whether it is open and its Chromium runs."""
        return self.is_open and self._chromium is not None and self._chromium.runs

    async def answers(self) -> bool:
        """Whether Chromium says anything; one that just died may not have been missed yet."""
        try:
            await self.cdp.call("Browser.getVersion", seconds=_ANSWER_SECONDS)
        except CdpError:
            return False
        return True

    @property
    def cdp(self) -> CdpConnection:
        """The host's own connection. Raises CdpError before the browser is open."""
        if self._cdp is None:
            raise CdpError("The browser is not open.")
        return self._cdp

    @property
    def cast(self) -> Screencast:
        """The pictures of the page in front. Raises CdpError before the browser is open."""
        if self._cast is None:
            raise CdpError("The browser is not open.")
        return self._cast

    @property
    def control_ports(self) -> frozenset[int]:
        """The loopback ports of this browser that no page may reach."""
        return frozenset((self.proxy.port, self._chromium.port if self._chromium else 0))

    def info(self) -> BrowserInfo:
        """Where to attach. Raises CdpError before the browser is open."""
        if self._chromium is None:
            raise CdpError("The browser is not open.")
        return BrowserInfo(
            browser_id=self.browser_id,
            cdp_url=self._chromium.cdp_url,
            pid=self._chromium.pid,
            created=self._chromium.created,
            proxy_port=self.proxy.port,
            folder=str(self.folder),
            alone_seconds=self.company.alone_seconds,
        )

    def refusals(self) -> list[RefusalInfo]:
        """What the guard did not open lately, oldest first."""
        return [RefusalInfo(**asdict(item)) for item in self.proxy.traffic.refusals]

    async def navigate(self, url: str) -> None:
        """Opens a URL in the oldest page."""
        first = next(iter(self.targets.pages.values()))
        await self.cdp.call("Page.navigate", {"url": url}, session=first.session, seconds=30)

    async def start_recording(self) -> RecordingInfo:
        """Begins to keep frames of the page in front; the running recording if there is one."""
        async with self._starting_or_stopping:
            if self._recorder is None:
                self._recordings += 1
                number = str(self._recordings)
                writer = FrameWriter(self.folder / "frames" / number)
                self._recorder = Recorder(self.cast, writer, number)
                await self._recorder.start()
            return self._recorder.info()

    async def stop_recording(self) -> RecordingInfo | None:
        """Ends the running recording, if there is one; it hears of frames until it has its last one."""
        async with self._starting_or_stopping:
            try:
                return await self._recorder.stop() if self._recorder else None
            finally:
                self._recorder = None

    async def focus(self, target_id: str) -> None:
        """Takes this page for the one in front. Raises BadRequest if the browser has no such page."""
        page = next((page for page in self.targets.pages.values() if page.target_id == target_id), None)
        if page is None:
            raise BadRequest(f"The browser has no page {target_id!r}.")
        self._bring_forward(page)

    @property
    def websocket(self) -> str:
        """The address of Chromium's own DevTools. Raises CdpError before the browser is open."""
        if self._chromium is None:
            raise CdpError("The browser is not open.")
        return self._chromium.websocket

    async def reapply(self) -> None:
        """Takes downloads back after a client attached and set a folder of its own."""
        await self.downloads.apply(self.cdp)

    def _hear(self, method: str, params: Json, session: str | None) -> None:
        self.targets.hear(method, params, session)
        self.veils.hear(method, params)
        self.demonstration.hear(method, params, session)
        if self._cdp:
            self.memory.hear(self._cdp, method, params)
        self.downloads.hear(method, params)
        if method == "Page.screencastVisibilityChanged" and params.get("visible") and session in self.targets.pages:
            self._bring_forward(self.targets.pages[session])
        if self._cast:
            self._cast.hear(method, params, session)
        for listener in tuple(self.event_listeners):
            listener(method, params, session)
        if method == "Target.targetInfoChanged":
            self._tabs_changed()

    async def _veil(self, session: str) -> None:
        await self.veils.veil(session)

    async def tabs(self) -> list[dict[str, object]]:
        """The pages as tabs, oldest first. Raises CdpError."""
        told = (await self.cdp.call("Target.getTargets", seconds=3))["targetInfos"]  # no event tells of a new title
        known: dict[str, Json] = {item["targetId"]: item for item in told}
        return [
            {
                "page": page.target_id,
                "title": known[page.target_id]["title"],
                "url": known[page.target_id]["url"],
                "active": page == self.front,
            }
            for page in self.targets.pages.values()
            if page.target_id in known
        ]

    async def address(self) -> str:
        """The address of the page in front, "" where there is none. Raises CdpError."""
        if self.front is None:
            return ""
        tree = await self.cdp.call("Page.getFrameTree", session=self.front.session, seconds=3)
        return str(tree["frameTree"]["frame"]["url"])

    def _tabs_changed(self) -> None:
        for listener in tuple(self.tab_listeners):
            listener()

    def _page_changed(self, page: PageTarget, present: bool) -> None:
        """A new page comes to the front; when the one in front goes, the newest that is left takes its place."""
        if present:
            self._bring_forward(page)
            self.demonstration.came(page.session)
            for listener in tuple(self.page_listeners):
                listener(page.session)
        elif page == self.front:
            self._bring_forward(next(reversed(self.targets.pages.values()), None))
        self._tabs_changed()

    def _bring_forward(self, page: PageTarget | None) -> None:
        if page == self.front:
            return
        self.front = page
        self._tabs_changed()
        if self._cast:
            self.tasks.start(self._cast.follow(page))

    def _download_changed(self, event: str, item: DownloadInfo) -> None:
        self._around.publish(event, {"browser_id": self.browser_id, "download": item.to_json()})

    async def _wait_ended(self) -> None:
        if self._chromium:
            await self._chromium.wait()

    async def _announce_exit(self, chromium: Chromium) -> None:
        await chromium.wait()
        if self.is_open:
            self._around.publish("browser_exited", {"browser_id": self.browser_id})

    async def _end_with_connection(self, chromium: Chromium, cdp: CdpConnection) -> None:
        """Ends Chromium if our connection breaks: without it, files would be open and downloads lost.

        One that is being ended breaks it first and then writes down what its pages stored; `close` waits for that.
        """
        await cdp.wait_closed()
        if not self.ended.is_set():
            chromium.kill()


def _recordings_in(folder: Path) -> int:
    """How many recordings a browser made; those that are kept elsewhere may be gone."""
    frames = folder / "frames"
    numbers = [int(item.name) for item in frames.iterdir() if item.name.isdigit()] if frames.is_dir() else []
    return max(numbers, default=0)

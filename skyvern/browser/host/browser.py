"""One browser that the host owns: its Chromium, the guard in front of it, its pages, its downloads, its frames."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.chromium import Chromium, LaunchOptions, launch
from skyvern.browser.host.downloads import Downloads
from skyvern.browser.host.errors import CdpError, LaunchFailed
from skyvern.browser.host.records import BrowserInfo, DownloadInfo, RefusalInfo
from skyvern.browser.host.targets import PageTarget, PageTargets
from skyvern.browser.host.tasks import TaskKeeper
from skyvern.net.guard import Resolver, system_resolver
from skyvern.net.proxy import ProxyListener, ProxyPolicy

PROCESS_NOTE = "process.json"

Publish = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserOptions:
    """How a browser is opened: what it may reach, and what its pages see of language, time zone and headers."""

    policy: ProxyPolicy = field(default_factory=ProxyPolicy)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    locale: str | None = None
    timezone: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a browser gets from the host: the program, its user agent, name resolution, control ports, and the bell."""

    binary: Path
    agent: str
    publish: Publish
    control_ports: Callable[[], frozenset[int]]
    resolve: Resolver = system_resolver


class HostedBrowser:
    """A browser from `open` to `close`. `owner_id` is the owner that opened or last adopted it."""

    def __init__(self, browser_id: str, folder: Path, surroundings: Surroundings, options: BrowserOptions) -> None:
        self.browser_id, self.folder, self.owner_id = browser_id, folder, ""
        self._around, self._options = surroundings, options
        self._tasks = TaskKeeper()
        self.proxy = ProxyListener(
            options.policy, resolve=surroundings.resolve, control_ports=surroundings.control_ports
        )
        self.downloads = Downloads(folder / "downloads", self._download_changed)
        self.targets = PageTargets(self._tasks, headers=options.headers, on_page=self._page_changed)
        self._chromium: Chromium | None = None
        self._cdp: CdpConnection | None = None
        self.is_open = False

    async def open(self) -> None:
        """Starts everything. Raises LaunchFailed, leaving nothing behind that runs."""
        try:
            await self._start()
            self.is_open = True
        except BaseException as error:
            await self.close()
            if isinstance(error, (CdpError, OSError, TimeoutError)):
                raise LaunchFailed(f"Chromium started but could not be controlled: {error}") from error
            raise

    async def _start(self) -> None:
        around, options = self._around, self._options
        proxy_port = await self.proxy.start()
        self._chromium = await launch(
            around.binary,
            around.agent,
            LaunchOptions(
                profile=self.folder / "profile",
                proxy_port=proxy_port,
                locale=options.locale,
                timezone=options.timezone,
            ),
        )
        note = {"pid": self._chromium.pid, "created": self._chromium.created}
        (self.folder / PROCESS_NOTE).write_text(json.dumps(note))
        self._tasks.start(self._chromium.drain())
        self._tasks.start(self._announce_exit(self._chromium))
        self._cdp = await CdpConnection.open(self._chromium.websocket, self._hear)
        await self.downloads.apply(self._cdp)
        await self.targets.watch(self._cdp)
        if options.url:
            await self.navigate(options.url)

    async def close(self, *, keep_files: bool = False) -> None:
        """Ends Chromium and the guard; removes the folder unless its files (profile, frames, downloads) are wanted."""
        self.is_open = False
        if self._cdp and keep_files:
            with suppress(CdpError):  # a browser that does not end by itself is ended below
                await self._cdp.call("Browser.close", seconds=3)
                await asyncio.wait_for(self._wait_ended(), 3)
        await self._tasks.close()
        if self._chromium:
            await self._chromium.kill()
        if self._cdp:
            await self._cdp.close()
        await self.proxy.stop()
        if not keep_files:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    @property
    def cdp(self) -> CdpConnection:
        """The host's own connection. Raises CdpError before the browser is open."""
        if self._cdp is None:
            raise CdpError("The browser is not open.")
        return self._cdp

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
        )

    def refusals(self) -> list[RefusalInfo]:
        """What the guard did not open lately, oldest first."""
        return [RefusalInfo(**asdict(item)) for item in self.proxy.traffic.refusals]

    async def navigate(self, url: str) -> None:
        """Opens a URL in the oldest page."""
        first = next(iter(self.targets.pages.values()))
        await self.cdp.call("Page.navigate", {"url": url}, session=first.session, seconds=30)

    async def reapply(self) -> None:
        """Takes downloads back after a client attached and set a folder of its own."""
        await self.downloads.apply(self.cdp)

    def _hear(self, method: str, params: Json, session: str | None) -> None:
        self.targets.hear(method, params, session)
        if self.downloads.hear(method, params):
            self._tasks.start(self.downloads.wake())

    def _page_changed(self, page: PageTarget, present: bool) -> None:
        pass

    def _download_changed(self, event: str, item: DownloadInfo) -> None:
        self._around.publish(event, {"browser_id": self.browser_id, "download": item.to_json()})

    async def _wait_ended(self) -> None:
        if self._chromium:
            await self._chromium.wait()

    async def _announce_exit(self, chromium: Chromium) -> None:
        await chromium.wait()
        self._around.publish("browser_exited", {"browser_id": self.browser_id})

"""A worker's connection to the browser host of its machine, shared by all runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import structlog

from skyvern.browser.attach import Browsers
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.card import BROWSERS, RUN_BROWSER, HostCard
from skyvern.browser.host.errors import HostError, HostGone
from skyvern.browser.host.records import DownloadInfo
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from skyvern.engine.hosted import HostFeed

log = structlog.get_logger()

BROWSER_ERRORS = (BrowserError, HostError)
"""What opening, attaching to or using a browser can raise."""

_SWEEP_SECONDS = 5.0


class HostBrowsers:
    """The worker's connection to its machine's browser host, made when the first page is needed."""

    def __init__(
        self,
        browsers: Browsers,
        *,
        data_dir: Path,
        allowed_networks: str,
        control_ports: tuple[int, ...] = (),
        downloads: Mapping[str, int] | None = None,
        owner_id: str = "worker",
        node_id: str = "",
    ) -> None:
        """`owner_id` differs between processes that use one data folder at once; `node_id` names the folder."""
        self._owner_id = owner_id
        self.node_id = node_id
        self.browsers = browsers
        self.data_dir = data_dir
        self._allowed_networks = allowed_networks
        self._control_ports = control_ports
        self._downloads = downloads
        self._host: HostClient | None = None
        self._starting = asyncio.Lock()
        self._feeds: dict[str, HostFeed] = {}
        self._orphans: Sequence[str] = ()
        self._sweeping: asyncio.Task[None] | None = None
        self.on_exit: Callable[[str], None] | None = None
        """Is told the id of a browser that ended by itself."""
        self.on_download: Callable[[str], None] | None = None
        """Is told the id of a browser in which a download ended."""

    async def host(self) -> HostClient:
        """Return the connected host, starting one if none lives; raises HostUnavailable."""
        async with self._starting:
            if self._host is None:
                self._host = await HostClient.ensure(
                    self.data_dir,
                    owner_id=self._owner_id,
                    allowed_networks=self._allowed_networks,
                    control_ports=self._control_ports,
                    on_event=self._hear,
                    downloads=self._downloads,
                )
            orphans, self._orphans = self._orphans, ()
            if orphans:
                log.warning("browsers_swept", browsers=orphans)
                self._sweeping = asyncio.create_task(self._end_all(orphans))
            return self._host

    async def has_host(self) -> bool:
        """Tell whether a host lives, without starting one."""
        return await asyncio.to_thread(HostCard.read, self.data_dir) is not None

    async def folders(self, prefix: str) -> Collection[str]:
        """Return the ids of browsers, living or dead, whose files are here and whose ids begin so."""
        return await asyncio.to_thread(_folders, self.data_dir / BROWSERS, prefix)

    async def live(self, browser_id: str) -> HostWire:
        """Show a browser live; raises HostGone where no host runs that could have it."""
        if not await self.has_host():
            raise HostGone("The browser host does not run.")
        return await (await self.host()).live(browser_id)

    async def sweep(self, keep: Collection[str]) -> None:
        """Close the browsers of runs that are over, living or dead, that an earlier worker left; starts no host.

        To be called before any run goes on: what is there then and not in `keep` is nobody's. Where no host lives,
        that waits for the next one, who alone knows which processes are theirs.
        """
        self._orphans = await asyncio.to_thread(_left_behind, self.data_dir / BROWSERS, keep)
        if not self._orphans or not await self.has_host():
            return
        try:
            async with asyncio.timeout(_SWEEP_SECONDS):
                await self.host()
        except (*BROWSER_ERRORS, TimeoutError) as error:
            log.warning("browsers_not_swept", error=repr(error))

    async def _end_all(self, browser_ids: Sequence[str]) -> None:
        for browser_id in browser_ids:
            try:
                await (await self.host()).close_browser(browser_id)
            except BROWSER_ERRORS as error:
                log.warning("browser_not_closed", browser=browser_id, error=repr(error))

    def feed(self, browser_id: str) -> HostFeed:
        """Return the feed of one browser's downloads."""
        return self._feeds.setdefault(browser_id, HostFeed())

    def forget(self, browser_id: str) -> None:
        """Stop listening for a browser that has ended."""
        self._feeds.pop(browser_id, None)

    def _hear(self, event: Mapping[str, Any]) -> None:
        if event.get("event") == "browser_exited" and self.on_exit is not None:
            self.on_exit(str(event.get("browser_id")))
        if event.get("event") == "download_completed" and self.on_download is not None:
            self.on_download(str(event.get("browser_id")))
        feed = self._feeds.get(str(event.get("browser_id")))
        if feed is not None and "download" in event:
            feed.hear(DownloadInfo.from_json(cast("Mapping[str, Any]", event["download"])))

    async def close(self) -> None:
        """Let go of the host; it ends itself when nobody owns it and no browser is open."""
        if self._sweeping is not None:
            await asyncio.wait({self._sweeping}, timeout=_SWEEP_SECONDS)
        await self.browsers.close()
        if self._host is not None:
            await self._host.close(release=True)


def _left_behind(folder: Path, keep: Collection[str]) -> Sequence[str]:
    """Return the browsers of runs that have files here, but for those to be kept."""
    return [name for name in _folders(folder, RUN_BROWSER) if name not in keep]


def _folders(folder: Path, prefix: str) -> Sequence[str]:
    names = sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
    return [name for name in names if name.startswith(prefix)]

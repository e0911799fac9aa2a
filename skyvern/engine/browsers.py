"""The browser of a run: opened at the browser host when a block first needs a page, found again after a restart."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import structlog

from skyvern.browser.attach import Browsers
from skyvern.browser.encode import Encoder, EncodingFailed, encode_recording
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.card import BROWSERS, RUN_BROWSER, HostCard
from skyvern.browser.host.errors import HostError, HostGone, UnknownBrowser
from skyvern.browser.host.records import BrowserInfo, DownloadInfo
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from skyvern.browser.ports import Around
from skyvern.browser.session import BrowserSession
from skyvern.domain.browser_session import STARTS_ON, TRACED, UNRECORDED
from skyvern.domain.ids import new_id
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.page import TabPicture
from skyvern.domain.places import PLACE, Place
from skyvern.domain.run import Run
from skyvern.engine.hosted import HostedReasons, HostedVeils, HostFeed
from skyvern.engine.profiles import Profiles

log = structlog.get_logger()

BROWSER_ERRORS = (BrowserError, HostError)
"""What opening, attaching to or using a browser can raise."""

_SWEEP_SECONDS = 5.0

Resolve = Callable[[str, str | None], str]
FetchFile = Callable[[str], Awaitable[Path]]
Enter = Callable[[str], Awaitable[BrowserInfo]]
"""Returns the living browser of a session; raises SessionGone or HostError."""


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
    ) -> None:
        """`owner_id` differs between processes that use one data folder at once."""
        self._owner_id = owner_id
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


class HostedBrowser:
    """One run's browser; implements the engine's `RunBrowser`."""

    def __init__(
        self,
        shared: HostBrowsers,
        run: Run,
        *,
        enter: Enter,
        profiles: Profiles,
        upstream: str | None,
        resolve: Resolve,
        fetch_file: FetchFile,
        opened: Callable[[str, bool], Awaitable[None]],
    ) -> None:
        self._shared = shared
        self._run = run
        self._enter = enter
        self._profiles = profiles
        self._upstream = upstream
        self._resolve = resolve
        self._fetch_file = fetch_file
        self._opened = opened
        self._session: BrowserSession | None = None
        self._opening = asyncio.Lock()
        self._encoder: Encoder | None = None
        self._frames: Path | None = None
        self._headers = cast("Mapping[str, str] | None", run.settings.get("extra_http_headers"))
        place = cast("Mapping[str, Any] | None", run.settings.get(PLACE))
        self._place = None if place is None else Place(**place)
        self._origins = cast("Sequence[str] | None", run.settings.get(ALLOWED_ORIGINS))
        self.browser_id = run.browser_id

    async def view(self) -> BrowserSession:
        """Return the session, opening or finding the browser first; raises BrowserError or HostError."""
        async with self._opening:
            if self._session is None or not self._session.connected:
                self._session = await self._open()
            return self._session

    async def _open(self) -> BrowserSession:
        find = self._join() if self._in_session else self._find_or_launch()
        (info, living), _ = await asyncio.gather(find, self._shared.browsers.warm())
        return await self._attach(info, fresh=not living)

    @property
    def _in_session(self) -> bool:
        return self._run.browser_session_id is not None

    async def _join(self) -> tuple[BrowserInfo, bool]:
        """Return the browser of the session that the run was given; it is not the run's to open anew."""
        info = await self._enter(str(self._run.browser_session_id))
        if self.browser_id is None:
            self._shared.forget(info.browser_id)  # what earlier runs of the session downloaded is not this one's
        self.browser_id = info.browser_id
        await self._opened(info.browser_id, True)
        return info, True

    async def _find_or_launch(self) -> tuple[BrowserInfo, bool]:
        """Return the run's browser, and whether it lived already."""
        host = await self._shared.host()
        known = self.browser_id
        before = {info.browser_id: info for info in await host.list_browsers()} if known else {}
        seed = None if known in before else await self._profiles.seed_of(self._run)
        info = await host.open_browser(
            known or new_id(RUN_BROWSER.rstrip("_")),
            upstream=self._upstream,
            headers=self._headers,
            origins=self._origins,
            place=self._place,
            profile=await self._profiles.state_of(self._run.organization_id, seed),
            revive=known is not None,
        )
        living = before.get(info.browser_id) == info
        self.browser_id = info.browser_id
        await self._opened(info.browser_id, living)
        return info, living

    async def _attach(self, info: BrowserInfo, *, fresh: bool) -> BrowserSession:
        host = await self._shared.host()
        feed = self._shared.feed(info.browser_id)
        began = (self._run.started_at or self._run.created_at).replace(tzinfo=UTC)
        since = began.timestamp() if self._in_session else 0.0
        for download in () if fresh else await host.downloads(info.browser_id):
            if download.started_at >= since:
                feed.hear(download)
        session = await self._shared.browsers.attach(
            info.cdp_url,
            browser_id=info.browser_id,
            artifacts_dir=Path(info.folder) / "worker",
            around=Around(
                resolve_secret=self._resolve,
                fetch_file=self._fetch_file,
                feed=feed,
                why_barred=HostedReasons(host, info.browser_id),
                veils=HostedVeils(host, info.browser_id),
                scrolls=wanted_scrolls(self._run),
                traced=bool(self._run.settings.get(TRACED)),
            ),
            headers=self._headers,
            fresh=fresh,
            diary=self.diary(),
            starts_on=str(self._run.settings.get(STARTS_ON) or ""),
        )
        await host.reapply(info.browser_id)
        if not self._run.settings.get(UNRECORDED):
            await self._record(info)
        if not fresh and not self._run.settings.get(STARTS_ON):
            await session.to_front(await host.front_page(info.browser_id))
        return session

    async def _record(self, info: BrowserInfo) -> None:
        host = await self._shared.host()
        recording = await host.start_recording(info.browser_id)
        await self._encode(Path(recording.folder), Path(info.folder) / "worker" / f"{recording.recording_id}.webm")

    def diary(self) -> Path | None:
        """Return where consoles and requests of the run are noted, None before there is a browser."""
        if self.browser_id is None:
            return None
        return self._shared.data_dir / BROWSERS / self.browser_id / "worker" / f"{self._run.run_id}.jsonl"

    async def to_front(self) -> None:
        """Take the tab for the active one that is in front at the host, where a person may have left it."""
        session = self._session
        if session is not None and session.connected and self.browser_id is not None:
            await session.to_front(await (await self._shared.host()).front_page(self.browser_id))

    async def _encode(self, frames: Path, out: Path) -> None:
        """Have the recording encoded from now on; at the end of the run little is left to do."""
        if self._encoder is not None and self._encoder.frames == frames:
            return
        await self._stop_encoder()
        self._encoder = await Encoder.start(frames, out)

    async def _stop_encoder(self) -> None:
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            await encoder.stop()

    async def pictures(self, *, covered: Collection[str], but_active: bool) -> Sequence[TabPicture]:
        """Return how every tab looks now, these texts covered; none where no page is attached."""
        session = self._session
        if session is None or not session.connected:
            return ()
        await session.conceal(covered)
        return await session.tab_pictures(but_active=but_active)

    async def trace(self, folder: Path) -> Path | None:
        """Return the trace since the browser was attached to, None where none was wanted or no page is attached."""
        session = self._session
        if session is None or not session.connected:
            return None
        return await session.trace(folder / "trace.raw.zip")

    async def recording(self, folder: Path) -> Path | None:
        """Stop recording and return the video, None when nothing was shown."""
        if self.browser_id is None or self._run.settings.get(UNRECORDED):
            return None
        try:
            info = await (await self._shared.host()).stop_recording(self.browser_id)
        except UnknownBrowser:
            return await self._rebuilt(folder)
        if info is None:  # nothing was recorded, or the browser has just died and the host ended its recording
            return await self._rebuilt(folder)
        self._frames = Path(info.folder)
        if self._encoder is not None and self._encoder.frames == Path(info.folder):
            encoder, self._encoder = self._encoder, None
            try:
                return await encoder.finish()
            except EncodingFailed as error:
                log.warning("encoder_failed", error=str(error), **self._run.log_context())
        return await encode_recording(Path(info.folder), folder / "recording.webm")

    async def recorded(self) -> None:
        """Forget the frames, which would stay as long as the browser of a session does."""
        frames, self._frames = self._frames, None
        if frames is not None:
            await asyncio.to_thread(shutil.rmtree, frames, ignore_errors=True)
            video = frames.parent.parent / "worker" / f"{frames.name}.webm"
            await asyncio.to_thread(video.unlink, missing_ok=True)

    async def _rebuilt(self, folder: Path) -> Path | None:
        """Return the video made of what a browser left that has died; None where it recorded nothing."""
        frames = self._shared.data_dir / BROWSERS / str(self.browser_id) / "frames"
        left = await asyncio.to_thread(lambda: sorted(frames.iterdir(), key=_number) if frames.is_dir() else [])
        if self._in_session or not left:
            return None
        await self._stop_encoder()
        return await encode_recording(left[-1], folder / "recording.webm")

    async def keep_state(self) -> None:
        """Keep the state for the workflow's next run, where it wants that; the browser ends with it."""
        if self.browser_id is None or self._in_session or not self._run.settings.get("persist_browser_session"):
            return
        await self.leave()
        host = await self._shared.host()
        if any(info.browser_id == self.browser_id for info in await host.list_browsers()):
            await self._profiles.keep_run(host, self._run, self.browser_id)

    async def end(self) -> None:
        """Close the browser and forget its files; that of a session stays as it is, for whoever comes next."""
        await self.leave()
        if self.browser_id is None:
            return
        if self._in_session:
            self._shared.forget(self.browser_id)
            return
        host = await self._shared.host()
        await host.close_browser(self.browser_id)
        self._shared.forget(self.browser_id)

    async def leave(self) -> None:
        """Disconnect; the browser lives on at the host."""
        await self._stop_encoder()
        await self.break_off()

    async def break_off(self) -> None:
        """Let go of the pages, and of whatever is being done to them."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


def _left_behind(folder: Path, keep: Collection[str]) -> Sequence[str]:
    """Return the browsers of runs that have files here, but for those to be kept."""
    return [name for name in _folders(folder, RUN_BROWSER) if name not in keep]


def _folders(folder: Path, prefix: str) -> Sequence[str]:
    names = sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
    return [name for name in names if name.startswith(prefix)]


def _number(folder: Path) -> int:
    return int(folder.name) if folder.name.isdigit() else 0


def wanted_scrolls(run: Run) -> int:
    """Return how many screens beside the first the pictures for a run's record show of a page."""
    return cast("int | None", run.settings.get("max_screenshot_scrolls")) or 0

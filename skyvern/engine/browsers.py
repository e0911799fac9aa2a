"""The browser of a run: opened at the browser host when a block first needs a page, found again after a restart."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, cast

import structlog

from skyvern.browser.encode import Encoder, EncodingFailed, encode_recording
from skyvern.browser.errors import AttachFailed
from skyvern.browser.host.card import BROWSERS, RUN_BROWSER
from skyvern.browser.host.errors import UnknownBrowser
from skyvern.browser.host.records import BrowserInfo
from skyvern.browser.ports import Around
from skyvern.browser.session import BrowserSession
from skyvern.browser.site_state import SiteState
from skyvern.domain.browser_session import STARTS_ON, TRACED, UNRECORDED
from skyvern.domain.ids import new_id
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.page import TabPicture
from skyvern.domain.places import PLACE, Place
from skyvern.domain.run import Run
from skyvern.engine.checkpoints import Checkpoints
from skyvern.engine.hosted import HostedReasons, HostedVeils
from skyvern.engine.hosts import HostBrowsers
from skyvern.engine.ports import Came
from skyvern.engine.profiles import Profiles

log = structlog.get_logger()

Resolve = Callable[[str, str | None], str]
FetchFile = Callable[[str], Awaitable[Path]]
Enter = Callable[[str], Awaitable[BrowserInfo]]
"""Returns the living browser of a session; raises SessionGone or HostError."""


class HostedBrowser:
    """One run's browser; implements the engine's `RunBrowser`."""

    def __init__(  # noqa: PLR0913 - what a run's browser is made of
        self,
        shared: HostBrowsers,
        run: Run,
        *,
        enter: Enter,
        profiles: Profiles,
        checkpoints: Checkpoints | None = None,
        upstream: str | None,
        resolve: Resolve,
        fetch_file: FetchFile,
        opened: Callable[[str, Came], Awaitable[None]],
    ) -> None:
        """With `checkpoints`, the run can go on where its browser is out of reach."""
        self._shared = shared
        self._run = run
        self._enter = enter
        self._profiles = profiles
        self._checkpoints = checkpoints
        self._state: SiteState | None = None
        """What is kept of sites for other machines, or is to be laid into this browser first."""
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
        self._here = run.node_id in (None, "", shared.node_id)
        """Whether the browser with this id is on this node; one here may be older than what the run did elsewhere."""

    async def view(self) -> BrowserSession:
        """Return the session, opening or finding the browser first; raises BrowserError or HostError."""
        async with self._opening:
            if self._session is None or not await self._session.alive():
                self._session = await self._open()
            return self._session

    async def _open(self) -> BrowserSession:
        (info, came), _ = await asyncio.gather(self._find(), self._shared.browsers.warm())
        try:
            session = await self._attach(info, fresh=came is not Came.FOUND)
        except AttachFailed as failed:  # nothing was done in it: it broke the connection off, or has just died
            log.warning("attached_again", error=str(failed), **self._run.log_context())
            info, _ = await self._find()
            session = await self._attach(info, fresh=False)
        if came is Came.CHECKPOINT and self._state is not None:
            await session.lay(self._state)
        return session

    async def _find(self) -> tuple[BrowserInfo, Came]:
        return await (self._join() if self._in_session else self._find_or_launch())

    @property
    def _in_session(self) -> bool:
        return self._run.browser_session_id is not None

    async def _join(self) -> tuple[BrowserInfo, Came]:
        """Return the browser of the session that the run was given; it is not the run's to open anew."""
        info = await self._enter(str(self._run.browser_session_id))
        if self.browser_id is None:
            self._shared.forget(info.browser_id)  # what earlier runs of the session downloaded is not this one's
        self.browser_id = info.browser_id
        await self._opened(info.browser_id, Came.FOUND)
        return info, Came.FOUND

    async def _find_or_launch(self) -> tuple[BrowserInfo, Came]:
        """Return the run's browser, and how the run came to it."""
        host = await self._shared.host()
        known = self.browser_id if self._here else None
        before = {info.browser_id: info for info in await host.list_browsers()} if self.browser_id else {}
        if not self._here and self.browser_id in before:
            await host.close_browser(str(self.browser_id))  # the run has left it behind, and went on elsewhere
        came = await self._before(known, living=known in before)
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
        if came is Came.FOUND and before.get(info.browser_id) != info:
            came = Came.REVIVED
        self.browser_id, self._here = info.browser_id, True
        await self._opened(info.browser_id, came)
        return info, came

    async def _before(self, known: str | None, *, living: bool) -> Came:
        """Tell what there is of the run's browser; what was kept of one that is out of reach is fetched."""
        if known is not None and (living or await asyncio.to_thread(self._left(known).is_dir)):
            return Came.FOUND if living else Came.REVIVED
        if self.browser_id is None or self._checkpoints is None:
            return Came.NEW
        self._state = await self._checkpoints.of(self._run)
        return Came.NEW if self._state is None else Came.CHECKPOINT

    def _left(self, browser_id: str) -> Path:
        return self._shared.data_dir / BROWSERS / browser_id / "profile"

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

    async def checkpoint(self) -> None:
        """Keep what the browser knows of sites, where another machine may have to go on."""
        session = self._session
        if self._checkpoints is None or self._in_session or session is None or not session.connected:
            return
        earlier = self._state or await self._checkpoints.of(self._run) or SiteState()
        self._state = (await session.state()).over(earlier)
        await self._checkpoints.keep(self._run, self._state)

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
        if self._checkpoints is not None:
            await self._checkpoints.forget(self._run)
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


def _number(folder: Path) -> int:
    return int(folder.name) if folder.name.isdigit() else 0


def wanted_scrolls(run: Run) -> int:
    """Return how many screens beside the first the pictures for a run's record show of a page."""
    return cast("int | None", run.settings.get("max_screenshot_scrolls")) or 0

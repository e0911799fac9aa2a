"""A run in its caller's own browser (`browser_address`): attached, used, left as it is. No video is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import cast

from skyvern.browser.attach import Browsers
from skyvern.browser.far import FarDoor
from skyvern.browser.ports import Around
from skyvern.browser.session import BrowserSession
from skyvern.browser.site_state import SiteState
from skyvern.domain.browser_session import STARTS_ON, TRACED
from skyvern.domain.far_browser import FAR_BROWSER
from skyvern.domain.page import TabPicture
from skyvern.domain.run import Run
from skyvern.engine.browsers import FetchFile, Resolve, wanted_scrolls
from skyvern.engine.checkpoints import Checkpoints
from skyvern.engine.ports import Came


class FarRunBrowser:
    """Implements the engine's `RunBrowser`; the browser is never opened or closed by us."""

    def __init__(  # noqa: PLR0913 - what the browser of a run is wired with
        self,
        browsers: Browsers,
        door: FarDoor,
        run: Run,
        *,
        folder: Path,
        checkpoints: Checkpoints | None = None,
        upstream: str | None,
        resolve: Resolve,
        fetch_file: FetchFile,
        opened: Callable[[str, Came], Awaitable[None]],
    ) -> None:
        """With `checkpoints` the run gets a context of its own there, of which they keep what it knows of sites."""
        del upstream  # its traffic goes its own way
        self._own, self._checkpoints = checkpoints is not None, checkpoints
        self._browsers, self._door, self._run, self._folder = browsers, door, run, folder
        self._resolve, self._fetch_file, self._opened = resolve, fetch_file, opened
        self._session: BrowserSession | None = None
        self._opening = asyncio.Lock()
        self.browser_id = run.browser_id

    async def view(self) -> BrowserSession:
        """Return the session, attaching first; raises BrowserError."""
        async with self._opening:
            if self._session is None or not await self._session.alive():
                state = await self._kept()
                self._session = await self._attach()
                came = Came.FOUND if not self._own else Came.NEW if state is None else Came.CHECKPOINT
                self.browser_id = FAR_BROWSER
                await self._opened(FAR_BROWSER, came)
                if state is not None:
                    await self._session.lay(state)
            return self._session

    async def _kept(self) -> SiteState | None:
        """Return what is kept of the context that the run had before, None where it had none."""
        if self._checkpoints is None or self.browser_id is None:
            return None
        return await self._checkpoints.of(self._run)

    async def _attach(self) -> BrowserSession:
        address = await self._door.open()
        return await self._browsers.attach(
            address,
            browser_id=FAR_BROWSER,
            artifacts_dir=self._folder,
            around=Around(
                resolve_secret=self._resolve,
                fetch_file=self._fetch_file,
                scrolls=wanted_scrolls(self._run),
                traced=bool(self._run.settings.get(TRACED)),
            ),
            headers=cast("Mapping[str, str] | None", self._run.settings.get("extra_http_headers")),
            starts_on=str(self._run.settings.get(STARTS_ON) or ""),
            here=False,
            own=self._own,
        )

    async def to_front(self) -> None:
        """Stay on the tab: which one its owner looks at is not told."""

    def diary(self) -> Path | None:
        """Return None: nothing is noted of somebody else's browser."""

    async def pictures(self, *, covered: Collection[str], but_active: bool) -> Sequence[TabPicture]:
        """Return how the active tab looks, of a context of its own all tabs; else the other tabs are their owner's."""
        session = self._session
        if session is None or not session.connected or (but_active and not self._own):
            return ()
        await session.conceal(covered)
        shown = await session.tab_pictures(but_active=but_active)
        return shown if self._own else shown[:1]

    async def trace(self, folder: Path) -> Path | None:
        """Return the trace since the browser was attached to, None where none was wanted or no page is attached."""
        session = self._session
        if session is None or not session.connected:
            return None
        return await session.trace(folder / "trace.raw.zip")

    async def recording(self, folder: Path) -> Path | None:
        """Return None: the pictures of somebody else's browser are theirs."""
        del folder

    async def recorded(self) -> None:
        """Forget nothing: there is no recording."""

    async def checkpoint(self) -> None:
        """Keep what a context of the run's own knows; what a browser that is somebody's knows is its owner's."""
        session = self._session
        if self._checkpoints is None or session is None or not session.connected:
            return
        earlier = await self._checkpoints.of(self._run) or SiteState()
        await self._checkpoints.keep(self._run, (await session.state()).over(earlier))

    async def keep_state(self) -> None:
        """Keep nothing: the state is its owner's."""

    async def end(self) -> None:
        """Leave it; of a context of the run's own nothing is kept any longer."""
        await self.leave()
        if self._checkpoints is not None:
            await self._checkpoints.forget(self._run)

    async def break_off(self) -> None:
        """Let go of the pages, and of whatever is being done to them."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def leave(self) -> None:
        """Disconnect; the browser and its pages stay."""
        await self.break_off()
        await self._door.close()

"""Runs in browsers on other machines (SKYVERN_REMOTE_BROWSERS): a place is taken, a fresh context opened, both ended.

No guard of ours stands before such a browser, nothing is recorded there, and what it downloads stays there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import structlog

from skyvern.browser.errors import AttachFailed, BrowserBusy
from skyvern.browser.session import BrowserSession
from skyvern.domain.far_browser import RemotePlace, masked_address
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.page import TabPicture
from skyvern.domain.run import Run
from skyvern.engine.far_browser import FarRunBrowser
from skyvern.engine.outlets import PROXY_SEALED

log = structlog.get_logger()

WAIT_SECONDS = 120.0
"""How long a run waits for a place in a remote browser."""


class RemoteBrowsers:
    """The places of one process, each with as many runs at once as it may have."""

    def __init__(self, places: Sequence[RemotePlace], *, wait_seconds: float = WAIT_SECONDS) -> None:
        self._free = {place: place.runs for place in places}
        self._wait_seconds = wait_seconds
        self._changed = asyncio.Condition()

    def serves(self, run: Run) -> bool:
        """Tell whether a run may work there: it asks for nothing that only browsers of our own hosts give."""
        kept = ("browser_profile_id", "persist_browser_session", ALLOWED_ORIGINS, PROXY_SEALED, "proxy_key")
        own = run.browser_session_id or run.browser_profile_id or any(run.settings.get(name) for name in kept)
        return bool(self._free) and not own

    async def take(self, without: Collection[RemotePlace] = ()) -> RemotePlace:
        """Take the place with the most room, waiting for one; raises BrowserBusy."""
        try:
            async with asyncio.timeout(self._wait_seconds), self._changed:
                await self._changed.wait_for(lambda: self._roomiest(without) is not None)
                place = self._roomiest(without)
                assert place is not None  # noqa: S101 - just waited for
                self._free[place] -= 1
                return place
        except TimeoutError:
            raise BrowserBusy(
                f"every remote browser was in use for {self._wait_seconds:g} s: name more, or more runs for each, "
                "in SKYVERN_REMOTE_BROWSERS"
            ) from None

    async def give_back(self, place: RemotePlace) -> None:
        """Let the next run have it."""
        async with self._changed:
            self._free[place] += 1
            self._changed.notify_all()

    def has_other(self, without: Collection[RemotePlace]) -> bool:
        """Tell whether there are places beside these."""
        return any(place not in without for place in self._free)

    def _roomiest(self, without: Collection[RemotePlace]) -> RemotePlace | None:
        free = [place for place, room in self._free.items() if room > 0 and place not in without]
        return max(free, key=lambda place: self._free[place], default=None)


class PooledRunBrowser:
    """Implements the engine's `RunBrowser`; `at` makes the browser at a place."""

    def __init__(self, remote: RemoteBrowsers, run: Run, *, at: Callable[[RemotePlace], FarRunBrowser]) -> None:
        self._remote, self._run, self._at = remote, run, at
        self._place: RemotePlace | None = None
        self._browser: FarRunBrowser | None = None
        self._taking = asyncio.Lock()
        self.browser_id = run.browser_id

    async def view(self) -> BrowserSession:
        """Return the session, taking a place first; one that does not answer is passed over. Raises BrowserError."""
        async with self._taking:
            deaf: list[RemotePlace] = []
            while True:
                if self._browser is None:
                    self._place = await self._remote.take(deaf)
                    self._browser = self._at(self._place)
                try:
                    session = await self._browser.view()
                except AttachFailed as error:
                    place = self._place
                    await self._give_back()
                    if place is None or not self._remote.has_other([*deaf, place]):
                        raise
                    log.warning("remote_browser_passed_over", place=masked_address(place.address), error=str(error))
                    deaf.append(place)
                else:
                    self.browser_id = self._browser.browser_id
                    return session

    async def to_front(self) -> None:
        """Stay on the tab: nobody else looks at it."""

    def diary(self) -> Path | None:
        """Return where consoles and requests of the run are noted."""
        return None if self._browser is None else self._browser.diary()

    async def trace(self, folder: Path) -> Path | None:
        """Return the trace, None where none was wanted."""
        return None if self._browser is None else await self._browser.trace(folder)

    async def pictures(self, *, covered: Collection[str], but_active: bool) -> Sequence[TabPicture]:
        """Return how the tabs look."""
        if self._browser is None:
            return ()
        return await self._browser.pictures(covered=covered, but_active=but_active)

    async def recording(self, folder: Path) -> Path | None:
        """Return None: no host of ours is there to record it."""
        del folder

    async def recorded(self) -> None:
        """Forget nothing: there is no recording."""

    async def checkpoint(self) -> None:
        """Keep what the context knows: whoever takes the run up begins with it."""
        if self._browser is not None:
            await self._browser.checkpoint()

    async def keep_state(self) -> None:
        """Keep nothing: a run that wants its state kept is not here."""

    async def break_off(self) -> None:
        """Let go of the pages."""
        if self._browser is not None:
            await self._browser.break_off()

    async def end(self) -> None:
        """End the context for good, and give the place back."""
        await self._give_back(ended=True)

    async def leave(self) -> None:
        """The same, but what it knows stays kept: the context ends with its connection."""
        await self._give_back()

    async def _give_back(self, *, ended: bool = False) -> None:
        browser, self._browser = self._browser, None
        place, self._place = self._place, None
        try:
            if browser is not None:
                await (browser.end() if ended else browser.leave())
        finally:
            if place is not None:
                await self._remote.give_back(place)

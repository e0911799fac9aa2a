"""The host itself: browsers by id, the owners that are connected, and the end of what nobody owns any more."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from skyvern.browser.host.bars import Bars
from skyvern.browser.host.browser import (
    PROCESS_NOTE,
    PROFILE,
    BrowserOptions,
    HostedBrowser,
    Publish,
    Surroundings,
)
from skyvern.browser.host.card import BROWSERS, RUN_BROWSER, SESSION_BROWSER
from skyvern.browser.host.chromium import find_chromium, forget_temporary, user_agent
from skyvern.browser.host.errors import BadRequest, UnknownBrowser
from skyvern.browser.host.flags import Look
from skyvern.browser.host.processes import command_line, created, end_group, is_alive
from skyvern.browser.host.records import HostInfo
from skyvern.browser.host.room import Room
from skyvern.browser.host.state import ARCHIVE
from skyvern.browser.host.tasks import TaskKeeper
from skyvern.net.guard import Resolver, system_resolver

log = logging.getLogger("skyvern.browser.host")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOptions:
    """How a host behaves: its data directory, how long it waits for a vanished owner, how names are resolved.

    With `warm_spare` an unused Chromium always waits for the next browser: faster to open, some 100 MiB dearer.
    """

    data_dir: Path
    owner_grace_seconds: float = 600.0
    warm_spare: bool = False
    resolve: Resolver = system_resolver
    look: Look = field(default_factory=Look)
    room: Room = field(default_factory=Room)


class BrowserHost:
    """Owns the browsers of one data directory. `ended` is set when it should stop; `publish` tells the owners."""

    def __init__(self, options: HostOptions, publish: Publish) -> None:
        self.options = options
        self.ended = asyncio.Event()
        self.own_ports: set[int] = set()
        self._publish = publish
        self._browsers: dict[str, HostedBrowser] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._owners: dict[str, int] = {}
        self._farewells: dict[str, asyncio.Task[None]] = {}
        self._tasks = TaskKeeper()
        self._program: tuple[Path, str] | None = None
        self._spare: HostedBrowser | None = None
        self._spares = 0
        self._bars = Bars()

    async def start(self) -> None:
        """Clears away what a host that died left behind, and begins to wait for a first owner."""
        await asyncio.to_thread(_clear, self.options.data_dir / BROWSERS)
        self._say_farewell("")
        if self.options.warm_spare:
            self._tasks.start(self._warm_up())

    async def stop(self) -> None:
        """Ends every browser."""
        await self._tasks.close()
        everyone = [*self._browsers.values(), *((self._spare,) if self._spare else ())]
        await asyncio.gather(*(browser.close() for browser in everyone), return_exceptions=True)
        self._browsers.clear()

    def info(self) -> HostInfo:
        """Who we are and what we hold."""
        return HostInfo(
            pid=os.getpid(),
            created=created(os.getpid()) or "",
            data_dir=str(self.options.data_dir),
            chromium=str(self._program[0]) if self._program else None,
            browsers=len(self._browsers),
            control_ports=tuple(sorted(self.control_ports())),
            has_spare=self._spare is not None,
        )

    def control_ports(self) -> frozenset[int]:
        """Every loopback port of ours: gateway, listeners, DevTools, and what owners told."""
        ports = set(self.own_ports)
        for browser in (*self._browsers.values(), *((self._spare,) if self._spare else ())):
            ports |= browser.control_ports
        return frozenset(ports - {0})

    def browsers(self) -> list[HostedBrowser]:
        """The living browsers, oldest first."""
        return [browser for browser in self._browsers.values() if browser.lives]

    def browser(self, browser_id: str) -> HostedBrowser:
        """A living browser. Raises UnknownBrowser."""
        found = self._browsers.get(browser_id)
        if found is None or not found.is_open:
            raise UnknownBrowser(f"No living browser has the id {browser_id!r}.")
        return found

    async def open(self, browser_id: str, options: BrowserOptions, *, owner_id: str) -> HostedBrowser:
        """The living browser of that id, else a new one; it then belongs to the owner. Raises LaunchFailed."""
        folder = self.folder(browser_id)
        async with self._turn(browser_id):
            browser = self._browsers.get(browser_id)
            if browser is not None and options.revive and not await browser.answers():
                self._browsers.pop(browser_id, None)
                await browser.close(keep_files=True)
                browser = None
            if browser is None:
                if not options.revive:
                    await asyncio.to_thread(_discard, folder)
                browser = await self._new(browser_id, folder, options)
            browser.owner_id = owner_id
            return browser

    async def close(self, browser_id: str, *, keep_files: bool = False) -> None:
        """Ends a browser; one that is gone already is no error, and then only its files are dealt with."""
        folder = self.folder(browser_id)
        async with self._turn(browser_id):
            browser = self._browsers.pop(browser_id, None)
            if browser:
                await browser.close(keep_files=keep_files)
            if not keep_files:
                await asyncio.to_thread(_discard, folder)

    async def pack_state(self, browser_id: str) -> None:
        """Ends a living browser and packs what it knows into an archive in its folder. Raises UnknownBrowser."""
        async with self._turn(browser_id):
            browser = self.browser(browser_id)
            self._browsers.pop(browser_id)
            await browser.pack_state()

    def given_state(self, browser_id: str) -> Path:
        """Where the state lies that a browser of that id is to start from. Raises BadRequest on an id that is none."""
        folder = self.folder(browser_id)
        return folder.with_name(f"{folder.name}.{ARCHIVE}")

    def owner_came(self, owner_id: str, control_ports: Iterable[int] = ()) -> None:
        """An owner connected; its own ports are shut for pages, and nothing of it ends any more."""
        self.own_ports.update(control_ports)
        self._owners[owner_id] = self._owners.get(owner_id, 0) + 1
        for name in (owner_id, ""):
            if farewell := self._farewells.pop(name, None):
                farewell.cancel()

    def owner_left(self, owner_id: str, *, cleanly: bool) -> None:
        """An owner's connection ended. The last one to leave cleanly, with no browser open, ends the host."""
        self._owners[owner_id] = self._owners.get(owner_id, 1) - 1
        if self._owners[owner_id] > 0:
            return
        del self._owners[owner_id]
        if cleanly and not self._owners and not self._browsers:
            self.ended.set()
            return
        self._say_farewell(owner_id)

    def _say_farewell(self, owner_id: str) -> None:
        if before := self._farewells.pop(owner_id, None):
            before.cancel()
        self._farewells[owner_id] = self._tasks.start(self._farewell(owner_id))

    async def _farewell(self, owner_id: str) -> None:
        """Waits for a vanished owner; then ends its browsers, and the host if no owner is left."""
        await asyncio.sleep(self.options.owner_grace_seconds)
        self._farewells.pop(owner_id, None)
        orphans = [browser.browser_id for browser in self._browsers.values() if browser.owner_id == owner_id]
        log.info("owner %s did not come back; ending %d browsers", owner_id or "(none yet)", len(orphans))
        for browser_id in orphans:
            await self.close(browser_id)
        if not self._owners and not self._farewells:
            self.ended.set()

    async def _new(self, browser_id: str, folder: Path, options: BrowserOptions) -> HostedBrowser:
        """A browser made from the warm spare if that will do, else started now."""
        spare = None if options.needs_own_launch else self._spare
        if spare:
            self._spare = None
            self._tasks.start(self._warm_up())
            await asyncio.to_thread(folder.symlink_to, spare.folder)
        else:
            await self.options.room.wait()
        browser = spare or HostedBrowser(browser_id, folder, await self._surroundings(), options)
        self._browsers[browser_id] = browser
        try:
            await (spare.adopt(browser_id, options) if spare else browser.open())
        except BaseException:  # cancelled, too, must leave no browser behind that nobody asked for
            self._browsers.pop(browser_id, None)
            await browser.close()
            raise
        return browser

    async def _warm_up(self) -> None:
        self._spares += 1
        name = f"spare-{self._spares}"
        folder = self.options.data_dir / BROWSERS / name
        spare = HostedBrowser(name, folder, await self._surroundings(), BrowserOptions())
        await spare.open()
        self._spare = spare

    async def _surroundings(self) -> Surroundings:
        if self._program is None:
            binary = find_chromium()
            self._program = (binary, await user_agent(binary))
        return Surroundings(
            binary=self._program[0],
            agent=self._program[1],
            publish=self._hear,
            control_ports=self.control_ports,
            resolve=self.options.resolve,
            look=self.options.look,
            bars=self._bars,
        )

    def _hear(self, event: str, details: dict[str, object]) -> None:
        if event == "browser_exited":
            browser = self._browsers.pop(str(details["browser_id"]), None)
            if browser:
                self._tasks.start(self._bury(browser))
            elif self._spare and self._spare.browser_id == details["browser_id"]:
                self._tasks.start(self._spare.close())
                self._spare = None
                return
        self._publish(event, details)

    async def _bury(self, browser: HostedBrowser) -> None:
        """Ends what is left of a browser that died; its files stay for whoever opens it again, or closes it."""
        async with self._turn(browser.browser_id):
            if not browser.ended.is_set():  # who opened it again has done so
                await browser.close(keep_files=True)

    def _turn(self, browser_id: str) -> asyncio.Lock:
        """Opening and closing of one browser take turns."""
        return self._turns.setdefault(browser_id, asyncio.Lock())

    def folder(self, browser_id: str) -> Path:
        """Where a browser of that id keeps its files, living or not. Raises BadRequest on an id that is none."""
        if not _ID.fullmatch(browser_id):
            raise BadRequest(f"{browser_id!r} is no browser id: letters, digits, - and _ only.")
        return self.options.data_dir / BROWSERS / browser_id


def _discard(folder: Path) -> None:
    """Removes a browser's folder, or a state that was given; a former spare's is a link to where the spare began."""
    if folder.is_symlink():
        shutil.rmtree(folder.resolve(), ignore_errors=True)
        folder.unlink(missing_ok=True)
    elif folder.is_file():
        folder.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Ends Chromiums of a host that died, and removes their folders; those of runs and sessions wait for them."""
    folder.mkdir(parents=True, exist_ok=True)
    everything = list(folder.iterdir())
    awaited = {left.resolve() for left in everything if left.name.startswith((RUN_BROWSER, SESSION_BROWSER))}
    for left in everything:
        with suppress(OSError, ValueError, KeyError):
            note = json.loads((left / PROCESS_NOTE).read_text())
            if is_alive(note["pid"], note["created"]) and str(left) in command_line(note["pid"]):
                end_group(note["pid"])
        forget_temporary(left / PROFILE)
        if left.resolve() not in awaited:
            _discard(left)

"""The client of the browser host: finds or starts it, and speaks with its gateway in typed calls.

    host = await HostClient.ensure(data_dir, owner_id="worker-1", allowed_networks="")
    browser = await host.open_browser("ses_1")
    ... attach to browser.cdp_url, then: await host.reapply("ses_1")
    await host.close_browser("ses_1"); await host.close()

All calls raise the errors of `host/errors.py`: HostGone when the connection breaks during a call (the next call makes
it again; browsers of a host that died are gone), HostUnavailable when no host can be started.
"""

from __future__ import annotations

import asyncio
import base64
import fcntl
import json
import os
import select
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from skyvern.browser.host.card import LOCK, LOG, START_LOCK, HostCard
from skyvern.browser.host.errors import BY_CODE, HostError, HostGone, HostUnavailable
from skyvern.browser.host.files import CHUNK_SIZE
from skyvern.browser.host.records import (
    BrowserInfo,
    DownloadInfo,
    FileChunk,
    HostInfo,
    RecordingInfo,
    RefusalInfo,
)
from skyvern.browser.host.state import ARCHIVE
from skyvern.browser.host_wire import HostWire
from skyvern.domain.places import Place

START_SECONDS = 30.0
CALL_SECONDS = 60.0

Json = dict[str, Any]
EventListener = Callable[[Json], None]


class HostClient:
    """A connection to the browser host of one data directory; it is made again, and the host started again, at need.

    `on_event` hears the host's events (see `host/gateway.py`) and must not block.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        owner_id: str,
        allowed_networks: str = "",
        control_ports: Iterable[int] = (),
        python: str = sys.executable,
        options: Sequence[str] = (),
        on_event: EventListener | None = None,
        downloads: Mapping[str, int] | None = None,
    ) -> None:
        self._find: Callable[[], HostCard | None] | None = None
        self._data_dir = data_dir.expanduser().resolve()
        self._owner_id, self._allowed_networks = owner_id, allowed_networks
        self._control_ports = tuple(control_ports)
        self._python, self._options = python, tuple(options)
        self._downloads = dict(downloads or {})
        self.on_event = on_event
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._last_id = 0
        self._connecting = asyncio.Lock()
        self._closed = False

    @classmethod
    def far(
        cls,
        find: Callable[[], HostCard | None],
        *,
        owner_id: str,
        allowed_networks: str = "",
        downloads: Mapping[str, int] | None = None,
    ) -> Self:
        """A client of a host on another machine, which `find` returns the card of; such a one is never started."""
        client = cls(Path(), owner_id=owner_id, allowed_networks=allowed_networks, downloads=downloads)
        client._find = find
        return client

    @classmethod
    async def ensure(
        cls,
        data_dir: Path,
        *,
        allowed_networks: str = "",
        owner_id: str | None = None,
        control_ports: Iterable[int] = (),
        python: str = sys.executable,
        options: Sequence[str] = (),
        on_event: EventListener | None = None,
        downloads: Mapping[str, int] | None = None,
    ) -> Self:
        """A client of the living host of this directory; if none lives, one is started, detached.

        `allowed_networks` is the default for the browsers opened through this client; `control_ports` are ports of the
        caller that pages must never reach; `downloads` limits files (`file_bytes`, `total_bytes`, `files`); `options`
        are further arguments for a host that has to be started. Raises HostUnavailable.
        """
        client = cls(
            data_dir,
            owner_id=owner_id or f"owner-{os.getpid()}",
            allowed_networks=allowed_networks,
            control_ports=control_ports,
            python=python,
            options=options,
            on_event=on_event,
            downloads=downloads,
        )
        await client._connection()
        return client

    async def hello(self) -> HostInfo:
        """Who the host is, and every port that pages must not reach."""
        return HostInfo.from_json(await self.call("hello"))

    async def open_browser(  # noqa: PLR0913 - what a browser is opened with
        self,
        browser_id: str,
        *,
        upstream: str | None = None,
        allowed_networks: str | None = None,
        origins: Sequence[str] | None = None,
        headers: Mapping[str, str] | None = None,
        place: Place | None = None,
        url: str | None = None,
        profile: bytes | None = None,
        revive: bool = False,
    ) -> BrowserInfo:
        """The living browser of this id, else a new one with these options. Raises LaunchFailed, ChromiumMissing.

        `profile` is a saved state to start from, as `take_state` gave it.
        With `revive` one that died is opened again as it was, as far as that is known: cookies, storage, last address.
        """
        for offset in range(0, len(profile or b""), CHUNK_SIZE):
            data = base64.b64encode((profile or b"")[offset : offset + CHUNK_SIZE]).decode()
            await self.call("give_state", browser_id=browser_id, data=data, offset=offset)
        networks = self._allowed_networks if allowed_networks is None else allowed_networks
        result = await self.call(
            "open_browser",
            browser_id=browser_id,
            proxy={"upstream": upstream},
            allowed_networks=networks,
            origins=None if origins is None else list(origins),
            headers=dict(headers or {}),
            locale=place and place.locale,
            timezone=place and place.timezone,
            geolocation=None if place is None else {"latitude": place.latitude, "longitude": place.longitude},
            url=url,
            profile=bool(profile),
            revive=revive,
            downloads=self._downloads,
        )
        return BrowserInfo.from_json(result)

    async def list_browsers(self) -> list[BrowserInfo]:
        """The living browsers, oldest first; asked again of the next host where this one dies over it."""
        try:
            found = await self.call("list_browsers")
        except HostGone:
            found = await self.call("list_browsers")
        return [BrowserInfo.from_json(item) for item in found["browsers"]]

    async def close_browser(self, browser_id: str, *, keep_files: bool = False) -> None:
        """Ends a browser (a gone one is no error) and removes its files unless they are still wanted."""
        await self.call("close_browser", browser_id=browser_id, keep_files=keep_files)

    async def take_state(self, browser_id: str) -> bytes:
        """Ends a browser and returns what it knows, for another one to start from; its files stay. Raises HostError."""
        await self.call("pack_state", browser_id=browser_id)
        return b"".join([piece async for piece in self.read_file(browser_id, ARCHIVE)])

    async def reapply(self, browser_id: str) -> None:
        """To be called after Playwright attached: the host takes the downloads back."""
        await self.call("reapply", browser_id=browser_id)

    async def refusals(self, browser_id: str) -> list[RefusalInfo]:
        """The connections that the guard did not make lately, oldest first."""
        result = await self.call("refusals", browser_id=browser_id)
        return [RefusalInfo.from_json(item) for item in result["refusals"]]

    async def downloads(self, browser_id: str) -> list[DownloadInfo]:
        """Every download of the browser, oldest first."""
        result = await self.call("downloads", browser_id=browser_id)
        return [DownloadInfo.from_json(item) for item in result["downloads"]]

    async def wait_download(self, browser_id: str, *, since: int = 0, timeout: float = 30.0) -> DownloadInfo | None:
        """The first finished download numbered above `since`; after `timeout` seconds one going on, or None."""
        result = await self.call(
            "wait_download", timeout + CALL_SECONDS, browser_id=browser_id, since=since, timeout=timeout
        )
        return DownloadInfo.from_json(result["download"]) if result["download"] else None

    async def start_recording(self, browser_id: str) -> RecordingInfo:
        """Begins to keep frames of the browser's active page; the running recording if there is one."""
        return RecordingInfo.from_json(await self.call("start_recording", browser_id=browser_id))

    async def stop_recording(self, browser_id: str) -> RecordingInfo | None:
        """Ends the running recording; None if there is none. Its folder can be given to `encode_recording`."""
        result = await self.call("stop_recording", browser_id=browser_id)
        return RecordingInfo.from_json(result["recording"]) if result["recording"] else None

    async def focus_page(self, browser_id: str, target_id: str) -> None:
        """Tells which page (DevTools target id) is in front, when a client brought an older one forward."""
        await self.call("focus_page", browser_id=browser_id, target_id=target_id)

    async def cover(self, browser_id: str, texts: Collection[str]) -> None:
        """Covers these texts, too, wherever a page of the browser shows them, for as long as it lives."""
        await self.call("cover", browser_id=browser_id, texts=sorted(texts))

    async def demonstration(self, browser_id: str, deed: str = "look") -> tuple[bool, list[Json]]:
        """Whether a demonstration is under way, and its steps; the deeds `begin` and `finish` begin and end one."""
        result = await self.call("demonstration", browser_id=browser_id, deed=deed)
        return bool(result["under_way"]), list(result["steps"])

    async def front_page(self, browser_id: str) -> str | None:
        """Which page (DevTools target id) is in front, None while there is none."""
        found: str | None = (await self.call("front_page", browser_id=browser_id))["target_id"]
        return found

    async def read_chunk(self, browser_id: str, name: str, *, offset: int = 0) -> FileChunk:
        """A piece of a file of the browser: downloads, frames, what `take_state` packed."""
        result = await self.call("read_file", browser_id=browser_id, name=name, offset=offset)
        return FileChunk(data=base64.b64decode(result["data"]), offset=offset, size=int(result["size"]))

    async def read_file(self, browser_id: str, name: str) -> AsyncIterator[bytes]:
        """A whole file of the browser, piece by piece."""
        offset, last = 0, False
        while not last:
            chunk = await self.read_chunk(browser_id, name, offset=offset)
            offset, last = offset + len(chunk.data), chunk.is_last or not chunk.data
            yield chunk.data

    async def devtools(self, browser_id: str) -> HostWire:
        """A DevTools connection to a browser for somebody outside; what it may say is limited by the host's customs.

        It ends with the browser. Raises HostGone.
        """
        return HostWire(await self._door(f"/cdp/{browser_id}"))

    async def live(self, browser_id: str) -> HostWire:
        """A browser shown live; what is said is told in `host/live.py`. It ends with the browser. Raises HostGone."""
        return HostWire(await self._door(f"/live/{browser_id}"))

    async def _door(self, path: str) -> ClientConnection:
        """A connection of its own to another path of the gateway."""
        await self._connection()
        card = await self._card()
        try:
            if card is None:
                raise HostGone("The browser host went away.")
            return await _dial(card, path)
        except (OSError, InvalidHandshake) as error:
            raise HostGone(f"The browser host does not answer: {error}") from error

    async def close(self, *, release: bool = False) -> None:
        """Ends the connection. With `release` the host ends too if nobody else owns it and no browser is open."""
        if release and self._socket and not self._closed:
            await self.call("release_owner")
        self._closed = True
        if self._socket:
            await self._socket.close()
        if self._reading:
            await self._reading

    async def shutdown(self) -> None:
        """Ends the host with all its browsers, and returns when its process has gone."""
        await self.call("shutdown")
        self._closed = True
        if self._reading:
            await self._reading
        await asyncio.to_thread(_wait_gone, self._data_dir)

    async def call(self, method: str, seconds: float = CALL_SECONDS, /, **params: object) -> Json:
        """One request; a lost connection is made again first, to a new host if need be. Raises HostError."""
        socket = await self._connection()
        self._last_id += 1
        number = self._last_id
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            async with asyncio.timeout(seconds):
                await socket.send(json.dumps({"id": number, "method": method, "params": params}))
                reply = await answer
        except (ConnectionClosed, ConnectionError) as error:
            raise HostGone(f"The browser host went away during {method}.") from error
        except TimeoutError:
            raise HostGone(f"The browser host did not answer {method} within {seconds:g} s.") from None
        finally:
            self._waiting.pop(number, None)
        if error := reply.get("error"):
            raise BY_CODE.get(error["code"], HostError)(error["message"])
        result: Json = reply["result"]
        return result

    async def _connection(self) -> ClientConnection:
        if self._closed:
            raise HostGone("This client is closed.")
        if self._socket is None and not await self._connect():
            if self._find is not None:
                raise HostUnavailable("The browser host of that machine does not answer.")
            await asyncio.to_thread(_spawn, self._data_dir, self._python, self._options)
            await self._connect()
        if self._socket is None:
            raise HostUnavailable(f"The browser host could not be reached; see {self._data_dir / LOG}.")
        return self._socket

    async def _card(self) -> HostCard | None:
        if self._find is not None:
            return self._find()
        return await asyncio.to_thread(HostCard.read, self._data_dir)

    async def _connect(self) -> bool:
        async with self._connecting:
            if self._socket:
                return True
            card = await self._card()
            if card is None:
                return False
            try:
                self._socket = await _dial(card)
            except (OSError, InvalidHandshake):
                return False
            self._reading = asyncio.create_task(self._read(self._socket))
        await self.call("register_owner", owner_id=self._owner_id, control_ports=list(self._control_ports))
        return True

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                message: Json = json.loads(text)
                if "event" in message:
                    if self.on_event:
                        self.on_event(message)
                elif (waiting := self._waiting.get(message["id"])) and not waiting.done():
                    waiting.set_result(message)
        except ConnectionClosed:
            pass  # those who wait are told below
        finally:
            self._socket = None
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionError("the connection ended"))


async def _dial(card: HostCard, path: str = "") -> ClientConnection:
    """Raises OSError or InvalidHandshake."""
    return await connect(
        f"{card.address}{path}",
        additional_headers={"Authorization": f"Bearer {card.token}"},
        max_size=None,
        compression=None,
        ping_interval=None,
        proxy=None,
    )


def _spawn(data_dir: Path, python: str, options: Sequence[str]) -> None:
    """Starts a detached host and returns when its gateway listens; starters of one directory take turns."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / START_LOCK).open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if HostCard.read(data_dir):
            return
        read_end, write_end = os.pipe()
        command = [python, "-m", "skyvern.serve.browser_host", "--data-dir", str(data_dir), "--detach"]
        try:
            with (data_dir / LOG).open("ab") as log:
                subprocess.run(  # noqa: S603 - our own module, arguments as a list
                    [*command, "--ready-fd", str(write_end), *options],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=(write_end,),
                    check=False,
                )
        finally:
            os.close(write_end)
        with os.fdopen(read_end, "rb") as pipe:
            ready, _, _ = select.select([pipe], [], [], START_SECONDS)
            if not ready or not pipe.readline():
                raise HostUnavailable(f"The browser host did not start; see {data_dir / LOG}.")


def _wait_gone(data_dir: Path) -> None:
    """Returns when no host holds the directory: its lock ends with its process."""
    with (data_dir / LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

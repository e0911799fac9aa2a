"""The host's door: a token-guarded websocket that takes requests and pushes events, all as JSON.

A client connects with the header `Authorization: Bearer TOKEN` (address and token are in `host.json`) and sends

    {"id": 1, "method": "...", "params": {...}}    answered by    {"id": 1, "result": {...}}
                                                   or             {"id": 1, "error": {"code": "...", "message": "..."}}

Requests of one connection run side by side; answers come as they are ready. Events have no id: `{"event": "...", ...}`.

    hello            {}                                               → host record
    register_owner   {owner_id, control_ports?}                       → host record; the connection stands for the owner
    release_owner    {}                                               → {}; its end is then no vanishing
    open_browser     {browser_id, proxy?: {upstream}, allowed_networks?, origins?, headers?, locale?, timezone?,
                      geolocation?, url?, profile?: bool, downloads?: {file_bytes, total_bytes, files}}
                                                                      → browser record; the living one if any
    list_browsers    {}                                               → {browsers: [...]}
    close_browser    {browser_id, keep_files?}                        → {}
    give_state       {browser_id, data (base64), offset?}             → {}; a saved state to open it with, in pieces
    pack_state       {browser_id}                                     → {}; it ends, and `state.tgz` can be read
    reapply          {browser_id}                                     → {}; takes downloads back from a client
    refusals         {browser_id}                                     → {refusals: [...]}; what the guard did not open
    downloads        {browser_id}                                     → {downloads: [...]}
    wait_download    {browser_id, since, timeout}                     → {download: {...} | null}
    start_recording  {browser_id}                                     → recording record; the running one if any
    stop_recording   {browser_id}                                     → recording record, or {recording: null}
    focus_page       {browser_id, target_id}                          → {}; that page is in front and recorded
    cover            {browser_id, texts}                              → {}; pages show none of these from now on
    demonstration    {browser_id, deed: begin|look|finish}            → {under_way, steps}; see `demonstration.py`
    front_page       {browser_id}                                     → {target_id | null}; which page that is
    read_file        {browser_id, name, offset?}                      → {data (base64), offset, size}
    shutdown         {}                                               → {}; then the host ends its browsers and itself

A client that connects to the path `/cdp/BROWSER_ID` speaks DevTools with that browser instead, as far as
`host/customs.py` lets it. On the path `/live/BROWSER_ID` it is shown the browser: `host/live.py`.

    events: download_started, download_progress, download_completed {browser_id, download}, browser_exited {browser_id}
"""

from __future__ import annotations

import asyncio
import hmac
import http
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from skyvern.browser.host.errors import BadRequest, HostError
from skyvern.browser.host.host import BrowserHost
from skyvern.browser.host.live import show
from skyvern.browser.host.methods import METHODS, Call
from skyvern.browser.host.reading import Parameters
from skyvern.browser.host.relay import relay
from skyvern.browser.host.tasks import TaskKeeper

log = logging.getLogger("skyvern.browser.host")

Method = Callable[[Call, Parameters], Awaitable[dict[str, Any]]]

MESSAGE_LIMIT = 96 * 2**20
"""What one message may hold: DevTools clients send whole files in one, Playwright up to 50 MB as base64."""
_DEVTOOLS, _LIVE = "/cdp/", "/live/"


class Gateway:
    """Serves one host on a loopback port, and to other machines where that is wanted."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._connections: set[ServerConnection] = set()
        self._tasks = TaskKeeper()
        self._server: Server | None = None
        self._outer: Server | None = None
        self._host: BrowserHost | None = None

    async def start(self, host: BrowserHost, *, reach: str = "", port: int = 0) -> str:
        """Begins to listen; returns the websocket address. At `reach` other machines are answered, at the same port."""
        self._host = host
        self._server = await self._serve("127.0.0.1", port)
        port = int(next(iter(self._server.sockets)).getsockname()[1])
        host.own_ports.add(port)
        if reach and reach not in ("127.0.0.1", "localhost"):
            self._outer = await self._serve(reach, port)
        return f"ws://127.0.0.1:{port}"

    async def _serve(self, address: str, port: int) -> Server:
        return await serve(
            self._converse,
            address,
            port,
            process_request=self._admit,
            compression=None,
            max_size=MESSAGE_LIMIT,
            ping_interval=None,
            server_header=None,
        )

    async def stop(self) -> None:
        """Answers nobody any more."""
        await self._tasks.close()
        for server in filter(None, (self._outer, self._server)):
            server.close()
            await server.wait_closed()

    def publish(self, event: str, details: dict[str, Any]) -> None:
        """Tells every connected owner; one that cannot listen is passed over."""
        text = json.dumps({"event": event, **details})
        for connection in tuple(self._connections):
            self._tasks.start(_send(connection, text))

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        given = request.headers.get("Authorization", "")
        if request.headers.get("Origin") or not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return connection.respond(http.HTTPStatus.FORBIDDEN, "A token is needed.\n")
        return None

    async def _converse(self, connection: ServerConnection) -> None:
        if self._host is None:
            return
        path = connection.request.path if connection.request else ""
        if path.startswith(_DEVTOOLS):
            await relay(connection, self._host, path.removeprefix(_DEVTOOLS))
            return
        if path.startswith(_LIVE):
            await show(connection, self._host, path.removeprefix(_LIVE))
            return
        call = Call(self._host)
        work = TaskKeeper()
        self._connections.add(connection)
        try:
            async for text in connection:
                work.start(self._answer(connection, call, text))
        except ConnectionClosed:
            pass  # how an owner vanishes; dealt with below
        finally:
            self._connections.discard(connection)
            await work.close()
            if call.owner_id is not None:
                self._host.owner_left(call.owner_id, cleanly=call.released)

    async def _answer(self, connection: ServerConnection, call: Call, text: str | bytes) -> None:
        number: object = None
        try:
            request = _request(text)
            number = request.get("id")
            method = METHODS.get(str(request.get("method")))
            if method is None:
                raise BadRequest(f"There is no method {request.get('method')!r}.")
            reply: dict[str, Any] = {
                "id": number,
                "result": await method(call, Parameters(request.get("params") or {})),
            }
        except HostError as error:
            reply = {"id": number, "error": {"code": error.code, "message": str(error)}}
        except Exception as error:  # the rim of the host: one bad request must not end the connection of its worker
            log.exception("a request failed")
            reply = {"id": number, "error": {"code": "internal", "message": f"{type(error).__name__}: {error}"}}
        await _send(connection, json.dumps(reply))
        if call.ends_host and self._host:
            self._host.ended.set()


def _request(text: str | bytes) -> dict[str, Any]:
    try:
        message: dict[str, Any] | list[Any] | str | float | None = json.loads(text)
    except ValueError:
        raise BadRequest("A request is JSON.") from None
    if not isinstance(message, dict) or not isinstance(message.get("params") or {}, dict):
        raise BadRequest("A request is a JSON object with an object of parameters.")
    return message


async def _send(connection: ServerConnection, text: str) -> None:
    try:
        async with asyncio.timeout(10):
            await connection.send(text)
    except (ConnectionClosed, TimeoutError):
        pass  # its owner has gone; the end of the connection is seen where it is read

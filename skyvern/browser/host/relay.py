"""Carries DevTools between a client from outside and one browser; what the client says passes the customs first."""

from __future__ import annotations

import asyncio
import json
import logging

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from skyvern.browser.host.browser import HostedBrowser
from skyvern.browser.host.customs import Json, admitted
from skyvern.browser.host.errors import CdpError, Refused, UnknownBrowser
from skyvern.browser.host.host import BrowserHost

log = logging.getLogger("skyvern.browser.host")

NO_BROWSER = 4404
"""Close code for a browser that is not there."""
_REFUSED = -32000
_UNREADABLE = -32700


async def relay(client: ServerConnection, host: BrowserHost, browser_id: str) -> None:
    """Carry messages until one side ends."""
    try:
        browser = host.browser(browser_id)
        wire = await connect(browser.websocket, max_size=None, compression=None, ping_interval=None, proxy=None)
    except (UnknownBrowser, CdpError, OSError, InvalidHandshake) as error:
        await client.close(NO_BROWSER, str(error)[:120])
        return
    try:
        with browser.company.joined():
            await _both_ways(client, wire, browser)
    finally:
        await wire.close()
        await client.close()
        if browser.is_open:
            await _take_downloads_back(browser)


async def _both_ways(client: ServerConnection, wire: ClientConnection, browser: HostedBrowser) -> None:
    """Return when one side has ended."""
    ways = {asyncio.create_task(_outward(client, wire, browser)), asyncio.create_task(_homeward(client, wire))}
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _outward(client: ServerConnection, wire: ClientConnection, browser: HostedBrowser) -> None:
    downloads, folders = browser.downloads.folder, (browser.downloads.folder,)
    try:
        async for text in client:
            message = _read(text)
            if message is None:
                await client.send(json.dumps(_error({}, _UNREADABLE, "A DevTools message is a JSON object.")))
                continue
            try:
                await wire.send(json.dumps(admitted(message, downloads=downloads, folders=folders)))
            except Refused as refusal:
                await client.send(json.dumps(_error(message, _REFUSED, str(refusal))))
    except ConnectionClosed:
        return


async def _homeward(client: ServerConnection, wire: ClientConnection) -> None:
    try:
        async for text in wire:
            await client.send(text)
    except ConnectionClosed:
        return


def _read(text: str | bytes) -> Json | None:
    try:
        message: Json | list[object] | str | float | None = json.loads(text)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _error(message: Json, code: int, reason: str) -> Json:
    reply: Json = {"id": message.get("id"), "error": {"code": code, "message": reason}}
    return reply | ({"sessionId": message["sessionId"]} if "sessionId" in message else {})


async def _take_downloads_back(browser: HostedBrowser) -> None:
    """A client that goes takes its download settings along, and ours with them."""
    try:
        await browser.reapply()
    except CdpError as error:
        log.warning("downloads of %s not taken back: %s", browser.browser_id, error)

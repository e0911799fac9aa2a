"""Shows one browser to one viewer over the gateway, and does what a person wants of it who has its controls.

To the viewer, in this order for each picture: a text message `{"type": "frame", "number", "page", "width", "height",
"at"}`, then a binary one with the JPEG. Also `{"type": "tabs", "tabs": [{page, title, url, active}]}` when they change,
`dialog` and `file_wanted` while somebody has the controls (see `hands.py`), and `{"type": "note", "message"}`.

From the viewer: `{"type": "seen", "number"}` for each frame it has shown – no more than two are ever on their way, all
others are dropped, so a slow viewer sees fewer pictures but never old ones – and what `hands.py` lists. Who may send
those is decided by whoever opened the connection: the gateway's token is theirs.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from skyvern.browser.host.browser import HostedBrowser
from skyvern.browser.host.errors import BadRequest, CdpError, UnknownBrowser
from skyvern.browser.host.hands import Hands
from skyvern.browser.host.host import BrowserHost
from skyvern.browser.host.reading import Parameters
from skyvern.browser.host.screencast import Picture

NO_BROWSER, ENDED = 4404, 4410
"""Close codes: there is no such browser; it has ended."""
MOST_ON_THEIR_WAY = 2
LIVE_FRAME_SECONDS = 1 / 15
TABS_SECONDS = 0.5
"""How often tabs are asked for while something stirs."""


class Viewer:
    """One viewer: holds the newest picture until there is room for it."""

    frame_seconds, prompt = LIVE_FRAME_SECONDS, True

    def __init__(self, client: ServerConnection, browser: HostedBrowser) -> None:
        self._client, self._browser = client, browser
        self._hands = Hands(browser, self._say)
        self._picture: Picture | None = None
        self._tabs_stirred = asyncio.Event()
        self._words: list[str] = []
        self._sent = self._seen = 0
        self._stirred = asyncio.Event()

    def see(self, picture: Picture) -> None:
        """Take the picture that is shown now."""
        self._picture = picture
        self._stirred.set()
        self._tabs_stirred.set()

    def tabs_changed(self) -> None:
        """Hear that tabs came, went, or show another page."""
        self._tabs_stirred.set()

    def _say(self, message: dict[str, object]) -> None:
        self._words.append(json.dumps(message))
        self._stirred.set()

    async def watch(self) -> None:
        """Show until the viewer goes or the browser ends."""
        self._browser.tab_listeners.add(self.tabs_changed)
        self._tabs_stirred.set()
        ways = {asyncio.create_task(way) for way in (self._show(), self._tell_tabs(), self._listen(), self._end())}
        try:
            await self._browser.cast.add(self)
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._browser.tab_listeners.discard(self.tabs_changed)
            if self._browser.is_open:
                await self._hands.let_go()
                await self._browser.cast.remove(self)

    async def _end(self) -> None:
        await self._browser.ended.wait()

    async def _show(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            words, self._words = self._words, []
            for text in words:
                await self._client.send(text)
            if self._picture is not None and self._sent - self._seen < MOST_ON_THEIR_WAY:
                picture, self._picture = self._picture, None
                await self._send(picture)

    async def _tell_tabs(self) -> None:
        told: list[dict[str, object]] = []
        while True:
            await self._tabs_stirred.wait()
            self._tabs_stirred.clear()
            with suppress(CdpError):  # asked again at the next stir
                if (tabs := await self._browser.tabs()) != told:
                    told = tabs
                    self._say({"type": "tabs", "tabs": tabs})
            await asyncio.sleep(TABS_SECONDS)

    async def _send(self, picture: Picture) -> None:
        self._sent += 1
        about = {
            "type": "frame",
            "number": self._sent,
            "page": picture.page,
            "width": picture.width,
            "height": picture.height,
            "at": round(picture.at, 3),
        }
        await self._client.send(json.dumps(about))
        await self._client.send(picture.data)

    async def _listen(self) -> None:
        async for text in self._client:
            try:
                message = Parameters(json.loads(text))
                if message.text("type") == "seen":
                    self._seen = max(self._seen, min(int(message.number("number", 0)), self._sent))
                    self._stirred.set()
                else:
                    await self._hands.do(message)
            except (BadRequest, CdpError) as error:
                self._say({"type": "note", "message": str(error)})
            except (ValueError, AttributeError):
                self._say({"type": "note", "message": "A message is a JSON object."})


async def show(client: ServerConnection, host: BrowserHost, browser_id: str) -> None:
    """Serve one viewer of one browser until either ends."""
    try:
        browser = host.browser(browser_id)
        with browser.company.joined():
            await Viewer(client, browser).watch()
    except (UnknownBrowser, CdpError) as error:
        await client.close(NO_BROWSER, str(error)[:120])
        return
    except ConnectionClosed:
        return
    await client.close(1000 if browser.is_open else ENDED, "" if browser.is_open else "The browser has ended.")

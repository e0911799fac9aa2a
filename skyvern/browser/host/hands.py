"""Does with a browser what a person wants who has its controls: in the page in front, and in no other browser.

    hold / let_go                                    while held, dialogs and file choosers are told instead of shown
    mouse      {action: move|down|up|wheel, x, y, button?, clicks?, dx?, dy?, modifiers?}   x, y: 0…1 of the picture
    key        {action: down|up, key, code?, modifiers?}                                    as DOM events name them
    text       {text}                                typed or pasted as it is
    navigate   {url}     history {step}     reload {}
    tab        {action: new|switch|close, page?}
    dialog     {accept, text?}                       answers the dialog that was told
    upload     {files: [{name, data (base64)}]}      answers the file chooser that was told

Told to the person: `{"type": "dialog", kind, message, default}`, `{"type": "file_wanted", "multiple"}`.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from skyvern.browser.host.browser import HostedBrowser
from skyvern.browser.host.cdp import Json
from skyvern.browser.host.errors import BadRequest, CdpError
from skyvern.browser.host.keys import key_event
from skyvern.browser.host.reading import Parameters

MOST_UPLOAD = 30 * 2**20
_MOST_FILES = 20
_BUTTONS = {"none": 0, "left": 1, "right": 2, "middle": 4}
_MOUSE = {"move": "mouseMoved", "down": "mousePressed", "up": "mouseReleased", "wheel": "mouseWheel"}

Say = Callable[[dict[str, object]], None]


class Hands:
    """The hands of one person. Every call returns at once or within seconds; raises BadRequest and CdpError."""

    def __init__(self, browser: HostedBrowser, say: Say) -> None:
        self._browser, self._say = browser, say
        self._held = False
        self._asked: tuple[str, int] | None = None
        self._uploads = 0
        self._deeds: dict[str, Callable[[Parameters], Awaitable[None]]] = {
            "hold": self._hold,
            "let_go": self._let_go,
            "mouse": self._mouse,
            "key": self._key,
            "text": self._text,
            "navigate": self._navigate,
            "history": self._history,
            "reload": self._reload,
            "tab": self._tab,
            "dialog": self._dialog,
            "upload": self._upload,
        }

    async def do(self, message: Parameters) -> None:
        """Do what one message says."""
        kind = message.text("type")
        if kind not in self._deeds:
            raise BadRequest(f"There is no message {kind!r}: {', '.join(self._deeds)}.")
        await self._deeds[kind](message)

    async def let_go(self) -> None:
        """Give dialogs and file choosers back to the page, if they were held."""
        if not self._held:
            return
        self._held = False
        self._browser.event_listeners.discard(self._hear)
        self._browser.page_listeners.discard(self._watch)
        for page in tuple(self._browser.targets.pages.values()):
            await self._quietly("Page.setInterceptFileChooserDialog", {"enabled": False}, page.session)

    async def _hold(self, message: Parameters) -> None:
        if self._held:
            return
        self._held = True
        self._browser.event_listeners.add(self._hear)
        self._browser.page_listeners.add(self._watch)
        for page in tuple(self._browser.targets.pages.values()):
            await self._attend(page.session)

    async def _let_go(self, message: Parameters) -> None:
        await self.let_go()

    def _watch(self, session: str) -> None:
        self._browser.tasks.start(self._attend(session))

    async def _attend(self, session: str) -> None:
        await self._quietly("Page.enable", {}, session)
        await self._quietly("Page.setInterceptFileChooserDialog", {"enabled": True}, session)

    def _hear(self, method: str, params: Json, session: str | None) -> None:
        if method == "Page.javascriptDialogOpening":
            told = {"kind": params["type"], "message": params["message"], "default": params.get("defaultPrompt", "")}
            self._say({"type": "dialog", **told})
        elif method == "Page.javascriptDialogClosed":
            self._say({"type": "dialog_closed"})
        elif method == "Page.fileChooserOpened" and session and "backendNodeId" in params:
            self._asked = (session, int(params["backendNodeId"]))
            self._say({"type": "file_wanted", "multiple": params.get("mode") == "selectMultiple"})

    async def _mouse(self, message: Parameters) -> None:
        action, button = message.text("action"), message.optional_text("button") or "none"
        if action not in _MOUSE or button not in _BUTTONS:
            raise BadRequest("mouse: action is move, down, up or wheel; button is none, left, right or middle.")
        picture = self._browser.cast.last
        if picture is None:
            raise BadRequest("mouse: there is no picture of the page yet.")
        event: Json = {
            "type": _MOUSE[action],
            "x": _within(message, "x") * picture.width,
            "y": _within(message, "y") * picture.height,
            "modifiers": _modifiers(message),
            "button": button,
            "buttons": 0 if action == "up" else _BUTTONS[button],
            "clickCount": min(3, int(message.number("clicks", 1))) if action in ("down", "up") else 0,
        }
        if action == "wheel":
            event |= {"deltaX": message.number("dx", 0), "deltaY": message.number("dy", 0)}
        self._send("Input.dispatchMouseEvent", event)

    async def _key(self, message: Parameters) -> None:
        event = key_event(
            message.text("action"),
            key=message.text("key"),
            code=message.optional_text("code") or "",
            modifiers=_modifiers(message),
        )
        self._send("Input.dispatchKeyEvent", event)

    async def _text(self, message: Parameters) -> None:
        self._send("Input.insertText", {"text": message.text("text")})

    async def _navigate(self, message: Parameters) -> None:
        url = message.text("url").strip()
        if "://" not in url:
            url = f"https://{url}"
        if urlsplit(url).scheme not in ("http", "https"):
            raise BadRequest("navigate: only http and https addresses can be opened.")
        self._browser.tasks.start(self._open(url))

    async def _open(self, url: str) -> None:
        try:
            opened = await self._browser.cdp.call("Page.navigate", {"url": url}, session=self._front, seconds=30)
        except (BadRequest, CdpError) as error:
            self._say({"type": "note", "message": str(error)})
            return
        if why := opened.get("errorText"):
            self._say({"type": "note", "message": f"{url} could not be opened: {why}"})

    async def _history(self, message: Parameters) -> None:
        session = self._front
        known = await self._browser.cdp.call("Page.getNavigationHistory", session=session, seconds=3)
        entries = cast("list[Json]", known["entries"])
        place = int(known["currentIndex"]) + int(message.number("step", -1))
        if not 0 <= place < len(entries):
            raise BadRequest("history: there is no such page.")
        await self._browser.cdp.call(
            "Page.navigateToHistoryEntry", {"entryId": entries[place]["id"]}, session=session, seconds=3
        )

    async def _reload(self, message: Parameters) -> None:
        self._send("Page.reload", {})

    async def _tab(self, message: Parameters) -> None:
        action, cdp = message.text("action"), self._browser.cdp
        if action == "new":
            await cdp.call("Target.createTarget", {"url": "about:blank"}, seconds=5)
            return
        page = message.text("page")
        if page not in {known.target_id for known in self._browser.targets.pages.values()}:
            raise BadRequest(f"tab: the browser has no page {page!r}.")
        if action == "switch":
            await cdp.call("Target.activateTarget", {"targetId": page}, seconds=5)
            await self._browser.focus(page)
        elif action == "close":
            if len(self._browser.targets.pages) == 1:
                raise BadRequest("tab: the last tab stays open.")
            await cdp.call("Target.closeTarget", {"targetId": page}, seconds=5)
        else:
            raise BadRequest("tab: action is new, switch or close.")

    async def _dialog(self, message: Parameters) -> None:
        answer: Json = {"accept": message.flag("accept")}
        if text := message.optional_text("text"):
            answer["promptText"] = text
        self._send("Page.handleJavaScriptDialog", answer)

    async def _upload(self, message: Parameters) -> None:
        if self._asked is None:
            raise BadRequest("upload: no page has asked for a file; click on its file field first.")
        session, node = self._asked
        self._uploads += 1
        folder = self._browser.folder / "uploads" / f"{id(self):x}-{self._uploads}"
        paths = await asyncio.to_thread(_kept, message.files("files", most=_MOST_FILES), folder)
        chosen: Json = {"files": [str(path) for path in paths], "backendNodeId": node}
        await self._quietly("DOM.enable", {}, session)
        await self._browser.cdp.call("DOM.setFileInputFiles", chosen, session=session, seconds=10)
        self._asked = None

    @property
    def _front(self) -> str:
        """Our session on the page in front."""
        if (page := self._browser.front) is None:
            raise BadRequest("The browser has no page.")
        return page.session

    def _send(self, method: str, params: Json) -> None:
        """Say something whose answer may be long in coming: a click that opens a dialog waits for its end."""
        self._browser.tasks.start(self._quietly(method, params, self._front))

    async def _quietly(self, method: str, params: Json, session: str) -> None:
        with suppress(CdpError):  # the page may be gone or busy; the person sees what became of it
            await self._browser.cdp.call(method, params, session=session, seconds=5)


def _within(message: Parameters, name: str) -> float:
    value = message.number(name, -1)
    if not 0 <= value <= 1:
        raise BadRequest(f"{name} must be from 0 to 1, a share of the picture.")
    return value


def _modifiers(message: Parameters) -> int:
    return int(message.number("modifiers", 0)) & 15


def _kept(files: list[dict[str, Any]], folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    paths: list[Path] = []
    room = MOST_UPLOAD
    for number, file in enumerate(files):
        name = Path(str(file.get("name") or "")).name.strip().lstrip(".")[-120:] or f"file-{number}"
        try:
            data = base64.b64decode(str(file.get("data") or ""), validate=True)
        except binascii.Error:
            raise BadRequest(f"upload: the data of {name!r} is not base64.") from None
        room -= len(data)
        if room < 0:
            raise BadRequest(f"upload: the files have more than {MOST_UPLOAD >> 20} MiB.")
        path = folder / name
        path.write_bytes(data)
        paths.append(path)
    return paths

"""Notes what a person does in a browser, step by step: pages opened, fields filled, choices made, things pressed.

Steps are JSON objects `{kind, role, name, selector, url, value?, secret?}`, kept in memory until the next demonstration
begins or the browser ends. What goes into a secret field never comes here. Frames of other sites are not listened to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import cast

from skyvern.browser.demonstration_script import BINDING, WORLD, demonstration_script
from skyvern.browser.host.cdp import CdpConnection, Json
from skyvern.browser.host.errors import CdpError
from skyvern.browser.host.tasks import TaskKeeper

MOST_STEPS = 500
_BLANK = ("about:", "chrome", "data:")
_BY_A_STEP = ("click", "press")


class Demonstration:
    """What was shown in one browser; costs nothing while nobody shows anything."""

    def __init__(self, cdp: Callable[[], CdpConnection], tasks: TaskKeeper, pages: Callable[[], Iterable[str]]) -> None:
        self._cdp, self._tasks, self._pages = cdp, tasks, pages
        self._scripts: dict[str, str] = {}
        self._asked: set[str] = set()
        self._fresh: set[str] = set()
        self.steps: list[Json] = []
        self.under_way = False

    async def begin(self, url: str) -> None:
        """Forget what was shown before, and note from now on; `url` is the page that is shown first."""
        self.steps = []
        self._opened(url)
        self.under_way = True
        for session in self._pages():
            await self._enter(session)

    async def finish(self) -> None:
        """Note no more; the steps stay."""
        self.under_way = False
        scripts, self._scripts = self._scripts, {}
        for session, script in scripts.items():
            with suppress(CdpError):  # the page may be gone
                cdp, gone = self._cdp(), {"identifier": script}
                await cdp.call("Page.removeScriptToEvaluateOnNewDocument", gone, session=session, seconds=3)
                await cdp.call("Runtime.removeBinding", {"name": BINDING}, session=session, seconds=3)
                await cdp.call("Runtime.disable", session=session, seconds=3)

    def came(self, session: str) -> None:
        """Hear of a new page."""
        if self.under_way:
            self._fresh.add(session)
            self._tasks.start(self._enter(session))

    def hear(self, method: str, params: Json, session: str | None) -> None:
        """Take in one event of the connection."""
        if not self.under_way or session is None:
            return
        if method == "Runtime.bindingCalled" and params["name"] == BINDING:
            self._told(str(params["payload"]))
        elif method == "Page.frameRequestedNavigation":
            self._asked.add(str(params["frameId"]))
        elif method == "Page.frameNavigated" and "parentId" not in params["frame"]:
            self._navigated(session, str(params["frame"]["id"]), str(params["frame"]["url"]))

    def _told(self, payload: str) -> None:
        with suppress(ValueError):
            step = cast("object", json.loads(payload))
            if isinstance(step, dict) and len(self.steps) < MOST_STEPS:
                self.steps.append(cast("Json", step))

    def _navigated(self, session: str, frame: str, url: str) -> None:
        """Note a page that nothing in a page asked for: its address was typed, or a tab went back."""
        fresh, asked = session in self._fresh, frame in self._asked
        self._fresh.discard(session)
        self._asked.discard(frame)
        by_step = fresh and bool(self.steps) and self.steps[-1]["kind"] in _BY_A_STEP
        if not asked and not by_step:
            self._opened(url)

    def _opened(self, url: str) -> None:
        if any(step.get("secret") for step in self.steps):
            url = url.partition("?")[0]  # a form may have put the secret there
        if url and not url.startswith(_BLANK):
            self.steps.append({"kind": "open", "role": "", "name": "", "selector": "", "url": url})

    async def _enter(self, session: str) -> None:
        with suppress(CdpError):  # a page may be gone meanwhile
            cdp = self._cdp()
            await cdp.call("Page.enable", session=session, seconds=3)
            await cdp.call("Runtime.enable", session=session, seconds=3)
            named = {"name": BINDING, "executionContextName": WORLD}
            await cdp.call("Runtime.addBinding", named, session=session, seconds=3)
            more = {"source": demonstration_script(), "worldName": WORLD, "runImmediately": True}
            added = await cdp.call("Page.addScriptToEvaluateOnNewDocument", more, session=session, seconds=3)
            self._scripts[session] = str(added["identifier"])

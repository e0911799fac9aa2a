"""The readers that are compared: our observation, browser-use's serializer, Playwright's ARIA snapshot."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import time
import venv
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from observed.corpus import CACHE, ranks
from observed.truth import BELOW, Verdict, list_handles, list_nodes
from skyvern.agent.nearby import nearby
from skyvern.agent.page_text import page_text

if TYPE_CHECKING:
    from playwright.async_api import Page

    from skyvern.browser.session import BrowserSession

RIVAL = "browser-use==0.13.14"
SIZE = {"width": 1280, "height": 720}
ROLES = frozenset(
    {"button", "link", "checkbox", "radio", "switch", "tab", "menuitem", "menuitemcheckbox", "menuitemradio"}
    | {"option", "textbox", "searchbox", "combobox", "slider", "spinbutton", "treeitem", "listbox"}
)
"""What counts as listed in an ARIA snapshot, and whatever it marks with a pointer."""


@dataclass(slots=True, kw_only=True)
class Result:
    """What one reader made of one page."""

    page: str
    reader: str
    ms: list[float] = field(default_factory=list)
    text: str = ""
    tokens: int = 0
    verdict: Verdict | None = None


class Reader(Protocol):
    """Looks at its own tab, and can say which elements a text of its own named."""

    page: Page

    async def look(self, result: Result) -> None:
        """Look once: put the text and the milliseconds on the result."""
        ...

    async def windowed(self, text: str) -> str:
        """Return what of the text belongs to the window."""
        ...

    async def listed(self, text: str) -> None:
        """Put the elements that the text names on the lists of their frames."""
        ...


class Rival:
    """browser-use in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, address: str, home: Path) -> Rival:
        """Make the environment when it is not there, and connect to the browser."""
        python = CACHE / RIVAL.replace("==", "-") / "bin" / "python"
        if not python.exists():
            venv.create(python.parent.parent, with_pip=True)
            install = [str(python), "-m", "pip", "install", "--quiet", RIVAL, "tiktoken==0.14.0"]
            await asyncio.to_thread(subprocess.run, install, check=True)
        worker = Path(__file__).parent / "browser_use_side.py"
        environment = {**os.environ, "HOME": str(home)}
        environment.pop("PYTHONPATH", None)
        process = await asyncio.create_subprocess_exec(
            str(python),
            str(worker),
            address,
            str(ranks()),
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 26,
        )
        rival = cls(process)
        await rival.answer()
        return rival

    async def ask(self, what: dict[str, object]) -> dict[str, Any]:
        """Send one request and return its answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()
        return await self.answer()

    async def answer(self) -> dict[str, Any]:
        assert self._process.stdout
        while line := await self._process.stdout.readline():
            if line.startswith(b"{"):
                return json.loads(line)
        raise RuntimeError("browser-use ended")

    async def close(self) -> None:
        self._process.kill()
        await self._process.wait()


class Ours:
    """What the model mind is told, of the window alone."""

    def __init__(self, session: BrowserSession, page: Page) -> None:
        self._session, self.page = session, page

    async def look(self, result: Result) -> None:
        began = time.perf_counter()
        result.text = page_text(nearby(await self._session.look(), reach=BELOW))
        result.ms.append((time.perf_counter() - began) * 1000)

    async def windowed(self, text: str) -> str:
        return text

    async def listed(self, text: str) -> None:
        for ref in dict.fromkeys(re.findall(r"\[((?:f\d+)?e\d+)[] ]", text)):
            handle = await self._session._looker.element(self.page, ref)  # noqa: SLF001 - the way that actions find it
            await list_handles([handle] if handle else [])


class Theirs:
    """browser-use's text for the model."""

    def __init__(self, rival: Rival, page: Page, target: str) -> None:
        self._rival, self.page, self._target = rival, page, target
        self._nodes: dict[str, int] = {}

    async def look(self, result: Result) -> None:
        told = await self._rival.ask({"look": self._target})
        result.text, self._nodes = told["text"], told["nodes"]
        result.ms.append(told["ms"])

    async def windowed(self, text: str) -> str:
        return text

    async def listed(self, text: str) -> None:
        named = re.findall(r"\[(\d+)\]<", text)
        await list_nodes(self.page, [self._nodes[index] for index in named if index in self._nodes])


class Aria:
    """Playwright's snapshot for models."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def look(self, result: Result) -> None:
        began = time.perf_counter()
        result.text = await self.page.aria_snapshot(mode="ai")
        result.ms.append((time.perf_counter() - began) * 1000)

    async def windowed(self, text: str) -> str:
        """The snapshot again with boxes, and only the lines whose boxes are in the window."""
        kept: list[str] = []
        skip = None
        for line in (await self.page.aria_snapshot(mode="ai", boxes=True)).splitlines():
            depth = len(line) - len(line.lstrip())
            if skip is not None and depth > skip:
                continue
            skip = None
            box = re.search(r" \[box=(-?[\d.]+),(-?[\d.]+),([\d.]+),([\d.]+)\]", line)
            if box and "[ref=f" not in line and not _near(*map(float, box.groups())):
                skip = depth
                continue
            kept.append(re.sub(r" \[box=[^\]]*\]", "", line))
        return "\n".join(kept)

    async def listed(self, text: str) -> None:
        for line in text.splitlines():
            ref, role = re.search(r"\[ref=((?:f\d+)?e\d+)\]", line), re.match(r"\s*- '?(\w+)", line)
            if ref and role and (role[1] in ROLES or "[cursor=pointer]" in line):
                handle = await self.page.query_selector(f"aria-ref={ref[1]}")
                await list_handles([handle] if handle else [])


def _near(x: float, y: float, width: float, height: float) -> bool:
    return y < SIZE["height"] + BELOW and y + height > 0 and x < SIZE["width"] and x + width > 0

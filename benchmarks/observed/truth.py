"""The ground truth of a tab, and what each reader's list is worth against it."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Frame, JSHandle, Page

SCRIPT = (Path(__file__).parent / "truth.js").read_text(encoding="utf-8")
BELOW = 1000
"""Pixels below the viewport that belong to the window."""
CLICKS = frozenset({"click", "dblclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend"})
_HEARD = "function () { const w = this.ownerDocument.defaultView; (w.__heard ||= new WeakSet()).add(this); }"
_LISTED = "function () { const w = this.ownerDocument.defaultView; (w.__listed ||= []).push(this); }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a list of elements compares with what a person can act on in the window."""

    wanted: int
    found: int
    listed: int
    extra: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


async def judged(page: Page) -> Verdict:
    """Compare what was put on `window.__listed` of each frame with the truth."""
    width, height = await page.evaluate("[innerWidth, innerHeight]")
    sessions = await _sessions(page)
    for session in sessions:
        await _mark_listeners(session)
        await session.detach()
    verdicts: list[dict[str, Any]] = []
    for frame in page.frames:
        place = await _place(frame)
        if place is None:
            continue
        x, y, clip = place
        await frame.evaluate(SCRIPT)
        await frame.evaluate("(args) => window.__truth(...args)", [width, height + BELOW, x, y, clip])
        verdicts.append(await frame.evaluate("() => window.__judge(window.__listed || [])"))
    return Verdict(
        wanted=sum(one["wanted"] for one in verdicts),
        found=sum(one["found"] for one in verdicts),
        listed=sum(one["listed"] for one in verdicts),
        extra=sum(one["extra"] for one in verdicts),
        missed=tuple(text for one in verdicts for text in one["missed"]),
        wrong=tuple(text for one in verdicts for text in one["wrong"]),
    )


async def list_handles(handles: Iterable[JSHandle]) -> None:
    """Put elements on their frames' lists."""
    for handle in handles:
        await handle.evaluate("(el) => { (el.ownerDocument.defaultView.__listed ||= []).push(el); }")


async def list_nodes(page: Page, nodes: Iterable[int]) -> None:
    """Put elements, named by their backend node ids, on their frames' lists."""
    session = await page.context.new_cdp_session(page)
    for node in nodes:
        await _call(session, node, _LISTED)
    await session.detach()


async def _sessions(page: Page) -> list[CDPSession]:
    """One for the page, and one for each frame that has a process of its own."""
    found = [await page.context.new_cdp_session(page)]
    for frame in page.frames[1:]:
        with contextlib.suppress(Error):
            found.append(await page.context.new_cdp_session(frame))
    return found


async def _mark_listeners(session: CDPSession) -> None:
    root = await session.send("Runtime.evaluate", {"expression": "document"})
    asked = {"objectId": root["result"]["objectId"], "depth": -1, "pierce": True}
    told = await session.send("DOMDebugger.getEventListeners", asked)
    heard: dict[int, set[str]] = defaultdict(set)
    for listener in told["listeners"]:
        if "backendNodeId" in listener:
            heard[listener["backendNodeId"]].add(listener["type"])
    for node, kinds in heard.items():
        if kinds & CLICKS:
            await _call(session, node, _HEARD)


async def _call(session: CDPSession, node: int, function: str) -> None:
    with contextlib.suppress(Error):
        found = await session.send("DOM.resolveNode", {"backendNodeId": node})
        call = {"objectId": found["object"]["objectId"], "functionDeclaration": function}
        await session.send("Runtime.callFunctionOn", call)


async def _place(frame: Frame) -> tuple[float, float, tuple[float, float, float, float]] | None:
    """Where a frame stands in the top viewport, and what of it its box leaves; None when it is hidden."""
    if frame.parent_frame is None:
        return 0.0, 0.0, (-1e9, -1e9, 1e9, 1e9)
    try:
        owner = await frame.frame_element()
        box = await owner.bounding_box()
        visible = await owner.is_visible()
    except Error:
        return None
    if box is None or not visible or box["width"] < 2 or box["height"] < 2:
        return None
    edges = await owner.evaluate("(el) => [el.clientLeft, el.clientTop]")
    x, y = box["x"] + edges[0], box["y"] + edges[1]
    return x, y, (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"])

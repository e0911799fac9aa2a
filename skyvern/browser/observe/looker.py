"""Looks at a tab through all its frames, and finds the element behind a reference again."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from playwright.async_api import Error

from skyvern.browser.errors import PageStuck
from skyvern.browser.observe.walk import FrameLook, install_script, version

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle, Frame, Page

_API = "window[Symbol.for('skyvern.look')]?.api"
_REF = re.compile(r"^(?:f(\d+))?e(\d+)$")
_MOST_FRAMES = 24
_ANSWER_WITHIN = 8.0
"""Seconds a frame may take to answer before it counts as stuck."""


class Looker:
    """Puts the walker into frames and speaks to it."""

    def __init__(self) -> None:
        self._numbers: WeakKeyDictionary[Frame, int] = WeakKeyDictionary()
        self._owners: WeakKeyDictionary[Frame, int] = WeakKeyDictionary()
        self._next: dict[int, int] = {}
        self._last_number = 0

    async def look(self, page: Page) -> list[FrameLook]:
        """Return what every visible frame shows, the top one first.

        Raises PageStuck when the page does not answer, playwright's Error when it navigates away meanwhile.
        """
        main = await self._look_at(page.main_frame, FrameLook(number=0, data={}))
        found = [main]
        await self._look_inside(page.main_frame, main, found)
        return found

    async def _look_inside(self, frame: Frame, look: FrameLook, found: list[FrameLook]) -> None:
        spots = {spot["id"]: spot for spot in look.data["frames"]}
        if not spots:
            return
        children = [child for child in frame.child_frames if not child.is_detached()][:_MOST_FRAMES]
        places = await asyncio.gather(*(self._inner(child, look, spots) for child in children))
        for child, place in zip(children, places, strict=True):
            if place is None or len(found) >= _MOST_FRAMES:
                continue
            found.append(place)
            await self._look_inside(child, place, found)

    async def _inner(self, child: Frame, outer: FrameLook, spots: dict[int, dict[str, Any]]) -> FrameLook | None:
        """Return what a child frame shows, None when it is hidden or gone."""
        try:
            spot = spots.get(await self._owner(child))
            if spot is None:
                return None
            place = FrameLook(
                number=self._number(child),
                data={},
                place=(*outer.place, spot["order"]),
                dx=outer.dx + spot["x"],
                dy=outer.dy + spot["y"],
                covered=outer.covered or spot["covered"],
                region=spot["region"] or outer.region,
            )
            return await self._look_at(child, place)
        except (Error, PageStuck):
            return None

    async def _look_at(self, frame: Frame, place: FrameLook) -> FrameLook:
        text = await self.call(frame, "look()")
        data = cast("dict[str, Any]", json.loads(text))
        self._next[place.number] = data["next"]
        return FrameLook(
            number=place.number,
            data=data,
            place=place.place,
            dx=place.dx,
            dy=place.dy,
            covered=place.covered,
            region=place.region,
        )

    async def call(self, frame: Frame, call: str, *, within: float = _ANSWER_WITHIN) -> Any:  # noqa: ANN401 - JSON
        """Evaluate `api.<call>` in a frame, the walker put there first when it is not."""
        try:
            async with asyncio.timeout(within):
                found = await frame.evaluate(
                    f"(v) => {{ const api = {_API}; return api && api.version === v ? api.{call} : null; }}", version()
                )
                if found is None:
                    await self._install(frame)
                    found = await frame.evaluate(f"() => {_API}.{call}")
                return found
        except TimeoutError:
            raise PageStuck("the page does not answer: one of its scripts does not end") from None

    async def _install(self, frame: Frame) -> None:
        base = self._next.get(self._number(frame), 1) - 1
        await frame.evaluate(install_script(), {"version": version(), "base": base})

    async def element(self, page: Page, ref: str) -> ElementHandle | None:
        """Return the element behind a reference, None when it is gone."""
        match = _REF.match(ref)
        frame = self._frame(page, int(match[1] or 0)) if match else None
        if match is None or frame is None:
            return None
        await self.call(frame, "next()")
        handle = await frame.evaluate_handle(f"(id) => {_API}.find(id)", int(match[2]))
        return handle.as_element()

    async def ask(self, handle: ElementHandle, call: str, value: object = None) -> Any:  # noqa: ANN401 - JSON
        """Evaluate `api.<call>` with `el` (the element) and `arg` in scope, in the element's frame."""
        frame = await handle.owner_frame()
        if frame is not None:
            await self.call(frame, "next()")
        return await handle.evaluate(f"(el, arg) => {_API}.{call}", value)

    async def ask_handle(self, handle: ElementHandle, call: str, value: object = None) -> ElementHandle | None:
        """Like `ask`, for calls that return an element."""
        frame = await handle.owner_frame()
        if frame is not None:
            await self.call(frame, "next()")
        found = await handle.evaluate_handle(f"(el, arg) => {_API}.{call}", value)
        return found.as_element()

    def _frame(self, page: Page, number: int) -> Frame | None:
        if not number:
            return page.main_frame
        return next((frame for frame in page.frames if self._numbers.get(frame) == number), None)

    def _number(self, frame: Frame) -> int:
        if frame.parent_frame is None:
            return 0
        number = self._numbers.get(frame)
        if number is None:
            self._last_number += 1
            number = self._numbers[frame] = self._last_number
        return number

    async def _owner(self, frame: Frame) -> int:
        """Return the number of the `iframe` element that holds a frame."""
        number = self._owners.get(frame)
        if number is None:
            handle = await frame.frame_element()
            number = cast("int", await handle.evaluate(f"(el) => {_API}.numberOf(el)"))
            self._owners[frame] = number
        return number

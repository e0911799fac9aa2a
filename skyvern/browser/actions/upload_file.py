"""Put files into a file input, the chooser that a button opens, or a drop zone."""

from __future__ import annotations

import asyncio
import base64
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error

from skyvern.browser.actions.click import press, ready
from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import ElementHandle

_CHOOSER_SECONDS = 2.0
_DROP_LIMIT = 20 * 1024 * 1024


@action(ActionKind.UPLOAD_FILE)
async def upload_file(scene: Scene, action: Action) -> ActionResult:
    """Upload the files and check that the page has them."""
    references = action.files or ((action.text,) if action.text else ())
    if not references:
        return failed(Trouble.BAD_INPUT, "No file was named.")
    try:
        paths = [await scene.fetch_file(reference) for reference in references]
    except FileNotFoundError as missing:
        return failed(Trouble.BAD_INPUT, f"The file could not be found: {missing}")
    handle = await scene.element(action)
    field = await _field(scene, handle)
    if field is not None:
        return await _set(scene, field, paths)
    chosen = await _through_chooser(scene, handle, paths)
    if chosen is not None:
        return chosen
    return await _drop(scene, handle, paths)


async def _field(scene: Scene, handle: ElementHandle) -> ElementHandle | None:
    """Return the file input that the element is, holds, labels, or stands directly beside."""
    return await scene.looker.ask_handle(handle, "fileInput(el)")


async def _set(scene: Scene, field: ElementHandle, paths: list[Path]) -> ActionResult:
    state = await scene.ask(field, "stateOf(el)")
    if state["disabled"]:
        return failed(Trouble.DISABLED, "The file field is disabled.")
    if len(paths) > 1 and not await field.evaluate("(el) => el.multiple"):
        return failed(Trouble.BAD_INPUT, "The field takes one file only.")
    mark = scene.mark()
    names = ", ".join(path.name for path in paths)
    await field.set_input_files([str(path) for path in paths], timeout=scene.milliseconds)
    outcome = await scene.outcome(mark)
    if outcome.navigated:
        return outcome.result("Uploaded; the page changed to another.", value=names)
    held: dict[str, Any] = await field.evaluate("(el) => ({connected: el.isConnected, files: el.files.length})")
    if held["connected"] and not held["files"] and not await _page_says(scene, paths):
        return failed(Trouble.REJECTED, "The page did not keep the file.")
    return outcome.result("Uploaded.", value=names)


async def _page_says(scene: Scene, paths: list[Path]) -> bool:
    """Return whether the page shows the file's name: widgets empty their input after taking the file."""
    await scene.changed(1.0)
    return bool(await scene.page.evaluate("(name) => document.body.innerText.includes(name)", paths[0].name))


async def _through_chooser(scene: Scene, handle: ElementHandle, paths: list[Path]) -> ActionResult | None:
    """Click and answer the file chooser; None when no chooser opens."""
    mark = scene.mark()
    try:
        async with scene.page.expect_file_chooser(timeout=_CHOOSER_SECONDS * 1000) as opening:
            trouble = await press(scene, handle)
            if trouble is not None:
                return trouble
        chooser = await opening.value
        await chooser.set_files([str(path) for path in paths], timeout=scene.milliseconds)
    except Error:
        return None
    return (await scene.outcome(mark)).result("Uploaded.", value=", ".join(path.name for path in paths))


async def _drop(scene: Scene, handle: ElementHandle, paths: list[Path]) -> ActionResult:
    """Drop the files onto the element, as a person would drag them in from the desktop."""
    await ready(scene, handle)
    parcels: list[dict[str, str]] = []
    for path in paths:
        content = await asyncio.to_thread(path.read_bytes)
        if len(content) > _DROP_LIMIT:
            return failed(Trouble.BAD_INPUT, f"{path.name} is too large to be dropped.")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        parcels.append({"name": path.name, "type": kind, "content": base64.b64encode(content).decode()})
    mark = scene.mark()
    taken = await scene.ask(handle, "drop(el, arg)", parcels)
    if not taken:
        return failed(Trouble.REJECTED, "The element opens no file chooser and takes no dropped file.")
    return (await scene.outcome(mark, react=0.3)).result("Dropped.", value=", ".join(path.name for path in paths))

"""Reload the page, and go back and forward in the tab's history."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from playwright.async_api import Error, TimeoutError as PlaywrightTimeout

from skyvern.browser.actions.registry import action
from skyvern.browser.scene import Scene, failed
from skyvern.domain.page import Action, ActionKind, ActionResult, Trouble

if TYPE_CHECKING:
    from playwright.async_api import Response

_LOAD_SECONDS = 30.0


@action(ActionKind.RELOAD_PAGE)
async def reload_page(scene: Scene, action: Action) -> ActionResult:
    """Load the page again, unless that would send a form a second time."""
    came = scene.pages.last_request(scene.page)
    if came is not None and came.method not in ("GET", "HEAD"):
        told = f"Loading this page again would send its form a second time; open {scene.page.url} instead."
        return failed(Trouble.REFUSED, told)
    seconds = action.seconds or _LOAD_SECONDS
    return await _move(
        scene, lambda: scene.page.reload(wait_until="domcontentloaded", timeout=seconds * 1000), "Reloaded."
    )


@action(ActionKind.GO_BACK)
async def go_back(scene: Scene, action: Action) -> ActionResult:
    """Go to the page before this one."""
    seconds = action.seconds or _LOAD_SECONDS
    return await _move(
        scene, lambda: scene.page.go_back(wait_until="domcontentloaded", timeout=seconds * 1000), "Went back."
    )


@action(ActionKind.GO_FORWARD)
async def go_forward(scene: Scene, action: Action) -> ActionResult:
    """Go to the page after this one."""
    seconds = action.seconds or _LOAD_SECONDS
    return await _move(
        scene, lambda: scene.page.go_forward(wait_until="domcontentloaded", timeout=seconds * 1000), "Went forward."
    )


async def _move(scene: Scene, move: Callable[[], Awaitable[Response | None]], message: str) -> ActionResult:
    mark = scene.mark()
    try:
        await move()
    except PlaywrightTimeout:
        return failed(Trouble.TIMEOUT, "The page did not finish loading in time.")
    except Error as error:
        return failed(Trouble.NETWORK, f"The page could not be loaded: {error.message.splitlines()[0]}")
    outcome = await scene.outcome(mark, react=0.0)
    if not outcome.navigated and message != "Reloaded.":
        return failed(Trouble.REJECTED, "There is no such page in the history of this tab.")
    return outcome.result(message)

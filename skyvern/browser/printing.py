"""Prints a page as PDF without the texts that nobody may read: a cover of paint would leave them in the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from playwright.async_api import Error, TimeoutError as PlaywrightTimeout

if TYPE_CHECKING:
    from playwright.async_api import JSHandle, Page


_LOADING = 10_000
"""Milliseconds that a page has to finish loading before it is printed as far as it has come."""


async def print_page(page: Page, *, hidden: Collection[str], options: Mapping[str, object]) -> bytes:
    """Return the page as PDF, dots in place of the `hidden` texts. Raises PrintFailed."""
    changed: list[JSHandle] = []
    await _loaded(page)
    try:
        for frame in page.frames if hidden else ():
            with suppress(Error):  # a frame that goes away meanwhile is not printed either
                changed.append(await frame.evaluate_handle(_blank(), sorted(hidden)))
        return await page.pdf(**dict(options))  # type: ignore[arg-type]
    except Error as error:
        raise PrintFailed(error.message.splitlines()[0] if error.message else "the browser refused") from None
    finally:
        for handle in changed:
            with suppress(Error):
                await handle.evaluate("changed => changed.restore()")
                await handle.dispose()


async def _loaded(page: Page) -> None:
    """Let a page finish loading, or stop it: a frame that came later would be printed as it is."""
    with suppress(Error):
        try:
            await page.wait_for_load_state("load", timeout=_LOADING)
        except PlaywrightTimeout:
            await page.evaluate("window.stop()")


class PrintFailed(Exception):
    """The browser did not print the page; the message says why."""


@cache
def _blank() -> str:
    return files("skyvern.browser").joinpath("blank.js").read_text(encoding="utf-8").partition("\n")[2].strip()

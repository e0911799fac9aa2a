"""Playwright, as a program has it installed, to drive a session's pages; loaded when one is connected to."""

from __future__ import annotations

import importlib
from typing import Any

from skyvern.client.errors import SkyvernError

CONNECT_SECONDS = 60.0


class Driver:
    """Playwright's driver, started with the first browser."""

    def __init__(self) -> None:
        self._playwright: Any = None
        self.refusal: type[Exception] = Exception
        """What Playwright raises when something cannot be done; known once it is connected."""

    async def connect(self, address: str, headers: dict[str, str]) -> Any:  # noqa: ANN401 - Playwright's Browser
        """Return the browser behind a DevTools address. Raises SkyvernError where Playwright is not installed."""
        if self._playwright is None:
            try:
                api: Any = importlib.import_module("playwright.async_api")
            except ImportError:
                raise SkyvernError(
                    "Driving a session's pages needs Playwright: pip install 'skyvern[browser]'"
                ) from None
            self._playwright, self.refusal = await api.async_playwright().start(), api.Error
        chromium = self._playwright.chromium
        return await chromium.connect_over_cdp(address, headers=headers, timeout=CONNECT_SECONDS * 1000)

    async def stop(self) -> None:
        """Let go of every browser; the sessions go on."""
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            await playwright.stop()

"""Sessions whose pages a program drives: opened, found again or named, and connected to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from skyvern.client.browsers import SessionVerbs
from skyvern.client.driver import Driver
from skyvern.client.errors import SkyvernError
from skyvern.client.pages import Client, CloudBrowser
from skyvern.client.record import Record


class CloudVerbs(SessionVerbs):
    """Connect to the browsers of sessions. Needs Playwright: `pip install 'skyvern[browser]'`."""

    _driver: Driver

    async def launch_cloud_browser(
        self,
        *,
        timeout: int | None = None,
        proxy_location: str | Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - those of create_browser_session
    ) -> CloudBrowser:
        """Open a session and connect to its browser; `timeout` is in minutes."""
        session = await self.create_browser_session(timeout=timeout, proxy_location=proxy_location, **options)
        return await self._connected(session)

    async def use_cloud_browser(
        self,
        *,
        timeout: int | None = None,
        proxy_location: str | Mapping[str, Any] | None = None,
        **options: Any,  # noqa: ANN401 - those of create_browser_session
    ) -> CloudBrowser:
        """Connect to the newest session that no run uses, or open one."""
        for session in await self.get_browser_sessions():
            if session.status == "running" and session.runnable_id is None and session.browser_address:
                return await self._connected(session)
        return await self.launch_cloud_browser(timeout=timeout, proxy_location=proxy_location, **options)

    async def connect_to_cloud_browser_session(self, browser_session_id: str) -> CloudBrowser:
        """Connect to a session's browser."""
        return await self._connected(await self.get_browser_session(browser_session_id))

    async def _connected(self, session: Record) -> CloudBrowser:
        if not session.browser_address:
            raise SkyvernError(f"Browser session {session.browser_session_id} is {session.status}: open a new one.")
        browser = await self._driver.connect(str(session.browser_address), self._wire.headers)
        client = cast(Client, self)
        return CloudBrowser(client, str(session.browser_session_id), browser, refusal=self._driver.refusal)

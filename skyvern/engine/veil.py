"""The run's page with its secrets veiled: what minds see of it, and what its pictures show, holds none of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from skyvern.credentials import SecretBook
from skyvern.domain.page import Action, ActionResult, Arrival, Download, Observation
from skyvern.domain.redaction import Redactor
from skyvern.engine.ports import Page


class VeiledPage:
    """A page whose echoes of the run's secrets are masked before a mind or a picture has them.

    Only what was given to some page or server can come back, and only that is masked: a field called "Password" keeps
    its name though the password should be `Password`.
    """

    def __init__(self, page: Page, secrets: SecretBook) -> None:
        self._page = page
        self._secrets = secrets
        self._known: frozenset[str] = frozenset()
        self._mask = Redactor()

    async def act(self, action: Action) -> ActionResult:
        """Have the secrets of an action covered before the first of their characters is typed."""
        if action.text and self._secrets.holds(action.text):
            self._secrets.give(action.text)
            await self._page.conceal(self._secrets.echoes())
        return self._masking().record(await self._page.act(action))

    async def observe(self) -> Observation:
        """Look at the page."""
        return self._masking().record(await self._page.observe())

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        """Picture the page, its texts covered where they show a secret."""
        await self.conceal(())
        return await self._page.screenshot(for_record=for_record)

    async def conceal(self, texts: Collection[str]) -> None:
        """Cover these texts beside the secrets given so far."""
        await self._page.conceal({*self._secrets.echoes(), *texts})

    async def wait_for_change(self, seconds: float) -> bool:
        """Wait for the page."""
        return await self._page.wait_for_change(seconds)

    async def mark(self, name: str, *, deed: str) -> str:
        """Mark the page before a deed."""
        return await self._page.mark(name, deed=deed)

    async def arrival(self, name: str, *, deed: str, place: str) -> Arrival:
        """Tell what became of a deed."""
        return await self._page.arrival(name, deed=deed, place=place)

    def downloads(self) -> tuple[Download, ...]:
        """Return what the page downloaded."""
        return self._page.downloads()

    def lost_downloads(self) -> tuple[str, ...]:
        """Return what the page failed to download."""
        return self._page.lost_downloads()

    async def goto(self, url: str) -> ActionResult:
        """Open a URL."""
        return await self._page.goto(url)

    async def selector(self, ref: str) -> str:
        """Return an XPath of an element."""
        return await self._page.selector(ref)

    async def page(self) -> Any:  # noqa: ANN401 - Playwright's page, offered to code blocks behind an allow-list
        """Return the live page itself, for code that has the secrets' values anyway."""
        return await self._page.page()

    def _masking(self) -> Redactor:
        known = self._secrets.echoes() | self._secrets.seeds()
        if known != self._known:
            self._known, self._mask = known, Redactor(known)
        return self._mask

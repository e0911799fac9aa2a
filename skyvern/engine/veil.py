"""The run's page with its secrets veiled: what minds see of it, and what its pictures show, holds none of them."""

from __future__ import annotations

from collections.abc import Collection

from skyvern.credentials import SecretBook
from skyvern.domain.page import Action, ActionResult, Observation
from skyvern.domain.redaction import Redactor
from skyvern.engine.page_layer import PageLayer
from skyvern.engine.ports import Page


class VeiledPage(PageLayer):
    """A page whose echoes of the run's secrets are masked before a mind or a picture has them.

    Only what was given to some page or server can come back, and only that is masked: a field called "Password" keeps
    its name though the password should be `Password`.
    """

    def __init__(self, page: Page, secrets: SecretBook) -> None:
        super().__init__(page)
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

    def _masking(self) -> Redactor:
        known = self._secrets.echoes() | self._secrets.seeds()
        if known != self._known:
            self._known, self._mask = known, Redactor(known)
        return self._mask

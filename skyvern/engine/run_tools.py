"""What all blocks of one run share: its browser, its files, its secrets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import skyvern.engine.files as files
from skyvern.blocks.definition import WorkflowDefinition
from skyvern.credentials import SecretBook, SecretRefused
from skyvern.domain.artifact import Artifact
from skyvern.domain.clock import Deadline, utc_now
from skyvern.domain.run import JournalEntry, JournalKind, Run
from skyvern.engine.launch import Launcher, opened_proxy
from skyvern.engine.ledger import Ledger
from skyvern.engine.ports import Page, RunBrowser
from skyvern.engine.rooms import Rooms


class RunTools:
    """What all blocks of one run share: its browser, its files, its secrets."""

    def __init__(
        self,
        rooms: Rooms,
        *,
        run: Run,
        definition: WorkflowDefinition,
        secrets: SecretBook,
        folder: Path,
        ledger: Ledger,
        launcher: Launcher,
    ) -> None:
        self.rooms = rooms
        self.run = run
        self.definition = definition
        self.secrets = secrets
        self.folder = folder
        self._ledger = ledger
        self.launcher = launcher
        self.files = files.RunFiles(rooms, run=run, folder=folder, resolve=self.resolve)
        self.browser: RunBrowser = rooms.browser(
            run,
            upstream=self._upstream(),
            resolve=self._resolve_on_page,
            fetch_file=self.upload,
            opened=self._opened,
        )
        self.steps = run.step_count
        self.saved_downloads: dict[str, Artifact] = {}
        self.journal: Sequence[JournalEntry] = ()
        self.last_url = ""
        """Where the run's page was last, as far as is known."""
        self._browser_known = run.browser_id
        self._lost = False

    async def remember(self, journal: Sequence[JournalEntry]) -> None:
        """Take up what the journal of an interrupted run tells: kept downloads, and where the page was."""
        self.journal = journal
        for entry in journal:
            payload = entry.payload
            if entry.kind is JournalKind.ARTIFACT_SAVED and isinstance(guid := payload.get("guid"), str):
                kept = await self.rooms.store.artifacts.find(self.run.organization_id, str(payload["artifact_id"]))
                if kept is not None:
                    self.saved_downloads[guid] = kept
            if entry.kind is JournalKind.ARTIFACT_SAVED and isinstance(url := payload.get("page"), str):
                self.last_url = url

    async def page(self, *, going_elsewhere: bool = False) -> Page:
        """Return the run's page; when its browser was lost, a new one is taken back to where the old one stood."""
        page = await self.browser.view()
        if self._lost and not going_elsewhere and self.last_url.startswith("http"):
            await page.goto(self.last_url)
        self._lost = False
        return page

    def resolve(self, text: str, origin: str | None) -> str:
        """Put secrets in for their tokens; raises SecretRefused for an origin that may not have them."""
        return self.secrets.resolve(text, origin=origin)

    async def credential(self, reference: str) -> Mapping[str, str]:
        """Return field → token of a credential that a parameter or its id names; raises CredentialError."""
        named = self.run.parameters.get(reference, reference)
        for key in (reference, str(named)):
            if fields := self.secrets.fields(key):
                return fields
        opened = await self.rooms.vault.read(self.run.organization_id, str(named))
        self.secrets.add(str(named), str(named), opened.fields, origin=opened.credential.tested_url)
        return self.secrets.fields(str(named))

    def _resolve_on_page(self, text: str, origin: str | None) -> str:
        """Do `resolve` for the browser, which knows a refusal as PermissionError."""
        try:
            return self.resolve(text, origin)
        except SecretRefused as error:
            raise PermissionError(str(error)) from None

    async def upload(self, reference: str) -> Path:
        """Bring a file for an upload; raises FileNotFoundError."""
        try:
            return await self.files.path(reference)
        except files.FileMissing as error:
            raise FileNotFoundError(str(error)) from None

    def _upstream(self) -> str | None:
        return opened_proxy(self.rooms, self.run) or self.rooms.proxies.get(str(self.run.settings.get("proxy_key")))

    async def _opened(self, browser_id: str, found_again: bool) -> None:
        kind = JournalKind.BROWSER_ATTACHED if found_again else JournalKind.BROWSER_OPENED
        entries = [self._ledger.entry(kind, browser_id=browser_id)]
        if not found_again and self._browser_known is not None:
            self._lost = True
            entries.insert(0, self._ledger.entry(JournalKind.BROWSER_LOST, browser_id=self._browser_known))
        self._browser_known = browser_id
        await self._ledger.commit(*entries, changes={"browser_id": browser_id})

    def deadline(self) -> Deadline:
        """Return when the run's time is over."""
        left = (self.run.deadline_at - utc_now()).total_seconds()
        return Deadline.after(max(0.0, left))

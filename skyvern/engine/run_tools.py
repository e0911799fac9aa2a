"""What all blocks of one run share: its browser, its files, its secrets."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import structlog

import skyvern.engine.files as files
from skyvern.blocks.definition import WorkflowDefinition
from skyvern.browser.errors import BrowserGone
from skyvern.credentials import Places, Purpose, SecretBook, SecretRefused
from skyvern.domain.artifact import Artifact
from skyvern.domain.clock import Deadline, utc_now
from skyvern.domain.redaction import MASK
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind, Run
from skyvern.domain.spending import Payer
from skyvern.engine.launch import Launcher
from skyvern.engine.ledger import Ledger
from skyvern.engine.outlets import opened_proxy
from skyvern.engine.ports import Came, Page, RunBrowser
from skyvern.engine.rooms import Rooms
from skyvern.engine.steady import SteadyPage
from skyvern.engine.veil import VeiledPage

log = structlog.get_logger()

_CHECKPOINT_SECONDS = 10.0
MOST_LOSSES = 3
"""How often one run may lose its browser before it fails: there are pages that kill every browser."""


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
        self.pictured = False
        """Whether the active tab was pictured for the record and nobody had the page since."""
        self._places: Places | None = None
        self._enters = run.browser_session_id is not None
        """Whether the run has yet to come to the page where somebody left the session for it."""
        self._browser_known = run.browser_id
        self._lost = False
        self.anew = False
        """Whether the browser that a block began with is gone, and with it whatever its page held."""
        self._losses = 0
        self._received: dict[str, str] = {}

    def payer(self, block_run: BlockRun) -> Payer:
        """Return who pays for what the execution of a block asks of a model."""
        return Payer(
            organization_id=self.run.organization_id,
            run_id=self.run.run_id,
            workflow_permanent_id=self.run.workflow_permanent_id,
            block_run_id=block_run.block_run_id,
        )

    async def remember(self, journal: Sequence[JournalEntry]) -> None:
        """Take up what the journal of an interrupted run tells: kept downloads, and where the page was."""
        self.journal = journal
        self.secrets.give_all()
        for entry in journal:
            payload = entry.payload
            if entry.kind is JournalKind.ARTIFACT_SAVED and isinstance(guid := payload.get("guid"), str):
                kept = await self.rooms.store.artifacts.find(self.run.organization_id, str(payload["artifact_id"]))
                if kept is not None:
                    self.saved_downloads[guid] = kept
            if entry.kind is JournalKind.RUN_CREATED and payload.get("page"):
                self.last_url, self._lost = str(payload["page"]), self._browser_known is None
            self.last_url = _page_of(entry) or self.last_url

    async def attend(self) -> bool:
        """Wait while a person has the controls; True if the page is to be looked at afresh."""
        if (browser_id := self.browser.browser_id) is None:
            return False
        if not await self.rooms.controls.wait_free(browser_id):
            return False
        await self.browser.to_front()
        return True

    async def taken(self) -> bool:
        """Tell whether a person has the controls."""
        browser_id = self.browser.browser_id
        return browser_id is not None and await self.rooms.controls.of(browser_id) is not None

    async def page(self, *, going_elsewhere: bool = False) -> Page:
        """Return the run's page; when its browser was lost, a new one is taken back to where the old one stood."""
        await self.attend()
        self.pictured = False
        page = SteadyPage(await self._view(going_elsewhere=going_elsewhere), self._view)
        if self._enters:
            self._enters = False
            left_at = (await page.page()).url
            await self.opened_page(left_at, left_at)
        await page.conceal(self.secrets.echoes())
        return VeiledPage(page, self.secrets) if self.secrets.parameters else page

    async def _view(self, *, going_elsewhere: bool = False) -> Page:
        """Return the page of the browser that lives; one opened anew knows itself where it was, or is told."""
        if self._losses > MOST_LOSSES:
            raise BrowserGone(f"the browser of the run ended {self._losses} times")
        page = await self.browser.view()
        if self._lost:
            self._lost, self.anew = False, True
            await page.conceal(self.secrets.echoes())
            knows = str((await page.page()).url).startswith("http")
            if not (knows or going_elsewhere) and self.last_url.startswith("http"):
                await page.goto(self.last_url)
        return page

    async def opened_page(self, url: str, reached: str, *, block_run_id: str | None = None) -> None:
        """Take the address that a block opens, and the one that it led to, for places of the run's secrets."""
        await self._ledger.commit(
            self._ledger.entry(JournalKind.OPENED, block_run_id=block_run_id, url=url, reached=reached)
        )
        self._named().add(url)
        self._named().add(reached)

    def resolve(self, text: str, origin: str | None) -> str:
        """Put secrets in for their tokens; raises SecretRefused for an origin that may not have them."""
        return self.secrets.resolve(text, origin=origin)

    def resolve_within(self, text: str, origin: str | None) -> str:
        """Do `resolve` for an address that a page may have brought: only places of the workflow will do."""
        return self.secrets.resolve(text, origin=origin, places=self._named())

    def _named(self) -> Places:
        if self._places is None:
            self._places = Places()
            self._places.add_texts(self.run.definition)
            self._places.add_texts(self.run.parameters)
        return self._places

    async def credential(self, reference: str) -> Mapping[str, str]:
        """Return field → token of a credential that a parameter or its id names; raises CredentialError."""
        named = self.run.parameters.get(reference, reference)
        for key in (reference, str(named)):
            if fields := self.secrets.fields(key):
                return fields
        opened = await self.rooms.vault.read(self.run.organization_id, str(named))
        self.secrets.add(str(named), str(named), opened.fields, origin=opened.credential.tested_url)
        return self.secrets.fields(str(named))

    async def conceal(self, label: str, name: str, value: str) -> str:
        """Make a value that an answer brought a secret of the run, and keep it sealed for the case of a restart.

        What a block of this label brought before is masked in the answer by now, and keeps its token.
        """
        if value == MASK:
            return self._received.get(label, MASK)
        sealed = self.rooms.sealer.seal(value.encode(), Purpose.RECEIVED, context=f"{self.run.run_id} {name}")
        text = base64.b64encode(sealed).decode()
        entry = self._ledger.entry(JournalKind.SECRET_RECEIVED, label=label, name=name, sealed=text)
        await self._ledger.commit(entry)
        return self._take(label, name, value)

    def _take(self, label: str, name: str, value: str) -> str:
        self.secrets.add(name, name, {"secret_value": value}, origin=None)
        self._received[label] = token = self.secrets.fields(name)["secret_value"]
        return token

    def recall(self, journal: Sequence[JournalEntry]) -> None:
        """Take up what an earlier worker or attempt knew of secrets: those that answers brought, where they belong."""
        self._enters = False
        for entry in journal:
            if entry.kind is JournalKind.OPENED:
                self._named().add(str(entry.payload["reached"]))
            if entry.kind is JournalKind.SECRET_RECEIVED:
                name, sealed = str(entry.payload["name"]), base64.b64decode(str(entry.payload["sealed"]))
                value = self.rooms.sealer.open(sealed, Purpose.RECEIVED, context=f"{self.run.run_id} {name}").decode()
                self._take(str(entry.payload["label"]), name, value)

    def _resolve_on_page(self, text: str, origin: str | None) -> str:
        """Do `resolve` for the browser, which knows a refusal as PermissionError."""
        try:
            return self.resolve_within(text, origin)
        except SecretRefused as error:
            raise PermissionError(str(error)) from None

    async def upload(self, reference: str) -> Path:
        """Bring a file for an upload; raises FileNotFoundError."""
        try:
            return await self.files.path(reference)
        except files.FileMissing as error:
            raise FileNotFoundError(str(error)) from None

    def _upstream(self) -> str | None:
        if (own := opened_proxy(self.rooms.sealer, self.run)) is not None:
            return own
        key = self.run.settings.get("proxy_key")
        return self.rooms.proxies.url(str(key), session=self.run.run_id) if key else None

    async def checkpoint(self) -> None:
        """Have kept what the browser knows, for another machine; a block that went well is not undone without it."""
        try:
            async with asyncio.timeout(_CHECKPOINT_SECONDS):
                await self.browser.checkpoint()
        except Exception as error:  # noqa: BLE001 - clean-up: the object store may be away, the page busy
            log.warning("checkpoint_not_kept", error=repr(error), **self.run.log_context())

    async def _opened(self, browser_id: str, came: Came) -> None:
        found_again = came is Came.FOUND
        kind = JournalKind.BROWSER_ATTACHED if found_again else JournalKind.BROWSER_OPENED
        entries = [self._ledger.entry(kind, browser_id=browser_id, came=came.value, page=self.last_url)]
        if not found_again and self._browser_known is not None:
            self._lost = True
            self._losses += 1
            entries.insert(0, self._ledger.entry(JournalKind.BROWSER_LOST, browser_id=self._browser_known))
        self._browser_known = browser_id
        await self._ledger.commit(*entries, changes={"browser_id": browser_id, "node_id": self.rooms.node_id or None})

    def deadline(self) -> Deadline:
        """Return when the run's time is over."""
        left = (self.run.deadline_at - utc_now()).total_seconds()
        return Deadline.after(max(0.0, left))


def _page_of(entry: JournalEntry) -> str:
    """Return the address where the page was after this, as far as it can be opened again."""
    payload = entry.payload
    url: object = ""
    if entry.kind is JournalKind.ARTIFACT_SAVED:
        url = payload.get("page")
    elif entry.kind is JournalKind.OPENED:
        url = payload.get("reached")
    elif entry.kind is JournalKind.ACTED:
        record = cast("Mapping[str, Mapping[str, object] | None]", payload["record"])
        url = (record.get("result") or {}).get("url")
    return url if isinstance(url, str) and url.startswith("http") and MASK not in url else ""

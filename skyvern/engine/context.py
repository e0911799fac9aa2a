"""What the engine lends a block while it runs: values, children, the agent, code, HTTP, files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import cast

import skyvern.engine.fetch as fetch
import skyvern.engine.files as files
from skyvern.agent.effects import harmless_so_far
from skyvern.agent.loop import pursue
from skyvern.blocks.base import (
    Answer,
    Block,
    BlockError,
    CredentialUnusable,
    Evaluation,
    FetchFailed,
    HttpReply,
    HttpRequest,
    LoopResult,
    MailFailed,
    Pursuit,
    RunFacts,
    SavedFile,
    Suspended,
    WorkflowOrder,
    WorkflowOutcome,
)
from skyvern.blocks.definition import every_block
from skyvern.credentials import CredentialError
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import Deadline, utc_now
from skyvern.domain.failure import Category, Failure, website_error
from skyvern.domain.goal import Goal, Outcome, SecretField
from skyvern.domain.mail import Mail, Mailbox, MailQuery, MailSent
from skyvern.domain.page import Download, Observation
from skyvern.domain.run import Cursor, JournalKind, WaitsFor
from skyvern.domain.search import SearchAnswer
from skyvern.domain.sheet import SheetCall
from skyvern.domain.status import BlockStatus
from skyvern.engine.children import run_workflow
from skyvern.engine.chronicle import JournalChronicle
from skyvern.engine.codes import CodePage, Codes, source_of, with_code
from skyvern.engine.coding import Coding
from skyvern.engine.desk import Desk
from skyvern.engine.effects import Effects
from skyvern.engine.faults import browser_failure, load_failure
from skyvern.engine.hosts import BROWSER_ERRORS
from skyvern.engine.interpreter import Interpreter, Standing
from skyvern.engine.locating import locate
from skyvern.engine.page_verbs import PageVerbs
from skyvern.engine.people import AnswerLinks, answer_in
from skyvern.engine.ports import Page
from skyvern.engine.run_tools import RunTools
from skyvern.engine.templating import lookup
from skyvern.engine.thinking import Thinking
from skyvern.engine.told_values import with_values


class Context:
    """One block's view of the engine; implements `BlockContext`."""

    def __init__(self, tools: RunTools, interpreter: Interpreter, block: Block, standing: Standing) -> None:
        self._tools = tools
        self._interpreter = interpreter
        self._block = block
        self._standing = standing
        self._ledger = interpreter.ledger
        self._effects = Effects(tools, self._ledger, standing, repeat=getattr(block, "safe_to_repeat", False))
        self._pursuits = self._concealed = 0
        self._desk = Desk(
            tools,
            keep=self._artifact,
            payer=tools.payer(standing.block_run),
            redactor=lambda: self._ledger.redactor,
            taken_up=standing.block_run.block_run_id if standing.taken_up else None,
            model=_own_model(block) or self._workflow_model(),
            system_prompt="" if block.ignore_workflow_system_prompt else tools.definition.workflow_system_prompt or "",
        )
        row, run = standing.block_run, tools.run
        self._row = row
        self._facts = RunFacts(
            run_id=run.run_id,
            organization_id=run.organization_id,
            workflow_title=run.title,
            workflow_permanent_id=run.workflow_permanent_id,
            block_run_id=row.block_run_id,
            task_id=row.task_id or "",
            label=row.label,
            max_steps=cast("int | None", run.settings.get("max_steps_override")),
            error_codes=tools.definition.error_code_mapping or {},
            system_prompt=tools.definition.workflow_system_prompt or "",
        )

    @property
    def facts(self) -> RunFacts:
        """Who and where the block is."""
        return self._facts

    @property
    def deadline(self) -> Deadline:
        """When the run's time is over."""
        return self._tools.deadline()

    def lookup(self, expression: str) -> object:
        """Return the value of a key, path or expression."""
        return lookup(expression, self._interpreter.scope.variables())

    def payload(self, keys: Sequence[str]) -> dict[str, object]:
        """Return the values of these parameters, secrets as tokens."""
        variables = self._interpreter.scope.variables()
        return {key: variables.get(key) for key in keys}

    def secrets(self, keys: Sequence[str]) -> tuple[SecretField, ...]:
        """Return the secret fields of the credential parameters among these keys."""
        return tuple(field for key in keys for field in self._tools.secrets.secrets(key))

    async def run_iterations(
        self, body: Sequence[Block], *, values: Sequence[object], next_on_failure: bool
    ) -> LoopResult:
        """Run `body` once for each value."""
        return await self._interpreter.run_iterations(
            body, self._standing, values=values, next_on_failure=next_on_failure
        )

    def loop_values(self) -> Sequence[object] | None:
        """Return the values that an interrupted loop began with."""
        return self._row.loop_values

    async def run_while(
        self, body: Sequence[Block], *, holds: Callable[[int], Awaitable[bool]], next_on_failure: bool
    ) -> LoopResult:
        """Run `body` while `holds` says so."""
        return await self._interpreter.run_while(body, self._standing, holds=holds, next_on_failure=next_on_failure)

    async def evaluate(self, criteria_type: str, expression: str) -> Evaluation:
        """Judge a condition with what is known now."""
        return await self._thinking().evaluate(criteria_type, expression)

    async def judge(self, sentence: str) -> Evaluation:
        """Judge a rendered sentence by the values of the run, whatever the page shows."""
        known = every_block(self._tools.definition.blocks)
        written = next((block for block in known if block.label == self._row.label), self._block)
        as_written = sentence in vars(written).values()
        return await self._thinking().judge(sentence, rendered=not as_written)

    async def ask(self, prompt: str, *, schema: Mapping[str, object] | None = None) -> object:
        """Ask the block's language model, else the workflow's, else the server's."""
        return await self._thinking().ask(prompt, schema=schema)

    def _thinking(self) -> Thinking:
        return Thinking(
            variables=self._interpreter.scope.variables(),
            model=self._tools.rooms.models(
                self._tools.payer(self._row), _own_model(self._block) or self._workflow_model()
            ),
            look=self._look,
            redactor=self._ledger.redactor,
            system_prompt="" if self._block.ignore_workflow_system_prompt else self._facts.system_prompt,
        )

    def _workflow_model(self) -> Mapping[str, object] | None:
        return cast("Mapping[str, object] | None", self._tools.run.settings.get("model"))

    async def _look(self) -> Observation | None:
        """Return what the run's page shows; no browser is started for it."""
        if self._tools.browser.browser_id is None:
            return None
        try:
            return await (await self._tools.page()).observe()
        except BROWSER_ERRORS as error:
            raise BlockError(browser_failure(error)) from None

    async def pursue(self, goal: Goal, *, url: str) -> Pursuit:
        """Open `url`, pursue the goal, keep downloads and the final screenshot."""
        self._pursuits += 1
        try:
            return await self._pursue(with_values(goal, self._standing.told), url)
        except BROWSER_ERRORS as error:
            return Pursuit(outcome=Outcome(status=BlockStatus.FAILED, failure=browser_failure(error)))

    async def _pursue(self, goal: Goal, url: str) -> Pursuit:
        chronicle = self._chronicle()
        known = chronicle.earlier().records or answer_in(self._tools.journal, self._row.block_run_id)
        opening = bool(url) and not known
        page = await self._tools.page(going_elsewhere=opening)
        if self._tools.anew and harmless_so_far(chronicle.earlier()):
            await chronicle.begin_anew()
            opening = bool(url)
        self._tools.anew = False
        if opening and (failure := await self._open(page, url, bare=goal.asks_nothing)) is not None:
            outcome = Outcome(status=BlockStatus.FAILED, failure=failure)
        elif goal.asks_nothing:
            outcome = Outcome(status=BlockStatus.COMPLETED)
        else:
            secrets = self._tools.secrets
            source = source_of(self._block, self._tools.run, secrets, goal)
            codes = Codes(self._tools.rooms, self._tools.run, deadline=self._tools.deadline)
            outcome = await pursue(
                with_code(goal, source, secrets),
                page=CodePage(page, codes=codes, source=source, secrets=secrets) if source else page,
                policies=self._tools.rooms.policies(self._tools.payer(self._row), goal.model or self._workflow_model()),
                chronicle=chronicle,
                deadline=self.deadline,
                gate=self._tools,
            )
        self._tools.steps += chronicle.steps_taken
        return await self._pursuit(goal, outcome, page)

    def _chronicle(self) -> JournalChronicle:
        return JournalChronicle(
            run=self._tools.run,
            block_run=self._row,
            cursor=Cursor(self._standing.path, self._row.attempt),
            ledger=self._ledger,
            archive=self._tools.rooms.archive,
            pursuit=self._pursuits,
            entries=self._tools.journal if self._standing.taken_up else (),
        )

    async def _open(self, page: Page, url: str, *, bare: bool) -> Failure | None:
        """Go there; an error page of the site is a failure when nothing else is to be done, else the agent sees it."""
        address = fetch.page_address(url)
        if address is None:
            return Failure(reason=f"{url!r} is not an http or https URL", category=Category.PARAMETER_BINDING_ERROR)
        result = await page.goto(address)
        if result.ok:
            # a page may lead on by itself, to where one signs in
            reached = (await page.observe()).url if self._tools.secrets.parameters else result.url
            await self._tools.opened_page(address, reached, block_run_id=self._row.block_run_id)
        if result.ok and bare and result.status is not None and result.status >= 400:
            return website_error(f"{address} answered with status {result.status}")
        return None if result.ok else load_failure(address, result)

    async def _pursuit(self, goal: Goal, outcome: Outcome, page: Page) -> Pursuit:
        rooms = self._tools.rooms
        kept = [await self._keep(download, goal.download_name) for download in outcome.downloads]
        shots = await self._final_screenshot(page)
        await self._tools.checkpoint()
        await self._ledger.commit(changes={"step_count": self._tools.steps})
        return Pursuit(
            outcome=outcome,
            files=tuple(kept),
            file_urls=tuple(rooms.signer.sign(artifact.artifact_id) for artifact in kept),
            screenshots=shots,
            screenshot_urls=tuple(rooms.signer.sign(shot.artifact_id) for shot in shots),
            final_url=self._tools.last_url,
        )

    async def _final_screenshot(self, page: Page) -> tuple[Artifact, ...]:
        """Keep how the page looked in the end; a page that cannot be pictured undoes nothing."""
        try:
            picture = await page.screenshot(for_record=True)
            self._tools.last_url = (await page.page()).url
        except BROWSER_ERRORS as error:
            await self._warn(f"no screenshot of the end of {self._row.label!r}: {error}")
            return ()
        final = await self._artifact(
            picture,
            name=f"{self._row.label}_final.png",
            artifact_type=ArtifactType.SCREENSHOT_FINAL,
            noted={"page": self._tools.last_url},
        )
        self._tools.pictured = True
        return (final,)

    async def _keep(self, download: Download, name: str) -> Artifact:
        """Keep a download as an artifact, once a run."""
        known = self._tools.saved_downloads
        if download.guid not in known:
            known[download.guid] = await self._artifact(
                Path(download.path),
                name=files.named(name, download.file_name),
                artifact_type=ArtifactType.DOWNLOAD,
                source_url=download.url,
                noted={"guid": download.guid},
            )
        return known[download.guid]

    async def _artifact(
        self,
        data: bytes | Path,
        *,
        name: str,
        artifact_type: ArtifactType,
        source_url: str | None = None,
        noted: Mapping[str, object] | None = None,
    ) -> Artifact:
        """Keep a file, and note it in the journal with what else should be known about it."""
        mask = self._ledger.redactor
        artifact = await self._tools.rooms.archive.save(
            data,
            type=artifact_type,
            file_name=mask.text(name),
            organization_id=self._tools.run.organization_id,
            run_id=self._tools.run.run_id,
            block_run_id=self._row.block_run_id,
            task_id=self._row.task_id,
            source_url=None if source_url is None else mask.text(source_url),
        )
        await self._ledger.commit(
            self._ledger.entry(
                JournalKind.ARTIFACT_SAVED,
                block_run_id=self._row.block_run_id,
                artifact_id=artifact.artifact_id,
                artifact_type=artifact_type.value,
                **(noted or {}),
            )
        )
        return artifact

    async def run_code(self, code: str, *, keys: Sequence[str] | None) -> object:
        """Run sandboxed Python; what it assigns is the output."""
        coding = Coding(
            self._tools,
            self._interpreter.scope,
            self._ledger,
            block_run=self._row,
            effects=self._effects,
            verbs=self._verbs,
        )
        return await coding.run(code, keys=keys)

    def _verbs(self, opened: Collection[str]) -> PageVerbs:
        """Return what the agent does for code that may use these credentials."""
        return PageVerbs(
            pursue=self.pursue,
            ask=self.ask,
            find=partial(
                locate,
                tools=self._tools,
                payer=self._tools.payer(self._row),
                model=self._block.model or self._workflow_model(),
            ),
            hide=self._tools.secrets.hide,
            secrets=self.secrets(tuple(opened)),
            max_steps=self._facts.max_steps,
            system_prompt="" if self._block.ignore_workflow_system_prompt else self._facts.system_prompt,
            model=self._block.model,
        )

    async def _warn(self, message: str) -> None:
        await self._ledger.commit(
            self._ledger.entry(JournalKind.WARNED, block_run_id=self._row.block_run_id, message=message)
        )

    async def fetch(self, request: HttpRequest) -> HttpReply:
        """Send a request through the guard."""
        try:
            paths = {field: await self._tools.files.path(ref) for field, ref in request.files.items()}
        except files.FileMissing as error:
            raise FetchFailed(files.missing(error)) from None
        return await fetch.send(
            request,
            transport=fetch.kept_within(self._tools.rooms.transport(), self._tools.run),
            resolve=self._tools.resolve_within,
            redactor=self._ledger.redactor,
            files=paths,
        )

    async def send_mail(self, mail: Mail) -> MailSent:
        """Send a message with files of the run."""
        try:
            paths = [await self._tools.files.path(reference) for reference in mail.attachments]
        except files.FileMissing as error:
            raise MailFailed(files.missing(error)) from None
        return await self._tools.rooms.outside.post.send(
            mail,
            resolve=self._tools.resolve,
            redactor=lambda: self._ledger.redactor,
            files=paths,
            reference=f"{self._row.block_run_id}.{self._row.attempt}",
        )

    async def read_mail(self, query: MailQuery, reference: str) -> Mailbox:
        """Search the mailbox of a credential."""
        fields = await self.credential(reference)
        return await self._tools.rooms.outside.mailboxes.read(
            query, fields, resolve=self._tools.resolve, redactor=lambda: self._ledger.redactor
        )

    async def call_sheets(self, call: SheetCall, reference: str) -> Mapping[str, object]:
        """Ask Google Sheets in the name of a credential."""
        fields = await self.credential(reference)
        return await self._tools.rooms.outside.google.call(
            call, fields, resolve=self._tools.resolve, redactor=lambda: self._ledger.redactor
        )

    async def search_web(self, query: str, *, limit: int) -> SearchAnswer:
        """Ask the configured search provider."""
        return await self._tools.rooms.outside.find(query, limit=limit)

    async def credential(self, reference: str) -> Mapping[str, str]:
        """Return the tokens of a credential's fields."""
        try:
            return await self._tools.credential(reference)
        except CredentialError as error:
            raise CredentialUnusable(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None

    async def conceal(self, value: str) -> str:
        """Make a value a secret of the run, and return its token."""
        self._concealed += 1
        place, name = f"{self._row.label} {self._concealed}", f"{self._row.block_run_id}_{self._concealed}"
        return await self._tools.conceal(place, name, value)

    async def intend(self, effect: str) -> None:
        """Commit what must not be done twice; after a crash it is not done again."""
        await self._effects.intend(effect)

    def intended(self) -> bool:
        """Tell whether this block's effect had begun before an interruption."""
        return self._effects.intended()

    async def answer(self, *, seconds: float) -> Answer | None:
        """Return the person's answer; pauses the run while there is none and time is left."""
        if (said := answer_in(self._tools.journal, self._row.block_run_id)) is not None:
            return said
        until = self._row.created_at + timedelta(seconds=seconds)
        if utc_now() >= until:
            return None
        raise Suspended(WaitsFor.PERSON, until=until)

    def answer_link(self, *, approved: bool) -> str:
        """Return a link that answers without a key."""
        links = AnswerLinks(self._tools.rooms.secret, self._tools.rooms.public_url)
        return links.link(self._facts.run_id, self._row.block_run_id, approved=approved)

    async def run_workflow(self, order: WorkflowOrder) -> WorkflowOutcome:
        """Start another workflow, and wait for it."""
        run = self._tools.run.evolve(browser_id=self._tools.browser.browser_id)
        return await run_workflow(
            order,
            parent=run,
            block_run=self._row,
            launcher=self._tools.launcher,
            store=self._tools.rooms.store,
        )

    async def save_file(self, data: bytes, *, name: str, artifact_type: ArtifactType) -> SavedFile:
        """Keep bytes as an artifact of the run."""
        artifact = await self._artifact(data, name=name, artifact_type=artifact_type)
        return SavedFile(artifact=artifact, url=self._tools.rooms.signer.sign(artifact.artifact_id))

    @property
    def files(self) -> Desk:
        """Files: bring, keep, read, write, print, and exchange with buckets."""
        return self._desk

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` after the block began, whatever restarts lie between."""
        passed = (utc_now() - self._row.created_at).total_seconds()
        await asyncio.sleep(max(0.0, seconds - passed))


def _own_model(block: Block) -> Mapping[str, object] | None:
    """Return which model a block names itself, under the present name or the older one."""
    older = getattr(block, "llm_key", None)
    return block.model or ({"model_name": older} if older else None)

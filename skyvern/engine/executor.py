"""Takes a queued run to its end: claim, walk, cancel, deadline, recording, one terminal status, one outbox row."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import structlog

from skyvern.blocks.base import Block, BlockContext
from skyvern.blocks.definition import WorkflowDefinition, load_definition
from skyvern.contract.parameters import ContextParameter
from skyvern.credentials import SecretBook
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.failure import Category, Failure
from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, JournalKind, Run
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.engine.browsers import BROWSER_ERRORS
from skyvern.engine.context import Context, RunTools
from skyvern.engine.interpreter import Ending, Interpreter, Standing
from skyvern.engine.ledger import Ledger
from skyvern.engine.parameters import credential_references
from skyvern.engine.queue import DELIVERIES, Queue
from skyvern.engine.rooms import Rooms
from skyvern.engine.scope import Scope
from skyvern.store.errors import ClaimLost

log = structlog.get_logger()

_BLOCK_AFTER = {RunStatus.CANCELED: BlockStatus.CANCELED, RunStatus.TIMED_OUT: BlockStatus.TIMED_OUT}


class Executor:
    """The worker's side of the queue."""

    def __init__(self, rooms: Rooms, queue: Queue) -> None:
        self._rooms = rooms
        self._queue = queue
        self.active: dict[str, asyncio.Task[Ending]] = {}
        self.unwanted: set[str] = set()
        """Runs that somebody asked to end; kept until they have."""
        self.stopping = False

    async def execute(self, run_id: str) -> None:
        """Run (or go on with) one run; returns when it has ended. Called by the queue alone."""
        claim = new_id("claim")
        run = await self._rooms.store.runs.claim(run_id, claim)
        if run is None:
            return
        try:
            await _Execution(self, self._rooms, self._queue, run, claim).run_to_end()
        except ClaimLost:
            log.warning("claim_lost", **run.log_context())

    def interrupt(self, run_id: str) -> bool:
        """Stop the unit that the run is in, because somebody asked for its end; False when it is not active here."""
        self.unwanted.add(run_id)
        task = self.active.get(run_id)
        return task is not None and task.cancel()

    async def stop(self) -> None:
        """Interrupt everything without ending it: the next start goes on from the cursors."""
        self.stopping = True
        tasks = list(self.active.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=5)


class _Execution:
    """One run in the hands of this worker."""

    def __init__(self, worker: Executor, rooms: Rooms, queue: Queue, run: Run, claim: str) -> None:
        self._worker = worker
        self._rooms = rooms
        self._queue = queue
        self._run = run
        self._ledger = Ledger(rooms.store, run_id=run.run_id, claim=claim)
        self._definition: WorkflowDefinition = load_definition(run.definition)
        self._folder = rooms.scratch / run.run_id
        self._tools: RunTools | None = None
        self._interpreter: Interpreter | None = None

    async def run_to_end(self) -> None:
        """Walk until the end, the deadline or a cancel; write how it ended."""
        run, worker = self._run, self._worker
        if run.cancel_requested or run.run_id in worker.unwanted:
            await self._finish(Ending(status=RunStatus.CANCELED))
            return
        task = asyncio.create_task(self._walk())
        worker.active[run.run_id] = task
        try:
            left = (run.deadline_at - utc_now()).total_seconds()
            done, _ = await asyncio.wait({task}, timeout=max(0.0, left))
            if not done:
                task.cancel()
                await asyncio.wait({task}, timeout=5)
                ending = _timed_out(run)
            elif task.cancelled():
                if worker.stopping:
                    await self._leave()
                    await _never()
                ending = Ending(status=RunStatus.CANCELED)
            elif isinstance(error := task.exception(), ClaimLost):
                raise error
            elif error is not None:
                log.error("run_broke", exc_info=error, **run.log_context())
                ending = _broken(error)
            else:
                ending = task.result()
        finally:
            worker.active.pop(run.run_id, None)
        await self._finish(ending)

    async def _walk(self) -> Ending:
        run = self._run
        resumed = run.cursor.path != ()
        self._folder.mkdir(parents=True, exist_ok=True)
        secrets = await self._secrets()
        self._ledger.secrets = secrets
        self._tools = RunTools(
            self._rooms,
            run=run,
            definition=self._definition,
            secrets=secrets,
            folder=self._folder,
            ledger=self._ledger,
        )
        earlier: list[BlockRun] = []
        if resumed:
            earlier = await self._rooms.store.runs.block_runs(run.run_id)
            self._tools.journal = await self._rooms.store.journal.of(run.run_id)
        kind = JournalKind.RUN_RESUMED if resumed else JournalKind.RUN_STARTED
        await self._ledger.commit(self._ledger.entry(kind))
        self._interpreter = Interpreter(
            run,
            self._definition,
            scope=self._scope(secrets),
            ledger=self._ledger,
            context=self._context,
            earlier=earlier,
        )
        return await self._interpreter.interpret()

    def _context(self, interpreter: Interpreter, block: Block, standing: Standing) -> BlockContext:
        assert self._tools is not None  # noqa: S101 - made before the walk
        return Context(self._tools, interpreter, block, standing)

    async def _secrets(self) -> SecretBook:
        run = self._run
        book = SecretBook(self._rooms.secret, run_id=run.run_id)
        references = credential_references(self._definition.parameters, run.parameters)
        for key, credential_id in references.items():
            opened = await self._rooms.vault.read(run.organization_id, credential_id)
            book.add(key, credential_id, opened.fields, origin=opened.credential.tested_url)
        return book

    def _scope(self, secrets: SecretBook) -> Scope:
        run = self._run
        parameters: dict[str, object] = {**run.parameters}
        for key in secrets.parameters:
            parameters[key] = secrets.fields(key)
        scope = Scope(
            parameters=parameters,
            facts={
                "workflow_title": run.settings.get("workflow_title", run.title),
                "workflow_id": run.workflow_id,
                "workflow_permanent_id": run.workflow_permanent_id,
                "workflow_run_id": run.run_id,
                "browser_session_id": run.browser_session_id,
            },
        )
        for parameter in self._definition.parameters:
            if isinstance(parameter, ContextParameter):
                scope.define_context(parameter.key, parameter.source_parameter_key)
        return scope

    async def _finish(self, ending: Ending) -> None:
        """Keep the recording, then write the end and its webhook in one transaction."""
        await self._keep_recording()
        output = self._interpreter.output() if self._interpreter is not None else None
        redactor = self._ledger.redactor
        reason = redactor.text(ending.failure.reason) if ending.failure else None
        delivery = self._delivery()
        await self._rooms.store.runs.finish(
            self._run.run_id,
            self._ledger.claim,
            status=ending.status,
            output=cast("Mapping[str, object] | None", redactor.value(output)),
            failure_reason=reason,
            failure_category=ending.failure.category if ending.failure else None,
            errors=self._ledger.masked_errors(ending.errors),
            entries=(self._ledger.entry(JournalKind.RUN_FINISHED, status=ending.status.value, reason=reason),),
            block_runs=await self._unfinished_blocks(ending.status),
            delivery=delivery,
            also=None
            if delivery is None
            else lambda connection: self._queue.enter_delivery(connection, delivery.delivery_id),
        )
        if delivery is not None:
            self._queue.kick(DELIVERIES)
        self._worker.unwanted.discard(self._run.run_id)
        await self._clean_up()

    async def _clean_up(self) -> None:
        if self._tools is not None:
            try:
                await self._tools.browser.end()
            except BROWSER_ERRORS as error:
                log.warning("browser_not_closed", error=repr(error), **self._run.log_context())
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _unfinished_blocks(self, status: RunStatus) -> list[BlockRun]:
        after = _BLOCK_AFTER.get(status, BlockStatus.FAILED)
        if status is RunStatus.COMPLETED:
            return []
        now = utc_now()
        return [
            row.evolve(status=after, finished_at=now, modified_at=now)
            for row in await self._rooms.store.runs.block_runs(self._run.run_id)
            if not row.status.final
        ]

    async def _keep_recording(self) -> None:
        """Store the video; a run that ended is not undone by a video that cannot be made."""
        if self._tools is None or self._tools.browser.browser_id is None:
            return
        try:
            async with asyncio.timeout(self._rooms.grace):
                video: Path | None = await self._tools.browser.recording(self._folder)
        except Exception as error:  # noqa: BLE001 - clean-up
            log.warning("recording_lost", error=repr(error), **self._run.log_context())
            await self._ledger.commit(self._ledger.entry(JournalKind.WARNED, message=f"no recording: {error}"))
            return
        if video is not None:
            await self._rooms.archive.save(
                video,
                type=ArtifactType.RECORDING,
                file_name="recording.webm",
                organization_id=self._run.organization_id,
                run_id=self._run.run_id,
            )

    async def _leave(self) -> None:
        if self._tools is not None:
            await self._tools.browser.leave()

    def _delivery(self) -> Delivery | None:
        url = self._run.webhook_url
        if not url:
            return None
        return Delivery(delivery_id=new_id("whd"), run_id=self._run.run_id, url=url, tries=0, created_at=utc_now())


async def _never() -> None:
    """Keep the queue from seeing an end until the process is gone, so that the next one takes the run up."""
    await asyncio.Event().wait()


def _timed_out(run: Run) -> Ending:
    minutes = (run.deadline_at - run.created_at).total_seconds() / 60
    reason = f"the run exceeded its time limit of {minutes:g} minutes (max_elapsed_time_minutes)"
    return Ending(status=RunStatus.TIMED_OUT, failure=Failure(reason=reason, category=Category.UNKNOWN))


def _broken(error: BaseException) -> Ending:
    reason = f"internal error: {type(error).__name__}; the server's log says more"
    return Ending(status=RunStatus.FAILED, failure=Failure(reason=reason, category=Category.INFRASTRUCTURE_ERROR))

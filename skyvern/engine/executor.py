"""Takes a queued run to its end: claim, walk, cancel, deadline, recording, one terminal status, one outbox row."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from functools import partial
from pathlib import Path

import structlog
from pydantic import ValidationError

import skyvern.engine.poison as poison
from skyvern.blocks.base import Block, BlockContext, Suspended
from skyvern.blocks.definition import WorkflowDefinition, load_definition
from skyvern.contract.parameters import ContextParameter
from skyvern.credentials import CredentialError, SecretBook
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, Failure
from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, JournalKind, Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.engine.cancel import cancel, cancel_children
from skyvern.engine.conclusion import Conclusion, broken, ended_by, timed_out
from skyvern.engine.context import Context
from skyvern.engine.ends import Ends
from skyvern.engine.hosts import BROWSER_ERRORS
from skyvern.engine.interpreter import Ending, Interpreter, Standing
from skyvern.engine.keepsakes import Keepsakes
from skyvern.engine.launch import Launcher
from skyvern.engine.ledger import Ledger
from skyvern.engine.opening import open_secrets
from skyvern.engine.outage import in_the_end, taken_back
from skyvern.engine.ports import Came, RunBrowser
from skyvern.engine.queue import Queue
from skyvern.engine.reuse import REUSES, shared_session
from skyvern.engine.rooms import Rooms
from skyvern.engine.run_tools import RunTools
from skyvern.engine.scope import Scope
from skyvern.engine.start import BORROWED
from skyvern.engine.tracing import tell_trace
from skyvern.store.errors import ClaimLost, Unusable, WokenMeanwhile
from skyvern.store.waiting import new_entry

log = structlog.get_logger()

_BROKEN_OFF = (RunStatus.CANCELED, RunStatus.TIMED_OUT)
"""Ends that come while something is still being done."""
_LATE_SECONDS = 3.0
"""What each part of ending a run may take whose time is over."""


class Executor:
    """The worker's side of the queue."""

    def __init__(self, rooms: Rooms, queue: Queue) -> None:
        self._rooms = rooms
        self._queue = queue
        self.active: dict[str, asyncio.Task[Ending]] = {}
        self.unwanted: set[str] = set()
        """Runs that somebody asked to end; kept until they have."""
        self.stopping = False
        self.ends = Ends()
        self.quarantine = poison.Quarantine()
        self._endings: set[asyncio.Task[None]] = set()
        self.sent_on: Callable[[str], Awaitable[bool]] = _never_sent_on
        """Gives a run whose browser is elsewhere to those who can reach it; True when it did."""

    async def execute(self, run_id: str, entry: str | None = None) -> None:
        """Run (or go on with) one run; returns when it has ended or waits for something. Called by the queue alone."""
        try:
            while await self._take(run_id, entry):
                entry = None
        finally:
            self.ends.tell(run_id)

    async def _take(self, run_id: str, entry: str | None) -> bool:
        """Take a run as far as it goes; True when it is to be taken once more at once."""
        if self.stopping:
            await _never()
        if await self.sent_on(run_id):
            return False
        claim, runs = new_id("claim"), self._rooms.store.runs
        run = await in_the_end(
            lambda: runs.claim(run_id, claim, entry=entry, enter=self._queue.enter_again_in), run_id=run_id
        )
        if run is None:
            self.unwanted.discard(run_id)
            return False
        work = _Execution(self, self._rooms, self._queue, run, claim)
        try:
            return await work.run_to_end()
        except ClaimLost:
            log.warning("claim_lost", **run.log_context())
            await work.leave()
            return False
        except Unusable as outage:
            log.error("database_away", error=str(outage), **run.log_context())
            await work.leave()
            return await taken_back(work.ledger)

    async def see_through(self, ending: Coroutine[None, None, None]) -> None:
        """Await the writing of an end; neither a cancelled caller nor a stop breaks it off."""
        task = asyncio.create_task(ending)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)
        await asyncio.shield(task)

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
        if self._endings:
            await asyncio.wait(set(self._endings), timeout=2 * self._rooms.grace)


class _Execution:
    """One run in the hands of this worker."""

    def __init__(self, worker: Executor, rooms: Rooms, queue: Queue, run: Run, claim: str) -> None:
        self._worker = worker
        self._rooms = rooms
        self._queue = queue
        self._run = run
        self.ledger = Ledger(rooms.store, run_id=run.run_id, claim=claim, cursor=run.cursor)
        self._definition = WorkflowDefinition(blocks=[])
        self._folder = rooms.scratch / run.run_id
        self._tools: RunTools | None = None
        self._interpreter: Interpreter | None = None

    async def run_to_end(self) -> bool:
        """Walk until the end, the deadline or a cancel and write how it ended; True when it is to go on at once."""
        run, worker = self._run, self._worker
        if run.cancel_requested or run.run_id in worker.unwanted:
            await worker.see_through(self._finish(Ending(status=RunStatus.CANCELED)))
            return False
        deaths = await self._deaths()
        if deaths >= poison.MOST_DEATHS:
            log.error("run_given_up", deaths=deaths, **run.log_context())
            await worker.see_through(self._finish(ended_by(poison.deadly(run.cursor)), deadly=True))
            return False
        task = asyncio.create_task(self._walk(suspect=deaths > 0))
        worker.active[run.run_id] = task
        try:
            left = (run.deadline_at - utc_now()).total_seconds()
            done, _ = await asyncio.wait({task}, timeout=max(0.0, left))
            if not done:
                task.cancel()
                await asyncio.wait({task}, timeout=_LATE_SECONDS)
                ending = timed_out(run)
            elif task.cancelled() and worker.stopping and run.run_id not in worker.unwanted:
                await worker.see_through(self.ledger.commit(self.ledger.entry(JournalKind.RUN_LEFT)))
                await self.leave()
                await _never()
                return False
            elif not task.cancelled() and isinstance(wait := task.exception(), Suspended):
                return await self._suspend(wait)
            else:
                ending = self._ending(task)
        finally:
            worker.active.pop(run.run_id, None)
        await worker.see_through(self._finish(ending))
        return False

    async def _suspend(self, wait: Suspended) -> bool:
        """Give the run back until it is woken or its time has come; True when it has been woken already."""
        run = self._run
        await self.leave()
        entry, until = new_entry(run.run_id), min(wait.until, run.deadline_at)
        changes: dict[str, object] = {"claim": None, "waits_for": wait.waits_for, "wake_at": until, "entry": entry}
        if wait.waits_for is WaitsFor.PERSON:
            changes["status"] = RunStatus.PAUSED
        seconds = max(0.1, (until - utc_now()).total_seconds())
        try:
            await self.ledger.commit(
                self.ledger.entry(JournalKind.RUN_LEFT, waits_for=wait.waits_for.value),
                changes=changes,
                woken=run.wakes or 0,
                also=lambda connection: self._queue.enter_later(connection, run.run_id, entry, seconds=seconds),
            )
        except WokenMeanwhile:
            return True
        if run.run_id in self._worker.unwanted:
            await cancel(run, rooms=self._rooms, queue=self._queue, interrupt=self._worker.interrupt)
        return False

    async def _deaths(self) -> int:
        """Count the processes that died where the run stands; a run that is taken for the first time killed none."""
        run = self._run
        if run.started_at == run.modified_at:
            return 0
        kinds = {JournalKind.RUN_STARTED, JournalKind.RUN_RESUMED, JournalKind.RUN_LEFT}
        return poison.deaths(await self._rooms.store.journal.of(run.run_id, kinds=kinds), run.cursor)

    def _ending(self, task: asyncio.Task[Ending]) -> Ending:
        """Read how the walk ended; raises ClaimLost, Unusable."""
        run = self._run
        if task.cancelled():
            if run.run_id in self._worker.unwanted:
                return Ending(status=RunStatus.CANCELED)
            return broken(asyncio.CancelledError())
        match task.exception():
            case None:
                ending = task.result()
                late = ending.status is RunStatus.FAILED and utc_now() >= run.deadline_at
                return timed_out(run) if late else ending
            case ClaimLost() | Unusable() as away:
                raise away
            case ValidationError() as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                reason = f"the run's definition cannot be read by this version: {where}: {first['msg']}"
                return ended_by(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
            case CredentialError() as error:
                return ended_by(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR))
            case error:
                log.error("run_broke", exc_info=error, **run.log_context())
                return broken(error)

    async def _walk(self, *, suspect: bool) -> Ending:
        async with self._worker.quarantine.alone(suspect=suspect, moved=self.ledger.moved):
            return await self._walk_on()

    async def _walk_on(self) -> Ending:
        await self._join_session()
        run = self._run
        resumed = run.cursor.path != ()
        self._definition = load_definition(run.definition)
        self._folder.mkdir(parents=True, exist_ok=True)
        secrets = await open_secrets(self._rooms, run, self._definition.parameters)
        self.ledger.secrets = secrets
        self._tools = RunTools(
            self._rooms,
            run=run,
            definition=self._definition,
            secrets=secrets,
            folder=self._folder,
            ledger=self.ledger,
            launcher=Launcher(self._rooms, self._queue),
        )
        earlier: list[BlockRun] = []
        if resumed or run.cursor.attempt > 1:
            earlier = await self._rooms.store.runs.block_runs(run.run_id)
            journal = await self._rooms.store.journal.of(run.run_id)
            self._tools.recall(journal)
            if resumed:
                await self._tools.remember(journal)
        kind = JournalKind.RUN_RESUMED if resumed else JournalKind.RUN_STARTED
        await self.ledger.commit(self.ledger.entry(kind, place=poison.place(run.cursor)))
        self._interpreter = Interpreter(
            run,
            self._definition,
            scope=self._scope(secrets),
            ledger=self.ledger,
            context=self._context,
            earlier=earlier,
            strict=self._rooms.strict_templates,
            let_go=partial(self._break_off, self._tools.browser),
        )
        return await self._interpreter.interpret()

    async def _join_session(self) -> None:
        """Give a run that shares its workflow's session that session."""
        run = self._run
        if run.settings.get(REUSES) and run.browser_session_id is None:
            session_id = await shared_session(self._rooms.store.browser_sessions, run)
            await self.ledger.commit(changes={"browser_session_id": session_id})
            self._run = run.evolve(browser_session_id=session_id)

    def _context(self, interpreter: Interpreter, block: Block, standing: Standing) -> BlockContext:
        assert self._tools is not None  # noqa: S101 - made before the walk
        return Context(self._tools, interpreter, block, standing)

    def _scope(self, secrets: SecretBook) -> Scope:
        run = self._run
        parameters: dict[str, object] = {**run.parameters}
        for key in secrets.parameters:
            parameters[key] = secrets.shown(key)
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

    async def _finish(self, ending: Ending, *, deadly: bool = False) -> None:
        """Keep what the browser leaves and write the end.

        Whoever cancelled a run need not wait for its video, and a deadly run may kill again while it is made: their
        ends are written first. A run whose time is over is not kept from its end for long.
        """
        browser = self._browser()
        end_first = deadly or ending.status is RunStatus.CANCELED
        keeping: asyncio.Task[None] | None = None
        if browser is not None and ending.status in _BROKEN_OFF:
            await self._break_off(browser)
        if browser is not None and not end_first:
            keeping = asyncio.create_task(self._keep(browser, state=ending.status is RunStatus.COMPLETED))
            late = ending.status is RunStatus.TIMED_OUT
            await asyncio.wait({keeping}, timeout=_LATE_SECONDS if late else None)
        await self._conclude(ending, deadly=deadly)
        await tell_trace(self._rooms, self._run.run_id)
        self._worker.unwanted.discard(self._run.run_id)
        if self._interpreter is not None or self._run.cursor.path:
            await cancel_children(self._run, rooms=self._rooms, queue=self._queue, interrupt=self._worker.interrupt)
        self._queue.kick()
        if browser is not None:
            try:
                await (keeping or self._keep(browser, state=False))
            finally:
                await self._close(browser)
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _break_off(self, browser: RunBrowser) -> None:
        """Stop what the driver is still doing to the pages: nothing takes effect after the end."""
        try:
            async with asyncio.timeout(_LATE_SECONDS):
                await browser.break_off()
        except (*BROWSER_ERRORS, TimeoutError) as error:
            log.warning("not_broken_off", error=repr(error), **self._run.log_context())

    async def _keep(self, browser: RunBrowser, *, state: bool) -> None:
        """Keep what the browser shows and what it noted, and with `state` what it knows."""
        keep = Keepsakes(self._rooms, self._run, ledger=self.ledger, folder=self._folder)
        await keep.recording(browser)
        if (tools := self._tools) is not None:
            await keep.pictures(browser, covered=tools.secrets.echoes(), but_active=tools.pictured)
        await keep.trace(browser)
        await keep.diaries(browser)
        if state:
            await keep.state(browser)

    async def _conclude(self, ending: Ending, *, deadly: bool) -> None:
        """Write the end, whatever keeps its output from being written."""
        conclusion = Conclusion(self._rooms, self._queue, self._run, self.ledger)
        output: Mapping[str, object] | None = None
        if not deadly:
            output = self._interpreter.output() if self._interpreter else await conclusion.output_so_far()
        write = partial(
            conclusion.write,
            policy=self._definition.retry_policy,
            steps=self._tools.steps if self._tools else self._run.step_count,
            again=not self._worker.stopping,
        )
        try:
            await write(ending, output)
        except (ClaimLost, Unusable):
            raise
        except Exception as error:  # the worker's rim: the run must end
            log.error("end_not_written", exc_info=error, **self._run.log_context())
            await write(broken(error), None)

    def _browser(self) -> RunBrowser | None:
        """Return the run's browser, also one that only an earlier worker has used; None when there never was one."""
        if self._run.settings.get(BORROWED):
            return None
        if self._tools is not None:
            browser = self._tools.browser
            return None if browser.browser_id is None else browser
        if self._run.browser_id is None:
            return None
        return self._rooms.browser(
            self._run, upstream=None, resolve=_unresolved, fetch_file=_no_file, opened=_nobody_listens
        )

    async def _close(self, browser: RunBrowser) -> None:
        try:
            await browser.end()
        except BROWSER_ERRORS as error:
            log.warning("browser_not_closed", error=repr(error), **self._run.log_context())

    async def leave(self) -> None:
        """Let go of the browser; whoever takes the run up finds it as it is."""
        if self._tools is not None:
            await self._tools.browser.leave()


async def _never_sent_on(run_id: str) -> bool:
    del run_id
    return False


async def _never() -> None:
    """Keep the queue from seeing an end until the process is gone, so that the next one takes the run up."""
    await asyncio.Event().wait()


def _unresolved(text: str, origin: str | None) -> str:
    del origin
    return text


async def _no_file(reference: str) -> Path:
    raise FileNotFoundError(reference)


async def _nobody_listens(browser_id: str, came: Came) -> None:
    del browser_id, came

"""Walks a run's definition from its cursor: starts blocks, keeps outputs, decides what a failure means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import structlog

from skyvern.blocks.base import (
    Block,
    BlockContext,
    BlockError,
    BlockResult,
    IterationResult,
    LoopResult,
    Suspended,
    block_type,
    failed,
)
from skyvern.blocks.definition import WorkflowDefinition
from skyvern.blocks.graph import Level
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, Failure, UserError, matching_errors
from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, Cursor, JournalKind, Position, Run, path_key
from skyvern.domain.status import RUN_AFTER_BLOCK, BlockStatus, RunStatus
from skyvern.engine.block_time import in_its_time
from skyvern.engine.faults import inner_failure
from skyvern.engine.ledger import Ledger
from skyvern.engine.scope import Scope
from skyvern.engine.templating import TemplateFailed, render_fields
from skyvern.engine.told_values import Told, listening
from skyvern.store.errors import StoreError

log = structlog.get_logger()

MAX_BLOCKS_PER_ITERATION = 50

Path = tuple[Position, ...]

_SHOWN = (
    "url",
    "navigation_goal",
    "data_extraction_goal",
    "data_schema",
    "complete_criterion",
    "terminate_criterion",
    "include_action_history_in_verification",
    "engine",
    "prompt",
    "method",
    "reason",
    "wait_sec",
    "instructions",
    "positive_descriptor",
    "negative_descriptor",
    "recipients",
    "subject",
)
"""Rendered fields that the timeline shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended, before it is written."""

    status: RunStatus
    failure: Failure | None = None
    errors: tuple[UserError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """What a sequence of blocks came to."""

    outputs: tuple[tuple[str, object], ...] = ()
    status: BlockStatus = BlockStatus.COMPLETED
    failure: Failure | None = None
    block: Block | None = None
    """The block whose failure ended the sequence."""
    skip: bool = False
    """The failure only ends this pass of the loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a block stands while it runs: its row, its path, and where an interrupted run was inside it."""

    block_run: BlockRun
    path: Path
    resume: Path
    """Path inside this block's pass, () unless an interrupted run is taken up."""
    resume_index: int | None
    taken_up: bool
    """The block had begun before a restart."""
    told: Told
    """Values that stand in the block's rendered texts."""


ContextFactory = Callable[["Interpreter", Block, Standing], BlockContext]


class Interpreter:
    """One run being walked."""

    def __init__(
        self,
        run: Run,
        definition: WorkflowDefinition,
        *,
        scope: Scope,
        ledger: Ledger,
        context: ContextFactory,
        earlier: Sequence[BlockRun],
        strict: bool = False,
        let_go: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`let_go` stops whatever is being done to the run's pages."""
        self.run = run
        self.scope = scope
        self.ledger = ledger
        self._definition = definition
        self._context = context
        self._strict = strict
        self._let_go = let_go or _nothing
        self._done = {row.key: row for row in earlier if row.attempt == run.cursor.attempt}
        self._order = max((row.order for row in earlier), default=-1) + 1
        self.errors: list[UserError] = []
        ended = [(row.finished_at, row.order, row) for row in self._done.values() if row.finished_at is not None]
        for _, _, row in sorted(ended):
            scope.keep(row.label, row.output)
            self._add_errors(row.errors)

    async def interpret(self) -> Ending:
        """Walk to the end and say how it ended."""
        final_label = self._definition.finally_block_label
        blocks = [block for block in self._definition.blocks if block.label != final_label]
        resume = self.run.cursor.path
        if resume and resume[0].label == final_label:
            walk = self._walk_so_far(blocks)
        else:
            walk = await self._sequence(blocks, (), parent_id=None, resume=resume)
            resume = ()
        ending = self._ending(walk)
        if final_label is None:
            return ending
        last = [block for block in self._definition.blocks if block.label == final_label]
        finally_walk = await self._sequence(last, (), parent_id=None, resume=resume)
        if ending.status is RunStatus.COMPLETED and finally_walk.status is not BlockStatus.COMPLETED:
            return self._ending(finally_walk)
        return Ending(status=ending.status, failure=ending.failure, errors=tuple(self.errors))

    def output(self) -> dict[str, object]:
        """Return `{label}_output` of every top-level block that ran, and all extracted information."""
        found: dict[str, object] = {}
        extracted: list[object] = []
        for block in self._definition.blocks:
            if block.label in self.scope.outputs:
                output = self.scope.outputs[block.label]
                found[f"{block.label}_output"] = output
                extracted.extend(_extractions(output))
        return {**found, "extracted_information": extracted}

    async def run_iterations(
        self, body: Sequence[Block], standing: Standing, *, values: Sequence[object], next_on_failure: bool
    ) -> LoopResult:
        """Run a loop's body once a value; passes that an interrupted run had finished are taken from its rows."""
        row = standing.block_run
        if row.loop_values is None:
            row = row.evolve(loop_values=tuple(values))
            await self.ledger.commit(block_run=row)
        known = row.loop_values or ()

        async def value_at(index: int) -> tuple[object] | None:
            return (known[index],) if index < len(known) else None

        return await self._passes(body, replace(standing, block_run=row), value_at, next_on_failure=next_on_failure)

    async def run_while(
        self,
        body: Sequence[Block],
        standing: Standing,
        *,
        holds: Callable[[int], Awaitable[bool]],
        next_on_failure: bool,
    ) -> LoopResult:
        """Run a loop's body while `holds` says so; a pass that an interrupted run was in is not asked about again."""
        begun = (standing.resume_index or 0) + (1 if standing.resume else 0)

        async def value_at(index: int) -> tuple[object] | None:
            with self.scope.loop(index, index, label=standing.path[-1].label):
                return (index,) if index < begun or await holds(index) else None

        return await self._passes(body, standing, value_at, next_on_failure=next_on_failure)

    async def _passes(
        self,
        body: Sequence[Block],
        standing: Standing,
        value_at: Callable[[int], Awaitable[tuple[object] | None]],
        *,
        next_on_failure: bool,
    ) -> LoopResult:
        """Go through a loop's body as long as there is a value for the next pass."""
        passes: list[IterationResult] = []
        start = standing.resume_index or 0
        index = 0
        while (found := await value_at(index)) is not None:
            value = found[0]
            prefix = (*standing.path[:-1], Position(standing.path[-1].label, index))
            if index < start:
                outputs = self._finished_outputs(body, prefix)
                passes.append(IterationResult(index=index, value=value, outputs=outputs))
                index += 1
                continue
            with self.scope.loop(value, index, label=standing.path[-1].label):
                walk = await self._sequence(
                    body,
                    prefix,
                    parent_id=standing.block_run.block_run_id,
                    resume=standing.resume if index == start else (),
                    value=value,
                    index=index,
                )
            passes.append(IterationResult(index=index, value=value, outputs=walk.outputs))
            if walk.status is not BlockStatus.COMPLETED and not (walk.skip or next_on_failure):
                return LoopResult(iterations=tuple(passes), status=walk.status, failure=walk.failure)
            index += 1
        return LoopResult(iterations=tuple(passes))

    async def _sequence(
        self,
        blocks: Sequence[Block],
        prefix: Path,
        *,
        parent_id: str | None,
        resume: Path,
        value: object = None,
        index: int | None = None,
    ) -> _Walk:
        level = Level.of(blocks)
        block: Block | None = level.blocks[resume[0].label] if resume else level.first
        outputs = list(self._finished_outputs(blocks, prefix, before=block)) if resume else []
        executed = len(outputs)
        while block is not None:
            executed += 1
            if index is not None and executed > MAX_BLOCKS_PER_ITERATION:
                reason = f"more than {MAX_BLOCKS_PER_ITERATION} blocks ran in one pass of a loop"
                return _Walk(
                    outputs=tuple(outputs), status=BlockStatus.FAILED, failure=Failure(reason=reason), block=block
                )
            above = self._chooser(level, block, prefix) or parent_id
            result = await self._block(block, prefix, parent_id=above, resume=resume, value=value, index=index)
            resume = ()
            outputs.append((block.label, result.output))
            forgiven = block.continue_on_failure and result.status is not BlockStatus.CANCELED
            if result.status is not BlockStatus.COMPLETED and not forgiven:
                return _Walk(
                    outputs=tuple(outputs),
                    status=result.status,
                    failure=result.failure,
                    block=block,
                    skip=block.next_loop_on_failure and index is not None,
                )
            block = level.after(block, result.output)
        return _Walk(outputs=tuple(outputs))

    def _chooser(self, level: Level, block: Block, prefix: Path) -> str | None:
        """Return the id of the innermost conditional that led here, None where the ways have merged again."""
        rows = [
            self._done[key]
            for label in level.choosers
            if (key := path_key((*prefix, Position(label)))) in self._done and block.label in level.inside(label)
        ]
        return max(rows, key=lambda row: row.order).block_run_id if rows else None

    async def _block(
        self,
        block: Block,
        prefix: Path,
        *,
        parent_id: str | None,
        resume: Path,
        value: object,
        index: int | None,
    ) -> BlockResult:
        path = (*prefix, Position(block.label))
        earlier = self._done.get(path_key(path)) if resume else None
        if earlier is not None and earlier.status.final:
            failure = None if earlier.failure_reason is None else _stored_failure(earlier)
            return BlockResult(status=earlier.status, output=earlier.output, failure=failure)
        with listening() as told:
            try:
                ready, problem = render_fields(block, self.scope.variables(), strict=self._strict), None
            except TemplateFailed as error:
                ready, problem = block, Failure(reason=str(error), category=Category.PARAMETER_BINDING_ERROR)
        row = earlier or self._new_row(block, path, parent_id, value, index)
        row = row.evolve(details=_details(ready))
        standing = Standing(
            block_run=row,
            path=path,
            resume=resume[1:],
            resume_index=resume[0].index if resume else None,
            taken_up=earlier is not None,
            told=told,
        )
        kind = JournalKind.RUN_RESUMED if earlier is not None else JournalKind.BLOCK_STARTED
        await self.ledger.commit(
            self.ledger.entry(kind, block_run_id=row.block_run_id, label=block.label, block_type=row.block_type),
            # a block that is taken up leaves the cursor at the innermost block and step that was reached
            cursor=None if earlier is not None else Cursor(path, self.run.cursor.attempt),
            block_run=row,
        )
        result = failed(problem) if problem is not None else await self._run(ready, standing)
        return await self._finish(block, row, result)

    async def _run(self, block: Block, standing: Standing) -> BlockResult:
        try:
            return await in_its_time(
                block,
                standing.block_run,
                lambda: block.run(self._context(self, block, standing)),
                broken_off=lambda: self._break_off(standing),
            )
        except BlockError as error:
            return failed(error.failure, error.output)
        except (StoreError, Suspended):
            raise
        except Exception as error:  # the worker's rim: a fault in one block fails that block, and the log tells of it
            log.error("block_broke", label=block.label, exc_info=error, **self.run.log_context())
            return failed(inner_failure(error))

    async def _break_off(self, standing: Standing) -> None:
        """Stop what a block was doing whose time is over, and end the blocks inside it."""
        await self._let_go()
        now, inside = utc_now(), f"{standing.block_run.key}["
        for row in await self.ledger.unfinished():
            if row.key.startswith(inside):
                over = row.evolve(status=BlockStatus.TIMED_OUT, finished_at=now, modified_at=now)
                await self.ledger.commit(block_run=over)

    async def _finish(self, block: Block, row: BlockRun, result: BlockResult) -> BlockResult:
        failure = self._with_codes(block, result.failure)
        output = self.ledger.redactor.value(result.output)
        errors = failure.errors if failure else ()
        now = utc_now()
        finished = row.evolve(
            status=result.status,
            output=output,
            failure_reason=failure.reason if failure else None,
            failure_category=failure.category if failure else None,
            errors=errors,
            details={**row.details, **result.told},
            finished_at=now,
            modified_at=now,
        )
        await self.ledger.commit(
            self.ledger.entry(
                JournalKind.BLOCK_FINISHED,
                block_run_id=row.block_run_id,
                label=block.label,
                status=result.status.value,
                reason=finished.failure_reason,
            ),
            block_run=finished,
        )
        self._done[row.key] = finished
        self._add_errors(errors)
        self.scope.keep(block.label, output)
        return BlockResult(status=result.status, output=output, failure=failure)

    def _with_codes(self, block: Block, failure: Failure | None) -> Failure | None:
        """Give a failure without codes those of the author's that describe it, the block's before the workflow's."""
        if failure is None or failure.errors:
            return failure
        own = cast("Mapping[str, str] | None", getattr(block, "error_code_mapping", None))
        codes = {**(self._definition.error_code_mapping or {}), **(own or {})}
        return replace(failure, errors=matching_errors(failure.reason, codes)) if codes else failure

    def _add_errors(self, errors: Sequence[UserError]) -> None:
        """Keep errors once: a loop fails with those of the block that failed in it."""
        self.errors.extend(error for error in errors if error not in self.errors)

    def _new_row(self, block: Block, path: Path, parent_id: str | None, value: object, index: int | None) -> BlockRun:
        now = utc_now()
        order, self._order = self._order, self._order + 1
        return BlockRun(
            block_run_id=new_id("wrb"),
            run_id=self.run.run_id,
            key=path_key(path),
            parent_id=parent_id,
            label=block.label,
            block_type=block_type(block),
            status=BlockStatus.RUNNING,
            attempt=self.run.cursor.attempt,
            order=order,
            created_at=now,
            modified_at=now,
            task_id=new_id("tsk"),
            current_value=value,
            current_index=index,
        )

    def _finished_outputs(
        self, blocks: Sequence[Block], prefix: Path, before: Block | None = None
    ) -> tuple[tuple[str, object], ...]:
        rows = [
            self._done[key]
            for block in blocks
            if block is not before and (key := path_key((*prefix, Position(block.label)))) in self._done
        ]
        rows.sort(key=lambda row: row.order)
        return tuple((row.label, row.output) for row in rows if row.status.final)

    def _walk_so_far(self, blocks: Sequence[Block]) -> _Walk:
        """Rebuild what the main blocks came to, when a restart found the run in its finally block."""
        for block in blocks:
            row = self._done.get(block.label)
            if row is not None and row.status is not BlockStatus.COMPLETED and not block.continue_on_failure:
                return _Walk(status=row.status, failure=_stored_failure(row), block=block)
        return _Walk()

    def _ending(self, walk: _Walk) -> Ending:
        errors = tuple(self.errors)
        if walk.status is BlockStatus.COMPLETED or walk.block is None:
            return Ending(status=RunStatus.COMPLETED, errors=errors)
        reason = walk.failure.reason if walk.failure else "no reason was given"
        happened = walk.status.value.replace("_", " ")
        said = f"{block_type(walk.block)} block {walk.block.label!r} {happened}: {reason}"
        category = walk.failure.category if walk.failure else Category.UNKNOWN
        return Ending(
            status=RUN_AFTER_BLOCK[walk.status], failure=Failure(reason=said, category=category), errors=errors
        )


async def _nothing() -> None:
    """There are no pages."""


def _details(block: Block) -> Mapping[str, object]:
    return {name: value for name in _SHOWN if (value := getattr(block, name, None)) not in (None, "", False)}


def _stored_failure(row: BlockRun) -> Failure:
    return Failure(
        reason=row.failure_reason or "", category=row.failure_category or Category.UNKNOWN, errors=row.errors
    )


def _extractions(output: object) -> list[object]:
    """Return every extracted_information in a block's output, loops' passes included."""
    if isinstance(output, Mapping):
        found = cast("Mapping[str, object]", output).get("extracted_information")
        return [] if found is None else [found]
    if isinstance(output, list):
        return [found for item in cast("list[object]", output) for found in _extractions(item)]
    return []

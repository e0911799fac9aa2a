"""Where a run's facts are written: every commit fenced by the claim, every value redacted on its way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast

from skyvern.credentials import SecretBook
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import UserError
from skyvern.domain.redaction import Redactor
from skyvern.domain.run import BlockRun, Cursor, JournalEntry, JournalKind
from skyvern.store import Also, Store

_NOTHING = Redactor()
_NOWHERE = Cursor()


class Ledger:
    """The pen of the worker that holds the run. Raises `ClaimLost` from every call once another worker does."""

    def __init__(self, store: Store, *, run_id: str, claim: str, cursor: Cursor = _NOWHERE) -> None:
        self._store = store
        self.run_id = run_id
        self._began_at = cursor
        self.claim = claim
        self.secrets: SecretBook | None = None
        self.moved = asyncio.Event()
        """Set once the run's cursor has moved in this worker's hands."""

    @property
    def redactor(self) -> Redactor:
        """What masks the run's secrets, one-time codes that were handed out included."""
        return self.secrets.redactor() if self.secrets is not None and self.secrets.parameters else _NOTHING

    def entry(self, kind: JournalKind, *, block_run_id: str | None = None, **payload: object) -> JournalEntry:
        """Return a journal entry with secrets masked."""
        masked = cast("dict[str, object]", self.redactor.value({"v": 1, **payload}))
        return JournalEntry(run_id=self.run_id, kind=kind, payload=masked, at=utc_now(), block_run_id=block_run_id)

    async def commit(
        self,
        *entries: JournalEntry,
        cursor: Cursor | None = None,
        block_run: BlockRun | None = None,
        changes: Mapping[str, object] | None = None,
        woken: int | None = None,
        also: Also | None = None,
    ) -> None:
        """Write one unit of work in one transaction."""
        rows = (self.masked(block_run),) if block_run is not None else ()
        await self._store.runs.commit(
            self.run_id,
            self.claim,
            cursor=cursor,
            block_runs=rows,
            entries=entries,
            changes=changes,
            woken=woken,
            also=also,
        )
        if cursor is not None and cursor.beyond(self._began_at):
            self.moved.set()

    async def unfinished(self) -> list[BlockRun]:
        """Return the executions of blocks that have not ended."""
        return [row for row in await self._store.runs.block_runs(self.run_id) if not row.status.final]

    def masked(self, block_run: BlockRun) -> BlockRun:
        """Return the row with secrets masked in everything that a user sees."""
        mask = self.redactor
        return block_run.evolve(
            output=mask.value(block_run.output),
            details=cast("Mapping[str, object]", mask.value(block_run.details)),
            failure_reason=None if block_run.failure_reason is None else mask.text(block_run.failure_reason),
            errors=self.masked_errors(block_run.errors),
            current_value=mask.value(block_run.current_value),
            loop_values=None if block_run.loop_values is None else tuple(map(mask.value, block_run.loop_values)),
        )

    def masked_errors(self, errors: Sequence[UserError]) -> tuple[UserError, ...]:
        """Return the errors with secrets masked in what they say."""
        return tuple(
            UserError(
                error_code=error.error_code, reasoning=self.redactor.text(error.reasoning), confidence=error.confidence
            )
            for error in errors
        )

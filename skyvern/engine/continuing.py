"""A new run that goes on where one failed, or at a block of it: what was done before that is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from skyvern.domain.ids import new_id
from skyvern.domain.run import BlockRun, Cursor, JournalKind, Position, Run
from skyvern.domain.status import BlockStatus
from skyvern.store import Store

_WENT_WELL = (BlockStatus.COMPLETED, BlockStatus.SKIPPED, BlockStatus.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """Where a new run begins, the executions of blocks that it takes over, and the page that the old one stood on."""

    cursor: Cursor
    block_runs: tuple[BlockRun, ...] = ()
    page: str = ""


async def continuation(store: Store, earlier: Run, run_id: str, *, label: str | None = None) -> Continuation | None:
    """Return how the run with this id goes on where an earlier one failed, or at its block `label`; None: nowhere."""
    rows = await store.runs.block_runs(earlier.run_id)
    mine = [row for row in rows if row.attempt == earlier.cursor.attempt]
    if label is None:
        chain = _failed_chain([row for row in mine if row.label != earlier.definition.get("finally_block_label")])
    else:
        chain = [row for row in mine if row.label == label and len(_path(row.key)) == 1][-1:]
    if not chain:
        return None
    leaf, around = chain[-1], {row.block_run_id for row in chain[:-1]}
    known = [row for row in mine if row.order < leaf.order or row.block_run_id in around]
    ids = {row.block_run_id: new_id("wrb") for row in known}
    taken = [_taken_over(row, run_id, ids=ids, goes_on=row.block_run_id in around) for row in known]
    journal = await store.journal.of(earlier.run_id, kinds={JournalKind.ARTIFACT_SAVED})
    pages = [str(entry.payload["page"]) for entry in journal if entry.block_run_id in ids and entry.payload.get("page")]
    return Continuation(cursor=Cursor(_path(leaf.key)), block_runs=tuple(taken), page=next(iter(reversed(pages)), ""))


def _failed_chain(rows: Sequence[BlockRun]) -> list[BlockRun]:
    """Return the block that failed last, and inside it the one that it failed of, and so on."""
    chain: list[BlockRun] = []
    while True:
        above = _path(chain[-1].key) if chain else ()
        inside = [row for row in rows if _inside(_path(row.key), above)]
        last = max(inside, key=lambda row: row.order, default=None)
        if last is None or last.status in _WENT_WELL:
            return chain
        chain.append(last)


def _inside(path: tuple[Position, ...], above: tuple[Position, ...]) -> bool:
    """Whether a block stands directly inside the one at `above`."""
    if len(path) != len(above) + 1:
        return False
    return [one.label for one in path[: len(above)]] == [one.label for one in above] and (
        path[: len(above) - 1] == above[:-1] if above else True
    )


def _taken_over(row: BlockRun, run_id: str, *, ids: dict[str, str], goes_on: bool) -> BlockRun:
    fresh = replace(
        row,
        block_run_id=ids[row.block_run_id],
        run_id=run_id,
        parent_id=ids.get(row.parent_id or ""),
        attempt=1,
        task_id=new_id("tsk"),
    )
    if not goes_on:
        return fresh
    return replace(
        fresh,
        status=BlockStatus.RUNNING,
        output=None,
        failure_reason=None,
        failure_category=None,
        errors=(),
        finished_at=None,
    )


def _path(key: str) -> tuple[Position, ...]:
    """Read what `path_key` wrote; labels are identifiers."""
    positions: list[Position] = []
    for part in key.split("."):
        label, _, index = part.partition("[")
        positions.append(Position(label, int(index.rstrip("]")) if index else None))
    return tuple(positions)

"""Runs and the executions of their blocks. Every write after the start is fenced by the claim of the worker."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection, bindparam, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.failure import Category, UserError
from skyvern.domain.run import BlockRun, Cursor, JournalEntry, Run, WaitsFor
from skyvern.domain.status import RunStatus
from skyvern.domain.tag import TagSubject
from skyvern.domain.workflow import Workflow
from skyvern.store.browser_sessions import browser_session
from skyvern.store.database import Database
from skyvern.store.errors import ClaimLost, IllegalMove, WokenMeanwhile
from skyvern.store.gates import set_gates
from skyvern.store.idempotency import made_by, remember
from skyvern.store.journal import write_entries
from skyvern.store.line import line_of
from skyvern.store.occupancy import hand_over, occupy
from skyvern.store.ranks import next_rank
from skyvern.store.rows import every, paged
from skyvern.store.rules import REFUSED
from skyvern.store.run_filter import RunFilter, RunOrder, conditions, order
from skyvern.store.signals import Signal, signal
from skyvern.store.tables import LIVE_RUN, block_run, columns_of, delivery as delivery_table, row_of, run, run_snapshot
from skyvern.store.tags import put_tags
from skyvern.store.waiting import (
    Enter,
    let_any_entry,
    let_in_all,
    may_begin,
    new_entry,
    wake,
    wake_others,
    wakes,
)
from skyvern.store.workflows import insert_version

Also = Callable[[object], None]
"""What somebody else adds to a transaction; it gets the connection, which means nothing to others."""


_ANY = RunFilter()
_NO_GATES: Mapping[str, int] = {}
_BEGINNING = (RunStatus.CREATED, RunStatus.QUEUED, RunStatus.PAUSED)
_RUNS = select(*columns_of(Run, run, run_snapshot)).join(run_snapshot, run_snapshot.c.run_id == run.c.run_id)
_ONE = _RUNS.where(run.c.run_id == bindparam("of_run"))
_STATUS = select(run.c.status, run.c.claim).where(run.c.run_id == bindparam("of_run"))
_BLOCK_RUNS = (
    select(*columns_of(BlockRun, block_run))
    .where(block_run.c.run_id == bindparam("of_run"))
    .order_by(block_run.c.order, block_run.c.block_run_id)
)
_IN_LINE = (WaitsFor.TURN, WaitsFor.LIMIT)
_UNFINISHED = (
    select(run.c.run_id, run.c.modified_at)
    .where(LIVE_RUN, run.c.waits_for.is_(None) | run.c.waits_for.not_in(_IN_LINE))
    .order_by(run.c.created_at, run.c.run_id)
)
_CLAIM = (
    update(run)
    .where(run.c.run_id == bindparam("of_run"), LIVE_RUN)
    .values(
        claim=bindparam("new_claim"),
        status=case((run.c.status.in_(_BEGINNING), RunStatus.RUNNING.value), else_=run.c.status),
        waits_for=None,
        waits_on=None,
        wake_at=None,
        queued_at=func.coalesce(run.c.queued_at, bindparam("now", type_=run.c.queued_at.type)),
        started_at=func.coalesce(run.c.started_at, bindparam("now", type_=run.c.started_at.type)),
        modified_at=bindparam("now"),
    )
)
_BEGINS = (
    update(run)
    .where(run.c.run_id == bindparam("of_run"))
    .values(deadline_at=bindparam("until", type_=run.c.deadline_at.type))
)
_LIVE_BROWSERS = select(run.c.browser_id).where(LIVE_RUN, run.c.browser_id.is_not(None))
_CANCEL = (
    update(run)
    .where(run.c.run_id == bindparam("of_run"), LIVE_RUN)
    .values(cancel_requested=True, modified_at=bindparam("now"))
)
_FENCED = update(run).where(run.c.run_id == bindparam("of_run"), run.c.claim == bindparam("held"), LIVE_RUN)
_UNCLAIMED = update(run).where(run.c.run_id == bindparam("of_run"), run.c.claim.is_(None), LIVE_RUN)
_BLOCK_UPDATE = update(block_run).where(block_run.c.block_run_id == bindparam("of_block_run"))


class Runs:
    """The runs of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self,
        new: Run,
        entries: Sequence[JournalEntry] = (),
        *,
        also: Also | None = None,
        idempotency_key: str | None = None,
        workflow: Workflow | None = None,
        in_session: bool = False,
        gates: Mapping[str, int] = _NO_GATES,
        block_runs: Sequence[BlockRun] = (),
    ) -> None:
        """Insert a run and its first journal entries, and let `also` add to the transaction (the queue's entry).

        `workflow` is a version that this run is the first to need, inserted with it; `in_session` gives the run the
        session that it names; `gates` are limits that it has to pass before it begins; `block_runs` are executions of
        blocks that it takes over from another run. Raises `AlreadyMade` when the
        idempotency key has been used, and `SessionTaken`.
        """

        def create(connection: Connection) -> None:
            if idempotency_key is not None:
                remember(connection, new.organization_id, scope="run", key=idempotency_key, made_id=new.run_id)
            if workflow is not None:
                insert_version(connection, workflow)
            if in_session:
                occupy(connection, new)
            ranked = new.evolve(rank=next_rank(connection, new))
            connection.execute(insert(run), row_of(ranked, run))
            connection.execute(insert(run_snapshot), row_of(new, run_snapshot))
            put_tags(connection, new.organization_id, TagSubject.RUN, new.run_id, _metadata(new))
            set_gates(connection, new.run_id, gates)
            _write_block_runs(connection, block_runs)
            write_entries(connection, entries)
            if also is not None:
                also(connection)
                signal(connection, Signal.RUNS)

        await self._database.write(create)

    async def get(self, run_id: str) -> Run | None:
        """Return the run with this id."""
        return await self._database.read(lambda connection: _get(connection, run_id))

    async def find(self, organization_id: str, run_id: str) -> Run | None:
        """Return the run with this id if it is this organisation's."""
        found = await self.get(run_id)
        return found if found is not None and found.organization_id == organization_id else None

    async def by_idempotency_key(self, organization_id: str, key: str) -> Run | None:
        """Return the run that this key made."""

        def find(connection: Connection) -> Run | None:
            made_id = made_by(connection, organization_id, scope="run", key=key)
            return None if made_id is None else _get(connection, made_id)

        return await self._database.read(find)

    async def list(
        self,
        organization_id: str,
        *,
        page: int = 1,
        page_size: int = 10,
        where: RunFilter = _ANY,
        sort: RunOrder = "-created_at",
    ) -> list[Run]:
        """Return a page of runs, newest first unless they are sorted otherwise."""
        chosen = select(run.c.run_id).where(*conditions(organization_id, where)).order_by(*order(sort))
        statement = _RUNS.where(run.c.run_id.in_(paged(chosen, page, page_size))).order_by(*order(sort))
        return await every(self._database, statement, Run)

    async def totals(self, organization_id: str, where: RunFilter = _ANY) -> dict[str, int]:
        """Return how many runs there are in each status."""
        statement = select(run.c.status, func.count()).where(*conditions(organization_id, where))

        def read(connection: Connection) -> dict[str, int]:
            return {status.value: count for status, count in connection.execute(statement.group_by(run.c.status))}

        return await self._database.read(read)

    async def retried_by(self, run_id: str) -> str | None:
        """Return the run that was started last with the inputs of this one."""
        statement = select(run.c.run_id).where(run.c.retried_from_run_id == run_id).order_by(run.c.created_at.desc())
        return await self._database.read(lambda connection: connection.execute(statement.limit(1)).scalar())

    async def unfinished(self) -> dict[str, str]:
        """Return the runs that the queue must know, oldest first, each with a text for how it stands.

        They have not ended, and do not wait in line.
        """

        def read(connection: Connection) -> dict[str, str]:
            return {row.run_id: f"r{row.modified_at:%Y%m%d%H%M%S%f}" for row in connection.execute(_UNFINISHED)}

        return await self._database.read(read)

    async def live_browsers(self) -> set[str]:
        """Return the ids of the browsers of all runs that have not ended."""
        return await self._database.read(lambda connection: set(connection.execute(_LIVE_BROWSERS).scalars()))

    async def block_runs(self, run_id: str) -> list[BlockRun]:
        """Return the executions of a run's blocks, in the order in which they began."""
        return await self._database.read(
            lambda connection: [
                BlockRun(**row) for row in connection.execute(_BLOCK_RUNS, {"of_run": run_id}).mappings()
            ]
        )

    async def claim(
        self, run_id: str, claim: str, *, entry: str | None = None, enter: Enter | None = None
    ) -> Run | None:
        """Take a run over: earlier claims are lost from here on; a run not yet started is running now.

        `entry` is the queue entry that asks. The run's time counts from its first claim: what it waited in the queue is
        given back. Returns the run as it stands, or `None` when it has ended or does not exist, when only another entry
        may take it, or when it has to wait in line; `enter` puts into the queue whom it lets go first.
        """

        def take(connection: Connection) -> Run | None:
            now = utc_now()
            if not may_begin(connection, run_id, entry, enter):
                return None
            before = _get(connection, run_id)
            if not connection.execute(_CLAIM, {"of_run": run_id, "new_claim": claim, "now": now}).rowcount:
                return None
            taken = _get(connection, run_id)
            if taken is None or before is None:
                return None
            if before.waits_for is WaitsFor.ATTEMPT and before.wake_at is not None:
                until = now + (taken.deadline_at - before.wake_at)
            elif taken.started_at == now:
                until = now + (taken.deadline_at - taken.created_at)
            else:
                return taken
            connection.execute(_BEGINS, {"of_run": run_id, "until": until})
            return taken.evolve(deadline_at=until)

        return await self._database.write(take)

    async def commit(  # noqa: PLR0913 - a unit of work is one fact with many parts
        self,
        run_id: str,
        claim: str,
        *,
        cursor: Cursor | None = None,
        block_runs: Sequence[BlockRun] = (),
        entries: Sequence[JournalEntry] = (),
        changes: Mapping[str, object] | None = None,
        delivery: Delivery | None = None,
        also: Also | None = None,
        woken: int | None = None,
    ) -> None:
        """Write one unit of work in one transaction: cursor, block runs, journal, and other fields of the run.

        Raises `ClaimLost`, and writes nothing, when the claim is not the run's any more or the run has ended, and
        `IllegalMove` in the same way when `changes` name a status that cannot follow; with
        `woken`, in the same way `WokenMeanwhile` when the run has been woken more often than that.
        """
        values = _changed(changes)
        if cursor is not None:
            values["cursor"] = cursor

        def commit(connection: Connection) -> None:
            if not _update(connection, run_id, claim, values):
                raise ClaimLost(run_id)
            if woken is not None and wakes(connection, run_id) != woken:
                raise WokenMeanwhile(run_id)
            _write_block_runs(connection, block_runs)
            write_entries(connection, entries)
            _write_delivery(connection, delivery)
            if also is not None:
                also(connection)

        await self._database.write(commit)

    async def wake(
        self, run_id: str, *, reasons: Sequence[WaitsFor], enter: Enter, entries: Sequence[JournalEntry] = ()
    ) -> bool:
        """Bring a run that waits for one of these back into the queue; False when it does not wait for any."""

        def up(connection: Connection) -> bool:
            write_entries(connection, entries)
            return wake(connection, run_id, enter, reasons=reasons)

        return await self._database.write(up)

    async def children(self, run_id: str) -> list[Run]:
        """Return the runs that this one started and that have not ended."""
        statement = _RUNS.where(run.c.parent_run_id == run_id, LIVE_RUN).order_by(run.c.created_at)
        return await self._database.read(
            lambda connection: [Run(**row) for row in connection.execute(statement).mappings()]
        )

    async def let_in(self, enter: Enter) -> int:
        """Bring back the runs that wait in line for no reason any more; return how many."""
        return await self._database.write(lambda connection: let_in_all(connection, enter))

    async def line(self, mine: Run) -> tuple[int | None, str | None]:
        """Return a waiting run's place in the line, and what it waits for."""
        if mine.status not in (RunStatus.CREATED, RunStatus.QUEUED):
            return None, None
        return await self._database.read(lambda connection: line_of(connection, mine))

    async def node_of(self, run_id: str) -> str | None:
        """Return the node that the browser of a run is on, None where it has none yet."""
        found = (
            select(func.coalesce(browser_session.c.node_id, run.c.node_id))
            .select_from(
                run.outerjoin(browser_session, browser_session.c.browser_session_id == run.c.browser_session_id)
            )
            .where(run.c.run_id == run_id)
        )
        return await self._database.read(lambda connection: connection.execute(found).scalar())

    async def session_of(self, run_id: str) -> str | None:
        """Return the session that a run is to use, None where it has none, or no time left."""
        lasts = (LIVE_RUN, run.c.deadline_at > utc_now(), run.c.cancel_requested.is_(False))
        found = select(run.c.browser_session_id).where(run.c.run_id == run_id, *lasts)
        return await self._database.read(lambda connection: connection.execute(found).scalar())

    async def node_of_browser(self, browser_id: str) -> str | None:
        """Return the node of a run's browser."""
        found = select(run.c.node_id).where(run.c.browser_id == browser_id, LIVE_RUN).limit(1)
        return await self._database.read(lambda connection: connection.execute(found).scalar())

    async def send_on(self, run_id: str, *, enter: Enter) -> None:
        """Enter a run anew, for others or for later."""
        entry = new_entry(run_id)

        def send(connection: Connection) -> None:
            mine = update(run).where(run.c.run_id == run_id, LIVE_RUN).values(entry=entry)
            if connection.execute(mine).rowcount:
                enter(connection, run_id, entry)
                signal(connection, Signal.RUNS)

        await self._database.write(send)

    async def cancels(self, run_ids: Collection[str]) -> list[str]:
        """Return those of these runs that somebody asked to end."""
        asked = select(run.c.run_id).where(run.c.run_id.in_(run_ids), run.c.cancel_requested.is_(True))
        return await self._database.read(lambda connection: list(connection.execute(asked).scalars()))

    async def let_any_entry(self, run_ids: Sequence[str]) -> None:
        """Let any queue entry take these runs."""
        await self._database.write(lambda connection: let_any_entry(connection, run_ids))

    async def request_cancel(self, run_id: str) -> RunStatus | None:
        """Ask for a run to be cancelled; returns the status in which the request met it, `None` for no such run."""

        def cancel(connection: Connection) -> RunStatus | None:
            connection.execute(_CANCEL, {"of_run": run_id, "now": utc_now()})
            signal(connection, Signal.CANCEL, run_id)
            return connection.execute(_STATUS, {"of_run": run_id}).scalar()

        return await self._database.write(cancel)

    async def finish(  # noqa: PLR0913 - the end of a run is one fact with many parts
        self,
        run_id: str,
        claim: str | None,
        *,
        status: RunStatus,
        output: Mapping[str, object] | None = None,
        failure_reason: str | None = None,
        failure_category: Category | None = None,
        errors: Sequence[UserError] = (),
        entries: Sequence[JournalEntry] = (),
        delivery: Delivery | None = None,
        also: Also | None = None,
        block_runs: Sequence[BlockRun] = (),
        changes: Mapping[str, object] | None = None,
        enter: Enter | None = None,
    ) -> bool:
        """Write the end of a run: status, output, journal and outbox in one transaction. False when it had ended.

        `enter` puts the runs that waited for this end into the queue.

        `claim` None means a run that nobody has claimed. Raises `ClaimLost` when somebody else holds it.
        """
        values = _changed(changes) | {
            "status": status,
            "output": output,
            "failure_reason": failure_reason,
            "failure_category": failure_category,
            "errors": tuple(errors),
            "finished_at": utc_now(),
        }

        def finish(connection: Connection) -> bool:
            if not _update(connection, run_id, claim, values):
                if _ended(connection, run_id):
                    return False
                raise ClaimLost(run_id)
            _write_block_runs(connection, block_runs)
            write_entries(connection, entries)
            _write_delivery(connection, delivery)
            if also is not None:
                also(connection)
            hand_over(connection, run_id)
            if enter is not None:
                wake_others(connection, run_id, enter, was_at_work=claim is not None)
            signal(connection, Signal.ENDED, run_id)
            return True

        return await self._database.write(finish)


def _metadata(new: Run) -> Mapping[str, str]:
    """What a caller said about its run becomes the run's first tags."""
    return cast("Mapping[str, str]", new.request.get("run_metadata") or {})


def _get(connection: Connection, run_id: str) -> Run | None:
    row = connection.execute(_ONE, {"of_run": run_id}).mappings().first()
    return None if row is None else Run(**row)


def _ended(connection: Connection, run_id: str) -> bool:
    status = connection.execute(_STATUS, {"of_run": run_id}).scalar()
    return status is not None and status.final


def _changed(changes: Mapping[str, object] | None) -> dict[str, object]:
    values = dict(changes or {})
    unknown = values.keys() - set(run.c.keys())
    if unknown:
        raise KeyError(f"a run has no such fields to change: {', '.join(sorted(unknown))}")
    return values


def _update(connection: Connection, run_id: str, claim: str | None, values: Mapping[str, object]) -> bool:
    where = {"of_run": run_id} if claim is None else {"of_run": run_id, "held": claim}
    statement = (_UNCLAIMED if claim is None else _FENCED).values(**{"modified_at": utc_now()} | dict(values))
    try:
        return connection.execute(statement, where).rowcount == 1
    except IntegrityError as error:
        if REFUSED in str(error.orig):
            raise IllegalMove(run_id, str(values.get("status"))) from None
        raise


def _write_block_runs(connection: Connection, block_runs: Iterable[BlockRun]) -> None:
    for record in block_runs:
        values = row_of(record, block_run)
        if connection.execute(_BLOCK_UPDATE, values | {"of_block_run": record.block_run_id}).rowcount == 0:
            connection.execute(insert(block_run), values)


def _write_delivery(connection: Connection, delivery: Delivery | None) -> None:
    if delivery is not None:
        connection.execute(insert(delivery_table), row_of(delivery, delivery_table))
        signal(connection, Signal.DELIVERIES)

"""Who uses a session: one run at a time, taken with the run's first row and given back with its end."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.store.browser_sessions import browser_session
from skyvern.store.errors import SessionTaken
from skyvern.store.tables import LIVE_RUN, columns_of, run

_OPEN = browser_session.c.status.in_([status for status in SessionStatus if not status.final])


def occupy(connection: Connection, new: Run) -> None:
    """Give a run its session; raises SessionTaken when it has ended or another run uses it.

    A run whose sequence holds the session already will have its turn when the earlier runs have ended.
    """
    mine = (browser_session.c.browser_session_id == new.browser_session_id) & (
        browser_session.c.organization_id == new.organization_id
    )
    row = (
        connection.execute(select(*columns_of(BrowserSession, browser_session)).where(mine).with_for_update())
        .mappings()
        .first()
    )
    session = None if row is None else BrowserSession(**row).at(utc_now())
    if session is None or session.status.final:
        raise SessionTaken(f"browser session {new.browser_session_id} has ended; open a new one")
    if session.run_id is None:
        connection.execute(update(browser_session).where(mine).values(run_id=new.run_id, modified_at=utc_now()))
    elif not _same_sequence(connection, session.run_id, new):
        raise SessionTaken(
            f"browser session {session.browser_session_id} is used by run {session.run_id}: wait for its end or cancel "
            "it, use another session, or set run_sequentially in the workflow to have its runs wait in line"
        )


def hand_over(connection: Connection, run_id: str) -> None:
    """After a run's end: its sessions are free, or the next run's that waits for one of them."""
    held = select(browser_session.c.browser_session_id).where(browser_session.c.run_id == run_id)
    for session_id in connection.execute(held).scalars().all():
        following = (
            select(run.c.run_id)
            .where(run.c.browser_session_id == session_id, run.c.run_id != run_id, LIVE_RUN)
            .order_by(run.c.created_at, run.c.run_id)
            .limit(1)
        )
        connection.execute(
            update(browser_session)
            .where(browser_session.c.browser_session_id == session_id)
            .values(run_id=connection.execute(following).scalar(), modified_at=utc_now())
        )


def _same_sequence(connection: Connection, holder: str, new: Run) -> bool:
    if new.sequence is None:
        return False
    return connection.execute(select(run.c.sequence).where(run.c.run_id == holder)).scalar() == new.sequence

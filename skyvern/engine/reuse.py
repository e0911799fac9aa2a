"""One session for all runs of a workflow (`reuse_browser_session`): found, or made, when a run begins."""

from __future__ import annotations

from datetime import datetime

from skyvern.domain.browser_session import LONGEST_MINUTES, BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.run import Run
from skyvern.store import BrowserSessions

REUSES = "reuses_session"
"""Setting of a run: it works in its workflow's session, after the runs that came before it."""


async def shared_session(rows: BrowserSessions, run: Run) -> str:
    """Return the session of the run's workflow, which is the run's from now on; its browser is opened at need."""
    found = await rows.take_of_workflow(_new(run, utc_now()))
    return found.browser_session_id


def _new(run: Run, now: datetime) -> BrowserSession:
    """Return the session to make when there is none."""
    return BrowserSession(
        browser_session_id=new_id("pbs"),
        organization_id=run.organization_id,
        status=SessionStatus.CREATED,
        timeout=LONGEST_MINUTES,
        created_at=now,
        modified_at=now,
        proxy_location=run.request.get("proxy_location") or run.settings.get("proxy_location"),
        workflow_permanent_id=run.workflow_permanent_id,
        run_id=run.run_id,
    )

"""Runs are found by the session that they were in."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_run_browser_session_id", "run", ["browser_session_id"])

"""Why a session failed, and the workflow whose runs share one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    op.add_column("browser_session", sa.Column("failure_reason", sa.Text()))
    op.add_column("browser_session", sa.Column("workflow_permanent_id", sa.String(80)))

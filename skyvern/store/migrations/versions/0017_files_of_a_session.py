"""What a program downloads in a session belongs to the session, not to a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""
    op.add_column("artifact", sa.Column("browser_session_id", sa.String(80)))
    op.create_index("ix_artifact_browser_session_id", "artifact", ["browser_session_id"])

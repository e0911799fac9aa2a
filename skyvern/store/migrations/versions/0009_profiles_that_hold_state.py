"""Where the saved state of a profile lies, and its sealed key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.add_column("browser_profile", sa.Column("state_key", sa.String(400)))
    op.add_column("browser_profile", sa.Column("sealed", sa.LargeBinary()))

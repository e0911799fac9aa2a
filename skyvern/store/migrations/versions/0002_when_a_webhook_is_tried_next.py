"""Webhooks keep when they are tried next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply."""
    op.add_column("delivery", sa.Column("next_try_at", sa.DateTime()))

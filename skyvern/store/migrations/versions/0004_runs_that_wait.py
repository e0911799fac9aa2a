"""Runs wait for a turn, a person, a child or another attempt without a worker."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.add_column("run", sa.Column("waits_for", sa.String(40)))
    op.add_column("run", sa.Column("wake_at", sa.DateTime()))
    op.add_column("run", sa.Column("wakes", sa.Integer()))
    op.add_column("run", sa.Column("entry", sa.String(120)))
    op.add_column("run", sa.Column("sequence", sa.String(200)))
    op.add_column("run", sa.Column("attempts", sa.JSON()))
    op.create_index("ix_run_sequence", "run", ["sequence"])
    op.add_column("delivery", sa.Column("attempt", sa.Integer()))

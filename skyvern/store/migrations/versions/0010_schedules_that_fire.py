"""When a schedule is due next, what became of each moment, and which schedule or batch started a run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply."""
    op.add_column("schedule", sa.Column("next_fire_at", sa.DateTime()))
    op.add_column("schedule", sa.Column("overlap_policy", sa.String(40), nullable=False, server_default="allow"))
    op.add_column("schedule", sa.Column("missed_policy", sa.String(40), nullable=False, server_default="run_once"))
    op.create_index("ix_schedule_next_fire_at", "schedule", ["next_fire_at"])
    op.create_table(
        "schedule_fire",
        sa.Column("workflow_schedule_id", sa.String(80), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("run_id", sa.String(80)),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("workflow_schedule_id", "due_at", name="pk_schedule_fire"),
    )
    for column in ("workflow_schedule_id", "batch_id"):
        op.add_column("run", sa.Column(column, sa.String(80)))
        op.create_index(f"ix_run_{column}", "run", [column])

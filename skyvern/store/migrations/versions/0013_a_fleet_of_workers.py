"""Workers of a fleet, the order in which waiting runs are taken, limits that they pass, and where browsers are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from skyvern.store.columns import CleanText, TupleJson

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply."""
    op.add_column("run", sa.Column("rank", sa.Integer()))
    op.add_column("run", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("run", sa.Column("waits_on", sa.String(200)))
    op.add_column("run", sa.Column("node_id", sa.String(120)))
    op.drop_index("ix_run_status", "run")
    op.create_index("ix_run_status_rank", "run", ["status", "rank"])
    op.create_index("ix_run_organization_id_status_rank", "run", ["organization_id", "status", "rank"])
    op.create_index("ix_run_waits_on", "run", ["waits_on"])
    op.add_column("browser_session", sa.Column("node_id", sa.String(120)))
    op.create_table(
        "run_gate",
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("gate", sa.String(200), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_run_gate_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "gate", name="pk_run_gate"),
    )
    op.create_index("ix_run_gate_gate", "run_gate", ["gate"])
    op.create_table(
        "worker",
        sa.Column("worker_id", sa.String(120), nullable=False),
        sa.Column("node_id", sa.String(120), nullable=False),
        sa.Column("address", CleanText, nullable=False),
        sa.Column("sealed_token", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("queues", TupleJson, nullable=False),
        sa.Column("host_name", CleanText, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.Column("draining", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("worker_id", name="pk_worker"),
    )
    op.create_index("ix_worker_node_id", "worker", ["node_id"])

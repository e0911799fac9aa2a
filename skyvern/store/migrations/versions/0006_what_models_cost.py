"""What language models have cost, a row for each request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "model_charge",
        sa.Column("charge_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80)),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("charge_id", name="pk_model_charge"),
    )
    for column in ("run_id", "workflow_permanent_id"):
        op.create_index(f"ix_model_charge_{column}", "model_charge", [column])
    op.create_index("ix_model_charge_organization_id_at", "model_charge", ["organization_id", "at"])

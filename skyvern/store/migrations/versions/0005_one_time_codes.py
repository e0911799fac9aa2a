"""Pushed one-time codes, and what else is said of a credential."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply."""
    op.add_column("credential", sa.Column("options", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "one_time_code",
        sa.Column("totp_code_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("totp_identifier", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("run_id", sa.String(80)),
        sa.Column("task_id", sa.String(80)),
        sa.Column("workflow_permanent_id", sa.String(80)),
        sa.Column("source", sa.Text()),
        sa.Column("expires_at", sa.DateTime()),
        sa.Column("used_by", sa.String(80)),
        sa.PrimaryKeyConstraint("totp_code_id", name="pk_one_time_code"),
    )
    op.create_index("ix_one_time_code_organization_id_created_at", "one_time_code", ["organization_id", "created_at"])

"""Batches and their items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("workflow_id", sa.String(80), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("at_once", sa.Integer(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("api_key_id", sa.String(80)),
        sa.Column("finished_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("batch_id", name="pk_batch"),
    )
    op.create_index("ix_batch_workflow_permanent_id", "batch", ["workflow_permanent_id"])
    op.create_index("ix_batch_status", "batch", ["status"])
    op.create_index("ix_batch_organization_id_created_at", "batch", ["organization_id", "created_at"])
    op.create_table(
        "batch_item",
        sa.Column("batch_id", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(80)),
        sa.Column("refusal", sa.Text()),
        sa.Column("earlier", sa.JSON()),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name="fk_batch_item_batch_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("batch_id", "number", name="pk_batch_item"),
    )

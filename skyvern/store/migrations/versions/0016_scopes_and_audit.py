"""What an API key may do and until when, and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply."""
    op.add_column("api_key", sa.Column("scope", sa.String(40), nullable=False, server_default="admin"))
    op.add_column("api_key", sa.Column("expires_at", sa.DateTime()))
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit"),
    )
    op.create_index("ix_audit_organization_id_at", "audit", ["organization_id", "at"])

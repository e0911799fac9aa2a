"""The states that profiles had before; the state that a profile has now is its first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "browser_profile_version",
        sa.Column("version_id", sa.String(80), nullable=False),
        sa.Column("browser_profile_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("state_key", sa.String(400), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("source", sa.String(120)),
        sa.PrimaryKeyConstraint("version_id", name="pk_browser_profile_version"),
        sa.UniqueConstraint(
            "browser_profile_id", "number", name="uq_browser_profile_version_browser_profile_id_number"
        ),
    )
    # one version each, so the profile's own id is as good as any
    op.execute(
        "INSERT INTO browser_profile_version "
        "(version_id, browser_profile_id, organization_id, number, created_at, state_key, sealed) "
        "SELECT browser_profile_id, browser_profile_id, organization_id, 1, modified_at, state_key, sealed "
        "FROM browser_profile WHERE state_key IS NOT NULL AND sealed IS NOT NULL AND deleted_at IS NULL"
    )

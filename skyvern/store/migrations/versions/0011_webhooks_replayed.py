"""Since when a webhook is tried: a replay begins anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply."""
    op.add_column("delivery", sa.Column("tried_since", sa.DateTime()))

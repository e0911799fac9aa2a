"""A call to a model knows when its answer came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply."""
    op.add_column("model_charge", sa.Column("settled_at", sa.DateTime))

"""A call to a model knows the execution of a block that made it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Apply."""
    op.add_column("model_charge", sa.Column("block_run_id", sa.String(80)))

"""A call to a model knows how many of its tokens were the answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Apply."""
    op.add_column("model_charge", sa.Column("answer_tokens", sa.BigInteger))

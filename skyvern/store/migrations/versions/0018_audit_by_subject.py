"""The audit log is also read by what a deed was done to: when was this credential used last?"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_audit_subject_at", "audit", ["subject", "at"])

"""What changed lately and the files of an organisation are found among many by an index."""

from __future__ import annotations

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_run_organization_id_modified_at", "run", ["organization_id", "modified_at"])
    op.create_index("ix_artifact_organization_id_created_at", "artifact", ["organization_id", "created_at"])

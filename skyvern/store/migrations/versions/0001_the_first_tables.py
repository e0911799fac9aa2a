"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    _owners()
    _workflows()
    _runs()
    _facts()
    _files_and_secrets()


def _owners() -> None:
    op.create_table(
        "organization",
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organization"),
    )
    op.create_table(
        "api_key",
        sa.Column("api_key_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime()),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.organization_id"], name="fk_api_key_organization_id"
        ),
        sa.PrimaryKeyConstraint("api_key_id", name="pk_api_key"),
        sa.UniqueConstraint("hash", name="uq_api_key_hash"),
    )
    op.create_index("ix_api_key_organization_id", "api_key", ["organization_id"])
    op.create_table(
        "idempotency",
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("made_id", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "scope", "key", name="pk_idempotency"),
    )


def _workflows() -> None:
    op.create_table(
        "workflow",
        sa.Column("workflow_id", sa.String(80), nullable=False),
        sa.Column("permanent_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("workflow_id", name="pk_workflow"),
        sa.UniqueConstraint("permanent_id", "version", name="uq_workflow_permanent_id_version"),
    )
    op.create_index("ix_workflow_organization_id_created_at", "workflow", ["organization_id", "created_at"])


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("workflow_id", sa.String(80), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("deadline_at", sa.DateTime(), nullable=False),
        sa.Column("run_type", sa.String(40), nullable=False),
        sa.Column("trigger_type", sa.String(40), nullable=False),
        sa.Column("api_key_id", sa.String(80)),
        sa.Column("queued_at", sa.DateTime()),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("cursor", sa.JSON()),
        sa.Column("claim", sa.String(80)),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("output", sa.JSON()),
        sa.Column("failure_reason", sa.Text()),
        sa.Column("failure_category", sa.String(40)),
        sa.Column("errors", sa.JSON()),
        sa.Column("step_count", sa.Integer(), nullable=False),
        sa.Column("browser_id", sa.String(80)),
        sa.Column("browser_session_id", sa.String(80)),
        sa.Column("browser_profile_id", sa.String(80)),
        sa.Column("webhook_url", sa.Text()),
        sa.Column("webhook_failure_reason", sa.Text()),
        sa.Column("parent_run_id", sa.String(80)),
        sa.PrimaryKeyConstraint("run_id", name="pk_run"),
    )
    op.create_index("ix_run_organization_id_created_at", "run", ["organization_id", "created_at"])
    op.create_index("ix_run_parent_run_id", "run", ["parent_run_id"])
    op.create_index("ix_run_status", "run", ["status"])
    op.create_index("ix_run_workflow_permanent_id", "run", ["workflow_permanent_id"])
    op.create_table(
        "run_snapshot",
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_run_snapshot_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_snapshot"),
    )


def _facts() -> None:
    op.create_table(
        "block_run",
        sa.Column("block_run_id", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.String(80)),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("block_type", sa.String(60), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("task_id", sa.String(80)),
        sa.Column("output", sa.JSON()),
        sa.Column("failure_reason", sa.Text()),
        sa.Column("failure_category", sa.String(40)),
        sa.Column("errors", sa.JSON()),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("loop_values", sa.JSON()),
        sa.Column("current_value", sa.JSON()),
        sa.Column("current_index", sa.Integer()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_block_run_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("block_run_id", name="pk_block_run"),
    )
    op.create_index("ix_block_run_run_id_order", "block_run", ["run_id", "order"])
    op.create_table(
        "journal",
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("block_run_id", sa.String(80)),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_journal_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "seq", name="pk_journal"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivery",
        sa.Column("delivery_id", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(80), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("delivered_at", sa.DateTime()),
        sa.Column("given_up_at", sa.DateTime()),
        sa.Column("last_status", sa.Integer()),
        sa.Column("last_error", sa.Text()),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_delivery_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_delivery"),
    )
    op.create_index("ix_delivery_run_id", "delivery", ["run_id"])


def _files_and_secrets() -> None:
    op.create_table(
        "artifact",
        sa.Column("artifact_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("artifact_type", sa.String(40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("run_id", sa.String(80)),
        sa.Column("block_run_id", sa.String(80)),
        sa.Column("task_id", sa.String(80)),
        sa.Column("step", sa.Integer()),
        sa.Column("source_url", sa.Text()),
        sa.Column("expires_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("artifact_id", name="pk_artifact"),
    )
    op.create_index("ix_artifact_expires_at", "artifact", ["expires_at"])
    op.create_index("ix_artifact_run_id_created_at", "artifact", ["run_id", "created_at"])
    op.create_table(
        "credential",
        sa.Column("credential_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_type", sa.String(40), nullable=False),
        sa.Column("public", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("tested_url", sa.Text()),
        sa.Column("browser_profile_id", sa.String(80)),
        sa.Column("deleted_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("credential_id", name="pk_credential"),
    )
    op.create_index("ix_credential_organization_id_created_at", "credential", ["organization_id", "created_at"])

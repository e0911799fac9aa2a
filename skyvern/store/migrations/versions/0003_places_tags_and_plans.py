"""Folders, templates, tags, schedules, scripts, sessions and profiles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from skyvern.store.workflow_filter import search_text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    _workflow_columns()
    op.add_column("run", sa.Column("retried_from_run_id", sa.String(80)))
    op.create_index("ix_run_retried_from_run_id", "run", ["retried_from_run_id"])
    _folders_and_tags()
    _schedules_and_scripts()
    _browsers()


def _workflow_columns() -> None:
    op.add_column("workflow", sa.Column("folder_id", sa.String(80)))
    for name in ("is_template", "is_saved_task"):
        op.add_column("workflow", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("workflow", sa.Column("search_text", sa.Text()))
    op.create_index("ix_workflow_folder_id", "workflow", ["folder_id"])
    kept = sa.table(
        "workflow",
        sa.column("workflow_id", sa.String()),
        sa.column("title", sa.Text()),
        sa.column("definition", sa.JSON()),
        sa.column("settings", sa.JSON()),
        sa.column("folder_id", sa.String()),
        sa.column("is_saved_task", sa.Boolean()),
        sa.column("search_text", sa.Text()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(kept)).mappings().all():
        settings: dict[str, object] = row["settings"] or {}
        connection.execute(
            kept.update()
            .where(kept.c.workflow_id == row["workflow_id"])
            .values(
                folder_id=settings.get("folder_id"),
                is_saved_task=bool(settings.get("is_saved_task")),
                search_text=search_text(row["title"], row["definition"]),
            )
        )


def _folders_and_tags() -> None:
    op.create_table(
        "folder",
        sa.Column("folder_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("deleted_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("folder_id", name="pk_folder"),
    )
    op.create_index("ix_folder_organization_id_created_at", "folder", ["organization_id", "created_at"])
    op.create_table(
        "tag",
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "subject", "subject_id", "key", name="pk_tag"),
    )
    op.create_index("ix_tag_organization_id_key", "tag", ["organization_id", "key"])
    op.create_table(
        "tag_key",
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("description", sa.Text()),
        sa.PrimaryKeyConstraint("organization_id", "key", name="pk_tag_key"),
    )
    op.create_table(
        "tag_value",
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.String(256), nullable=False),
        sa.Column("color", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "key", "value", name="pk_tag_value"),
    )
    op.create_table(
        "tag_event",
        sa.Column("event_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(80), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("change", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_tag_event"),
    )
    op.create_index("ix_tag_event_subject_id_at", "tag_event", ["subject_id", "at"])


def _schedules_and_scripts() -> None:
    op.create_table(
        "schedule",
        sa.Column("workflow_schedule_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80), nullable=False),
        sa.Column("timezone", sa.String(80), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("cron_expression", sa.Text()),
        sa.Column("interval_seconds", sa.Integer()),
        sa.Column("first_fire_at", sa.DateTime()),
        sa.Column("run_at", sa.DateTime()),
        sa.Column("dispatch_status", sa.String(40)),
        sa.Column("workflow_run_id", sa.String(80)),
        sa.Column("parameters", sa.JSON()),
        sa.Column("name", sa.Text()),
        sa.Column("description", sa.Text()),
        sa.Column("deleted_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("workflow_schedule_id", name="pk_schedule"),
    )
    op.create_index("ix_schedule_organization_id_created_at", "schedule", ["organization_id", "created_at"])
    op.create_index("ix_schedule_workflow_permanent_id", "schedule", ["workflow_permanent_id"])
    op.create_table(
        "script",
        sa.Column("script_revision_id", sa.String(80), nullable=False),
        sa.Column("script_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80)),
        sa.Column("run_id", sa.String(80)),
        sa.Column("deleted_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("script_revision_id", name="pk_script"),
        sa.UniqueConstraint("script_id", "version", name="uq_script_script_id_version"),
    )
    op.create_index("ix_script_organization_id_created_at", "script", ["organization_id", "created_at"])
    op.create_index("ix_script_workflow_permanent_id", "script", ["workflow_permanent_id"])
    op.create_table(
        "script_file",
        sa.Column("file_id", sa.String(80), nullable=False),
        sa.Column("script_revision_id", sa.String(80), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["script_revision_id"],
            ["script.script_revision_id"],
            name="fk_script_file_script_revision_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", name="pk_script_file"),
    )
    op.create_index("ix_script_file_script_revision_id", "script_file", ["script_revision_id"])


def _browsers() -> None:
    op.create_table(
        "browser_session",
        sa.Column("browser_session_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("timeout", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("proxy_location", sa.JSON()),
        sa.Column("proxy_session_id", sa.Text()),
        sa.Column("extensions", sa.JSON()),
        sa.Column("browser_type", sa.String(40)),
        sa.Column("browser_profile_id", sa.String(80)),
        sa.Column("generate_browser_profile", sa.Boolean(), nullable=False),
        sa.Column("browser_settings", sa.JSON()),
        sa.Column("run_id", sa.String(80)),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("completed_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("browser_session_id", name="pk_browser_session"),
    )
    op.create_index(
        "ix_browser_session_organization_id_created_at", "browser_session", ["organization_id", "created_at"]
    )
    op.create_table(
        "browser_profile",
        sa.Column("browser_profile_id", sa.String(80), nullable=False),
        sa.Column("organization_id", sa.String(80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("modified_at", sa.DateTime(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("source_browser_type", sa.String(40)),
        sa.Column("proxy_location", sa.JSON()),
        sa.Column("proxy_session_id", sa.Text()),
        sa.Column("is_managed", sa.Boolean(), nullable=False),
        sa.Column("workflow_permanent_id", sa.String(80)),
        sa.Column("deleted_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("browser_profile_id", name="pk_browser_profile"),
    )
    op.create_index(
        "uq_browser_profile_organization_id_name",
        "browser_profile",
        ["organization_id", "name"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )

"""The tables of the store. A column has its record's field name; names keep clear of the engine's own tables."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

from skyvern.domain.artifact import ArtifactType
from skyvern.domain.credential import CodeKind, CredentialType
from skyvern.domain.failure import Category
from skyvern.domain.organization import Scope
from skyvern.domain.run import JournalKind, WaitsFor
from skyvern.domain.status import LIVE, BlockStatus, RunStatus
from skyvern.store.columns import CleanText, CursorJson, ErrorsJson, PlainJson, TupleJson, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = String(80)
_AN_END = f"kind = '{JournalKind.RUN_FINISHED}'"
"""A run ends once in its journal."""

organization = Table(
    "organization",
    metadata,
    Column("organization_id", _ID, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("created_at", DateTime, nullable=False),
)

api_key = Table(
    "api_key",
    metadata,
    Column("api_key_id", _ID, primary_key=True),
    Column("organization_id", _ID, ForeignKey("organization.organization_id"), nullable=False, index=True),
    Column("name", CleanText, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    Column("scope", Word(Scope), nullable=False, server_default=Scope.ADMIN.value),
    Column("expires_at", DateTime),
)

workflow = Table(
    "workflow",
    metadata,
    Column("workflow_id", _ID, primary_key=True),
    Column("permanent_id", _ID, nullable=False),
    Column("organization_id", _ID, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("description", CleanText),
    Column("definition", PlainJson, nullable=False),
    Column("settings", PlainJson, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("deleted_at", DateTime),
    Column("hidden", Boolean, nullable=False),
    Column("status", String(40), nullable=False),
    Column("folder_id", _ID, index=True),
    Column("is_template", Boolean, nullable=False, server_default=false()),
    Column("is_saved_task", Boolean, nullable=False, server_default=false()),
    Column("search_text", CleanText),
    UniqueConstraint("permanent_id", "version"),
    Index(None, "organization_id", "created_at"),
)
"""`status` and `is_saved_task` repeat those in `settings`, for the list's filters; `search_text` is what a search
looks in: title and parameters, in lower case."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("organization_id", _ID, primary_key=True),
    Column("scope", String(20), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("made_id", _ID, nullable=False),
    Column("created_at", DateTime, nullable=False),
)
"""Which thing a caller's Idempotency-Key made; `scope` is `workflow` or `run`."""

run = Table(
    "run",
    metadata,
    Column("run_id", _ID, primary_key=True),
    Column("organization_id", _ID, nullable=False),
    Column("workflow_id", _ID, nullable=False),
    Column("workflow_permanent_id", _ID, nullable=False, index=True),
    Column("status", Word(RunStatus), nullable=False),
    Column("title", CleanText, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("deadline_at", DateTime, nullable=False),
    Column("run_type", String(40), nullable=False),
    Column("trigger_type", String(40), nullable=False),
    Column("api_key_id", _ID),
    Column("queued_at", DateTime),
    Column("started_at", DateTime),
    Column("finished_at", DateTime),
    Column("cursor", CursorJson),
    Column("claim", String(80)),
    Column("cancel_requested", Boolean, nullable=False),
    Column("output", PlainJson),
    Column("failure_reason", CleanText),
    Column("failure_category", Word(Category)),
    Column("errors", ErrorsJson),
    Column("step_count", Integer, nullable=False),
    Column("browser_id", _ID),
    Column("browser_session_id", _ID, index=True),
    Column("browser_profile_id", _ID),
    Column("webhook_url", CleanText),
    Column("webhook_failure_reason", CleanText),
    Column("parent_run_id", _ID, index=True),
    Column("retried_from_run_id", _ID, index=True),
    Column("waits_for", Word(WaitsFor)),
    Column("wake_at", DateTime),
    Column("wakes", Integer),
    Column("entry", String(120)),
    Column("sequence", String(200), index=True),
    Column("attempts", TupleJson),
    Column("workflow_schedule_id", _ID, index=True),
    Column("batch_id", _ID, index=True),
    Column("rank", Integer),
    Column("priority", Integer, nullable=False, server_default="0"),
    Column("waits_on", String(200), index=True),
    Column("node_id", String(120)),
    Index(None, "organization_id", "created_at"),
    Index(None, "organization_id", "modified_at"),
    Index(None, "organization_id", "status", "rank"),
    Index(None, "status", "rank"),
)

run_snapshot = Table(
    "run_snapshot",
    metadata,
    Column("run_id", _ID, ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True),
    Column("parameters", PlainJson, nullable=False),
    Column("request", PlainJson, nullable=False),
    Column("definition", PlainJson, nullable=False),
    Column("settings", PlainJson, nullable=False),
)
"""What a run was started with. Apart from `run`, so that a commit per block does not rewrite the whole definition."""

block_run = Table(
    "block_run",
    metadata,
    Column("block_run_id", _ID, primary_key=True),
    Column("run_id", _ID, ForeignKey("run.run_id", ondelete="CASCADE"), nullable=False),
    Column("key", CleanText, nullable=False),
    Column("parent_id", _ID),
    Column("label", CleanText, nullable=False),
    Column("block_type", String(60), nullable=False),
    Column("status", Word(BlockStatus), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("order", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("task_id", _ID),
    Column("output", PlainJson),
    Column("failure_reason", CleanText),
    Column("failure_category", Word(Category)),
    Column("errors", ErrorsJson),
    Column("finished_at", DateTime),
    Column("loop_values", TupleJson),
    Column("current_value", PlainJson),
    Column("current_index", Integer),
    Column("details", PlainJson, nullable=False),
    Index(None, "run_id", "order"),
)

journal = Table(
    "journal",
    metadata,
    Column("run_id", _ID, ForeignKey("run.run_id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Word(JournalKind), nullable=False),
    Column("payload", PlainJson, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("block_run_id", _ID),
    Index(
        "uq_journal_one_end",
        "run_id",
        unique=True,
        sqlite_where=text(_AN_END),
        postgresql_where=text(_AN_END),
    ),
    sqlite_with_rowid=False,
)

artifact = Table(
    "artifact",
    metadata,
    Column("artifact_id", _ID, primary_key=True),
    Column("organization_id", _ID, nullable=False),
    Column("artifact_type", Word(ArtifactType), nullable=False),
    Column("key", CleanText, nullable=False),
    Column("file_name", CleanText, nullable=False),
    Column("media_type", CleanText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("checksum", String(64), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("run_id", _ID),
    Column("block_run_id", _ID),
    Column("task_id", _ID),
    Column("step", Integer),
    Column("source_url", CleanText),
    Column("expires_at", DateTime, index=True),
    Column("browser_session_id", _ID, index=True),
    Index(None, "run_id", "created_at"),
    Index(None, "organization_id", "created_at"),
)

credential = Table(
    "credential",
    metadata,
    Column("credential_id", _ID, primary_key=True),
    Column("organization_id", _ID, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("credential_type", Word(CredentialType), nullable=False),
    Column("public", PlainJson, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("modified_at", DateTime, nullable=False),
    Column("tested_url", CleanText),
    Column("browser_profile_id", _ID),
    Column("deleted_at", DateTime),
    Column("options", PlainJson, nullable=False, server_default="{}"),
    Index(None, "organization_id", "created_at"),
)

one_time_code = Table(
    "one_time_code",
    metadata,
    Column("totp_code_id", _ID, primary_key=True),
    Column("organization_id", _ID, nullable=False),
    Column("totp_identifier", CleanText, nullable=False),
    Column("kind", Word(CodeKind), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("run_id", _ID),
    Column("task_id", _ID),
    Column("workflow_permanent_id", _ID),
    Column("source", CleanText),
    Column("expires_at", DateTime),
    Column("used_by", _ID),
    Index(None, "organization_id", "created_at"),
)

model_charge = Table(
    "model_charge",
    metadata,
    Column("charge_id", _ID, primary_key=True),
    Column("organization_id", _ID, nullable=False),
    Column("run_id", _ID, nullable=False, index=True),
    Column("workflow_permanent_id", _ID, index=True),
    Column("model", CleanText, nullable=False),
    Column("tokens", BigInteger, nullable=False),
    Column("micros", BigInteger, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("settled_at", DateTime),
    Column("answer_tokens", BigInteger),
    Column("block_run_id", _ID),
    Index(None, "organization_id", "at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("delivery_id", _ID, primary_key=True),
    Column("run_id", _ID, ForeignKey("run.run_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("url", CleanText, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("delivered_at", DateTime),
    Column("given_up_at", DateTime),
    Column("last_status", Integer),
    Column("last_error", CleanText),
    Column("next_try_at", DateTime),
    Column("attempt", Integer),
    Column("tried_since", DateTime),
)


LIVE_RUN = run.c.status.in_(sorted(LIVE))
"""Says which statuses it may have, not which it may not: only so an index finds the few among the many."""


def columns_of(record: type[Any], *tables: Table) -> tuple[Column[Any], ...]:
    """Return the columns of a record, in the order of its fields, each from the first table that has it."""
    return tuple(next(table.c[field.name] for table in tables if field.name in table.c) for field in fields(record))


def row_of(record: object, table: Table) -> dict[str, object]:
    """Return the values of a record that `table` has a column for."""
    return {name: getattr(record, name) for name in table.c.keys() if hasattr(record, name)}  # noqa: SIM118 - not a dict

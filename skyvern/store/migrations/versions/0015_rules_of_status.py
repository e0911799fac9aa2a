"""Illegal moves of a run, changes to a block that has ended, and a second end are refused by the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_LEGAL = (
    "(OLD.status = 'created' AND NEW.status IN "
    "('canceled', 'completed', 'failed', 'queued', 'running', 'terminated', 'timed_out')) OR "
    "(OLD.status = 'paused' AND NEW.status IN "
    "('canceled', 'completed', 'failed', 'running', 'terminated', 'timed_out')) OR "
    "(OLD.status = 'queued' AND NEW.status IN "
    "('canceled', 'completed', 'failed', 'running', 'terminated', 'timed_out')) OR "
    "(OLD.status = 'running' AND NEW.status IN "
    "('canceled', 'completed', 'failed', 'paused', 'queued', 'terminated', 'timed_out'))"
)
_RULES = {
    "run": f"NEW.status <> OLD.status AND NOT ({_LEGAL})",
    "block_run": "NEW.status <> OLD.status AND OLD.status <> 'running'",
}
_ENDS = "kind = 'run_finished'"
_LATER_ENDS = (
    "DELETE FROM journal WHERE kind = 'run_finished' AND EXISTS (SELECT 1 FROM journal AS first "
    "WHERE first.run_id = journal.run_id AND first.kind = 'run_finished' AND first.seq < journal.seq)"
)


def upgrade() -> None:
    """Apply."""
    op.execute(_LATER_ENDS)
    op.create_index(
        "uq_journal_one_end",
        "journal",
        ["run_id"],
        unique=True,
        sqlite_where=sa.text(_ENDS),
        postgresql_where=sa.text(_ENDS),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, illegal in _RULES.items():
        told = f"{table} may not go from one status to the other"
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_moves BEFORE UPDATE OF status ON {table} WHEN {illegal} "
                f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
            continue
        op.execute(
            f"CREATE OR REPLACE FUNCTION {table}_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{told}' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_moves BEFORE UPDATE OF status ON {table} FOR EACH ROW "
            f"WHEN ({illegal}) EXECUTE FUNCTION {table}_moves()"
        )

"""What the database itself forbids: an illegal move of a run, and a block that changes after its end.

A table that is copied (SQLite's way to alter one) loses its triggers: a revision that does so must make them anew.
"""

from __future__ import annotations

from skyvern.domain.status import TRANSITIONS, BlockStatus

REFUSED = "may not go from one status to the other"
"""What the database says to an illegal move."""

_LEGAL = " OR ".join(
    f"(OLD.status = '{old}' AND NEW.status IN ({', '.join(repr(new.value) for new in sorted(following))}))"
    for old, following in sorted(TRANSITIONS.items())
)
_RULES = {
    "run": f"NEW.status <> OLD.status AND NOT ({_LEGAL})",
    "block_run": f"NEW.status <> OLD.status AND OLD.status <> '{BlockStatus.RUNNING}'",
}


def rules(dialect: str) -> list[str]:
    """Return the statements that make the triggers in this kind of database."""
    return [
        statement
        for table, illegal in _RULES.items()
        for statement in (_sqlite if dialect == "sqlite" else _postgres)(table, illegal)
    ]


def _sqlite(table: str, illegal: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_moves BEFORE UPDATE OF status ON {table} WHEN {illegal} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSED}'); END",
    )


def _postgres(table: str, illegal: str) -> tuple[str, ...]:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} {REFUSED}' USING ERRCODE = 'check_violation'; END $$",
        f"CREATE TRIGGER {table}_moves BEFORE UPDATE OF status ON {table} FOR EACH ROW "
        f"WHEN ({illegal}) EXECUTE FUNCTION {table}_moves()",
    )

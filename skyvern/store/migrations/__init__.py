"""The schema's history: one revision a change, applied by alembic when a database is behind."""

from __future__ import annotations

REVISIONS = tuple(f"{number:04}" for number in range(1, 15))
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
)
"""Every revision, oldest first; a new file in `versions/` adds its own here."""

HEAD = REVISIONS[-1]

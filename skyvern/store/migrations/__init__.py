"""The schema's history: one revision a change, applied by alembic when a database is behind."""

from __future__ import annotations

REVISIONS = tuple(f"{number:04}" for number in range(1, 24))
"""Every revision, oldest first; a new file in `versions/` makes one more."""

HEAD = REVISIONS[-1]

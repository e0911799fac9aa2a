"""What alembic runs around the revisions: our connection, our tables, one transaction."""

from __future__ import annotations

from typing import cast

from alembic import context
from sqlalchemy import Connection

from skyvern.store.tables import metadata

connection = cast("Connection", context.config.attributes["connection"])
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

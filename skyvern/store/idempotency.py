"""Which thing a caller's Idempotency-Key has made; written in the transaction that makes the thing."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from skyvern.domain.clock import utc_now
from skyvern.store.errors import AlreadyMade
from skyvern.store.tables import idempotency


def made_by(connection: Connection, organization_id: str, *, scope: str, key: str) -> str | None:
    """Return the id of what this key made, if anything."""
    return connection.execute(
        select(idempotency.c.made_id).where(
            idempotency.c.organization_id == organization_id, idempotency.c.scope == scope, idempotency.c.key == key
        )
    ).scalar()


def remember(connection: Connection, organization_id: str, *, scope: str, key: str, made_id: str) -> None:
    """Note what this key makes. Raises `AlreadyMade` with the earlier thing's id; the transaction must then end."""
    earlier = made_by(connection, organization_id, scope=scope, key=key)
    if earlier is not None:
        raise AlreadyMade(earlier)
    row = {
        "organization_id": organization_id,
        "scope": scope,
        "key": key,
        "made_id": made_id,
        "created_at": utc_now(),
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(idempotency), row)
    except IntegrityError as race:
        raise AlreadyMade(made_by(connection, organization_id, scope=scope, key=key) or made_id) from race

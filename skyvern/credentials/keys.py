"""API keys: made at random, known by their hash, sealed so that they can sign webhooks."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from skyvern.credentials.seal import Purpose, Sealer
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.organization import ApiKey, Scope

_PURPOSE = Purpose.API_KEY


def new_api_key() -> str:
    """Return a fresh key of 256 random bits, shown once."""
    return f"sk_{secrets.token_urlsafe(32)}"


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key, hex: what the store looks it up by."""
    return hashlib.sha256(key.encode()).hexdigest()


def issue_key(
    sealer: Sealer,
    organization_id: str,
    *,
    name: str,
    text: str | None = None,
    scope: Scope = Scope.ADMIN,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Return the row of a new key and its text, fresh unless given; the text is not kept readable anywhere."""
    text = text or new_api_key()
    api_key_id = new_id("key")
    row = ApiKey(
        api_key_id=api_key_id,
        organization_id=organization_id,
        name=name,
        hash=hash_key(text),
        sealed=sealer.seal(text.encode(), _PURPOSE, context=api_key_id),
        created_at=utc_now(),
        scope=scope,
        expires_at=expires_at,
    )
    return row, text


def open_key(sealer: Sealer, row: ApiKey) -> str:
    """Return the text of a key, for signing. Raises `SealBroken`."""
    return sealer.open(row.sealed, _PURPOSE, context=row.api_key_id).decode()

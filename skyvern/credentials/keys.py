"""API keys: made at random, known by their hash."""

from __future__ import annotations

import hashlib
import secrets


def new_api_key() -> str:
    """Return a fresh key of 256 random bits, shown once."""
    return f"sk_{secrets.token_urlsafe(32)}"


def hash_key(key: str) -> str:
    """Return the SHA-256 of a key, hex: what the store looks it up by."""
    return hashlib.sha256(key.encode()).hexdigest()

"""Canonical JSON bytes and their signatures, as webhooks and their receivers agree on them (contract 5)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import cast


def canonical_bytes(value: object) -> bytes:
    """Return compact UTF-8 JSON: keys as inserted, non-ASCII unescaped, whole floats written as integers."""
    return json.dumps(_whole(value), separators=(",", ":"), ensure_ascii=False).encode()


def signature(body: bytes, key: str) -> str:
    """Return the hex HMAC-SHA256 of `body` under the API key."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def signature_matches(body: bytes, key: str, given: str) -> bool:
    """Compare a received signature in constant time."""
    return hmac.compare_digest(signature(body, key).encode(), given.strip().lower().encode())


def event_signature(body: bytes, key: str, *, event_id: str, timestamp: int) -> str:
    """Return the signature of Standard Webhooks (v1): it covers the event's id and the moment of sending, too.

    The secret is the API key's own bytes; libraries that want it as `whsec_…` take `webhook_secret`.
    """
    signed = f"{event_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key.encode(), signed, hashlib.sha256).digest()).decode()


def webhook_secret(key: str) -> str:
    """Return an API key as the secret that libraries of Standard Webhooks take."""
    return "whsec_" + base64.b64encode(key.encode()).decode()


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [_whole(item) for item in cast("Sequence[object]", value)]
    return value

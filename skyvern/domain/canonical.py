"""Canonical JSON bytes and their signature, as webhooks and their receivers agree on them (contract 5)."""

from __future__ import annotations

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


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [_whole(item) for item in cast("Sequence[object]", value)]
    return value

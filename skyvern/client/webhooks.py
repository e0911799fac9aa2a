"""Checking that a webhook really comes from your server, and came just now."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping

from skyvern.domain.canonical import event_signature, signature_matches

TOLERANCE_SECONDS = 300.0


def verify_webhook(body: bytes | str, signature: str | None, key: str) -> bool:
    """Tell whether `signature` (the header `x-skyvern-signature`) was made from these raw bytes with your API key.

    Give the body exactly as it was received, before any JSON parsing: other bytes have another signature.
    """
    raw = body.encode() if isinstance(body, str) else body
    return bool(signature) and signature_matches(raw, key.strip(), signature or "")


def verify_event(
    body: bytes | str,
    headers: Mapping[str, str],
    key: str,
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
    now: float | None = None,
) -> str | None:
    """Return the event's id when body, id and moment of sending are as your server signed them, else None.

    `headers` are those of the request, in whatever case: `webhook-id`, `webhook-timestamp`, `webhook-signature`. What
    was sent longer ago than `tolerance_seconds`, or so far ahead, is refused: somebody may have kept it. A webhook may
    come twice; the id is the same each time.
    """
    given = {name.lower(): value for name, value in headers.items()}
    event_id, moment = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not event_id or not (moment.isascii() and moment.isdigit()) or len(moment) > 12:
        return None
    if abs((time.time() if now is None else now) - int(moment)) > tolerance_seconds:
        return None
    raw = body.encode() if isinstance(body, str) else body
    expected = event_signature(raw, key.strip(), event_id=event_id, timestamp=int(moment)).encode()
    signatures = given.get("webhook-signature", "").split()
    return event_id if any(hmac.compare_digest(expected, one.encode()) for one in signatures) else None

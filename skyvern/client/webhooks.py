"""Checking that a webhook really comes from your server."""

from __future__ import annotations

from skyvern.domain.canonical import signature_matches


def verify_webhook(body: bytes | str, signature: str | None, key: str) -> bool:
    """Tell whether `signature` (the header `x-skyvern-signature`) was made from these raw bytes with your API key.

    Give the body exactly as it was received, before any JSON parsing: other bytes have another signature.
    """
    raw = body.encode() if isinstance(body, str) else body
    return bool(signature) and signature_matches(raw, key.strip(), signature or "")

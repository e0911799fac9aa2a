"""Links that open the live view of one run or session, and nothing else, without an API key for a short time."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a link gives: whether its bearer may take the controls, and how they are named."""

    control: bool
    name: str


class LiveLinks:
    """Signs and reads links; `kind` is runs or browser_sessions."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"skyvern live link", hashlib.sha256)

    def path(self, kind: str, subject_id: str, grant: Grant, *, expires_at: int) -> str:
        """Return the path of the live view with its signature."""
        query = {"expiry": str(expires_at), "control": "1" if grant.control else "0", "name": grant.name}
        query["sig"] = self._signature(kind, subject_id, query)
        return f"v1/{kind}/{subject_id}/live?{urlencode(query)}"

    def read(self, kind: str, subject_id: str, query: Mapping[str, str]) -> Grant | None:
        """Return what a link's query gives now; None for one that is forged, for something else, or over."""
        genuine = hmac.compare_digest(
            self._signature(kind, subject_id, query).encode(), query.get("sig", "").encode(errors="replace")
        )
        expiry = query.get("expiry", "")
        if not genuine or not expiry.isascii() or not expiry.isdecimal() or int(expiry) <= time.time():
            return None
        return Grant(control=query.get("control") == "1", name=query.get("name", ""))

    def _signature(self, kind: str, subject_id: str, query: Mapping[str, str]) -> str:
        parts = (kind, subject_id, query.get("expiry", ""), query.get("control", ""), query.get("name", ""))
        return hmac.digest(self._key, "\n".join(parts).encode(errors="replace"), hashlib.sha256).hex()

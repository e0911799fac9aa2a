"""URLs that open one artifact without an API key until they expire."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from collections.abc import Callable
from datetime import timedelta

_DAY = 86_400
_HOUR = 3_600
_MINUTE = 60


class SignedUrls:
    """Signs and verifies artifact URLs. The expiry is rounded up, so that asking twice gives the same URL."""

    def __init__(
        self,
        secret: bytes,
        public_url: str,
        *,
        lifetime: timedelta = timedelta(days=7),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._key = hmac.digest(secret, b"skyvern artifact url", hashlib.sha256)
        self._kid = hmac.digest(self._key, b"kid", hashlib.sha256).hex()[:8]
        self._public_url = public_url.rstrip("/")
        self._lifetime = lifetime.total_seconds()
        self._grain = _grain(self._lifetime)
        self._now = now

    def sign(self, artifact_id: str) -> str:
        """Return the absolute URL of an artifact's content, good for at least the lifetime."""
        expiry = math.ceil((self._now() + self._lifetime) / self._grain) * self._grain
        query = f"expiry={expiry}&kid={self._kid}&sig={self._signature(artifact_id, expiry)}"
        return f"{self._public_url}/v1/artifacts/{artifact_id}/content?{query}"

    def verify(self, artifact_id: str, expiry: int | str, kid: str, sig: str) -> bool:
        """Tell whether these query values open this artifact now."""
        text = str(expiry)
        if not (text.isascii() and text.isdecimal() and len(text) <= 12):
            return False
        genuine = hmac.compare_digest(self._signature(artifact_id, int(text)).encode(), sig.encode(errors="replace"))
        return (
            genuine
            and hmac.compare_digest(self._kid.encode(), kid.encode(errors="replace"))
            and int(text) > self._now()
        )

    def _signature(self, artifact_id: str, expiry: int) -> str:
        return hmac.digest(self._key, f"{artifact_id}\n{expiry}".encode(), hashlib.sha256).hex()


def _grain(lifetime: float) -> int:
    for grain in (_DAY, _HOUR, _MINUTE):
        if lifetime >= 2 * grain:
            return grain
    return 1

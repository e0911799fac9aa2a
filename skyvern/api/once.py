"""Links that sign a browser in once: they stand for a key's hash, for minutes, in the process that made them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from skyvern.credentials import hash_key

FRAGMENT = "once"
"""`PUBLIC_URL/#once=TOKEN`: what stands behind # is sent to no server by itself, so no log has it."""
GOOD_SECONDS = 15 * 60


@dataclass(slots=True)
class OnceLinks:
    """Makes and redeems tokens; only their hashes are kept, and only in memory."""

    _good: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])

    def issue(self, digest: str, *, seconds: float = GOOD_SECONDS) -> str:
        """Return a token for the key with this SHA-256."""
        token = secrets.token_urlsafe(24)
        self._good[hash_key(token)] = (digest, time.monotonic() + seconds)
        return token

    def redeem(self, token: str) -> str | None:
        """Return the hash of the key that a token stands for, and forget it; None for one that is not good."""
        digest, until = self._good.pop(hash_key(token), ("", 0.0))
        return digest if time.monotonic() < until else None

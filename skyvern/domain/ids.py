"""Identifiers: `<prefix>_<decimal integer>`, unique and ordered by time within a process."""

from __future__ import annotations

import secrets
import threading
import time

_BEGAN = 1_577_836_800_000
_lock = threading.Lock()
_last = 0


def new_id(prefix: str) -> str:
    """Return a fresh id such as `wr_486305187432193510`: milliseconds since 2020 shifted by 22 random bits."""
    global _last  # noqa: PLW0603 - one counter a process keeps ids ordered even within one millisecond
    with _lock:
        moment = (int(time.time() * 1000) - _BEGAN) << 22
        _last = max(moment + secrets.randbits(18), _last + 1 + secrets.randbits(4))
        return f"{prefix}_{_last}"

"""Who uses a data folder: one server, worker or change of the secret key at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class AlreadyServed(Exception):
    """Another server or worker uses this data folder; stop it, or choose another folder."""


def take_folder(data_dir: Path) -> int:
    """Take the folder until the returned descriptor is closed. Raises AlreadyServed."""
    lock = os.open(data_dir / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise AlreadyServed(
            f"another server or worker uses {data_dir}; stop it, or choose another --data-dir"
        ) from None
    return lock

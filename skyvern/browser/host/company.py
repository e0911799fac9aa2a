"""Whether anybody is with a browser over the gateway, a program or a viewer, and for how long nobody has been."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager


class Company:
    """Who is with one browser; a worker that is attached to it is not counted, its run is known elsewhere."""

    def __init__(self) -> None:
        self._present = 0
        self._alone_since = time.monotonic()

    @contextmanager
    def joined(self) -> Generator[None]:
        """Count somebody in until the block is left."""
        self._present += 1
        try:
            yield
        finally:
            self._present -= 1
            self._alone_since = time.monotonic()

    @property
    def alone_seconds(self) -> float:
        """How long nobody has been there; 0 while somebody is."""
        return 0.0 if self._present else time.monotonic() - self._alone_since

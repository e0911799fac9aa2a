"""The line between a worker and its database, which can be cut: nothing is refused, it is just silent."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_SOCKET = ".s.PGSQL.5432"


class Relay:
    """Passes bytes on while the line is whole."""

    def __init__(self, there: Path, here: Path) -> None:
        self._there = there
        self._whole = threading.Event()
        self._whole.set()
        self._ear = socket.socket(socket.AF_UNIX)
        self._ear.bind(str(here))
        self._ear.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """From now on nothing gets through; nobody is told."""
        self._whole.clear()

    def mend(self) -> None:
        """What waited gets through."""
        self._whole.set()

    def close(self) -> None:
        """Accept nobody any more."""
        self.mend()
        self._ear.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._ear.accept()
                server = socket.socket(socket.AF_UNIX)
                try:
                    server.connect(str(self._there))
                except OSError:
                    client.close()
                    server.close()
                    continue
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self._whole.wait()
                other.sendall(data)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def relayed(url: str) -> Generator[tuple[Relay, str]]:
    """Yield a relay to the Postgres at this URL, and the URL that leads through it."""
    folder = Path(tempfile.mkdtemp(prefix="relay-"))  # a socket's path must be short
    there = Path(parse_qs(urlsplit(url).query)["host"][0])
    relay = Relay(there / _SOCKET, folder / _SOCKET)
    try:
        yield relay, url.replace(str(there), str(folder))
    finally:
        relay.close()
        shutil.rmtree(folder)

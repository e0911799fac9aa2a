"""The host's card, `host.json` in the data directory: where its gateway is, the token, and which process it is."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from skyvern.browser.host.processes import is_alive

CARD, LOCK, START_LOCK, LOG, BROWSERS = "host.json", "host.lock", "host.start.lock", "host.log", "browsers"
RUN_BROWSER, SESSION_BROWSER = "br_", "pbs_"
"""How the ids of browsers of a single run, and of a session, begin: their files stay until somebody closes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCard:
    """How to reach a host: websocket address, bearer token, process id and the moment it was created."""

    address: str
    token: str
    pid: int
    created: str

    def write(self, data_dir: Path) -> None:
        """Puts the card in place at once, readable by its owner only."""
        draft = data_dir / f"{CARD}.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(asdict(self), file)
        draft.replace(data_dir / CARD)

    @classmethod
    def read(cls, data_dir: Path) -> HostCard | None:
        """The card of a host that still runs, or None."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            card = cls(**json.loads((data_dir / CARD).read_text()))
            if is_alive(card.pid, card.created):
                return card
        return None

    def __repr__(self) -> str:
        return f"HostCard({self.address}, pid {self.pid})"

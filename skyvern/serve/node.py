"""Who this process is in a fleet: its machine and data folder, its boot, and how others reach its browser host."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from skyvern.browser.host.card import HostCard
from skyvern.browser.host.room import Room
from skyvern.domain.ids import new_id
from skyvern.engine import Duty, Node
from skyvern.engine.queue import LOCAL
from skyvern.settings import Settings, write_private

_FILE = "node_id"


def this_node(settings: Settings) -> Node:
    """Return the node of a data folder; its id is kept there from the first start on."""
    if not settings.shared:
        return Node()
    path = settings.data_dir / _FILE
    if not path.exists():
        write_private(path, f"{socket.gethostname()[:60]}-{new_id('node')}")

    def reach() -> tuple[str, str]:
        card = HostCard.read(settings.data_dir) if settings.node_address else None
        if card is None:
            return "", ""
        shown = f"[{settings.node_address}]" if ":" in settings.node_address else settings.node_address
        return f"ws://{shown}:{urlsplit(card.address).port}", card.token

    return Node(
        node_id=path.read_text().strip(),
        reach=reach,
        silent_seconds=float(settings.worker_silent_seconds),
        shared=True,
    )


def duty_of(settings: Settings, node: Node, queues: Sequence[str]) -> Duty:
    """Return what a worker with these settings takes; where others may work beside it, its id is of this boot."""
    worker_id = f"{node.node_id}.{os.getpid()}.{new_id('boot')}" if node.shared else LOCAL
    return Duty(
        slots=settings.concurrency,
        queues=tuple(queues),
        worker_id=worker_id[-110:],
        node_id=node.node_id,
        bears=Room(least_free_mb=settings.browser_min_free_mb, most_load=settings.browser_max_load).more,
    )

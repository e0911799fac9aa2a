"""The browser hosts of all nodes of a fleet: our own, and those that living workers say how to reach."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from skyvern.browser.host.card import SESSION_BROWSER, HostCard
from skyvern.browser.host.errors import HostGone, HostUnavailable
from skyvern.browser.host_client import HostClient
from skyvern.browser.host_wire import HostWire
from skyvern.credentials import Purpose, SealBroken, Sealer
from skyvern.domain.worker import Worker
from skyvern.engine.fleet import Node
from skyvern.engine.hosts import HostBrowsers
from skyvern.store import Store

_NOBODY = (
    "no worker is there whose browsers this server could reach: start one with SKYVERN_NODE_ADDRESS, the address at "
    "which other machines reach its own"
)
_SILENCES = 4
"""After so many times the silence that is death nobody comes back to a machine: a worker needs longer to start."""
MACHINE_GONE = "the machine that its browser was on is gone; open a new session"

Connect = Callable[[Callable[[], HostCard | None]], HostClient]
"""Makes a client of a host of another machine; it is given what finds that one's card."""


class Nodes:
    """Where browsers are, and who speaks with them."""

    def __init__(
        self, local: HostBrowsers, store: Store, sealer: Sealer, *, node: Node, works: bool, connect: Connect
    ) -> None:
        """`works` says that this process is a worker: browsers that it opens are its own node's."""
        self._local = local
        self._store = store
        self._sealer = sealer
        self._node = node
        self._works = works or not node.shared
        self._connect = connect
        self._far: dict[str, tuple[HostCard, HostClient]] = {}
        self._asking = asyncio.Lock()
        self._missed: dict[str, float] = {}
        """Since when nodes have had no worker."""

    def mine(self, node_id: str | None) -> bool:
        """Tell whether browsers of a node are this process's own node's."""
        return self._works and node_id in (None, "", self._node.node_id)

    async def of(self, node_id: str | None) -> HostClient:
        """Return the host of a node; raises HostUnavailable."""
        if self.mine(node_id):
            return await self._local.host()
        worker = next((one for one in await self._living() if one.node_id == node_id), None)
        if worker is None:
            raise HostGone(MACHINE_GONE)
        return await self._reach(worker)

    async def choose(self) -> tuple[str | None, HostClient]:
        """Return the node where a new browser is to be opened: ours, else the reachable one with the fewest.

        Runs in a browser of a session go to its node: one whose workers take no runs would have them wait for ever.
        """
        if self._works:
            return self._node.node_id or None, await self._local.host()
        reachable = {one.node_id: one for one in await self._living() if one.takes_runs}
        found = [(worker, await self._reach(worker)) for worker in reachable.values()]
        if not found:
            raise HostUnavailable(_NOBODY)
        counts = [len(await host.list_browsers()) for _, host in found]
        worker, host = found[counts.index(min(counts))]
        return worker.node_id, host

    async def alive(self, node_id: str) -> bool:
        """Tell whether some worker of a node lives, or may just be starting again."""
        silent = self._node.silent_seconds
        living = await self._store.workers.living(silent_seconds=silent)
        if any(worker.node_id == node_id for worker in living):
            self._missed.pop(node_id, None)
            return True
        return time.monotonic() - self._missed.setdefault(node_id, time.monotonic()) < _SILENCES * silent

    async def live(self, browser_id: str) -> HostWire:
        """Show a browser live; raises HostGone where no host can be reached that could have it."""
        if not self._node.shared:
            return await self._local.live(browser_id)
        if browser_id.startswith(SESSION_BROWSER):
            session = await self._store.browser_sessions.find(browser_id)
            node_id = None if session is None else session.node_id
        else:
            node_id = await self._store.runs.node_of_browser(browser_id)
        return await (await self.of(node_id)).live(browser_id)

    async def close(self) -> None:
        """Let go of the hosts of other nodes."""
        for _, host in self._far.values():
            await host.close()
        self._far.clear()

    async def _living(self) -> list[Worker]:
        living = await self._store.workers.living(silent_seconds=self._node.silent_seconds)
        return [worker for worker in living if worker.address]

    async def _reach(self, worker: Worker) -> HostClient:
        """Return a client of a worker's host, made anew when that is another process by now."""
        try:
            token = self._sealer.open(worker.sealed_token, Purpose.HOST, context=worker.worker_id).decode()
        except SealBroken:
            raise HostUnavailable(f"worker {worker.host_name} has another SKYVERN_SECRET_KEY") from None
        card = HostCard(address=worker.address, token=token, pid=0, created="")
        async with self._asking:
            known = self._far.get(worker.node_id)
            if known is not None and known[0] == card:
                return known[1]
            if known is not None:
                await known[1].close()
            host = self._connect(lambda: card)
            self._far[worker.node_id] = (card, host)
            return host

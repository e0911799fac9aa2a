"""Kills a server again and again while its runs go on, and counts what came of them."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from skyvern import Skyvern
from tests.chaos.flow import SUBMITS, blocks, come_to, parameters
from tests.chaos.shop import Shop
from tests.e2e.conftest import ENDED, Product

WAYS = ("time", "sent", "decided")
"""After some time; after the site was sent something; after the agent decided something."""
THINKS = (0.05, 0.05, 0.8, 2.0)
"""Seconds that the site takes for an order and for the page after it: some are still loading when the server dies."""
_MOST_DEATHS = 2
"""Deaths in one place that a run must survive (the third gives it up, and says so)."""


@dataclass(slots=True)
class Tally:
    """What a storm did, and what is wrong."""

    seed: int
    runs: int = 0
    kills: Counter[str] = field(default_factory=Counter[str])
    attached: int = 0
    lost: int = 0
    again: list[str] = field(default_factory=list[str])
    """What was done, begun or ended more than once, or never ended."""
    faults: list[str] = field(default_factory=list[str])
    """What else is wrong with how runs ended."""

    def __str__(self) -> str:
        killed = ", ".join(f"{many} by {way}" for way, many in sorted(self.kills.items()))
        return (
            f"seed {self.seed}: {self.kills.total()} kills ({killed}), {self.runs} runs, "
            f"{self.runs * len(SUBMITS)} submits, browsers found again {self.attached}, lost {self.lost}, "
            f"{len(self.again)} doubles, {len(self.faults)} faults"
        )


def rows(data_dir: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Ask a server's database, whether it lives or not."""
    with contextlib.closing(sqlite3.connect(f"file:{data_dir / 'skyvern.db'}?mode=ro", uri=True)) as database:
        return database.execute(statement, values).fetchall()


def doubles_of(data_dir: Path, run_id: str) -> list[str]:
    """Say what a run's journal shows that must not be: blocks begun or ended twice, several ends."""
    wrong: list[str] = []
    ends = rows(data_dir, "SELECT count(*) FROM journal WHERE run_id = ? AND kind = 'run_finished'", run_id)[0][0]
    if ends != 1:
        wrong.append(f"{ends} ends")
    twice = (
        "SELECT kind, block_run_id, count(*) FROM journal WHERE run_id = ? AND kind IN ('block_started', "
        "'block_finished') GROUP BY kind, block_run_id HAVING count(*) > 1"
    )
    wrong += [f"{kind} {many} times" for kind, _, many in rows(data_dir, twice, run_id)]
    again = "SELECT key, count(*) FROM block_run WHERE run_id = ? GROUP BY key, attempt HAVING count(*) > 1"
    wrong += [f"block {key} ran {many} times" for key, many in rows(data_dir, again, run_id)]
    return wrong


class Storm:
    """One server, one shop, some runs at a time, and one who kills."""

    def __init__(self, product: Product, shop: Shop, *, seed: int) -> None:
        self._product = product
        self._shop = shop
        self._random = random.Random(seed)
        self.tally = Tally(seed=seed)
        self._names: dict[str, str] = {}
        self._deaths: dict[str, tuple[str, int]] = {}
        """Where each run stood when it died last, and how often it has died there."""

    async def rage(self, client: Skyvern, *, kills: int = 0, at_once: int = 2, until: float | None = None) -> Tally:
        """Kill so often (or until this moment of the monotonic clock) while runs go on, then see them all end."""
        workflow = await self._product.save(client, blocks(self._shop.url), parameters())
        going: list[str] = []
        killed = 0
        while killed < kills if until is None else time.monotonic() < until:
            going = [run_id for run_id in going if not await self._over(client, run_id)]
            while len(going) < at_once:
                going.append(await self._launch(client, workflow))
            way = self._random.choice(WAYS)
            await self._wait(way)
            self._product.server.kill()
            self.tally.kills[way] += 1
            killed += 1
            self._product.start()
        for run_id in going:
            await self._end(client, run_id)
        return self._judged()

    async def _launch(self, client: Skyvern, workflow: str) -> str:
        who = f"run{self.tally.runs}"
        self.tally.runs += 1
        run = await client.run_workflow(workflow, parameters={"who": who})
        self._names[run.run_id] = who
        return run.run_id

    async def _over(self, client: Skyvern, run_id: str) -> bool:
        if (await client.get_run(run_id)).status not in ENDED:
            return False
        await self._end(client, run_id)
        return True

    async def _end(self, client: Skyvern, run_id: str) -> None:
        """See a run's end, and judge it."""
        run = await self._product.until(client, run_id, seconds=300)
        who = self._names[run_id]
        wrong = [] if run.status == "completed" else [f"{run.status}: {run.failure_reason}"]
        wrong += come_to(run.output, who) if run.status == "completed" else []
        self.tally.faults += [f"{who} ({run_id}): {one}" for one in wrong]
        self.tally.again += [f"{who} ({run_id}): {one}" for one in doubles_of(self._product.data_dir, run_id)]

    async def _wait(self, way: str) -> None:
        """Wait for the moment to kill, but let no run die where it has died as often as it may."""
        await _until(self._may_die, seconds=120)
        self._shop.think = self._random.choice(THINKS)
        if way == "time":
            await asyncio.sleep(self._random.uniform(0.1, 5.0))
        elif way == "sent":
            self._shop.arrived.clear()
            await _until(self._shop.arrived.is_set, seconds=8)
            await asyncio.sleep(self._random.uniform(0.0, 0.4))
        else:
            began = self._decisions()
            await _until(lambda: self._decisions() > began, seconds=8)
            await asyncio.sleep(self._random.uniform(0.0, 0.3))
        await _until(self._may_die, seconds=120)
        far = self._how_far()
        self._deaths = {
            run_id: (steps, self._deaths[run_id][1] + 1 if self._deaths.get(run_id, ("", 0))[0] == steps else 1)
            for run_id, steps in far.items()
        }

    def _may_die(self) -> bool:
        """Whether every run has got further since it died twice."""
        far = self._how_far()
        return all(
            far.get(run_id) != steps or deaths < _MOST_DEATHS for run_id, (steps, deaths) in self._deaths.items()
        )

    def _how_far(self) -> dict[str, str]:
        """Return where each run stands that has not ended."""
        statement = f"SELECT run_id, cursor FROM run WHERE status NOT IN ({', '.join('?' * len(ENDED))})"
        return {str(run_id): str(cursor) for run_id, cursor in rows(self._product.data_dir, statement, *ENDED)}

    def _decisions(self) -> int:
        ((count,),) = rows(self._product.data_dir, "SELECT count(*) FROM journal WHERE kind = 'decided'")
        return int(str(count))

    def _judged(self) -> Tally:
        tally = self.tally
        given = {f"{who}-{submit}" for who in self._names.values() for submit in SUBMITS}
        tally.faults += [f"{name!r} was sent, which nobody ordered" for name in self._shop.sent if name not in given]
        tally.again += [
            f"{name} was sent {count} times" for name, count in self._shop.doubles().items() if name in given
        ]
        for kind, count in rows(self._product.data_dir, "SELECT kind, count(*) FROM journal GROUP BY kind"):
            if kind == "browser_attached":
                tally.attached = int(str(count))
            elif kind == "browser_lost":
                tally.lost = int(str(count))
        return tally


async def _until(holds: object, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    assert callable(holds)
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.005)

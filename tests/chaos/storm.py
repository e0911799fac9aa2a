"""Kills a server or a worker again and again while runs go on, and counts what came of them."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from skyvern import Skyvern
from tests.chaos.books import Books
from tests.chaos.flow import SUBMITS, blocks, come_to, parameters
from tests.chaos.report import keep
from tests.chaos.shop import Shop
from tests.e2e.conftest import ENDED, Product
from tests.e2e.fleet import Fleet

Strike = Callable[[random.Random], None]
"""Kills a process that runs are in the hands of, and starts one in its place."""

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
    unknown: int = 0
    """Runs that ended as `effect_unknown`: the browser that knew was out of reach."""
    again: list[str] = field(default_factory=list[str])
    """What was done, begun or ended more than once, or never ended."""
    faults: list[str] = field(default_factory=list[str])
    """What else is wrong with how runs ended."""
    kept: list[Path] = field(default_factory=list[Path])
    """Where the journals of runs lie that ended wrongly."""

    def __str__(self) -> str:
        killed = ", ".join(f"{many} by {way}" for way, many in sorted(self.kills.items()))
        return (
            f"seed {self.seed}: {self.kills.total()} kills ({killed}), {self.runs} runs, "
            f"{self.runs * len(SUBMITS)} submits, browsers found again {self.attached}, lost {self.lost}, "
            f"{self.unknown} ended as effect_unknown, {len(self.again)} doubles, {len(self.faults)} faults"
        )


class Storm:
    """One installation, one shop, some runs at a time, and one who kills."""

    report: Path | None = None
    """The folder in which is kept what tells of runs that ended wrongly; their journals die with the database."""

    def __init__(self, product: Product, shop: Shop, *, books: Books, strike: Strike, seed: int, apart: bool = False):
        """`apart` says that runs may find themselves on another machine, where nobody can ask their old browser."""
        self._product = product
        self._shop = shop
        self._books = books
        self._strike = strike
        self._random = random.Random(seed)
        self._apart = apart
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
            self._strike(self._random)
            self.tally.kills[way] += 1
            killed += 1
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
        doubles = self._books.doubles_of(run_id)
        self.tally.again += [f"{who} ({run_id}): {one}" for one in doubles]
        wrong = [] if run.status == "completed" else [f"{run.status}: {run.failure_reason}"]
        if self._apart and run.status == "failed" and "effect_unknown" in run.failure_reason:
            self.tally.unknown += 1
            wrong = []
        wrong += come_to(run.output, who) if run.status == "completed" else []
        self.tally.faults += [f"{who} ({run_id}): {one}" for one in wrong]
        if self.report is not None and (doubles or wrong):
            self.tally.kept.append(keep(self.report, run, self._books))

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
            began = self._books.count("decided")
            await _until(lambda: self._books.count("decided") > began, seconds=8)
            await asyncio.sleep(self._random.uniform(0.0, 0.3))
        await _until(self._may_die, seconds=120)
        far = self._books.how_far()
        self._deaths = {
            run_id: (steps, self._deaths[run_id][1] + 1 if self._deaths.get(run_id, ("", 0))[0] == steps else 1)
            for run_id, steps in far.items()
        }

    def _may_die(self) -> bool:
        """Whether every run has got further since it died twice."""
        far = self._books.how_far()
        return all(
            far.get(run_id) != steps or deaths < _MOST_DEATHS for run_id, (steps, deaths) in self._deaths.items()
        )

    def _judged(self) -> Tally:
        tally = self.tally
        given = {f"{who}-{submit}" for who in self._names.values() for submit in SUBMITS}
        tally.faults += [f"{name!r} was sent, which nobody ordered" for name in self._shop.sent if name not in given]
        tally.again += [
            f"{name} was sent {count} times" for name, count in self._shop.doubles().items() if name in given
        ]
        tally.attached, tally.lost = self._books.count("browser_attached"), self._books.count("browser_lost")
        return tally


async def _until(holds: object, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    assert callable(holds)
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.005)


def over_server(product: Product, shop: Shop, *, seed: int) -> Storm:
    """Kill a server with its worker, and start it again on its folder."""

    def strike(chance: random.Random) -> None:
        del chance
        product.server.kill()
        product.start()

    return Storm(product, shop, books=Books.of_folder(product.data_dir), strike=strike, seed=seed)


def over_workers(fleet: Fleet, shop: Shop, *, seed: int, apart: bool) -> Storm:
    """Start two workers, on one machine or on two; kill one, and start another one in its place."""
    machines = Counter((0, 1) if apart else (0, 0))

    def see_to_it() -> None:
        """Start what lacks: who was killed, and who ended because a busy machine had kept it silent too long."""
        missing = machines - Counter(fleet.machines[one.pid] for one in fleet.living)
        for machine in missing.elements():
            fleet.work(machine=machine)

    def strike(chance: random.Random) -> None:
        see_to_it()
        victim = chance.choice(fleet.living)
        victim.kill()
        victim.wait()
        see_to_it()

    see_to_it()

    return Storm(fleet.product, shop, books=Books(fleet.url), strike=strike, seed=seed, apart=apart)

"""The long storm of `scripts/chaos --minutes N`: prints figures, ends with 1 when something was lost or doubled."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from skyvern.testing.buckets import running_buckets
from tests.chaos.shop import Shop, shop
from tests.chaos.storm import Storm, Tally, over_server, over_workers
from tests.conftest import end_host
from tests.e2e.conftest import Product
from tests.e2e.fleet import running_fleet
from tests.postgres import cluster

PLACES = ("sqlite", "postgres", "apart")
Brew = Callable[[Shop], Storm]


@contextmanager
def installation(place: str, folder: Path, *, seed: int) -> Generator[tuple[Product, Brew]]:
    """Start what is to be killed: a server, or two workers on one machine or on two."""
    if place == "sqlite":
        product = Product(folder / "data", {})
        product.start()
        try:
            yield product, lambda site: over_server(product, site, seed=seed)
        finally:
            product.server.stop()
            end_host(product.data_dir)
        return
    with cluster() as postgres, running_buckets() as objects:
        if postgres is None:
            raise SystemExit("Postgres is not installed (apt-get install postgresql)")
        with running_fleet(folder, postgres, objects) as fleet:
            yield fleet.product, lambda site: over_workers(fleet, site, seed=seed, apart=place == "apart")


async def rage(product: Product, storm: Storm, *, minutes: float, at_once: int) -> Tally:
    """Let a storm rage for so many minutes."""
    async with product.client() as client:
        return await storm.rage(client, at_once=at_once, until=time.monotonic() + minutes * 60)


def main() -> int:
    """Read the command line, and print what came of it."""
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="in each place")
    parser.add_argument("--on", choices=PLACES, action="append", help="all of them unless some are named")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--at-once", type=int, default=2, help="runs at a time")
    parser.add_argument("--report", type=Path, help="where what tells of a fault is kept (a new folder)")
    given = parser.parse_args()
    report = given.report or Path(tempfile.mkdtemp(prefix="chaos-report-"))
    bad = 0
    for place in given.on or PLACES:
        with (
            tempfile.TemporaryDirectory(prefix="chaos-") as folder,
            installation(place, Path(folder), seed=given.seed) as (product, brew),
            shop() as site,
        ):
            storm = brew(site)
            storm.report = report / place
            tally = asyncio.run(rage(product, storm, minutes=given.minutes, at_once=given.at_once))
        print(f"{place}: {tally}", flush=True)
        for fault in (*tally.again, *tally.faults):
            print(f"  {fault}")
        for kept in tally.kept:
            print(f"  kept: {kept}")
        bad += bool(tally.again or tally.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Servers and workers that die at random points: their runs complete, and nothing is done twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skyvern import Skyvern
from skyvern.testing.buckets import running_buckets
from tests.chaos.shop import shop
from tests.chaos.storm import Tally, over_server, over_workers
from tests.e2e.conftest import Product
from tests.e2e.fleet import Fleet, running_fleet
from tests.postgres import Cluster

SEED = int(os.environ.get("SKYVERN_CHAOS_SEED", "1"))
KILLS = int(os.environ.get("SKYVERN_CHAOS_KILLS", "4"))

pytestmark = [pytest.mark.long, pytest.mark.timeout(240 + 60 * KILLS)]

Connect = Callable[[Product], Skyvern]


def judge(tally: Tally) -> None:
    """Print the figures; nothing may be doubled or wrong."""
    print(tally)
    wrong = [*tally.again, *tally.faults]
    assert not wrong, "\n".join([str(tally), *wrong])


async def test_runs_survive_the_deaths_of_their_server(product: Product, connected: Connect) -> None:
    with shop() as site:
        judge(await over_server(product, site, seed=SEED).rage(connected(product), kills=KILLS))


@pytest.fixture
def fleet(postgres: Cluster, tmp_path: Path) -> Iterator[Fleet]:
    """A server without a worker."""
    with running_buckets() as objects, running_fleet(tmp_path, postgres, objects) as fleet:
        yield fleet


@pytest.mark.parametrize("apart", [False, True], ids=["one machine", "two machines"])
async def test_runs_survive_the_deaths_of_workers(fleet: Fleet, connected: Connect, apart: bool) -> None:
    with shop() as site:
        storm = over_workers(fleet, site, seed=SEED, apart=apart)
        judge(await storm.rage(connected(fleet.product), kills=KILLS // 2))

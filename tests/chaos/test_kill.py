"""A server that dies at random points: its runs complete, and nothing is done twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from skyvern import Skyvern
from tests.chaos.shop import shop
from tests.chaos.storm import Storm
from tests.e2e.conftest import Product

SEED = int(os.environ.get("SKYVERN_CHAOS_SEED", "1"))
KILLS = int(os.environ.get("SKYVERN_CHAOS_KILLS", "6"))

Connect = Callable[[Product], Skyvern]


@pytest.mark.long
async def test_runs_survive_the_deaths_of_their_server(product: Product, connected: Connect, tmp_path: Path) -> None:
    with shop() as site:
        tally = await Storm(product, site, seed=SEED).rage(connected(product), kills=KILLS)
    print(tally)
    wrong = [*tally.again, *tally.faults]
    assert not wrong, "\n".join([str(tally), *wrong])

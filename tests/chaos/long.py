"""The long storm of `scripts/chaos --minutes N`: prints figures, ends with 1 when something was lost or doubled."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.shop import shop
from tests.chaos.storm import Storm, Tally
from tests.conftest import end_host
from tests.e2e.conftest import Product


async def rage(folder: Path, *, minutes: float, seed: int, at_once: int) -> Tally:
    """Let a storm rage for so many minutes."""
    product = Product(folder / "data", {})
    product.start()
    client = product.client()
    try:
        with shop() as site:
            storm = Storm(product, site, seed=seed)
            return await storm.rage(client, at_once=at_once, until=time.monotonic() + minutes * 60)
    finally:
        await client.close()
        product.server.stop()
        await asyncio.to_thread(end_host, product.data_dir)


def main() -> int:
    """Read the command line, and print what came of it."""
    parser = argparse.ArgumentParser(prog="scripts/chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--at-once", type=int, default=2, help="runs at a time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
        tally = asyncio.run(rage(Path(folder), minutes=given.minutes, seed=given.seed, at_once=given.at_once))
    print(tally)
    for fault in (*tally.again, *tally.faults):
        print(f"  {fault}")
    return 1 if tally.again or tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())

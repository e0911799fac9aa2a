"""One server with every stand-in beside it, shared by all workflows of a test process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from skyvern import Skyvern
from tests.conftest import ServerProcess
from tests.workflows.stand_ins import StandIns, running_stand_ins


@pytest.fixture(scope="session")
def stand_ins() -> Iterator[StandIns]:
    """The services outside."""
    with running_stand_ins() as running:
        yield running


@pytest.fixture(scope="session")
def house(start: Callable[[dict[str, str]], ServerProcess], stand_ins: StandIns) -> ServerProcess:
    """The server that knows them."""
    return start(stand_ins.environment())


@pytest.fixture
async def client(house: ServerProcess) -> AsyncIterator[Skyvern]:
    """Our SDK, connected to that server."""
    async with Skyvern(api_key=house.api_key, base_url=house.base_url) as sdk:
        yield sdk

"""One warm sandbox for the tests of each module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from skyvern.sandbox import CodeSandbox


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def sandbox() -> AsyncIterator[CodeSandbox]:
    """A sandbox whose processes stay warm."""
    async with CodeSandbox(max_processes=4) as made:
        yield made

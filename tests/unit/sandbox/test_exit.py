"""A process that closes its sandbox ends cleanly, even when the machine is busy."""

from __future__ import annotations

import asyncio
import sys

PROGRAM = """
import asyncio
from skyvern.sandbox import CodeSandbox

async def main():
    async with CodeSandbox() as sandbox:
        for _ in range(5):
            await sandbox.run("x = 1")

asyncio.run(main())
"""


async def test_processes_end_cleanly() -> None:
    processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM) for _ in range(4)]
    assert await asyncio.gather(*(process.wait() for process in processes)) == [0, 0, 0, 0]


async def test_importing_the_room_does_not_import_playwright() -> None:
    program = "import sys, skyvern.sandbox; sys.exit('playwright' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await process.wait() == 0

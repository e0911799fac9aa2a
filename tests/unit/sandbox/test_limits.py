"""Limits on time, memory, prints, output and calls; and that cancelling stops the code."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from skyvern.sandbox import (
    CodeFailed,
    CodeLimits,
    CodeMemoryExceeded,
    CodeOutputTooLarge,
    CodeSandbox,
    CodeTimeout,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHORT = CodeLimits(seconds=0.3, memory_bytes=50_000_000)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass",
        "def f():\n    while True: pass\nf()",
    ],
)
async def test_endless_loops_end(sandbox: CodeSandbox, code: str) -> None:
    begun = time.monotonic()
    with pytest.raises(CodeTimeout, match=r"limit of 0\.3 s"):
        await sandbox.run(code, limits=SHORT)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "code",
    [
        "x = [0] * 10 ** 10",
        "x = 'a' * 10 ** 11",
        "x = []\nwhile True: x.append('a' * 1_000_000)",
        "try:\n    x = [0] * 10 ** 10\nexcept BaseException:\n    x = 1",
        "x = ['a' * 1_000_000] * 1000",
    ],
)
async def test_memory_is_limited(sandbox: CodeSandbox, code: str) -> None:
    with pytest.raises(CodeMemoryExceeded, match="limit of 50 MB"):
        await sandbox.run(code, limits=CodeLimits(seconds=5, memory_bytes=50_000_000))


async def test_deep_recursion_is_an_error_of_the_code(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="RecursionError"):
        await sandbox.run("def f(n): return f(n + 1)\nf(0)")


@pytest.mark.parametrize("code", ["big = 'a' * 2_000\nsmall = 1", "return ['a' * 2_000]"])
async def test_output_is_limited(sandbox: CodeSandbox, code: str) -> None:
    with pytest.raises(CodeOutputTooLarge, match=r"the limit is 1,000"):
        await sandbox.run(code, limits=CodeLimits(output_bytes=1000))


async def test_prints_are_bounded(sandbox: CodeSandbox) -> None:
    result = await sandbox.run("for i in range(1000):\n    print('line', i)", limits=CodeLimits(print_chars=30))
    assert result.prints == ("line 0", "line 1", "line 2", "line 3", "li", "… (more was printed than is kept)")


async def test_calls_of_the_host_are_limited(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="suspension"):
        await sandbox.run("while True: uuid4()", limits=CodeLimits(host_calls=50))


async def test_sleeping_does_not_count_as_computing(sandbox: CodeSandbox) -> None:
    await sandbox.run("await sleep(0.4)\nimport asyncio\nawait asyncio.sleep(0.1)", limits=SHORT)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "await sleep(60)",
        "import asyncio\nawait asyncio.sleep(60)",
        "import time\ntime.sleep(60)",
        "while True:\n    await sleep(0)",
        "while True: uuid4()",
    ],
)
async def test_cancelling_stops_the_code_within_a_second(sandbox: CodeSandbox, code: str) -> None:
    before = _children()
    task = asyncio.create_task(sandbox.run(code, limits=CodeLimits(host_calls=10**9)))
    await asyncio.sleep(0.2)
    begun = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - begun < 1
    assert (await sandbox.run("x = 1")).output == {"x": 1}
    assert await _idle(_children() | before)


async def test_many_blocks_share_few_processes() -> None:
    async with CodeSandbox(max_processes=2) as small:
        results = await asyncio.gather(*(small.run(f"await sleep(0.01)\nx = {n}") for n in range(8)))
    assert [result.output for result in results] == [{"x": n} for n in range(8)]


async def test_nothing_is_started_before_the_first_block() -> None:
    before = _children()
    async with CodeSandbox():
        assert _children() == before


async def test_processes_end_with_the_sandbox() -> None:
    before = _children()
    async with CodeSandbox(min_processes=2) as made:
        await made.start()
        assert len(_children() - before) == 2
    assert _children() - before == set()


def _children() -> set[int]:
    """Processes of the interpreter that this process started."""
    found: set[int] = set()
    for thread in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{thread}/children") as listing:
            found |= {int(pid) for pid in listing.read().split()}
    return found


async def _idle(pids: set[int]) -> bool:
    """Tell whether none of these processes uses the processor any more."""

    def used(pid: int) -> int:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[11]) + int(fields[12])

    before = {pid: used(pid) for pid in pids}
    await asyncio.sleep(0.2)
    return all(used(pid) - before[pid] <= 2 for pid in pids if used(pid))

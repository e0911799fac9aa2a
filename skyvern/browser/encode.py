"""Has recordings encoded by a process of low priority (`video.py`), while they grow or when they have ended."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from skyvern.browser.video import NO_FRAMES


class EncodingFailed(Exception):
    """The encoder ended with an error; the message holds its last words."""


class Encoder:
    """A process of low priority that encodes a recording while it grows; `finish` or `stop` must be called."""

    def __init__(self, process: asyncio.subprocess.Process, frames: Path, out: Path) -> None:
        self._process = process
        self.frames, self._out = frames, out

    @classmethod
    async def start(cls, frames: Path, out: Path) -> Encoder:
        """Begins to follow a folder of frames."""
        return cls(await _spawn(frames, out, "--follow"), frames, out)

    async def finish(self) -> Path | None:
        """The video, once the recording has been stopped; None if there is no frame. Raises EncodingFailed."""
        return await _result(self._process, self._out, b"end\n")

    async def stop(self) -> None:
        """Ends the process; there will be no video."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


async def encode_recording(frames: Path, out: Path) -> Path | None:
    """Encodes a folder of frames in a process of low priority; None if there is no frame. Raises EncodingFailed."""
    return await _result(await _spawn(frames, out), out)


async def _spawn(frames: Path, out: Path, *options: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "skyvern.browser.video",
        str(frames),
        str(out),
        *options,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


async def _result(process: asyncio.subprocess.Process, out: Path, told: bytes = b"") -> Path | None:
    try:
        _, errors = await process.communicate(told)
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode == NO_FRAMES:
        return None
    if process.returncode:
        words = errors.decode(errors="replace").strip().splitlines()
        raise EncodingFailed(f"The recording could not be encoded: {words[-1] if words else process.returncode}")
    return out

"""Turns a recording's frames into a seekable VP8 WebM: `python -m skyvern.browser.encode FRAMES OUT`, or in code."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from skyvern.browser.host.chromium import VIEWPORT
from skyvern.browser.host.frames import PICTURES, FrameIndex

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

NO_FRAMES = 4
MILLISECOND = Fraction(1, 1000)
# What a player that seeks needs: a key frame at least this often, also in a long time without a change.
KEY_MILLISECONDS = 5000
TAIL_SECONDS = 1.0
_OPTIONS = {
    "deadline": "realtime",
    "cpu-used": "8",
    "crf": "20",
    "b": "600k",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",
}


class EncodingFailed(Exception):
    """The encoder ended with an error; the message holds its last words."""


async def encode_recording(frames: Path, out: Path) -> Path | None:
    """Encodes a folder of frames in a process of low priority; None if there is no frame. Raises EncodingFailed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "skyvern.browser.encode",
        str(frames),
        str(out),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, errors = await process.communicate()
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


def encode(frames: Path, out: Path) -> bool:
    """Encodes in this process; False (and no file) if there is no frame. The file appears only when it is whole."""
    import av  # noqa: PLC0415 - heavy, and needed in the encoding process only

    index = FrameIndex.read(frames)
    if not index.frames:
        return False
    draft = out.with_name(f"{out.name}.part")
    with (frames / PICTURES).open("rb") as pictures, av.open(str(draft), "w", format="webm") as container:
        stream = container.add_stream(  # pyright: ignore[reportUnknownMemberType] - untyped kwargs in av's stub
            "libvpx", rate=25, options=dict(_OPTIONS)
        )
        stream.width, stream.height = VIEWPORT
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = MILLISECOND
        stream.codec_context.thread_count = 1
        for picture in chain(_timed(_fitted(_decoded(pictures, index)), index), (None,)):
            container.mux(stream.encode(picture))  # pyright: ignore[reportUnknownMemberType] - generic Packet in av's stub
    if not draft.exists():  # none of the pictures could be read, so nothing was ever written
        return False
    draft.replace(out)
    return True


def _decoded(pictures: BinaryIO, index: FrameIndex) -> Iterator[tuple[float, VideoFrame]]:
    """Each frame's time in seconds from the first, and its picture; one that cannot be read is passed over."""
    import av  # noqa: PLC0415 - see encode
    from av.error import FFmpegError  # noqa: PLC0415 - see encode

    begin = index.frames[0].at
    decoder = av.CodecContext.create("mjpeg", "r")
    for frame in index.frames:
        pictures.seek(frame.offset)
        with suppress(FFmpegError):
            packet = av.Packet(pictures.read(frame.size))
            for picture in decoder.decode(packet):  # pyright: ignore[reportUnknownMemberType] - see encode
                yield frame.at - begin, picture


def _fitted(pictures: Iterator[tuple[float, VideoFrame]]) -> Iterator[tuple[float, VideoFrame]]:
    """The same pictures in the size and colours of the video, those of another shape with a border."""
    from av.filter import Graph  # noqa: PLC0415 - see encode

    width, height = VIEWPORT
    for at, picture in pictures:
        if (picture.width, picture.height) == VIEWPORT:
            yield at, picture.reformat(format="yuv420p")
            continue
        graph = Graph()
        graph.link_nodes(
            graph.add_buffer(width=picture.width, height=picture.height, format=picture.format, time_base=MILLISECOND),
            graph.add("scale", f"{width}:{height}:force_original_aspect_ratio=decrease"),
            graph.add("pad", f"{width}:{height}:(ow-iw)/2:(oh-ih)/2"),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ).configure()
        picture.pts, picture.time_base = 0, MILLISECOND
        graph.push(picture)
        yield at, graph.vpull()


def _timed(pictures: Iterator[tuple[float, VideoFrame]], index: FrameIndex) -> Iterator[VideoFrame]:
    """The pictures with their times; the one on show is repeated as a key frame every few seconds, and at the end."""
    begin, last = index.frames[0].at, index.frames[-1].at
    end = (max(index.ended_at, last) if index.ended_at else last + TAIL_SECONDS) - begin
    clock = _Clock()
    shown: VideoFrame | None = None
    for at, picture in pictures:
        if shown:
            yield from clock.hold(shown, until=round(at * 1000))
        shown = picture
        yield from clock.stamp(shown, round(at * 1000))
    if shown:
        yield from clock.hold(shown, until=round(end * 1000))
        yield from clock.stamp(shown, round(end * 1000))


class _Clock:
    """Gives pictures rising times in milliseconds, and says which must be key frames."""

    def __init__(self) -> None:
        self._key_at = 0
        self._last = -1

    def hold(self, picture: VideoFrame, *, until: int) -> Iterator[VideoFrame]:
        """The picture again, as a key frame each time that one is due before `until`."""
        while (due := self._key_at + KEY_MILLISECONDS) < until:
            yield from self.stamp(picture, due)

    def stamp(self, picture: VideoFrame, at: int) -> Iterator[VideoFrame]:
        """The picture with its time; nothing if it does not come after the one before."""
        from av.video.frame import PictureType  # noqa: PLC0415 - see encode

        if at <= self._last:
            return
        is_key = self._last < 0 or at >= self._key_at + KEY_MILLISECONDS
        if is_key:
            self._key_at = at
        self._last = at
        picture.pts, picture.time_base = at, MILLISECOND
        picture.pict_type = PictureType.I if is_key else PictureType.NONE
        yield picture


def main() -> int:
    """Encodes the folder and file that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m skyvern.browser.encode")
    parser.add_argument("frames", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    os.nice(10)
    return 0 if encode(given.frames, given.out) else NO_FRAMES


if __name__ == "__main__":
    sys.exit(main())

"""The process that turns a recording's frames into a seekable VP8 WebM: `python -m skyvern.browser.video FRAMES OUT`.

With `--follow` frames are encoded as they are recorded, until standard input says `end`; if it closes without that,
whoever wanted the video is gone, and none is made. One is started for every run, so it loads as little as it can.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from skyvern.browser.host.flags import VIEWPORT
from skyvern.browser.host.frames import PICTURES, Frame, FrameReader

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

NO_FRAMES, ABANDONED = 4, 5
MILLISECOND = Fraction(1, 1000)
# What a player that seeks needs: a key frame at least this often, also in a long time without a change.
KEY_MILLISECONDS = 5000
TAIL_SECONDS = 1.0
# How often a recording that goes on is looked at for new frames.
FOLLOW_SECONDS = 1.0
_OPTIONS = {
    "deadline": "realtime",
    "cpu-used": "16",  # a quarter less work than 8, and no worse to look at (measured on pages that scroll)
    "crf": "20",
    "b": "600k",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",
}


class Abandoned(Exception):
    """The video is not wanted any more: whoever asked for it has gone."""


def encode(frames: Path, out: Path, *, going_on: Callable[[], bool] = lambda: False) -> bool:
    """Encodes in this process; False (and no file) if there is no frame. The file appears only when it is whole.

    `going_on` is asked, and may wait, each time all frames are encoded; more are looked for until it has said False.
    """
    import av  # noqa: PLC0415 - heavy, and needed in the encoding process only

    index = _Follower(frames, going_on)
    coming = iter(index)
    first = next(coming, None)
    if first is None:
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
        shown = _fitted(_decoded(pictures, chain((first,), coming), begin=first.at))
        for picture in chain(_timed(shown, lambda: index.end - first.at), (None,)):
            container.mux(stream.encode(picture))  # pyright: ignore[reportUnknownMemberType] - generic Packet in av's stub
    if not draft.exists():  # none of the pictures could be read, so nothing was ever written
        return False
    draft.replace(out)
    return True


class _Follower:
    """The frames of a folder as they come; `end`, in epoch seconds, is known once there are no more."""

    def __init__(self, folder: Path, going_on: Callable[[], bool]) -> None:
        self._reader, self._going_on = FrameReader(folder), going_on
        self._last = 0.0

    @property
    def end(self) -> float:
        """When the last picture stops being shown."""
        ended_at = self._reader.ended_at
        return max(ended_at, self._last) if ended_at else self._last + TAIL_SECONDS

    def __iter__(self) -> Iterator[Frame]:
        going_on = True
        while going_on:
            yield from self._new()
            going_on = self._going_on()
        yield from self._new()

    def _new(self) -> Iterator[Frame]:
        for frame in self._reader.more():
            self._last = frame.at
            yield frame


def _decoded(pictures: BinaryIO, frames: Iterator[Frame], *, begin: float) -> Iterator[tuple[float, VideoFrame]]:
    """Each frame's time in seconds from the first, and its picture; one that cannot be read is passed over."""
    import av  # noqa: PLC0415 - see encode
    from av.error import FFmpegError  # noqa: PLC0415 - see encode

    decoder = av.CodecContext.create("mjpeg", "r")
    for frame in frames:
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


def _timed(pictures: Iterator[tuple[float, VideoFrame]], end: Callable[[], float]) -> Iterator[VideoFrame]:
    """The pictures with their times; the one on show is repeated as a key frame every few seconds, and at the end."""
    clock = _Clock()
    shown: VideoFrame | None = None
    for at, picture in pictures:
        if shown:
            yield from clock.hold(shown, until=round(at * 1000))
        shown = picture
        yield from clock.stamp(shown, round(at * 1000))
    if shown:
        until = round(end() * 1000)
        yield from clock.hold(shown, until=until)
        yield from clock.stamp(shown, until)


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


def _told_to_go_on() -> bool:
    """Waits a moment for a word on standard input; False once it is `end`. Raises Abandoned if it was closed."""
    if not select.select([sys.stdin.fileno()], [], [], FOLLOW_SECONDS)[0]:
        return True
    if os.read(sys.stdin.fileno(), 16) != b"end\n":
        raise Abandoned
    return False


def main() -> int:
    """Encodes the folder and file that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m skyvern.browser.video")
    parser.add_argument("frames", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--follow", action="store_true", help="encode while the recording goes on")
    given = parser.parse_args()
    os.nice(10)
    if not given.follow:
        return 0 if encode(given.frames, given.out) else NO_FRAMES
    try:
        return 0 if encode(given.frames, given.out, going_on=_told_to_go_on) else NO_FRAMES
    except Abandoned:
        given.out.with_name(f"{given.out.name}.part").unlink(missing_ok=True)
        return ABANDONED


if __name__ == "__main__":
    sys.exit(main())

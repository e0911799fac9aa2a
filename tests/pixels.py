"""Pictures and videos as pixels, for tests that look at what was painted where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av

_COVER = 0x11


@dataclass(frozen=True, slots=True)
class Picture:
    """RGB pixels, row by row."""

    width: int
    height: int
    stride: int
    data: bytes

    def brightest(self, box: Mapping[str, float]) -> int:
        """Return the brightest channel in the middle of a box of CSS pixels: a little within it, whatever its font."""
        left, right = int(box["x"]) + 3, int(box["x"] + box["width"]) - 3
        top, bottom = int(box["y"] + 0.3 * box["height"]), int(box["y"] + 0.7 * box["height"])
        assert left < right <= self.width
        assert top < bottom <= self.height
        return max(
            max(self.data[row * self.stride + 3 * left : row * self.stride + 3 * right]) for row in range(top, bottom)
        )

    def covered(self, box: Mapping[str, float], *, tolerance: int = 8) -> bool:
        """Tell whether the box holds nothing but the colour of the cover."""
        return self.brightest(box) <= _COVER + tolerance

    def colour(self) -> tuple[int, int, int]:
        """Return the colour in the middle."""
        at = self.height // 2 * self.stride + 3 * (self.width // 2)
        red, green, blue = self.data[at : at + 3]
        return red, green, blue

    def cut(self, box: Mapping[str, float]) -> bytes:
        """Return the pixels of a box."""
        left, right = int(box["x"]), int(box["x"] + box["width"])
        rows = range(int(box["y"]), int(box["y"] + box["height"]))
        return b"".join(self.data[row * self.stride + 3 * left : row * self.stride + 3 * right] for row in rows)

    def blank(self, box: Mapping[str, float]) -> bool:
        """Tell whether the box shows a page's white and nothing else."""
        left, right = int(box["x"]) + 3, int(box["x"] + box["width"]) - 3
        rows = range(int(box["y"]) + 3, int(box["y"] + box["height"]) - 3)
        return all(min(self.data[row * self.stride + 3 * left : row * self.stride + 3 * right]) > 200 for row in rows)


def frames(media: bytes | Path) -> Iterator[Picture]:
    """Decode a picture or a video."""
    with av.open(BytesIO(media) if isinstance(media, bytes) else str(media)) as container:
        for frame in container.decode(video=0):
            yield _painted(frame)


def shown(video: Path, seconds: float) -> Picture:
    """Return what a video shows at a moment, found by seeking: the last frame that is not later."""
    with av.open(str(video)) as container:
        container.seek(int(seconds * av.time_base))
        last = None
        for frame in container.decode(video=0):
            if last is not None and frame.time > seconds:
                break
            last = frame
        assert last is not None
        return _painted(last)


def _painted(frame: av.VideoFrame) -> Picture:
    plane = frame.reformat(format="rgb24").planes[0]
    return Picture(frame.width, frame.height, plane.line_size, bytes(plane))


def picture(data: bytes) -> Picture:
    """Decode one picture."""
    return next(frames(data))

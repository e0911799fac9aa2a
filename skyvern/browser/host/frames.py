"""Frames on disk: JPEG pictures appended to `frames.bin`, one line of JSON per picture in `index.jsonl`.

A line holds `at` (epoch seconds), `offset`, `size` and `page` (DevTools target id); the last line of a recording that
was stopped holds `end`. Both files only grow, so a reader may follow them, and a crash costs at most the last picture.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PICTURES, INDEX = "frames.bin", "index.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture: when it was seen, and where its bytes lie."""

    at: float
    offset: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameIndex:
    """The frames of one recording in order of time, and when it ended (None if it was cut off)."""

    frames: tuple[Frame, ...]
    ended_at: float | None

    @classmethod
    def read(cls, folder: Path) -> FrameIndex:
        """The index of a folder; a missing one is empty, and a last line that was cut off is passed over."""
        reader = FrameReader(folder)
        frames = tuple(reader.more())
        return cls(frames=frames, ended_at=reader.ended_at)


class FrameReader:
    """Reads a recording that may still grow. `ended_at` is known once its last line was read."""

    def __init__(self, folder: Path) -> None:
        self._index = folder / INDEX
        self._offset = 0
        self.ended_at: float | None = None

    def more(self) -> Iterator[Frame]:
        """The frames that came since the last call; a line that is not whole yet waits for the next."""
        if not self._index.is_file():
            return
        with self._index.open("rb") as file:
            file.seek(self._offset)
            for text in file:
                if not text.endswith(b"\n"):
                    return
                self._offset += len(text)
                line: dict[str, float] = json.loads(text)
                if "end" in line:
                    self.ended_at = line["end"]
                else:
                    yield Frame(at=line["at"], offset=int(line["offset"]), size=int(line["size"]))


class FrameWriter:
    """Appends frames to a folder, also after a writer that died; pictures equal to the one before are left out."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.count = 0
        _cut_broken_line(folder / INDEX)
        self._pictures = (folder / PICTURES).open("ab")
        self._index = (folder / INDEX).open("a")
        self._last = b""

    def append(self, picture: bytes, *, at: float, page: str) -> bool:
        """Keeps one picture; False if it equals the one before and was left out."""
        if picture == self._last:
            return False
        line = {"at": round(at, 3), "offset": self._pictures.tell(), "size": len(picture), "page": page}
        self._pictures.write(picture)
        self._pictures.flush()
        self._index.write(json.dumps(line) + "\n")
        self._index.flush()
        self._last = picture
        self.count += 1
        return True

    def close(self) -> float:
        """Notes the end and returns it in epoch seconds."""
        ended_at = time.time()
        self._index.write(json.dumps({"end": round(ended_at, 3)}) + "\n")
        self._index.close()
        self._pictures.close()
        return ended_at


def _cut_broken_line(index: Path) -> None:
    """Takes away the last line of an index if its writer died inside it."""
    if not index.is_file():
        return
    text = index.read_bytes()
    if text and not text.endswith(b"\n"):
        with index.open("r+b") as file:
            file.truncate(text.rfind(b"\n") + 1)

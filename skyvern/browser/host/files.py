"""Reads the files of a browser that may leave the host: downloads and frames, nothing of the profile."""

from __future__ import annotations

from pathlib import Path

from skyvern.browser.host.errors import BadRequest, UnknownFile
from skyvern.browser.host.records import FileChunk

CHUNK_SIZE = 512 * 1024
_SHARED = ("downloads", "frames")


def read_chunk(folder: Path, name: str, *, offset: int) -> FileChunk:
    """A piece of a file named relative to the browser's folder. Raises BadRequest, UnknownFile."""
    parts = name.split("/")
    if parts[0] not in _SHARED or len(parts) < 2 or any(part in ("", ".", "..") for part in parts) or offset < 0:
        raise BadRequest(f"{name!r} at {offset} is no file that can be read: downloads/GUID or frames/NUMBER/FILE.")
    path = folder.joinpath(*parts)
    if not path.is_file() or path.is_symlink():
        raise UnknownFile(f"The browser has no file {name!r}.")
    with path.open("rb") as file:
        file.seek(offset)
        return FileChunk(data=file.read(CHUNK_SIZE), offset=offset, size=path.stat().st_size)

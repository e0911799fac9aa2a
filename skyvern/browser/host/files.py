"""Reads the files of a browser that may leave the host: downloads, frames, and the state that was packed."""

from __future__ import annotations

from pathlib import Path

from skyvern.browser.host.errors import BadRequest, UnknownFile
from skyvern.browser.host.records import FileChunk
from skyvern.browser.host.state import ARCHIVE

CHUNK_SIZE = 512 * 1024
_SHARED = ("downloads", "frames")


def read_chunk(folder: Path, name: str, *, offset: int) -> FileChunk:
    """A piece of a file named relative to the browser's folder. Raises BadRequest, UnknownFile."""
    parts = name.split("/")
    shared = name == ARCHIVE or (parts[0] in _SHARED and len(parts) > 1)
    if not shared or any(part in ("", ".", "..") for part in parts) or offset < 0:
        raise BadRequest(
            f"{name!r} at {offset} is no file that can be read: downloads/GUID, frames/NUMBER/FILE or {ARCHIVE}."
        )
    path = folder.joinpath(*parts)
    if not path.is_file() or path.is_symlink():
        raise UnknownFile(f"The browser has no file {name!r}.")
    with path.open("rb") as file:
        file.seek(offset)
        return FileChunk(data=file.read(CHUNK_SIZE), offset=offset, size=path.stat().st_size)

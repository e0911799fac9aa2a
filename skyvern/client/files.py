"""Files: upload what a run needs, download what it made."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, cast

from skyvern.client.record import Record
from skyvern.client.verbs import at
from skyvern.client.wire import Wire

Upload = bytes | str | Path | BinaryIO | tuple[str, bytes] | tuple[str, bytes, str]


class Files:
    """Uploads and downloads."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def upload(self, file: Upload, *, file_name: str | None = None, retention_days: int | None = None) -> Record:
        """Upload a file: bytes, a path, an open file, or a (name, bytes[, media type]) tuple.

        A `str` is the file's text, as in the official SDK; give a `Path` to upload a file from disk.
        """
        return await self._wire.send(
            "POST",
            "/v1/upload_file",
            query={"retention_days": retention_days},
            files={"file": part(file, file_name)},
        )

    async def download(self, url: str) -> bytes:
        """Return the bytes behind a URL of a run's answer."""
        return await self._wire.fetch(url)


class Artifacts:
    """`client.artifacts`."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def get_artifact_content(self, artifact_id: str) -> bytes:
        """Return a file's bytes."""
        return await self._wire.fetch(at("/v1/artifacts/{}/content", artifact_id))


def part(file: Upload, file_name: str | None) -> tuple[str, bytes] | tuple[str, bytes, str]:
    """Return a file as the part of a form: its name, its bytes, and its media type where that is known."""
    if isinstance(file, tuple):
        return file
    if isinstance(file, Path):
        return file_name or file.name, file.read_bytes()
    if isinstance(file, str):
        return file_name or "upload.txt", file.encode()
    if isinstance(file, bytes):
        return file_name or "upload", file
    name = file_name or Path(str(getattr(file, "name", "") or "upload")).name
    data = cast("bytes | str", file.read())
    return name, data.encode() if isinstance(data, str) else data

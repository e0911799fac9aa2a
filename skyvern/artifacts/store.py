"""Bytes of artifacts by key, in a folder, in memory, or in a bucket: one class over every object store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from skyvern.artifacts.errors import ArtifactMissing, BadKey, StoreUnwritable

_CHUNK = 256 * 1024
_LONGEST_KEY = 1024


class ArtifactStore:
    """Files under keys such as `o_1/wr_2/a_3/invoice.pdf`."""

    def __init__(self, url: str) -> None:
        """Open the store at `file:///folder` (made if absent), `memory:`, `s3://…`, `gs://…` or `az://…`.

        Buckets take their credentials from the usual environment variables of their vendors.
        """
        self._root: Path | None = None
        self._objects: ObjectStore
        scheme, _, _ = url.partition(":")
        if scheme == "file":
            self._root = Path(unquote(urlsplit(url).path)).resolve()
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._objects = LocalStore(self._root, automatic_cleanup=True)
        elif scheme == "memory":
            self._objects = MemoryStore()
        else:
            self._objects = from_url(url)

    async def put(self, key: str, data: bytes | Path, media_type: str) -> None:
        """Store bytes, or a copy of a file, under a key; what was there is replaced at once or not at all.

        Raises `StoreUnwritable`.
        """
        attributes = None if self._root else {"Content-Type": media_type}
        try:
            await obstore.put_async(self._objects, _checked(key), data, attributes=attributes)
        except BaseError as refused:
            raise StoreUnwritable(str(refused).strip().partition("\n")[0]) from refused

    async def size(self, key: str) -> int:
        """Return how many bytes the key holds. Raises `ArtifactMissing`."""
        try:
            return (await obstore.head_async(self._objects, _checked(key)))["size"]
        except FileNotFoundError as missing:
            raise ArtifactMissing(key) from missing

    async def stream(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to, not including, `end` (the end of the file). Raises `ArtifactMissing`."""
        size = await self.size(key)
        end = size if end is None else min(end, size)
        if start >= end:
            return
        try:
            found = await obstore.get_async(self._objects, key, options={"range": (start, end)})
        except FileNotFoundError as missing:
            raise ArtifactMissing(key) from missing
        async for chunk in found.stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    async def read(self, key: str) -> bytes:
        """Return all bytes of a key. Raises `ArtifactMissing`."""
        try:
            found = await obstore.get_async(self._objects, _checked(key))
        except FileNotFoundError as missing:
            raise ArtifactMissing(key) from missing
        return bytes(await found.bytes_async())

    async def delete(self, key: str) -> None:
        """Remove what the key holds; nothing there is fine."""
        try:
            await obstore.delete_async(self._objects, _checked(key))
        except FileNotFoundError:
            return

    async def delete_under(self, prefix: str) -> None:
        """Remove everything whose key begins with `prefix/`."""
        found = obstore.list(self._objects, f"{_checked(prefix)}/")  # pyright: ignore[reportUnknownMemberType] - a stub
        async for piece in found:
            for item in piece:
                await self.delete(item["path"])

    def local_path(self, key: str) -> Path | None:
        """Return where the file lies on this machine; `None` when the store is not a folder."""
        checked = _checked(key)
        return None if self._root is None else self._root / checked


def _checked(key: str) -> str:
    parts = key.split("/")
    if (
        len(key) > _LONGEST_KEY
        or "\\" in key
        or not key.isprintable()
        or any(part in {"", ".", ".."} or part != part.strip() for part in parts)
    ):
        raise BadKey(key)
    return key

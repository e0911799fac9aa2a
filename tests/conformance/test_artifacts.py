"""What every artifact store and the archive over it must do."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from skyvern.artifacts import Archive, ArtifactDamaged, ArtifactMissing, ArtifactStore, BadKey, StoreUnwritable
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.testing.memory import MemoryArtifacts


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    return ArtifactStore(f"{(tmp_path / 'a folder' / 'artifacts').as_uri()}" if request.param == "file" else "memory:")


async def gathered(store: ArtifactStore, key: str, *span: int) -> bytes:
    return b"".join([chunk async for chunk in store.stream(key, *span)])


async def test_bytes_come_back_whole_and_in_part(store: ArtifactStore) -> None:
    data = bytes(range(256)) * 4096
    await store.put("o_1/wr_1/a_1/ü b.bin", data, "application/octet-stream")
    assert await store.size("o_1/wr_1/a_1/ü b.bin") == len(data)
    assert await store.read("o_1/wr_1/a_1/ü b.bin") == data
    assert await gathered(store, "o_1/wr_1/a_1/ü b.bin") == data
    assert await gathered(store, "o_1/wr_1/a_1/ü b.bin", 3, 700_000) == data[3:700_000]
    assert await gathered(store, "o_1/wr_1/a_1/ü b.bin", len(data) - 5, len(data) + 50) == data[-5:]
    assert await gathered(store, "o_1/wr_1/a_1/ü b.bin", len(data), len(data) + 1) == b""


async def test_an_empty_file(store: ArtifactStore) -> None:
    await store.put("o_1/empty", b"", "text/plain")
    assert await store.size("o_1/empty") == 0
    assert await store.read("o_1/empty") == b""
    assert await gathered(store, "o_1/empty") == b""


async def test_a_file_of_this_machine_is_copied(store: ArtifactStore, tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(b"hello")
    await store.put("o_1/copy", source, "text/plain")
    source.unlink()
    assert await store.read("o_1/copy") == b"hello"


async def test_putting_again_replaces(store: ArtifactStore) -> None:
    await store.put("o_1/f", b"long text", "text/plain")
    await store.put("o_1/f", b"short", "text/plain")
    assert await store.read("o_1/f") == b"short"


async def test_what_is_not_there(store: ArtifactStore) -> None:
    for asked in (store.size("o_1/none"), store.read("o_1/none"), gathered(store, "o_1/none")):
        with pytest.raises(ArtifactMissing):
            await asked
    await store.delete("o_1/none")
    await store.put("o_1/f", b"x", "text/plain")
    await store.delete("o_1/f")
    with pytest.raises(ArtifactMissing):
        await store.read("o_1/f")


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../x", "o_1/../../x", "o_1/./x", "o_1//x", "o_1/x/", "a\\..\\b", "a\nb", "a/\x00", "a/ "],
)
async def test_a_key_never_leaves_the_store(store: ArtifactStore, key: str) -> None:
    with pytest.raises(BadKey):
        await store.put(key, b"x", "text/plain")
    for asked in (store.size(key), store.read(key), gathered(store, key), store.delete(key)):
        with pytest.raises(BadKey):
            await asked
    with pytest.raises(BadKey):
        store.local_path(key)


async def test_a_local_path_shows_the_same_bytes(store: ArtifactStore) -> None:
    await store.put("o_1/f 1%.txt", b"x", "text/plain")
    path = store.local_path("o_1/f 1%.txt")
    assert path is None or path.read_bytes() == b"x"


class TestArchive:
    async def test_saving_tells_the_facts(self, store: ArtifactStore, tmp_path: Path) -> None:
        rows = MemoryArtifacts()
        archive = Archive(store, rows)
        source = tmp_path / "guid-1234"
        source.write_bytes(b"%PDF-1.7 ...")
        made = await archive.save(
            source,
            type=ArtifactType.DOWNLOAD,
            file_name="../Invoice 1.pdf",
            organization_id="o_1",
            run_id="wr_1",
            source_url="https://example.com/i",
        )
        assert made.key == f"o_1/wr_1/{made.artifact_id}/Invoice 1.pdf"
        assert (made.file_name, made.media_type, made.size) == ("Invoice 1.pdf", "application/pdf", 12)
        assert made.checksum == hashlib.sha256(b"%PDF-1.7 ...").hexdigest()
        assert rows.rows == {made.artifact_id: made}
        assert await archive.read(made) == b"%PDF-1.7 ..."
        assert b"".join([chunk async for chunk in archive.open(made, 1, 4)]) == b"PDF"

    async def test_uploads_have_their_own_prefix_and_place(self, store: ArtifactStore) -> None:
        archive = Archive(store, MemoryArtifacts())
        made = await archive.save(b"a,b", type=ArtifactType.UPLOAD, file_name="", organization_id="o_1")
        assert made.artifact_id.startswith("file_")
        assert made.key == f"o_1/uploads/{made.artifact_id}/file"
        assert made.media_type == "text/plain"

    async def test_deleting_removes_bytes_and_row(self, store: ArtifactStore) -> None:
        rows = MemoryArtifacts()
        archive = Archive(store, rows)
        made = await archive.save(b"x", type=ArtifactType.SCREENSHOT, file_name="s.png", organization_id="o_1")
        await archive.delete(made)
        assert rows.rows == {}
        with pytest.raises(ArtifactMissing):
            await archive.read(made)

    async def test_no_bytes_are_left_without_a_row(self, tmp_path: Path) -> None:
        class Full(MemoryArtifacts):
            async def add(self, row: Artifact, /) -> Artifact:
                raise OSError("the disk is full")

        folder = tmp_path / "artifacts"
        archive = Archive(ArtifactStore(folder.as_uri()), Full())
        with pytest.raises(OSError, match="full"):
            await archive.save(b"x", type=ArtifactType.SCREENSHOT, file_name="s.png", organization_id="o_1")
        assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 256 KiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def test_a_full_disk_is_told_and_leaves_nothing_half_written(small: Path) -> None:
    store = ArtifactStore(small.as_uri())
    archive = Archive(store, MemoryArtifacts())
    kept = await archive.save(b"x" * 1000, type=ArtifactType.DOWNLOAD, file_name="a.bin", organization_id="o_1")
    with pytest.raises(StoreUnwritable, match=r"No space left on device.*; make room"):
        await archive.save(b"x" * 600_000, type=ArtifactType.DOWNLOAD, file_name="b.bin", organization_id="o_1")
    assert [path.name for path in small.rglob("*") if path.is_file()] == ["a.bin"]
    assert await archive.read(kept) == b"x" * 1000


@pytest.mark.parametrize("bytes_left", [b"", b"x" * 999, b"x" * 1001])
async def test_bytes_that_are_not_those_stored_are_told(tmp_path: Path, bytes_left: bytes) -> None:
    archive = Archive(ArtifactStore(tmp_path.as_uri()), MemoryArtifacts())
    kept = await archive.save(b"x" * 1000, type=ArtifactType.DOWNLOAD, file_name="a.bin", organization_id="o_1")
    await archive.whole(kept)
    (tmp_path / kept.key).write_bytes(bytes_left)
    with pytest.raises(ArtifactDamaged, match=f"has {len(bytes_left)} bytes, and 1000 were stored: put it back"):
        await archive.whole(kept)
    (tmp_path / kept.key).unlink()
    with pytest.raises(ArtifactMissing):
        await archive.whole(kept)

"""The parts of the browser host that need no browser: card, request reading, file reading, frames, downloads."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skyvern.browser.host.card import HostCard
from skyvern.browser.host.chromium import find_chromium, forget_temporary
from skyvern.browser.host.downloads import DownloadLimits, Downloads
from skyvern.browser.host.errors import BadRequest, ChromiumMissing, UnknownFile
from skyvern.browser.host.files import CHUNK_SIZE, read_chunk
from skyvern.browser.host.frames import FrameIndex, FrameWriter
from skyvern.browser.host.processes import created, is_alive
from skyvern.browser.host.reading import Parameters
from skyvern.browser.host.records import DownloadInfo, HostInfo
from skyvern.browser.host.tasks import TaskKeeper


def test_a_process_is_known_by_id_and_moment() -> None:
    mine = created(os.getpid())
    assert mine is not None
    assert is_alive(os.getpid(), mine)
    assert not is_alive(os.getpid(), mine + "0")
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child_created = created(child.pid)
    while created(child.pid) is not None:  # it ends by itself; a zombie is already no living process
        pass
    assert child_created is None or not is_alive(child.pid, child_created)
    child.wait()


def test_a_card_is_believed_only_while_its_process_lives(tmp_path: Path) -> None:
    assert HostCard.read(tmp_path) is None
    card = HostCard(address="ws://127.0.0.1:1", token="t0ken", pid=os.getpid(), created=created(os.getpid()) or "")
    card.write(tmp_path)
    assert HostCard.read(tmp_path) == card
    assert "t0ken" not in repr(card)
    HostCard(address="ws://127.0.0.1:1", token="t", pid=os.getpid(), created="another").write(tmp_path)
    assert HostCard.read(tmp_path) is None
    (tmp_path / "host.json").write_text("{")
    assert HostCard.read(tmp_path) is None


@pytest.mark.parametrize(
    ("values", "read"),
    [
        ({}, lambda given: given.text("name")),
        ({"name": 3}, lambda given: given.text("name")),
        ({"name": [1]}, lambda given: given.texts("name")),
        ({"name": "x"}, lambda given: given.table("name")),
        ({"name": True}, lambda given: given.number("name", 1)),
        ({"name": "1"}, lambda given: given.flag("name")),
        ({"name": [0]}, lambda given: given.ports("name")),
        ({"name": ["80"]}, lambda given: given.ports("name")),
    ],
)
def test_a_bad_parameter_is_named(values: dict[str, object], read) -> None:
    with pytest.raises(BadRequest, match="name"):
        read(Parameters(values))


def test_files_are_read_in_pieces_and_nothing_else_is(tmp_path: Path) -> None:
    data = os.urandom(CHUNK_SIZE + 10)
    (tmp_path / "downloads").mkdir()
    (tmp_path / "downloads" / "guid").write_bytes(data)
    (tmp_path / "downloads" / "link").symlink_to("/etc/hostname")
    first = read_chunk(tmp_path, "downloads/guid", offset=0)
    rest = read_chunk(tmp_path, "downloads/guid", offset=CHUNK_SIZE)
    assert (first.is_last, rest.is_last, first.data + rest.data) == (False, True, data)
    for name in ("downloads/none", "downloads/link", "frames/1/frames.bin"):
        with pytest.raises(UnknownFile):
            read_chunk(tmp_path, name, offset=0)
    for name in ("/etc/passwd", "downloads/../../x", "profile/x", "downloads", "", "downloads//x"):
        with pytest.raises(BadRequest):
            read_chunk(tmp_path, name, offset=0)
    with pytest.raises(BadRequest):
        read_chunk(tmp_path, "downloads/guid", offset=-1)


def test_frames_come_back_as_they_were_written(tmp_path: Path) -> None:
    writer = FrameWriter(tmp_path / "frames")
    writer.append(b"one", at=1.0, page="a")
    writer.append(b"one", at=1.5, page="a")
    writer.append(b"three", at=2.0, page="b")
    assert writer.count == 2
    cut_off = FrameIndex.read(tmp_path / "frames")
    assert [(frame.at, frame.offset, frame.size) for frame in cut_off.frames] == [(1.0, 0, 3), (2.0, 3, 5)]
    assert cut_off.ended_at is None
    ended_at = writer.close()
    assert FrameIndex.read(tmp_path / "frames").ended_at == pytest.approx(ended_at, abs=0.01)
    with (tmp_path / "frames" / "index.jsonl").open("a") as index:
        index.write('{"at": 3.0, "off')
    assert len(FrameIndex.read(tmp_path / "frames").frames) == 2
    assert FrameIndex.read(tmp_path / "nowhere").frames == ()


class Wire:
    """Stands for the DevTools connection: takes every call."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []

    async def call(self, method: str, params: dict[str, object]) -> dict[str, object]:
        self.calls.append((method, params))
        return {}


def begin(downloads: Downloads, guid: str) -> None:
    params = {"guid": guid, "url": "http://x/", "suggestedFilename": "a.pdf"}
    downloads.hear("Browser.downloadWillBegin", params)


def progress(downloads: Downloads, guid: str, state: str, received: int = 0, total: int = 0) -> None:
    params = {"guid": guid, "state": state, "receivedBytes": received, "totalBytes": total}
    downloads.hear("Browser.downloadProgress", params)


async def test_downloads_follow_chromiums_events(tmp_path: Path) -> None:
    told: list[tuple[str, str, int]] = []
    downloads = Downloads(
        tmp_path / "downloads",
        lambda event, item: told.append((event, item.guid, item.received_bytes)),
        tasks=TaskKeeper(),
    )
    for guid in ("g1", "g1", "g2"):
        begin(downloads, guid)
    progress(downloads, "g1", "inProgress", 5)
    progress(downloads, "g2", "canceled", 3, 10)
    progress(downloads, "g2", "completed")
    progress(downloads, "unknown", "completed")
    finished = await downloads.wait(since=0, seconds=5)
    assert [item[0] for item in told] == [
        "download_started",
        "download_started",
        "download_progress",
        "download_completed",
    ]
    assert finished is not None
    assert (finished.number, finished.state, finished.problem) == (2, "canceled", "it broke off after 3 of 10 bytes")
    assert await downloads.wait(since=2, seconds=0) is None
    assert DownloadInfo.from_json(json.loads(json.dumps(finished.to_json()))) == finished


async def test_a_finished_download_is_weighed_and_checksummed(tmp_path: Path) -> None:
    downloads = Downloads(tmp_path, lambda event, item: None, tasks=TaskKeeper())
    begin(downloads, "g1")
    (tmp_path / "g1").write_bytes(b"hello")
    progress(downloads, "g1", "completed")
    found = await downloads.wait(since=0, seconds=5)
    assert found is not None
    assert (found.received_bytes, found.checksum) == (5, hashlib.sha256(b"hello").hexdigest())


@pytest.mark.parametrize(
    ("limits", "received", "total", "setting"),
    [
        (DownloadLimits(file_bytes=2**20), 0, 2**20 + 1, "SKYVERN_MAX_DOWNLOAD_MB"),
        (DownloadLimits(file_bytes=2**20), 2**20 + 1, 0, "SKYVERN_MAX_DOWNLOAD_MB"),
        (DownloadLimits(total_bytes=2**20), 2**20 - 50, 0, "SKYVERN_MAX_DOWNLOADS_MB"),
        (DownloadLimits(files=1), 1, 0, "SKYVERN_MAX_DOWNLOADS"),
    ],
)
async def test_a_download_beyond_a_limit_is_stopped_and_says_which(
    tmp_path: Path, limits: DownloadLimits, received: int, total: int, setting: str
) -> None:
    wire = Wire()
    downloads = Downloads(tmp_path, lambda event, item: None, tasks=TaskKeeper(), limits=limits)
    await downloads.apply(wire)  # type: ignore[arg-type] - of the connection, `call` is used
    begin(downloads, "before")
    progress(downloads, "before", "inProgress", 100)
    begin(downloads, "huge")
    (tmp_path / "huge").write_bytes(b"part")
    progress(downloads, "huge", "inProgress", received, total)
    progress(downloads, "huge", "inProgress", received, total)
    progress(downloads, "huge", "canceled", received, total)
    found = await downloads.wait(since=1, seconds=5)
    assert found is not None
    assert found.state == "canceled"
    assert found.problem.endswith(f"({setting})")
    assert not (tmp_path / "huge").exists()
    assert [params for method, params in wire.calls if method == "Browser.cancelDownload"] == [{"guid": "huge"}]


def test_a_record_passes_over_fields_of_a_newer_host() -> None:
    fields = {"pid": 1, "created": "x", "data_dir": "/", "chromium": None, "browsers": 0, "control_ports": [1]}
    assert HostInfo.from_json({**fields, "news": 1}).control_ports == [1]
    with pytest.raises(TypeError):
        HostInfo.from_json({"pid": 1})


def test_a_named_chromium_must_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SKYVERN_CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(ChromiumMissing, match="SKYVERN_CHROMIUM"):
        find_chromium()
    (tmp_path / "mine").write_text("")
    monkeypatch.setenv("SKYVERN_CHROMIUM", str(tmp_path / "mine"))
    assert find_chromium() == tmp_path / "mine"
    monkeypatch.delenv("SKYVERN_CHROMIUM")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    binary = tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux64/chrome"
    binary.parent.mkdir(parents=True)
    binary.write_text("")
    if sys.platform == "linux":
        assert find_chromium() == binary


def test_what_a_killed_chromium_left_among_temporary_files_goes(tmp_path: Path) -> None:
    profile, place = tmp_path / "ses_1" / "profile", tmp_path / "elsewhere" / "org.chromium.Chromium.abcdef"
    for folder in (profile, place, tmp_path / "ses_1" / "tmp" / "left"):
        folder.mkdir(parents=True)
    (place / "SingletonCookie").write_text("1")
    (profile / "SingletonSocket").symlink_to(place / "SingletonSocket")
    forget_temporary(profile)
    assert not place.exists()
    assert sorted(item.name for item in (tmp_path / "ses_1").iterdir()) == ["profile"]


def test_a_link_that_leads_to_other_folders_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "profile" / "SingletonSocket").symlink_to(tmp_path / "mine" / "SingletonSocket")
    forget_temporary(tmp_path / "profile")
    assert (tmp_path / "mine").exists()

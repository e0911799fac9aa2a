"""Saved states: what is in them, what is left out, and archives that are none."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from skyvern.browser.host.errors import BadRequest
from skyvern.browser.host.state import COOKIES, MOST_BYTES, pack, take_piece, unpack


def test_a_state_holds_what_the_browser_knows_and_no_caches(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    for name in ("Default/Local Storage/leveldb/1.log", "Default/Cache/x", "Default/Code Cache/js/y", "Local State"):
        place = profile / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(name)
    (profile / "SingletonLock").symlink_to("host-1")
    pack(profile, [{"name": "who", "session": True}], tmp_path / "state.tgz")
    unpack(tmp_path / "state.tgz", tmp_path / "next")
    found = {str(path.relative_to(tmp_path / "next")) for path in (tmp_path / "next").rglob("*") if path.is_file()}
    assert found == {"Default/Local Storage/leveldb/1.log", "Local State", COOKIES}
    assert json.loads((tmp_path / "next" / COOKIES).read_text()) == [{"name": "who", "session": True}]


@pytest.mark.parametrize("name", ["../outside", "/etc/outside"])
def test_an_archive_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "bad.tgz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = 2
        archive.addfile(member, io.BytesIO(b"no"))
    if name.startswith("/"):  # taken as relative, which is inside
        unpack(tmp_path / "bad.tgz", tmp_path / "next")
        assert (tmp_path / "next" / "etc" / "outside").read_bytes() == b"no"
        return
    with pytest.raises(BadRequest, match="cannot be read"):
        unpack(tmp_path / "bad.tgz", tmp_path / "next")
    assert not (tmp_path / "outside").exists()


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.tgz").write_bytes(b"no archive")
    with pytest.raises(BadRequest, match="cannot be read"):
        unpack(tmp_path / "bad.tgz", tmp_path / "next")


def test_a_state_comes_in_pieces_and_is_used_up(tmp_path: Path) -> None:
    profile, archive = tmp_path / "profile", tmp_path / "given.tgz"
    profile.mkdir()
    (profile / "Local State").write_text("known")
    pack(profile, [], tmp_path / "state.tgz")
    whole = (tmp_path / "state.tgz").read_bytes()
    take_piece(archive, b"what an earlier sender left", offset=0)
    take_piece(archive, whole[:50], offset=0)
    take_piece(archive, whole[50:], offset=50)
    assert archive.read_bytes() == whole
    assert archive.stat().st_mode & 0o777 == 0o600
    unpack(archive, tmp_path / "next")
    assert (tmp_path / "next" / "Local State").read_text() == "known"
    assert not archive.exists()


def test_a_piece_after_a_gap_and_one_too_many_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="is lacking before 7"):
        take_piece(tmp_path / "given.tgz", b"late", offset=7)
    with pytest.raises(BadRequest, match="larger than"):
        take_piece(tmp_path / "given.tgz", b"more", offset=MOST_BYTES)

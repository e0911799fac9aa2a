"""Saved states: what is in them, what is left out, and archives that are none."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from skyvern.browser.host.errors import BadRequest
from skyvern.browser.host.state import COOKIES, pack, unpack


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

"""Live links open one subject for a short time, and nothing of them can be changed."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from skyvern.api.live_links import Grant, LiveLinks

LINKS = LiveLinks(b"a secret for this test")
ANA = Grant(control=False, name="Ana & co")


def query(**changes: str) -> dict[str, str]:
    path = LINKS.path("runs", "wr_1", ANA, expires_at=int(time.time()) + 60)
    assert urlsplit(path).path == "v1/runs/wr_1/live"
    return dict(parse_qsl(urlsplit(path).query)) | changes


def test_a_link_gives_what_it_was_made_for() -> None:
    assert LINKS.read("runs", "wr_1", query()) == ANA


@pytest.mark.parametrize(
    "changed", [{"control": "1"}, {"name": "Eve"}, {"expiry": "9999999999"}, {"sig": "0" * 64}, {"sig": "é"}]
)
def test_a_changed_link_opens_nothing(changed: dict[str, str]) -> None:
    assert LINKS.read("runs", "wr_1", query(**changed)) is None


def test_a_link_is_for_one_subject_one_server_and_a_time() -> None:
    given = query()
    assert LINKS.read("runs", "wr_2", given) is None
    assert LINKS.read("browser_sessions", "wr_1", given) is None
    assert LiveLinks(b"another secret of tests").read("runs", "wr_1", given) is None
    over = LINKS.path("runs", "wr_1", ANA, expires_at=int(time.time()) - 1)
    assert LINKS.read("runs", "wr_1", dict(parse_qsl(urlsplit(over).query))) is None

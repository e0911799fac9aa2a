"""What an operator may say of browsers, and when a machine has no room for one more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from skyvern.browser.host.errors import LaunchFailed
from skyvern.browser.host.flags import Look
from skyvern.browser.host.room import ANY, Load, Room


def test_browsers_have_no_window_and_no_extensions_unless_somebody_says_so(tmp_path: Path) -> None:
    plain = Look.read({}).flags()
    assert "--headless=new" in plain
    assert "--disable-extensions" in plain
    (tmp_path / "manifest.json").write_text("{}")
    said = Look.read(
        {
            "SKYVERN_HEADFUL": "true",
            "SKYVERN_CHROMIUM_FLAGS": "--ignore-gpu-blocklist '--font-render-hinting=none'",
            "SKYVERN_CHROMIUM_EXTENSIONS": str(tmp_path),
        }
    ).flags()
    assert "--headless=new" not in said
    assert "--disable-extensions" not in said
    assert f"--load-extension={tmp_path}" in said
    assert said[-2:] == ["--ignore-gpu-blocklist", "--font-render-hinting=none"]
    assert "--proxy-bypass-list=<-loopback>" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SKYVERN_HEADFUL", "perhaps"),
        ("SKYVERN_CHROMIUM_FLAGS", "--no-proxy-server"),
        ("SKYVERN_CHROMIUM_FLAGS", "--proxy-server=http://elsewhere"),
        ("SKYVERN_CHROMIUM_FLAGS", "--user-data-dir=/tmp"),
        ("SKYVERN_CHROMIUM_FLAGS", "--remote-allow-origins=*"),
        ("SKYVERN_CHROMIUM_FLAGS", "http://page"),
        ("SKYVERN_CHROMIUM_FLAGS", "--a 'b"),
        ("SKYVERN_CHROMIUM_EXTENSIONS", "/nowhere"),
    ],
)
def test_what_would_open_the_guard_or_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Look.read({name: value})


@pytest.mark.parametrize(
    ("load", "setting"),
    [
        (Load(free_mb=100, per_core=0.1), "SKYVERN_BROWSER_MIN_FREE_MB"),
        (Load(free_mb=9000, per_core=5.0), "SKYVERN_BROWSER_MAX_LOAD"),
    ],
)
async def test_a_machine_without_room_says_what_it_lacks(load: Load, setting: str) -> None:
    with pytest.raises(LaunchFailed, match=setting):
        await Room(most_load=4.0, patience=0.01, measure=lambda: load).wait()


async def test_a_machine_that_gets_room_in_time_starts_the_browser() -> None:
    loads = iter([Load(free_mb=10, per_core=0), Load(free_mb=5000, per_core=0)])
    await Room(patience=5, measure=lambda: next(loads)).wait()


async def test_what_nobody_can_measure_is_no_hindrance() -> None:
    await Room(measure=lambda: Load(free_mb=None, per_core=99.0)).wait()
    measured = Load.now()
    assert measured.free_mb is None or measured.free_mb > 0


def test_limits_that_are_no_numbers_are_refused_by_name() -> None:
    for name in ("SKYVERN_BROWSER_MIN_FREE_MB", "SKYVERN_BROWSER_MAX_LOAD"):
        for value in ("much", "-1"):
            with pytest.raises(ValueError, match=name):
                Room.read({name: value})
    assert Room.read({"SKYVERN_BROWSER_MAX_LOAD": "2.5"}).most_load == 2.5


@pytest.mark.parametrize(
    ("room", "load", "more"),
    [
        (Room(least_free_mb=300), Load(free_mb=299, per_core=0), 0),
        (Room(least_free_mb=300), Load(free_mb=300, per_core=0), 1),
        (Room(least_free_mb=300), Load(free_mb=1200, per_core=9), 4),
        (Room(least_free_mb=300, most_load=4.0), Load(free_mb=1200, per_core=9), 0),
        (Room(least_free_mb=0), Load(free_mb=1, per_core=0), ANY),
        (Room(least_free_mb=300), Load(free_mb=None, per_core=0), ANY),
    ],
)
def test_how_many_runs_more_a_machine_bears(room: Room, load: Load, more: int) -> None:
    assert replace(room, measure=lambda: load).more() == more

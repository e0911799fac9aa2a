"""What native inputs are given, and which formatted values count as the same."""

from __future__ import annotations

import pytest

from skyvern.browser.actions.formats import native_value, same_value
from skyvern.browser.actions.keypress import chord

NATIVE = [
    ("date", "1990-03-04", "1990-03-04"),
    ("date", "03/04/1990", "1990-03-04"),
    ("date", "25/12/2026", "2026-12-25"),
    ("date", "4th March 1990", "1990-03-04"),
    ("date", "1990-03-04T10:00:00", "1990-03-04"),
    ("date", "tomorrow", None),
    ("time", "9 am", "09:00"),
    ("time", "21:05", "21:05"),
    ("month", "12/2026", "2026-12"),
    ("week", "2026-W07", "2026-W07"),
    ("week", "2026-01-01", "2026-W01"),
    ("datetime-local", "March 4, 1990, 2:30 pm", "1990-03-04T14:30"),
    ("number", "$1,234.50", "1234.50"),
    ("number", "1.234,50", "1234.50"),
    ("number", "many", None),
    ("color", "#AABBCC", "#aabbcc"),
    ("color", "sky", None),
    ("text", "as it is", "as it is"),
    ("date", "", ""),
]


@pytest.mark.parametrize(("kind", "text", "wanted"), NATIVE)
def test_native_values(kind: str, text: str, wanted: str | None) -> None:
    assert native_value(kind, text) == wanted


SAME = [
    ("(415) 555-0123", "4155550123", "tel", True),
    ("1,234.50", "1234.50", "text", True),
    ("JANE DOE", "Jane Doe", "text", True),
    ("2", "2.0", "number", True),
    ("14:30:00", "14:30", "time", True),
    ("jane", "john", "text", False),
    ("", "x", "text", False),
    ("Secret", "secret", "password", False),
    ("--", "//", "text", False),
]


@pytest.mark.parametrize(("held", "wanted", "kind", "same"), SAME)
def test_values_that_count_as_the_same(held: str, wanted: str, kind: str, same: bool) -> None:
    assert same_value(held, wanted, kind=kind) is same


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("enter", "Enter"),
        ("ctrl+a", "Control+a"),
        ("Shift+Tab", "Shift+Tab"),
        ("f5", "F5"),
        ("+", "+"),
        ("esc", "Escape"),
    ],
)
def test_chords(text: str, keys: str) -> None:
    assert chord(text) == keys

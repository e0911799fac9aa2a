"""Which option a wording means."""

from __future__ import annotations

import pytest

from skyvern.browser.actions.choice import pick

LABELS = ["Select…", "California (CA)", "North Korea", "South Korea", "Méxíco", "New York", "York"]
VALUES = ["", "CA", "KP", "KR", "MX", "NY", "YO"]


@pytest.mark.parametrize(
    ("wanted", "label"),
    [
        ("North Korea", "North Korea"),
        ("california", "California (CA)"),
        ("CA", "California (CA)"),
        ("ny", "New York"),
        ("mexico", "Méxíco"),
        ("York", "York"),
        ("Korea", None),
        ("Atlantis", None),
        ("", None),
        ("the state of California (CA)", "California (CA)"),
    ],
)
def test_pick(wanted: str, label: str | None) -> None:
    index = pick(LABELS, wanted, values=VALUES)
    assert (LABELS[index] if index is not None else None) == label


def test_equal_labels_take_the_first() -> None:
    assert pick(["Open", "OPEN "], "open") == 0

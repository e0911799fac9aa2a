"""Which part of a page a picture for the record shows."""

from __future__ import annotations

import pytest

from skyvern.browser.pictures import part_of_page


def part(scrolls: int, *, scrolled: float = 0, height: float = 5000) -> tuple[float, float] | None:
    found = part_of_page(width=1280, screen=700, scrolled=scrolled, height=height, scrolls=scrolls)
    return None if found is None else (found["y"], found["height"])


@pytest.mark.parametrize(
    ("scrolls", "scrolled", "shown"),
    [
        (1, 0, (0, 1400)),
        (2, 700, (0, 2100)),
        (1, 3000, (2300, 1400)),
        (1, 4300, (3600, 1400)),
        (100, 1000, (0, 5000)),
    ],
)
def test_what_is_on_show_is_part_of_the_picture(scrolls: int, scrolled: float, shown: tuple[float, float]) -> None:
    found = part(scrolls, scrolled=scrolled)
    assert found == shown
    assert found[0] <= scrolled
    assert scrolled + 700 <= found[0] + found[1]


def test_a_page_of_one_screen_has_nothing_more_to_show() -> None:
    assert part(5, height=700) is None


def test_an_endless_page_is_pictured_as_far_as_chromium_paints() -> None:
    found = part(1000, scrolled=90_000, height=100_000)
    assert found == (74_700, 16_000)

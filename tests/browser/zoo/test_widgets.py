"""Widgets of real component libraries, filled by whole runs of both minds; what each widget then holds is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from tests.browser.zoo.desk import Desk
from tests.browser.zoo.table import BEYOND, FAST, WIDGETS

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(900)]

LIBRARIES = sorted({name.partition("/")[0] for name in WIDGETS})


async def hold(desk: Desk, places: Mapping[str, str], names: Iterable[str], *, model: bool) -> None:
    """Every one of the widgets was filled, as the run says and as the widget itself says."""
    widgets = {name: WIDGETS[name] for name in names}
    filled = await desk.fill(widgets, places, model=model)
    wrong = {name: one for name, one in filled.items() if one.status != "completed" or one.held != widgets[name].held}
    assert not wrong, "\n".join(f"{name}: {one}" for name, one in wrong.items())


async def test_widgets_hold_what_a_model_put_in(desk: Desk, places: Mapping[str, str]) -> None:
    await hold(desk, places, FAST, model=True)


async def test_widgets_hold_what_the_embedded_mind_put_in(desk: Desk, places: Mapping[str, str]) -> None:
    await hold(desk, places, FAST, model=False)


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_model_fills_a_library(desk: Desk, places: Mapping[str, str], library: str) -> None:
    await hold(desk, places, _of(library), model=True)


@pytest.mark.long
@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_embedded_mind_fills_a_library(desk: Desk, places: Mapping[str, str], library: str) -> None:
    await hold(desk, places, [name for name in _of(library) if name not in BEYOND], model=False)


def _of(library: str) -> list[str]:
    return [name for name in WIDGETS if name.startswith(f"{library}/") and name not in FAST]

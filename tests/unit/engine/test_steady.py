"""A page whose browser dies: looking goes on in the next one, acting is told, and a living one keeps its errors."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from skyvern.browser.errors import BrowserGone, PageStuck
from skyvern.domain.page import Action, ActionKind, ActionResult, Observation, Trouble
from skyvern.engine.ports import Page
from skyvern.engine.steady import SteadyPage
from tests.unit.engine.conftest import FakeBrowser, FakePage

CLICK = Action(kind=ActionKind.CLICK, ref="1")


class DeadPage(FakePage):
    """A page of a browser that died, or of one that only does not answer."""

    def __init__(self, error: Exception) -> None:
        super().__init__(FakeBrowser())
        self.error = error

    async def act(self, action: Action) -> ActionResult:
        raise self.error

    async def observe(self) -> Observation:
        raise self.error

    async def screenshot(self, *, for_record: bool = False) -> bytes:
        raise self.error

    async def conceal(self, texts: Collection[str]) -> None:
        raise self.error

    async def wait_for_change(self, seconds: float) -> bool:
        raise self.error

    async def goto(self, url: str) -> ActionResult:
        raise self.error


def steady(now: FakePage, then: FakePage) -> SteadyPage:
    async def revive() -> Page:
        return then

    return SteadyPage(now, revive)


def dead() -> DeadPage:
    return DeadPage(BrowserGone("the connection to the browser is lost"))


async def test_what_was_being_done_has_failed_and_may_have_reached_its_site() -> None:
    after = FakePage(FakeBrowser())
    page = steady(dead(), after)
    result = await page.act(CLICK)
    assert (result.ok, result.trouble, result.reached) == (False, Trouble.CRASHED, True)
    assert "ended meanwhile" in result.message
    assert after.acted == [], "it is not done a second time"
    await page.act(CLICK)
    assert after.acted == [CLICK], "from then on the next browser is acted in"


async def test_looking_and_opening_go_on_in_the_next_browser() -> None:
    after = FakePage(FakeBrowser())
    assert (await steady(dead(), after).observe()).url == "http://page/"
    assert await steady(dead(), after).screenshot() == b"picture"
    assert await steady(dead(), after).wait_for_change(1.0)
    await steady(dead(), after).conceal({"secret"})
    assert after.concealed == [frozenset({"secret"})]
    assert (await steady(dead(), after).goto("http://else/")).ok
    assert after.owner.urls == ["http://else/"]


async def test_a_living_browser_whose_page_is_stuck_is_not_replaced() -> None:
    stuck = DeadPage(PageStuck("endless script"))
    with pytest.raises(PageStuck, match="endless script"):
        await steady(stuck, stuck).observe()

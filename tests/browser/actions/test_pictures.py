"""Pictures for the record: as much of a page as a run wants, and every tab, in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from struct import unpack

from skyvern.browser.attach import Browsers
from skyvern.browser.ports import Around

_TALL = "<title>tall</title><body style='margin:0;background:#fff'><div style='height:3000px'></div>end"


def size(png: bytes) -> tuple[int, int]:
    return unpack(">II", png[16:24])


async def test_as_many_screens_as_wanted_and_every_tab(own_chromium, site, browsers: Browsers, tmp_path: Path) -> None:
    session = await browsers.attach(
        own_chromium.cdp_url, browser_id="b", artifacts_dir=tmp_path / "files", around=Around(scrolls=2)
    )
    await session.goto(site.page("/tall", _TALL))
    seen = await session.observe()
    width, screen = seen.viewport
    assert size(await session.screenshot()) == (width, screen)
    assert size(await session.screenshot(for_record=True)) == (width, 3 * screen)
    first = await session.page()
    other = await first.context.new_page()
    await other.goto(site.page("/low", "<title>low</title>second tab"))
    shown = await session.tab_pictures(but_active=False)
    assert [picture.url.rpartition("/")[2] for picture in shown] == ["low", "tall"]
    assert [size(picture.data)[1] for picture in shown] == [(await session.observe()).viewport[1], 3 * screen]
    assert [item.url for item in await session.tab_pictures(but_active=True)] == [first.url]
    await session.close()

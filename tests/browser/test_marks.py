"""Whoever attaches to a browser after a crash is told by the page whether a deed had reached it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from skyvern.browser.attach import Browsers
from skyvern.domain.page import Action, ActionKind, Arrival

IN_PLACE = "<button onclick='event.preventDefault()'>Send</button>"
POST = "<form method=post action=/sent><button>Send</button></form>"
INNER = "<h1>Outside</h1><iframe src=/inner width=400 height=200></iframe>"


@pytest.mark.parametrize(
    ("path", "body", "press", "became"),
    [
        ("/in-place", IN_PLACE, True, Arrival.GOT),
        ("/post", POST, True, Arrival.LEFT),
        ("/post", POST, False, Arrival.NOT),
        ("/frame", INNER, True, Arrival.GOT),
        ("/frame", INNER, False, Arrival.NOT),
    ],
)
async def test_a_deed_is_known_again(
    chromium, site, browsers: Browsers, tmp_path: Path, *, path: str, body: str, press: bool, became: Arrival
) -> None:
    site.page("/sent", "<h1>Sent</h1>")
    site.page("/inner", POST)
    first = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "one")
    await first.goto(site.page(path, body))
    button = next(one for one in (await first.observe()).elements if one.name == "Send")
    place = await first.mark("act_1", deed="act_2")
    if press:
        await first.act(Action(kind=ActionKind.CLICK, ref=button.ref))
    await first.close()
    second = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "two")
    assert await second.arrival("act_1", deed="act_2", place=place) is became
    assert await second.arrival("act_1", deed="act_2", place="br_0") is Arrival.LOST
    await second.close()


async def test_what_happens_before_the_deed_itself_does_not_count(
    chromium, site, browsers: Browsers, tmp_path: Path
) -> None:
    session = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "one")
    await session.goto(site.page("/fill", "<label>Name <input></label>" + IN_PLACE))
    field = next(one for one in (await session.observe()).elements if one.name == "Name")
    place = await session.mark("act_1", deed="")
    await session.act(Action(kind=ActionKind.INPUT_TEXT, ref=field.ref, text="Jo"))
    assert await session.arrival("act_1", deed="act_2", place=place) is Arrival.NOT
    await session.mark("act_1", deed="act_2")
    assert await session.arrival("act_1", deed="act_2", place=place) is Arrival.NOT
    await session.close()


HEARD = """<script>
  window.heard = [];
  for (const kind of ['mousedown', 'click']) addEventListener(kind, (event) => heard.push(event.type), true);
</script>"""


@pytest.mark.parametrize("framed", [False, True], ids=["in the page", "in a frame"])
async def test_a_click_that_a_crash_cut_in_half_is_completed(
    chromium, site, browsers: Browsers, tmp_path: Path, *, framed: bool
) -> None:
    site.page("/inner", IN_PLACE + HEARD)
    shown = site.page("/outer", "<h1>Outside</h1><iframe src=/inner style='border:7px solid'></iframe>")
    first = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "one")
    await first.goto(shown if framed else site.page("/in-place", IN_PLACE + HEARD))
    page = await first.page()
    frame = page.frames[-1]
    place = await first.mark("act_1", deed="act_1")
    await frame.get_by_text("Send").hover()
    await page.mouse.down()
    await first.close()
    second = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "two")
    assert await second.arrival("act_1", deed="act_1", place=place) is Arrival.GOT
    assert await second.arrival("act_1", deed="act_1", place=place) is Arrival.GOT
    assert await (await second.page()).frames[-1].evaluate("heard") == ["mousedown", "click"]
    await second.close()


async def test_a_page_that_had_to_be_loaded_anew_was_not_left(
    chromium, site, browsers: Browsers, tmp_path: Path
) -> None:
    first = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "one")
    await first.goto(site.page("/in-place", IN_PLACE))
    place = await first.mark("act_1", deed="act_1")
    page = await first.page()
    crashed = asyncio.ensure_future(page.wait_for_event("crash"))
    asked = await page.context.new_cdp_session(page)
    crashing = asyncio.ensure_future(asked.send("Page.crash"))
    await crashed
    await first.close()
    await asyncio.gather(crashing, return_exceptions=True)
    second = await browsers.attach(chromium.cdp_url, browser_id="br_1", artifacts_dir=tmp_path / "two")
    assert await second.arrival("act_1", deed="act_1", place=place) is Arrival.LOST
    await second.close()

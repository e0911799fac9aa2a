"""Texts that must not be seen are covered wherever a page shows them, by pixels; everything else stays to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from tests.pixels import Picture, picture

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

SECRET = "Kestrel-93!quartz"
STYLE = "<style>body{margin:0;background:#fff;font:28px/40px monospace}div{margin:10px 20px}</style>"

PLACES = {
    "text": f"<div><span id=t>{SECRET}</span></div>",
    "other case": f"<div><span id=t>{SECRET.upper()}</span></div>",
    "spread over nodes": f"<div><span id=t>{SECRET[:6]}<b>{SECRET[6:9]}</b>{SECRET[9:]}</span></div>",
    "button": f"<div><button style='font:28px monospace;border:0;padding:0' id=t>{SECRET}</button></div>",
    "coloured": "<div><span id=t style='color:red;-webkit-text-fill-color:orange;background:#ff0'>"
    f"{SECRET}</span></div>",
    "later": "<div><span id=t>nothing at all yet</span></div>"
    f"<script>setTimeout(() => {{t.textContent = '{SECRET}'}}, 50)</script>",
    "shadow tree": "<div><span id=host></span></div><script>"
    f"host.attachShadow({{mode: 'open'}}).innerHTML = '<span id=inner>{SECRET}</span>';"
    "globalThis.t = host.shadowRoot.getElementById('inner')</script>",
    "styles taken away": f"<div><span id=t>{SECRET}</span></div><script>document.adoptedStyleSheets = []</script>",
}


async def box(session: BrowserSession, name: str = "t") -> Mapping[str, float]:
    """Return where an element stands."""
    return await (await session.page()).evaluate(f"() => {name}.getBoundingClientRect().toJSON()")


async def shot(session: BrowserSession) -> Picture:
    """Picture the page."""
    return picture(await session.screenshot())


@pytest.mark.parametrize("place", PLACES)
async def test_a_covered_text_is_not_painted(session: BrowserSession, site: Site, place: str) -> None:
    await session.goto(site.page("/before", "<p>before"))
    await session.conceal([SECRET])
    await session.goto(site.page("/after", STYLE + PLACES[place] + "<div><span id=plain>Plain to see</span></div>"))
    await session.observe()
    await session.wait_for_change(0.3)
    seen = await shot(session)
    assert seen.covered(await box(session))
    assert not seen.covered(await box(session, "plain"))


async def test_what_stood_there_before_is_covered_at_once(session: BrowserSession, site: Site) -> None:
    await session.goto(site.page("/there", STYLE + PLACES["text"]))
    assert not (await shot(session)).covered(await box(session))
    await session.conceal([SECRET])
    assert (await shot(session)).covered(await box(session))


async def test_a_frame_of_another_site_is_covered(session: BrowserSession, site: Site) -> None:
    inner = site.page("/inner", STYLE + PLACES["text"]).replace("127.0.0.1", "localhost")
    outer = f"<body style='margin:0'><iframe id=t src='{inner}' style='border:0;width:600px;height:60px'></iframe>"
    await session.conceal([SECRET])
    await session.goto(site.page("/outer", outer))
    await session.observe()
    place = {"x": 20, "y": 10, "width": 16 * len(SECRET), "height": 40}
    assert (await shot(session)).covered(place)


async def test_fields_show_dots_and_the_page_learns_nothing(session: BrowserSession, site: Site) -> None:
    body = f"""<div><input id=t style='font:28px monospace;border:0;padding:0;width:400px'></div><script>
    t.value = '{SECRET}'; globalThis.heard = [];
    for (const kind of [String, Array]) for (const name of ['includes', 'indexOf']) {{
      const real = kind.prototype[name];
      kind.prototype[name] = function (...given) {{
        globalThis.heard.push(String(given[0]));
        return real.apply(this, given);
      }};
    }}</script>"""
    await session.conceal([SECRET, "only-we-know-this"])
    await session.goto(site.page("/field", STYLE + body))
    await session.screenshot()
    page = await session.page()
    assert await page.evaluate("() => getComputedStyle(t).webkitTextSecurity") == "disc"
    assert "only-we-know-this" not in str(await page.evaluate("() => [heard, Object.getOwnPropertyNames(globalThis)]"))

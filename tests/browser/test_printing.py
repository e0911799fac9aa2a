"""A printed page holds no secret, and the page itself is as it was."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from skyvern.browser.printing import print_page

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession
    from tests.browser.conftest import Site

SECRET = "Kestrel-93!quartz"


async def test_secrets_are_not_in_the_file_and_the_page_keeps_them(session: BrowserSession, site: Site) -> None:
    site.page("/inner", f"<p>inside {SECRET}")
    body = f"<p id=a>one {SECRET.upper()}!<p id=b>{SECRET[:7]}<b>{SECRET[7:]}</b> two<input id=c value='{SECRET}'>"
    shadow = f"<div id=host></div><script>host.attachShadow({{mode: 'open'}}).innerHTML = '<p>{SECRET} deep'</script>"
    await session.goto(site.page("/printed", f"{body}{shadow}<iframe src=/inner></iframe>"))
    page = await session.page()
    before = await page.content()
    printed = await print_page(page, hidden={SECRET}, options={"format": "A4"})
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(printed)).pages)
    assert SECRET.lower() not in "".join(text.split()).lower()
    for kept in ("one", "two", "deep", "inside", "•"):
        assert kept in text
    assert await page.content() == before
    assert await page.evaluate("c.value") == SECRET
    plain = await print_page(page, hidden=set(), options={"format": "A4"})
    assert SECRET in "".join(part.extract_text() for part in PdfReader(BytesIO(plain)).pages)


async def test_a_frame_that_comes_late_is_printed_without_its_secret(session: BrowserSession, site: Site) -> None:
    site.page("/late", f"<p>late {SECRET}", wait=1.5)
    await session.goto(site.page("/printed", "<p>soon<iframe src=/late></iframe>"))
    printed = await print_page(await session.page(), hidden={SECRET}, options={"format": "A4"})
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(printed)).pages)
    assert "soon" in text
    assert "late" in text
    assert SECRET.lower() not in "".join(text.split()).lower()

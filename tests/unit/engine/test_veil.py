"""What minds see of a page holds no secret that was given to it, and pages are veiled before a secret is typed."""

from __future__ import annotations

from dataclasses import replace

from skyvern.credentials import SecretBook
from skyvern.domain.page import Action, ActionKind, ActionResult, Line, Observation, Reading
from skyvern.domain.redaction import MASK
from skyvern.engine.veil import VeiledPage
from tests.unit.engine.conftest import FakeBrowser, FakePage

PASSWORD = "Kestrel-93!quartz"
PAGE = Observation(url="http://page/", title="", reading=Reading(lines=(Line(text=f"you said {PASSWORD}"),)))


def veiled(password: str = PASSWORD) -> tuple[VeiledPage, FakePage, SecretBook]:
    """Return a page over a scripted one that shows the password."""
    book = SecretBook(b"k" * 32, "wr_1")
    book.add("login", "cred_1", {"username": "ann", "password": password, "totp": "JBSWY3DPEHPK3PXP"}, origin=None)
    page = FakePage(FakeBrowser())
    page.views = [replace(PAGE, reading=Reading(lines=(Line(text=f"you said {password}"),)))]
    return VeiledPage(page, book), page, book


async def test_only_what_was_given_is_masked() -> None:
    page, _, book = veiled()
    assert PASSWORD in (await page.observe()).reading.text
    book.resolve(book.fields("login")["password"], origin=None)
    assert (await page.observe()).reading.text == f"you said {MASK}"


async def test_a_common_word_keeps_its_place_on_the_page() -> None:
    page, _, book = veiled("password")
    book.resolve(book.fields("login")["password"], origin=None)
    assert (await page.observe()).reading.text == "you said password"


async def test_the_page_is_veiled_before_the_secret_is_typed() -> None:
    page, inner, book = veiled()
    inner.results = {"e1": ActionResult(ok=True, message=f"holds {PASSWORD}")}
    result = await page.act(Action(kind=ActionKind.INPUT_TEXT, ref="e1", text=book.fields("login")["password"]))
    assert inner.concealed == [frozenset({PASSWORD})]
    assert result.message == f"holds {MASK}"


async def test_codes_are_veiled_and_their_seed_never_leaves() -> None:
    page, inner, book = veiled()
    await page.act(Action(kind=ActionKind.INPUT_TEXT, ref="e1", text=book.fields("login")["totp"]))
    assert len(inner.concealed[0]) == 3
    assert all(len(code) == 6 and code.isdigit() for code in inner.concealed[0])

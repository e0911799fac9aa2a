"""HTTP that a workflow asks for: secrets go to their origin only, and come back masked."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from skyvern.blocks.base import FetchFailed, HttpReply, HttpRequest
from skyvern.credentials import SecretBook
from skyvern.domain.redaction import Redactor
from skyvern.engine.fetch import origin_of, page_address, send
from skyvern.net.guard import OriginRefused
from skyvern.net.transport import KeptWithin

BOOK = SecretBook(b"k" * 32, run_id="wr_1")
BOOK.add("api", "cred_1", {"password": "s3cret-value"}, origin=None)
TOKEN = BOOK.fields("api")["password"]


async def sent(answer: Any, **request: Any) -> HttpReply:  # noqa: ANN401 - either kind of transport
    transport = httpx.MockTransport(answer)
    given = {"method": "GET", "url": "https://api.test/x", **request}
    return await send(
        HttpRequest(**given),
        transport=transport,
        resolve=lambda text, origin: BOOK.resolve(text, origin=origin),
        redactor=BOOK.redactor(),
        files={},
    )


async def test_a_secret_is_put_in_at_the_last_moment_and_masked_on_the_way_back() -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"got": request.headers["x-key"], "body": request.content.decode()})

    reply = await sent(echo, method="POST", headers={"x-key": TOKEN}, body={"p": TOKEN})
    assert reply.json == {"got": "*****", "body": '{"p":"*****"}'}
    assert b"s3cret" not in reply.content


async def test_a_redirect_elsewhere_does_not_get_the_secret() -> None:
    seen: list[str] = []

    def lead_away(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.host)
        return httpx.Response(307, headers={"location": "https://evil.test/"})

    with pytest.raises(FetchFailed, match="secrets are not sent"):
        await sent(lead_away, headers={"x-key": TOKEN})
    assert seen == ["api.test"]


async def test_a_redirect_without_secrets_is_followed() -> None:
    def lead(request: httpx.Request) -> httpx.Response:
        if request.url.host == "api.test":
            return httpx.Response(302, headers={"location": "https://www.test/"})
        return httpx.Response(200, text="there")

    assert (await sent(lead)).text == "there"


@pytest.mark.parametrize(
    "request_",
    [
        {"url": "ftp://x/"},
        {"url": "http://[broken"},
        {"url": "not a url"},
        {"headers": {"x": "ż\n"}},
        {"method": "POST", "body": {"n": float("nan")}},
    ],
)
async def test_what_cannot_be_sent_fails_with_a_reason(request_: dict[str, Any]) -> None:
    with pytest.raises(FetchFailed) as failed:
        await sent(lambda request: httpx.Response(200), **request_)
    assert failed.value.failure.reason


async def test_an_answer_that_never_ends_is_cut_off_in_time() -> None:
    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return httpx.Response(200)

    with pytest.raises(FetchFailed, match=r"no answer within 0\.05 s"):
        await sent(slowly, timeout=0.05)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://a.test:8443/x?y", "https://a.test:8443"),
        ("http://user:pw@a.test/", "http://a.test"),
        ("file:///etc/passwd", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_origins(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


def test_bytes_are_masked_too() -> None:
    assert Redactor(["s3cret"]).data(b"\xff s3cret \x00") == b"\xff ***** \x00"


async def test_a_request_is_kept_within_the_origins_of_the_workflow() -> None:
    def lead_away(request: httpx.Request) -> httpx.Response:
        away = request.url.path == "/away"
        return httpx.Response(302, headers={"Location": "https://evil.test/"}) if away else httpx.Response(200)

    transport = KeptWithin(httpx.MockTransport(lead_away), ["api.test:443"])
    async with httpx.AsyncClient(transport=transport, follow_redirects=True) as client:
        assert (await client.get("https://api.test/x")).status_code == 200
        for url in ("https://api.test/away", "http://api.test/x", "https://other.test/"):
            with pytest.raises(OriginRefused, match="allowed_origins"):
                await client.get(url)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("example.org/a", "https://example.org/a"),
        (" http://example.org ", "http://example.org"),
        ("localhost:8000/x", "https://localhost:8000/x"),
        ("data:text/html,<p>", None),
        ("about:blank", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_the_address_that_a_person_means(written: str, meant: str | None) -> None:
    assert page_address(written) == meant

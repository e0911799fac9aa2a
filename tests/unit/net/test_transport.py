"""The guarded transport: what it opens, what it refuses, also after a redirect."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
import pytest

from skyvern.domain.addresses import AddressRules
from skyvern.net.guard import AddressRefused
from skyvern.net.transport import GuardedTransport


def site(reply: bytes, seen: list[bytes]):
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(reply)
        await writer.drain()

    return answer


def client(networks: str, *, addresses: Sequence[str] = ("127.0.0.1",)) -> httpx.AsyncClient:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return [host] if host[0].isdigit() else list(addresses)

    transport = GuardedTransport(AddressRules.parse(networks), resolve=resolve)
    return httpx.AsyncClient(transport=transport, follow_redirects=True)


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def test_a_listed_address_is_reached_under_its_name(serve) -> None:
    seen: list[bytes] = []
    port = await serve(site(OK, seen))
    async with client(f"127.0.0.1/32:{port}") as http:
        assert (await http.get(f"http://site.test:{port}/")).text == "ok"
    assert f"Host: site.test:{port}".encode() in seen[0]


@pytest.mark.parametrize("host", ["site.test", "127.0.0.1"])
async def test_a_private_address_is_refused(serve, host: str) -> None:
    seen: list[bytes] = []
    port = await serve(site(OK, seen))
    async with client("") as http:
        with pytest.raises(AddressRefused, match="SKYVERN_ALLOWED_PRIVATE_NETWORKS") as refusal:
            await http.get(f"http://{host}:{port}/")
    assert (refusal.value.host, refusal.value.ip, refusal.value.port) == (host, "127.0.0.1", port)
    assert seen == []


async def test_a_redirect_to_a_private_address_is_refused(serve) -> None:
    seen: list[bytes] = []
    inner = await serve(site(OK, seen))
    redirect = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inner}/\r\nContent-Length: 0\r\n\r\n".encode()
    outer = await serve(site(redirect, []))
    async with client(f"127.0.0.1/32:{outer}") as http:
        with pytest.raises(AddressRefused):
            await http.get(f"http://site.test:{outer}/")
    assert seen == []


async def test_the_next_permitted_address_is_tried(serve) -> None:
    port = await serve(site(OK, []))
    async with client(f"127.0.0.0/8:{port}", addresses=("10.0.0.1", "127.0.0.9", "127.0.0.1")) as http:
        assert (await http.get(f"http://site.test:{port}/")).text == "ok"


async def test_a_name_without_address_is_a_connect_error() -> None:
    async with client("", addresses=()) as http:
        with pytest.raises(httpx.ConnectError, match=r"site\.test"):
            await http.get("http://site.test/")

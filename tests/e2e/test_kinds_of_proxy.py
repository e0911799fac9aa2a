"""Whole runs through an HTTPS and a SOCKS5 proxy with a password: TLS to the proxy, tunnels through it."""

from __future__ import annotations

import asyncio
import base64
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from skyvern import Skyvern
from tests.conftest import free_port
from tests.e2e.test_secrets_and_proxies import holding

if TYPE_CHECKING:
    from tests.e2e.conftest import Product, Receiver

USER, PASSWORD = "user", "sesame-93-quartz"


@dataclass(slots=True)
class Outlets:
    """Two proxies that lead every connection to one web server, and whom they let pass."""

    https: int = 0
    socks: int = 0
    passed: list[str] = field(default_factory=list[str])


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proxy")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_place, key_place = folder / "proxy.pem", folder / "proxy.key"
    cert_place.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    key_place.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    return cert_place, key_place


class _Server:
    """Both proxies; `to` is the port of the web server that all connections end at."""

    def __init__(self, outlets: Outlets, to: int) -> None:
        self._outlets, self._to = outlets, to

    async def https(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.partition("\r\n")[0].split(" ")
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if f"Proxy-Authorization: Basic {wanted}" not in head:
            writer.write(b"HTTP/1.1 407 Who are you?\r\nContent-Length: 0\r\n\r\n")
            return
        self._outlets.passed.append(f"https {method}")
        site = await asyncio.open_connection("127.0.0.1", self._to)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            site[1].write(head.replace(target, urlsplit(target).path, 1).encode())
        await _both_ways((reader, writer), site)

    async def socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x02")
        _, length = await reader.readexactly(2)
        user = await reader.readexactly(length)
        password = await reader.readexactly((await reader.readexactly(1))[0])
        if (user.decode(), password.decode()) != (USER, PASSWORD):
            writer.write(b"\x01\x01")
            return
        writer.write(b"\x01\x00")
        *_, kind = await reader.readexactly(4)
        await reader.readexactly((4 if kind == 1 else (await reader.readexactly(1))[0]) + 2)
        self._outlets.passed.append("socks CONNECT")
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await _both_ways((reader, writer), await asyncio.open_connection("127.0.0.1", self._to))


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _both_ways(one: Streams, other: Streams) -> None:
    ways = {asyncio.create_task(_pour(one[0], other[1])), asyncio.create_task(_pour(other[0], one[1]))}
    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    for way in ways:
        way.cancel()
    other[1].close()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


@pytest.fixture
def outlets(receiver: Receiver, tmp_path: Path) -> Iterator[Outlets]:
    """Both proxies, on a loop of their own; the certificate of the first is `proxy.pem` in the test's folder."""
    made, ready, ended = Outlets(), threading.Event(), asyncio.Event()
    server = _Server(made, int(receiver.url.rpartition(":")[2]))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate(tmp_path))
    loops: list[asyncio.AbstractEventLoop] = []

    def closing(serve: Callable[..., object]) -> Callable[..., object]:
        async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await serve(reader, writer)  # type: ignore[misc]
            writer.close()

        return run

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        https = await asyncio.start_server(closing(server.https), "127.0.0.1", 0, ssl=tls)  # type: ignore[arg-type]
        socks = await asyncio.start_server(closing(server.socks), "127.0.0.1", 0)  # type: ignore[arg-type]
        made.https, made.socks = (one.sockets[0].getsockname()[1] for one in (https, socks))
        ready.set()
        await ended.wait()
        https.close()
        socks.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    ready.wait(20)
    yield made
    loops[0].call_soon_threadsafe(ended.set)
    thread.join(20)


@pytest.mark.long
async def test_runs_go_out_through_an_https_and_a_socks_proxy(
    receiver: Receiver,
    outlets: Outlets,
    tmp_path: Path,
    product_with: Callable[..., Product],
    connected: Callable[[Product], Skyvern],
) -> None:
    login = f"{USER}:{PASSWORD}@127.0.0.1"
    proxies = f"RESIDENTIAL_GB=https://{login}:{outlets.https},RESIDENTIAL_DE=socks5://{login}:{outlets.socks}"
    product = product_with(
        tmp_path / "proxied", {"SKYVERN_PROXIES": proxies, "SSL_CERT_FILE": str(tmp_path / "proxy.pem")}
    )
    client = connected(product)
    receiver.pages["/far"] = (200, "<title>Far</title><h1>Far away</h1>")
    away = f"http://127.0.0.1:{free_port()}/far"  # nobody listens there: only the proxies know this page
    blocks = [
        {"label": "g", "block_type": "goto_url", "url": away},
        {"label": "c", "block_type": "code", "code": "t = await page.title()"},
    ]
    workflow = await product.save(client, blocks)
    for location, kind in (("RESIDENTIAL_GB", "https"), ("RESIDENTIAL_DE", "socks")):
        outlets.passed.clear()
        run = await product.until(client, (await client.run_workflow(workflow, proxy_location=location)).run_id)
        assert run.status == "completed", run.failure_reason
        assert run.output["c_output"] == {"t": "Far"}
        assert {item.partition(" ")[0] for item in outlets.passed} == {kind}
    wrong = {"url": f"https://{USER}:wrong@127.0.0.1:{outlets.https}"}
    run = await product.until(client, (await client.run_workflow(workflow, proxy_location=wrong)).run_id)
    assert run.status == "failed"
    assert not holding(product.data_dir, PASSWORD)

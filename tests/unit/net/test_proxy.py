"""The filtering proxy: what passes, what is refused, and that it connects to what it checked."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from skyvern.domain.addresses import AddressRules
from skyvern.net.forwarding import GUARD_HEADER
from skyvern.net.policy import ProxyPolicy, with_upstream
from skyvern.net.upstream import Upstream

LOOPBACK = AddressRules.parse("127.0.0.1/32")


def head(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


async def echo_site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers each request of a connection with its own head and body."""
    number = 0
    while True:
        asked = await reader.readuntil(b"\r\n\r\n")
        number += 1
        lowered = asked.lower()
        body = b""
        if b"content-length: " in lowered:
            body = await reader.readexactly(int(lowered.split(b"content-length: ")[1].split(b"\r\n")[0]))
        if b"transfer-encoding: chunked" in lowered:
            body = await reader.readuntil(b"0\r\n\r\n")
        reply = b"%d\n" % number + asked + body
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(reply) + reply)
        await writer.drain()


def answering(reply: bytes):
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        await writer.drain()

    return answer


def through(listener) -> httpx.AsyncClient:
    return httpx.AsyncClient(proxy=f"http://127.0.0.1:{listener.port}")


async def raw(listener) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", listener.port)


async def test_plain_requests_pass_with_their_body_and_without_proxy_headers(serve, listen) -> None:
    port = await serve(echo_site)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    async with through(listener) as client:
        reply = await client.post(f"http://127.0.0.1:{port}/a?b=c", content=b"payload", headers={"X-Mine": "1"})
        assert reply.status_code == 200
        lines = reply.text.splitlines()
        assert lines[1] == "POST /a?b=c HTTP/1.1"
        assert f"Host: 127.0.0.1:{port}" in lines
        assert "proxy-" not in reply.text.lower()
        assert "x-mine: 1" in reply.text.lower()
        assert lines[-1] == "payload"
    assert listener.traffic.requests == 1
    assert listener.traffic.bytes_up == len(b"payload")


async def test_connections_are_kept_on_both_sides(serve, listen) -> None:
    port = await serve(echo_site)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    async with through(listener) as client:
        replies = [await client.get(f"http://127.0.0.1:{port}/") for _ in range(3)]
    assert [reply.text[0] for reply in replies] == ["1", "2", "3"]
    assert listener.traffic.connections == 1


async def test_a_kept_connection_that_went_stale_is_replaced(serve, listen) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()

    port = await serve(once)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    async with through(listener) as client:
        for _ in range(3):
            assert (await client.get(f"http://127.0.0.1:{port}/")).text == "ok"
    assert listener.traffic.refused == 0


async def test_chunked_bodies_pass_both_ways(serve, listen) -> None:
    port = await serve(echo_site)
    other = await serve(
        answering(head("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n2;x=y\nde\n0\nT: v\n\n"))
    )
    listener = await listen(ProxyPolicy(rules=LOOPBACK))

    async def pieces():
        yield b"one"
        yield b"two"

    async with through(listener) as client:
        assert (await client.post(f"http://127.0.0.1:{port}/", content=pieces())).text.endswith(
            "one\r\n3\r\ntwo\r\n0\r\n\r\n"
        )
        assert (await client.get(f"http://127.0.0.1:{other}/")).text == "abcde"


async def test_an_answer_without_a_length_ends_with_its_connection(serve, listen) -> None:
    port = await serve(answering(head("HTTP/1.0 200 OK\n\n") + b"x" * 100_000))
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    async with through(listener) as client:
        assert len((await client.get(f"http://127.0.0.1:{port}/")).content) == 100_000


async def test_interim_answers_and_bodyless_ones(serve, listen) -> None:
    early = await serve(
        answering(head("HTTP/1.1 103 Early Hints\nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok"))
    )
    empty = await serve(answering(head("HTTP/1.1 304 Not Modified\nContent-Length: 500\n\n")))
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    async with through(listener) as client:
        assert (await client.get(f"http://127.0.0.1:{early}/")).text == "ok"
        assert (await client.get(f"http://127.0.0.1:{empty}/")).status_code == 304
        assert (await client.head(f"http://127.0.0.1:{empty}/")).status_code == 304


async def test_connect_pumps_both_ways_and_passes_the_end_on(serve, listen) -> None:
    async def reverse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.read())[::-1])
        await writer.drain()

    port = await serve(reverse)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
    data = bytes(range(256)) * 10_000
    writer.write(data)
    writer.write_eof()
    assert await reader.read(-1) == data[::-1]
    writer.close()
    assert (listener.traffic.tunnels, listener.traffic.bytes_up) == (1, len(data))


async def test_a_websocket_upgrade_passes(serve, listen) -> None:
    async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        assert b"\r\nUpgrade: websocket\r\n" in asked
        assert b"\r\nConnection: Upgrade\r\n" in asked
        writer.write(head("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n\n"))
        writer.write((await reader.readexactly(4)).upper())
        await writer.drain()

    port = await serve(upgrade)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(head(f"GET http://127.0.0.1:{port}/ws HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: websocket\n\n"))
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    writer.write(b"ping")
    assert await reader.read(-1) == b"PING"
    writer.close()


async def test_a_site_that_speaks_first_after_an_upgrade_is_heard_after_its_head(serve, listen) -> None:
    async def greets(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head("HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: Upgrade\n\n") + b"hello")
        await writer.drain()

    port = await serve(greets)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(head(f"GET http://127.0.0.1:{port}/ HTTP/1.1\nHost: x\nConnection: Upgrade\nUpgrade: x\n\n"))
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    assert await reader.readexactly(5) == b"hello"
    writer.close()


async def test_a_head_does_not_wait_for_its_body(serve, listen) -> None:
    went_on = asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head("HTTP/1.1 200 OK\nContent-Length: 4\n\n"))
        await went_on.wait()
        writer.write(b"body")

    port = await serve(slow)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(head(f"GET http://127.0.0.1:{port}/ HTTP/1.1\nHost: x\n\n"))
    async with asyncio.timeout(20):
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
        went_on.set()
        assert await reader.readexactly(4) == b"body"
    writer.close()


async def test_private_addresses_get_403_with_the_reason(serve, listen) -> None:
    port = await serve(echo_site)
    listener = await listen(ProxyPolicy())
    async with through(listener) as client:
        reply = await client.get(f"http://127.0.0.1:{port}/")
    assert reply.status_code == 403
    assert reply.headers[GUARD_HEADER] == "address-refused"
    assert "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in reply.text
    reader, writer = await raw(listener)
    writer.write(head(f"CONNECT 127.0.0.1:{port} HTTP/1.1\n\n"))
    assert (await reader.read(-1)).startswith(b"HTTP/1.1 403 ")
    writer.close()
    assert listener.traffic.refused == 2
    assert [(item.host, item.port, item.kind) for item in listener.traffic.refusals] == [
        ("127.0.0.1", port, "address-refused")
    ] * 2


async def test_control_ports_are_refused_even_where_the_network_is_listed(serve, listen) -> None:
    port = await serve(echo_site)
    listener = await listen(ProxyPolicy(rules=LOOPBACK), control_ports=lambda: frozenset({port}))
    async with through(listener) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).status_code == 403


async def test_a_name_is_resolved_once_and_the_checked_address_is_used(serve, listen) -> None:
    port = await serve(echo_site)
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    listener = await listen(ProxyPolicy(rules=AddressRules.parse("127.0.0.1/32")), resolve=rebinding)
    async with through(listener) as client:
        assert (await client.get(f"http://rebind.test:{port}/")).status_code == 200
        assert (await client.get(f"http://rebind.test:{port}/")).status_code == 200
        assert asked == ["rebind.test"]
    async with through(listener) as client:
        refused = await client.get(f"http://rebind.test:{port}/")
    assert refused.status_code == 403
    assert "10.0.0.1" in refused.text


async def test_of_several_addresses_only_permitted_ones_are_used(serve, listen) -> None:
    port = await serve(echo_site)

    async def both(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.1", "127.0.0.1"]

    listener = await listen(ProxyPolicy(rules=LOOPBACK), resolve=both)
    async with through(listener) as client:
        assert (await client.get(f"http://two.test:{port}/")).status_code == 200


async def test_what_cannot_be_reached_is_502_with_its_kind(serve, listen) -> None:
    async def nothing(host: str, port: int) -> Sequence[str]:
        if host == "gone.test":
            raise OSError("no such name")
        return ["127.0.0.1"]

    silent = await serve(answering(b""))
    listener = await listen(ProxyPolicy(rules=LOOPBACK), resolve=nothing)
    async with through(listener) as client:
        gone = await client.get("http://gone.test/")
        shut = await client.get("http://shut.test:1/")
        mute = await client.get(f"http://mute.test:{silent}/")
    assert [(item.status_code, item.headers[GUARD_HEADER]) for item in (gone, shut, mute)] == [
        (502, "name-unresolved"),
        (502, "connect-failed"),
        (502, "connect-failed"),
    ]


async def test_origins_outside_the_list_are_refused(serve, listen) -> None:
    async def here(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    port = await serve(echo_site)
    listener = await listen(ProxyPolicy(rules=LOOPBACK, origins=("*.good.test", f"exact.test:{port}")), resolve=here)
    async with through(listener) as client:
        hosts = ("good.test", "a.good.test", "exact.test", "evilgood.test", "other.test")
        replies = [await client.get(f"http://{host}:{port}/") for host in hosts]
    assert [reply.status_code for reply in replies] == [200, 200, 200, 403, 403]
    assert replies[-1].headers[GUARD_HEADER] == "origin-refused"


@pytest.mark.parametrize(
    "request_text",
    ["GET / HTTP/1.1\nHost: x\n\n", "GET ftp://x/ HTTP/1.1\n\n", "GET http:///x HTTP/1.1\n\n"],
)
async def test_what_is_no_proxy_request_is_told_so(listen, request_text: str) -> None:
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(head(request_text))
    assert (await reader.read(-1)).startswith(b"HTTP/1.1 400 ")
    writer.close()


@pytest.mark.parametrize(
    "extra",
    ["Content-Length: 1\nTransfer-Encoding: chunked", "Content-Length: 1\nContent-Length: 2", "Content-Length: -1",
     "Transfer-Encoding: gzip, chunked", "Bad Name : x", "No colon"],
)  # fmt: skip
async def test_ambiguous_requests_end_the_connection(serve, listen, extra: str) -> None:
    reached: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(await reader.read(100))

    port = await serve(note)
    listener = await listen(ProxyPolicy(rules=LOOPBACK))
    reader, writer = await raw(listener)
    writer.write(head(f"POST http://127.0.0.1:{port}/ HTTP/1.1\nHost: x\n{extra}\n\nbody"))
    assert await reader.read(-1) == b""
    writer.close()
    assert reached == []


async def test_an_http_upstream_gets_credentials_and_the_name(serve, listen) -> None:
    seen: list[bytes] = []

    async def upstream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        seen.append(asked)
        if asked.startswith(b"CONNECT"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            writer.write(await reader.readexactly(4))
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup")
        await writer.drain()

    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    port = await serve(upstream)
    listener = await listen(with_upstream(ProxyPolicy(), f"http://ada:s%40cret@127.0.0.1:{port}"), resolve=public)
    async with through(listener) as client:
        assert (await client.get("http://site.test/a")).text == "up"
    reader, writer = await raw(listener)
    writer.write(head("CONNECT site.test:443 HTTP/1.1\n\n"))
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"ping")
    assert await reader.read(-1) == b"ping"
    writer.close()
    credentials = b"Basic " + base64.b64encode(b"ada:s@cret")
    assert seen[0].startswith(b"GET http://site.test/a HTTP/1.1\r\n")
    assert seen[1].startswith(b"CONNECT site.test:443 HTTP/1.1\r\n")
    assert all(b"Proxy-Authorization: " + credentials in asked for asked in seen)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate of 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "proxy")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return folder / "cert.pem", folder / "key.pem"


async def test_an_https_upstream_is_spoken_to_in_tls_and_must_be_who_it_says(
    listen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []

    async def upstream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            seen.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nup")
            await writer.drain()
        writer.close()

    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    cert, key = certificate(tmp_path)
    secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    secure.load_cert_chain(cert, key)
    server = await asyncio.start_server(upstream, "127.0.0.1", 0, ssl=secure)
    url = f"https://ada:s%40cret@127.0.0.1:{server.sockets[0].getsockname()[1]}"
    listener = await listen(with_upstream(ProxyPolicy(), url), resolve=public)
    async with through(listener) as client:
        refused = await client.get("http://site.test/a")
        assert (refused.status_code, refused.headers[GUARD_HEADER]) == (502, "upstream-failed")
        assert "s@cret" not in refused.text
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        assert (await client.get("http://site.test/a")).text == "up"
    server.close()
    assert len(seen) == 1
    assert seen[0].startswith(b"GET http://site.test/a HTTP/1.1\r\n")


async def test_a_socks5_upstream_gets_credentials_and_the_name(serve, listen) -> None:
    seen: list[bytes] = []

    async def upstream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(4) == b"\x05\x02\x00\x02"
        writer.write(b"\x05\x02")
        seen.append(await reader.readexactly(1 + 1 + 3 + 1 + 6))
        writer.write(b"\x01\x00")
        seen.append(await reader.readexactly(4 + 1 + 9 + 2))
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await echo_site(reader, writer)

    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    port = await serve(upstream)
    listener = await listen(with_upstream(ProxyPolicy(), f"socks5://ada:secret@127.0.0.1:{port}"), resolve=public)
    async with through(listener) as client:
        assert "GET /a HTTP/1.1" in (await client.get("http://site.test/a")).text
    assert seen == [b"\x01\x03ada\x06secret", b"\x05\x01\x00\x03\x09site.test\x00\x50"]


async def test_with_an_upstream_names_are_still_checked_here(serve, listen) -> None:
    port = await serve(echo_site)
    listener = await listen(with_upstream(ProxyPolicy(), f"http://127.0.0.1:{port}"))
    async with through(listener) as client:
        assert (await client.get("http://localhost/")).status_code == 403


async def test_a_name_that_only_the_upstream_knows_is_passed_on_unless_it_is_private(serve, listen) -> None:
    asked: list[str] = []

    async def nowhere(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    port = await serve(echo_site)
    listener = await listen(with_upstream(ProxyPolicy(), f"http://127.0.0.1:{port}"), resolve=nowhere)
    async with through(listener) as client:
        assert "GET http://site.test/a HTTP/1.1" in (await client.get("http://site.test/a")).text
        for host in ("router", "db.internal", "printer.local.", "app.localhost"):
            answer = await client.get(f"http://{host}/")
            assert (answer.status_code, answer.headers[GUARD_HEADER]) == (502, "name-unresolved")
    assert asked[0] == "site.test"


async def test_without_an_upstream_a_name_that_has_no_address_is_refused(listen) -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    listener = await listen(ProxyPolicy(), resolve=nowhere)
    async with through(listener) as client:
        assert (await client.get("http://site.test/")).status_code == 502


async def test_an_upstream_that_refuses_is_told_without_its_password(serve, listen) -> None:
    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    port = await serve(answering(head("HTTP/1.1 407 Proxy Authentication Required\n\n")))
    listener = await listen(with_upstream(ProxyPolicy(), f"http://ada:secret@127.0.0.1:{port}"), resolve=public)
    reader, writer = await raw(listener)
    writer.write(head("CONNECT site.test:443 HTTP/1.1\n\n"))
    reply = await reader.read(-1)
    writer.close()
    assert reply.startswith(b"HTTP/1.1 502 ")
    assert b"credentials" in reply
    assert b"secret" not in reply
    assert "secret" not in repr(listener.policy)


@pytest.mark.parametrize("url", ["ftp://x", "http://", "http://x:99999", "socks4://x"])
def test_a_bad_upstream_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="proxy URL"):
        Upstream.parse(url)

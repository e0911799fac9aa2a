"""Opens connections for the filtering proxy: to a checked address, or through an upstream HTTP or SOCKS5 proxy."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from skyvern.net.guard import UpstreamFailed
from skyvern.net.http1 import HEAD_LIMIT, MalformedMessage, read_head

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

CONNECT_SECONDS = 20.0

_PORTS = {"http": 8080, "https": 443, "socks5": 1080}
_SOCKS_REPLIES = {
    1: "general failure",
    2: "not allowed by its rules",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "time to live expired",
    7: "command not supported",
    8: "address type not supported",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upstream:
    """A proxy that a browser's traffic goes through: `http://user:pass@host:port`, `https://…` or `socks5://…`."""

    scheme: str
    host: str
    port: int
    username: str | None = None
    password: str | None = None

    @classmethod
    def parse(cls, url: str) -> Upstream:
        """Reads a proxy URL. Raises ValueError (without the credentials) if it is none that we can use."""
        parts = urlsplit(url if "://" in url else f"http://{url}")
        scheme = {"socks5h": "socks5"}.get(parts.scheme.lower(), parts.scheme.lower())
        if scheme not in _PORTS:
            raise ValueError(f"A proxy URL must begin with http://, https:// or socks5://, not {parts.scheme}://.")
        try:
            port = parts.port or _PORTS[scheme]
        except ValueError:
            raise ValueError("A proxy URL must have a port from 1 to 65535.") from None
        if not parts.hostname:
            raise ValueError("A proxy URL must name a host.")
        return cls(
            scheme=scheme,
            host=parts.hostname,
            port=port,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

    @property
    def speaks_http(self) -> bool:
        """Whether it takes plain requests as they are, besides opening tunnels."""
        return self.scheme != "socks5"

    @property
    def authorization(self) -> bytes | None:
        """The value of the Proxy-Authorization header, if there are credentials."""
        if self.username is None:
            return None
        pair = f"{self.username}:{self.password or ''}".encode()
        return b"Basic " + base64.b64encode(pair)

    def __repr__(self) -> str:
        return f"Upstream({self.scheme}://{self.host}:{self.port})"


async def connect_direct(addresses: Sequence[str], port: int) -> Streams:
    """Connects to the first of the checked addresses that answers. Raises OSError or TimeoutError."""
    failure: OSError | TimeoutError = OSError("no address")
    for address in addresses:
        try:
            return await _open(address, port)
        except (OSError, TimeoutError) as error:
            failure = error
    raise failure


async def connect_tunnel(upstream: Upstream, host: str, port: int) -> Streams:
    """A byte stream to `host:port` through the upstream proxy, which resolves the name. Raises UpstreamFailed."""
    streams = await connect_proxy(upstream)
    greet = _socks5 if upstream.scheme == "socks5" else _http_connect
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await greet(upstream, streams, host=host, port=port)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, MalformedMessage) as error:
        streams[1].close()
        raise UpstreamFailed(f"The upstream proxy did not open {host} port {port}: {error or 'no answer'}.") from None
    except BaseException:  # cancelled while greeting: nobody else knows the socket, so it is closed here
        streams[1].close()
        raise
    return streams


async def connect_proxy(upstream: Upstream) -> Streams:
    """A connection to the upstream proxy itself. Raises UpstreamFailed."""
    try:
        secure = ssl.create_default_context() if upstream.scheme == "https" else None
        return await _open(upstream.host, upstream.port, secure)
    except (OSError, TimeoutError) as error:
        reason = str(error) or "no answer"
        raise UpstreamFailed(
            f"The upstream proxy {upstream.host}:{upstream.port} cannot be reached: {reason}."
        ) from None


async def _open(address: str, port: int, secure: ssl.SSLContext | None = None) -> Streams:
    async with asyncio.timeout(CONNECT_SECONDS):
        reader, writer = await asyncio.open_connection(address, port, limit=HEAD_LIMIT, ssl=secure)
    raw: socket.socket = writer.get_extra_info("socket")
    with suppress(OSError):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return reader, writer


async def _http_connect(upstream: Upstream, streams: Streams, *, host: str, port: int) -> None:
    reader, writer = streams
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if upstream.authorization:
        lines.append(f"Proxy-Authorization: {upstream.authorization.decode()}")
    writer.write("\r\n".join((*lines, "", "")).encode())
    head = await read_head(reader)
    status = head.start[1] if head else b""
    if not status.startswith(b"2"):
        what = "its credentials were refused" if status == b"407" else f"it answered {status.decode() or 'nothing'}"
        raise UpstreamFailed(f"The upstream proxy did not open {host} port {port}: {what}.")


async def _socks5(upstream: Upstream, streams: Streams, *, host: str, port: int) -> None:
    """RFC 1928 greeting and CONNECT by name, RFC 1929 user and password."""
    reader, writer = streams
    writer.write(b"\x05\x01\x00" if upstream.username is None else b"\x05\x02\x00\x02")
    _, method = await reader.readexactly(2)
    if method == 2 and upstream.username is not None:
        user, password = upstream.username.encode(), (upstream.password or "").encode()
        writer.write(bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await reader.readexactly(2))[1]:
            raise UpstreamFailed("The upstream proxy refused its credentials.")
    elif method:
        raise UpstreamFailed("The upstream proxy wants a kind of authentication that we cannot give.")
    name = host.encode("idna") if not host.isascii() else host.encode()
    writer.write(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2, "big"))
    _, reply, _, kind = await reader.readexactly(4)
    if reply:
        raise UpstreamFailed(f"The upstream proxy did not open {host} port {port}: {_SOCKS_REPLIES.get(reply, reply)}.")
    length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(length + 2)

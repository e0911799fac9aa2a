"""Forwards what one connection from the browser asks: a tunnel, or a row of plain requests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Protocol
from urllib.parse import urlsplit

from skyvern.net.guard import NetError
from skyvern.net.http1 import (
    UNTIL_CLOSE,
    Head,
    Headers,
    HeldBack,
    MalformedMessage,
    copy_body,
    copy_until_end,
    end_to_end,
    read_head,
    render_head,
    request_body,
    response_body,
)
from skyvern.net.policy import ProxyPolicy, Refusal, Traffic
from skyvern.net.upstream import Streams, connect_direct, connect_proxy, connect_tunnel

GUARD_HEADER = "x-skyvern-guard"
FORBIDDEN = frozenset(("address-refused", "origin-refused"))


class Gate(Protocol):
    """Whom a connection asks: what may be opened, and where to note what was not."""

    policy: ProxyPolicy
    traffic: Traffic

    async def admit(self, host: str, port: int) -> list[str]:
        """The checked addresses of a host. Raises NetError."""
        ...

    def note(self, host: str, port: int, error: Exception) -> Refusal:
        """Counts a connection that was not made and says why."""
        ...


class Connection:
    """One connection from the browser: a tunnel, or a row of requests."""

    def __init__(self, gate: Gate, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._gate, self._reader, self._writer = gate, reader, writer
        self._answers = HeldBack(writer)
        self._traffic = gate.traffic
        self._site: Streams | None = None
        self._site_key: tuple[str, int] | None = None
        self._answering = False

    async def serve(self) -> None:
        """Forwards until the browser has no more to ask. Raises OSError, MalformedMessage when one side breaks off."""
        while head := await read_head(self._reader):
            if head.start[0] == b"CONNECT":
                await self._connect(head)
                return
            self._traffic.requests += 1
            if not await self._request(head):
                return

    def close(self) -> None:
        """Ends both sides."""
        self._drop_site()
        self._writer.close()

    def _drop_site(self) -> None:
        if self._site:
            self._site[1].close()
        self._site = self._site_key = None

    async def _connect(self, head: Head) -> None:
        host, port = _authority(head.start[1].decode("latin-1"), default=443)
        self._traffic.tunnels += 1
        try:
            addresses = await self._gate.admit(host, port)
            upstream = self._gate.policy.upstream
            if upstream:
                self._site = await connect_tunnel(upstream, host, port)
            else:
                self._site = await connect_direct(addresses, port)
        except (NetError, OSError, TimeoutError) as error:
            await self._refuse(self._gate.note(host, port, error))
            return
        self._writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self._pump(self._site)

    async def _pump(self, site: Streams) -> None:
        """Both directions until both have ended; an end is passed on, an error ends both."""
        up = asyncio.create_task(_one_way(self._reader, site[1], self._traffic.count_up))
        try:
            await _one_way(site[0], self._writer, self._traffic.count_down)
            await up
        finally:
            await _ended(up)

    async def _request(self, head: Head) -> bool:
        """Forwards one request; whether the connection may carry another."""
        parts = urlsplit(head.start[1].decode("latin-1"))
        if parts.scheme.lower() not in ("http", "ws") or not parts.netloc:
            await self._answer(400, "bad-request", "This is a proxy; it takes http:// URLs and CONNECT.")
            return False
        authority = parts.netloc.rpartition("@")[2]
        host, port = _authority(authority, default=80)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = tuple(item for item in end_to_end(head) if item[0].lower() != b"host")
        request = _Request(
            head=head,
            path=path.encode("latin-1"),
            headers=((b"Host", authority.encode("latin-1")), *headers),
            length=request_body(head),
            key=(host, port),
        )
        self._answering = False
        try:
            return await self._exchange(request)
        except (NetError, OSError, TimeoutError, _SiteSilent) as error:
            self._drop_site()
            if self._answering:
                raise MalformedMessage("the site broke off inside its answer") from error
            await self._refuse(self._gate.note(host, port, error))
            return False

    async def _reach(self, host: str, port: int) -> Streams:
        """A new connection over which plain requests to the host can be sent."""
        addresses = await self._gate.admit(host, port)
        upstream = self._gate.policy.upstream
        if upstream is None:
            return await connect_direct(addresses, port)
        return await (connect_proxy(upstream) if upstream.speaks_http else connect_tunnel(upstream, host, port))

    async def _exchange(self, request: _Request) -> bool:
        """One request and its answer; once more on a new connection if the kept one had gone stale."""
        if self._site and self._site_key == request.key and not self._site[0].at_eof():
            try:
                return await self._once(request, self._site)
            except (_SiteSilent, ConnectionError):
                repeatable = not request.length and request.head.start[0] in (b"GET", b"HEAD", b"OPTIONS")
                if self._answering or not repeatable:
                    raise
        self._drop_site()
        self._site = await self._reach(*request.key)
        self._site_key = request.key
        return await self._once(request, self._site)

    async def _once(self, request: _Request, site: Streams) -> bool:
        head, (site_reader, site_writer) = request.head, site
        site_writer.write(self._outgoing(request))
        sending = asyncio.create_task(self._send_body(site_writer, request.length)) if request.length else None
        try:
            answer = await self._relay_head(site_reader, head.start[0])
            if answer.start[1] == b"101":
                self._answers.flush()
                if sending:
                    await sending
                await self._pump(site)
                return False
            size = response_body(answer, head.start[0])
            await copy_body(site_reader, self._answers, length=size, count=self._traffic.count_down)
            await self._answers.drain()
            complete = sending is None or sending.done()
        finally:
            if sending:
                await _ended(sending)
        if not complete or b"close" in answer.tokens(b"connection") or answer.start[0] == b"HTTP/1.0":
            self._drop_site()
        return complete and size != UNTIL_CLOSE and b"close" not in head.tokens(b"connection")

    async def _send_body(self, site_writer: asyncio.StreamWriter, length: int) -> None:
        with suppress(ConnectionError):  # a site may answer and close before it has read everything
            await copy_body(self._reader, site_writer, length=length, count=self._traffic.count_up)
            await site_writer.drain()

    def _outgoing(self, request: _Request) -> bytes:
        target, headers = request.path, request.headers
        upstream = self._gate.policy.upstream
        if upstream and upstream.speaks_http:
            target = request.head.start[1]
            if upstream.authorization:
                headers += ((b"Proxy-Authorization", upstream.authorization),)
        if upgrade := request.head.all(b"upgrade"):
            headers += ((b"Connection", b"Upgrade"), (b"Upgrade", upgrade[0]))
        return render_head((request.head.start[0], target, b"HTTP/1.1"), headers)

    async def _relay_head(self, site_reader: asyncio.StreamReader, method: bytes) -> Head:
        """Passes on the site's heads up to and including the final one, and returns that."""
        while True:
            answer = await read_head(site_reader)
            if answer is None or not answer.start[1].isdigit():
                raise _SiteSilent("the site closed the connection without an answer")
            headers, status = end_to_end(answer), answer.start[1]
            if status == b"101":
                headers += ((b"Connection", b"Upgrade"), *((b"Upgrade", value) for value in answer.all(b"upgrade")))
            elif response_body(answer, method) == UNTIL_CLOSE:
                headers += ((b"Connection", b"close"),)
            self._answering = True
            self._answers.hold(render_head((b"HTTP/1.1", *answer.start[1:]), headers))
            if status == b"101" or status[:1] != b"1":
                return answer

    async def _refuse(self, refusal: Refusal) -> None:
        status = 403 if refusal.kind in FORBIDDEN else 502
        await self._answer(status, refusal.kind, refusal.reason)

    async def _answer(self, status: int, kind: str, reason: str) -> None:
        """Tells the browser why nothing was opened, and ends the connection."""
        body = f"<!doctype html><title>Not opened</title><h1>Not opened</h1><p>{escape(reason)}</p>\n".encode()
        words = {400: b"Bad Request", 403: b"Forbidden", 502: b"Bad Gateway"}[status]
        headers = (
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Content-Length", str(len(body)).encode()),
            (b"Cache-Control", b"no-store"),
            (GUARD_HEADER.encode(), kind.encode()),
            (b"Connection", b"close"),
        )
        self._writer.write(render_head((b"HTTP/1.1", str(status).encode(), words), headers) + body)
        await self._writer.drain()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """A request as it will be sent on: the head that came, and what is made of it."""

    head: Head
    path: bytes
    headers: Headers
    length: int
    key: tuple[str, int]


class _SiteSilent(Exception):
    """The site ended the connection before it answered."""


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancels a task that we started and waits for its end; what went wrong in it no longer matters."""
    task.cancel()
    with suppress(OSError, MalformedMessage, asyncio.CancelledError):
        await task


async def _one_way(source: asyncio.StreamReader, target: asyncio.StreamWriter, count: Callable[[int], None]) -> None:
    await copy_until_end(source, target, count=count)
    if target.can_write_eof():
        target.write_eof()


def _authority(text: str, *, default: int) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    try:
        host, port = parts.hostname, parts.port or default
    except ValueError:
        host, port = None, default
    if not host:
        raise MalformedMessage("the authority cannot be read")
    return host, port

"""The little of HTTP/1.1 that a forwarding proxy must understand: heads, body framing, and copying bodies unread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

Headers = tuple[tuple[bytes, bytes], ...]

HEAD_LIMIT = 256 * 1024
COPY_SIZE = 256 * 1024
CHUNKED = -1
UNTIL_CLOSE = -2

_HOP_BY_HOP = frozenset(
    (
        b"connection",
        b"keep-alive",
        b"proxy-connection",
        b"proxy-authorization",
        b"proxy-authenticate",
        b"te",
        b"upgrade",
    )
)


class MalformedMessage(Exception):
    """A message that breaks HTTP/1.1 so that its end cannot be known safely; the connection must be closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Start line (three words) and headers of a request or response."""

    start: tuple[bytes, bytes, bytes]
    headers: Headers
    by_name: Mapping[bytes, list[bytes]]
    """The same by lower-cased name."""

    def all(self, name: bytes) -> list[bytes]:
        """Every value of a header, in order."""
        return self.by_name.get(name, [])

    def tokens(self, name: bytes) -> set[bytes]:
        """The lower-cased comma-separated words of a header."""
        if not (values := self.by_name.get(name)):
            return set()
        return {word.strip().lower() for value in values for word in value.split(b",")}


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """The next head of a connection, or None if it ended cleanly before one. Raises MalformedMessage."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise MalformedMessage("the connection ended inside a message head") from None
        return None
    except asyncio.LimitOverrunError:
        raise MalformedMessage("the message head is too long") from None
    first, *lines = raw.lstrip(b"\r\n")[:-4].split(b"\r\n")
    words = first.split(b" ", 2)
    if len(words) < 2 or b"\n" in first:
        raise MalformedMessage("the first line cannot be read")
    headers: list[tuple[bytes, bytes]] = []
    by_name: dict[bytes, list[bytes]] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name[-1:].isspace() or name[:1].isspace() or b"\n" in line or b"\r" in line:
            raise MalformedMessage("a header cannot be read")
        value = value.strip()
        headers.append((name, value))
        by_name.setdefault(name.lower(), []).append(value)
    third = words[2] if len(words) == 3 else b""
    return Head(start=(words[0], words[1], third), headers=tuple(headers), by_name=by_name)


def render_head(start: Iterable[bytes], headers: Headers) -> bytes:
    """The bytes of a head."""
    return b" ".join(start) + b"\r\n" + b"".join(name + b": " + value + b"\r\n" for name, value in headers) + b"\r\n"


def end_to_end(head: Head) -> Headers:
    """The headers meant for the far end: hop-by-hop ones, and those that Connection names, are left out."""
    named = head.tokens(b"connection")
    dropped = _HOP_BY_HOP | named if named else _HOP_BY_HOP
    if dropped.isdisjoint(head.by_name):
        return head.headers
    return tuple((name, value) for name, value in head.headers if name.lower() not in dropped)


def request_body(head: Head) -> int:
    """Bytes in the body of a request, or CHUNKED. Raises MalformedMessage on ambiguous framing."""
    length = _framing(head)
    return 0 if length == UNTIL_CLOSE else length


def response_body(head: Head, method: bytes) -> int:
    """Bytes in the body of a response to `method`, CHUNKED, or UNTIL_CLOSE. Raises MalformedMessage."""
    status = int(head.start[1])
    if method == b"HEAD" or status in (204, 304) or 100 <= status < 200:
        return 0
    return _framing(head)


def _framing(head: Head) -> int:
    encodings = head.tokens(b"transfer-encoding")
    lengths = set(head.all(b"content-length"))
    if encodings:
        if encodings != {b"chunked"} or lengths:
            raise MalformedMessage("the body's length is given in two ways")
        return CHUNKED
    if not lengths:
        return UNTIL_CLOSE
    if len(lengths) > 1 or not (length := lengths.pop()).isdigit():
        raise MalformedMessage("the body's length cannot be read")
    return int(length)


class Target(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> None:
        """Send bytes, or keep them until the far side takes more."""
        ...

    async def drain(self) -> None:
        """Wait until the far side takes more."""
        ...


class HeldBack:
    """A target whose next bytes may be held back, to go out in one piece with those that are there already.

    A head and the beginning of its body mostly come together, and each piece sent costs its receiver a wake-up. What
    is held goes out by itself as soon as the loop has nothing else to do for us.
    """

    def __init__(self, target: asyncio.StreamWriter) -> None:
        self._target = target
        self._held = b""

    def hold(self, data: bytes) -> None:
        """Send these bytes with the next ones, or in a moment."""
        self._held += data
        asyncio.get_running_loop().call_soon(self.flush)

    def flush(self) -> None:
        """Send what is held."""
        if self._held:
            held, self._held = self._held, b""
            self._target.write(held)

    def write(self, data: bytes) -> None:
        """Send bytes after what is held."""
        if self._held:
            data, self._held = self._held + data, b""
        self._target.write(data)

    async def drain(self) -> None:
        """Send what is held, and wait until the far side takes more."""
        self.flush()
        await self._target.drain()


async def copy_body(source: asyncio.StreamReader, target: Target, *, length: int, count: Callable[[int], None]) -> None:
    """Passes one body on as it arrives. Raises MalformedMessage if it ends early."""
    if length == CHUNKED:
        await _copy_chunked(source, target, count)
    elif length == UNTIL_CLOSE:
        await copy_until_end(source, target, count=count)
    else:
        await _copy_exactly(source, target, length, count)


async def copy_until_end(source: asyncio.StreamReader, target: Target, *, count: Callable[[int], None]) -> None:
    """Passes everything on until the source ends."""
    while data := await source.read(COPY_SIZE):
        count(len(data))
        target.write(data)
        await target.drain()


async def _copy_exactly(source: asyncio.StreamReader, target: Target, left: int, count: Callable[[int], None]) -> None:
    while left:
        data = await source.read(min(left, COPY_SIZE))
        if not data:
            raise MalformedMessage("the body ended early")
        left -= len(data)
        count(len(data))
        target.write(data)
        await target.drain()


async def _copy_chunked(source: asyncio.StreamReader, target: Target, count: Callable[[int], None]) -> None:
    while True:
        line = await _line(source)
        target.write(line)
        try:
            size = int(line.partition(b";")[0].strip(), 16)
        except ValueError:
            raise MalformedMessage("a chunk's size cannot be read") from None
        if size < 0:
            raise MalformedMessage("a chunk's size cannot be read")
        if not size:
            break
        await _copy_exactly(source, target, size + 2, count)
    while (line := await _line(source)) != b"\r\n":
        target.write(line)
    target.write(line)
    await target.drain()


async def _line(source: asyncio.StreamReader) -> bytes:
    try:
        return await source.readuntil(b"\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        raise MalformedMessage("the body ended early") from None

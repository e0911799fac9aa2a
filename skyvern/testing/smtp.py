"""A small SMTP server for tests: keeps what it is sent, and can ask for TLS and a password."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

_LONGEST = 32 * 1024 * 1024
"""Bytes that one message may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedMail:
    """One message as it came."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    signed_in: str
    """Who had signed in; "" for nobody."""
    protected: bool

    @property
    def text(self) -> str:
        """The body, plain or HTML."""
        part = self.message.get_body(("plain", "html"))
        return "" if part is None else str(part.get_content())


@dataclass(slots=True, kw_only=True)
class SmtpServer:
    """What the stand-in knows and was told."""

    port: int = 0
    users: dict[str, str] = field(default_factory=dict[str, str])
    """User → password, or → access token for XOAUTH2; none lets everybody send."""
    unknown: frozenset[str] = frozenset()
    """Recipients that it refuses."""
    silent: bool = False
    """Whether it takes connections and says nothing."""
    received: list[ReceivedMail] = field(default_factory=list[ReceivedMail])
    attempts: list[str] = field(default_factory=list[str])
    """Commands that it was given, without their secrets."""


@asynccontextmanager
async def smtp_server(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, **facts: object
) -> AsyncGenerator[SmtpServer]:
    """Serve on a free port of this machine."""
    state = SmtpServer(**facts)  # type: ignore[arg-type]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(state, reader, writer, starttls=starttls, protected=tls is not None).hold()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls, limit=_LONGEST)
    state.port = int(server.sockets[0].getsockname()[1])
    try:
        yield state
    finally:
        server.close()


class _Conversation:
    def __init__(
        self,
        state: SmtpServer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        starttls: ssl.SSLContext | None,
        protected: bool,
    ) -> None:
        self._state, self._reader, self._writer = state, reader, writer
        self._starttls, self._protected = starttls, protected
        self._user, self._sender = "", ""
        self._recipients: list[str] = []

    async def hold(self) -> None:
        """Answer until QUIT or the end of the line."""
        if self._state.silent:
            await self._reader.read()
            return
        await self._say("220 stand-in ESMTP")
        while line := (await self._reader.readline()).decode().strip():
            word, _, rest = line.partition(" ")
            self._state.attempts.append(word.upper())
            if word.upper() == "QUIT":
                await self._say("221 bye")
                return
            await self._answer(word.upper(), rest)

    async def _answer(self, word: str, rest: str) -> None:
        match word:
            case "EHLO" | "HELO":
                offers = ["STARTTLS"] if self._starttls is not None and not self._protected else []
                offers += ["AUTH PLAIN LOGIN XOAUTH2"] if self._state.users else []
                lines = ["stand-in", *offers]
                for line in lines[:-1]:
                    await self._say(f"250-{line}")
                await self._say(f"250 {lines[-1]}")
            case "STARTTLS" if self._starttls is not None:
                await self._say("220 go on")
                await self._writer.start_tls(self._starttls)
                self._protected = True
            case "AUTH":
                await self._sign_in(rest)
            case "MAIL" | "RCPT":
                await self._envelope(word, rest)
            case "DATA":
                await self._data()
            case "RSET" | "NOOP":
                await self._say("250 ok")
            case _:
                await self._say("502 unknown command")

    async def _envelope(self, word: str, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        if self._state.users and not self._user:
            await self._say("530 sign in first")
        elif word == "MAIL":
            self._sender, self._recipients = address, []
            await self._say("250 ok")
        elif address in self._state.unknown:
            await self._say(f"550 no mailbox {address}")
        else:
            self._recipients.append(address)
            await self._say("250 ok")

    async def _sign_in(self, rest: str) -> None:
        kind, _, first = rest.partition(" ")
        if not first:
            await self._say("334 ")
            first = (await self._reader.readline()).decode().strip()
        text = base64.b64decode(first).decode()
        if kind.upper() == "XOAUTH2":
            user = text.partition("user=")[2].partition("\x01")[0]
            password = text.partition("auth=Bearer ")[2].partition("\x01")[0]
        elif kind.upper() == "PLAIN":
            _, user, password = text.split("\0")
        else:
            user = text
            await self._say("334 " + base64.b64encode(b"Password:").decode())
            password = base64.b64decode((await self._reader.readline()).strip()).decode()
        if self._state.users.get(user) == password:
            self._user = user
            await self._say("235 welcome")
        else:
            await self._say("535 wrong user or password")

    async def _data(self) -> None:
        await self._say("354 go on")
        raw = (await self._reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        self._state.received.append(
            ReceivedMail(
                sender=self._sender,
                recipients=tuple(self._recipients),
                message=message_from_bytes(raw, policy=policy.default),
                signed_in=self._user,
                protected=self._protected,
            )
        )
        await self._say("250 kept")

    async def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())
        await self._writer.drain()

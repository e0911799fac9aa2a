"""A small IMAP server for tests: one user's folders of raw messages, searched and fetched as clients do."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(slots=True, kw_only=True)
class ImapServer:
    """What the stand-in holds and was asked."""

    port: int = 0
    users: dict[str, str] = field(default_factory=dict[str, str])
    """User → password, or → access token for XOAUTH2."""
    folders: dict[str, list[bytes]] = field(default_factory=dict[str, "list[bytes]"])
    commands: list[str] = field(default_factory=list[str])


@asynccontextmanager
async def imap_server(*, tls: ssl.SSLContext | None = None, **facts: object) -> AsyncGenerator[ImapServer]:
    """Serve on a free port of this machine."""
    state = ImapServer(**facts)  # type: ignore[arg-type]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Conversation(state, reader, writer).hold()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    state.port = int(server.sockets[0].getsockname()[1])
    try:
        yield state
    finally:
        server.close()


class _Conversation:
    def __init__(self, state: ImapServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._state, self._reader, self._writer = state, reader, writer
        self._folder: list[bytes] = []

    async def hold(self) -> None:
        """Answer until LOGOUT or the end of the line."""
        await self._say("* OK stand-in ready")
        while line := (await self._reader.readline()).decode().strip():
            tag, _, command = line.partition(" ")
            self._state.commands.append(command if not command.startswith("LOGIN") else "LOGIN")
            if command == "LOGOUT":
                await self._say("* BYE", f"{tag} OK bye")
                return
            await self._say(f"{tag} {await self._answer(command)}")

    async def _answer(self, command: str) -> str:
        words = [match[1] if match[1] is not None else match[2] for match in _QUOTED.finditer(command)]
        words = [word.replace('\\"', '"').replace("\\\\", "\\") for word in words]
        match [words[0].upper(), *words[1:]]:
            case ["CAPABILITY"]:
                await self._say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2")
                return "OK done"
            case ["LOGIN", user, password]:
                return "OK in" if self._state.users.get(user) == password else "NO wrong user or password"
            case ["AUTHENTICATE", "XOAUTH2"]:
                return await self._token()
            case ["SELECT" | "EXAMINE", folder]:
                if folder not in self._state.folders:
                    return "NO there is no such folder"
                self._folder = self._state.folders[folder]
                await self._say(f"* {len(self._folder)} EXISTS")
                return "OK [READ-ONLY]"
            case ["UID", "SEARCH", *wanted]:
                found = [str(i + 1) for i, raw in enumerate(self._folder) if _fits(raw, wanted)]
                await self._say("* SEARCH " + " ".join(found))
                return "OK done"
            case ["UID", "FETCH", uid, part]:
                raw = self._folder[int(uid) - 1]
                data = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in part else raw
                self._writer.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")
                return "OK done"
            case _:
                return "BAD unknown command"

    async def _token(self) -> str:
        await self._say("+ ")
        text = base64.b64decode((await self._reader.readline()).strip()).decode()
        user = text.partition("user=")[2].partition("\x01")[0]
        token = text.partition("auth=Bearer ")[2].partition("\x01")[0]
        return "OK in" if self._state.users.get(user) == token else "NO wrong token"

    async def _say(self, *lines: str) -> None:
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()


def _fits(raw: bytes, wanted: list[str]) -> bool:
    message = message_from_bytes(raw, policy=policy.default)
    rest = [word for word in wanted if word != "ALL"]
    for name, value in zip(rest[::2], rest[1::2], strict=True):
        if name == "SINCE":
            since = datetime.strptime(value, "%d-%b-%Y").date()
            if _day(str(message["Date"])) < since:
                return False
        elif value.lower() not in str(message[name] or "").lower():
            return False
    return True


def _day(text: str) -> date:
    return datetime.strptime(text.partition(", ")[2][:11].strip(), "%d %b %Y").date()

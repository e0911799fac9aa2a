"""Reading mailboxes over IMAP: search on the server, newest first, nothing marked as read."""

from __future__ import annotations

import asyncio
import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast

from skyvern.blocks.base import MailFailed
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category, Failure, network_error
from skyvern.domain.mail import FoundMail, Mailbox, MailQuery, MailServer, Security
from skyvern.domain.redaction import Redactor
from skyvern.engine.fetch import Resolve
from skyvern.engine.letters import read_letter
from skyvern.engine.mail import hanging_up, is_local, oauth_answer, resolved, with_token
from skyvern.engine.oauth import Tokens
from skyvern.net.dial import Dial, open_dial
from skyvern.net.guard import NetError

SECONDS = 120.0
MAX_MESSAGE = 25 * 1024 * 1024
MAX_ALTOGETHER = 60 * 1024 * 1024

SERVERS = {
    "gmail": MailServer(host="imap.gmail.com", port=993, security=Security.TLS),
    "outlook": MailServer(host="outlook.office365.com", port=993, security=Security.TLS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailboxes:
    """The mail servers that this installation reads from: the operator's list, so no address rules apply."""

    servers: Mapping[str, MailServer] = field(default_factory=lambda: SERVERS)
    tokens: Tokens = field(default_factory=Tokens)
    dial: Dial = open_dial
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    async def read(
        self, query: MailQuery, credential: Mapping[str, str], *, resolve: Resolve, redactor: Callable[[], Redactor]
    ) -> Mailbox:
        """Return what fits the query. Raises MailFailed with a reason for people."""
        server = await self._signed(query, credential, resolve)
        try:
            async with asyncio.timeout(SECONDS):
                connected = await self.dial(server.host, server.port, SECONDS)
                with hanging_up(connected):
                    return await asyncio.to_thread(_read, connected, server, query, self.tls())
        except (NetError, OSError, imaplib.IMAP4.error, ValueError) as error:
            raise MailFailed(_failure(error, server, redactor())) from None

    async def _signed(self, query: MailQuery, credential: Mapping[str, str], resolve: Resolve) -> MailServer:
        known = self.servers[query.client]
        if "password" in credential:
            return resolved(
                replace(known, username=credential.get("username", ""), password=credential["password"]),
                resolve,
                scheme="imap",
            )
        secret = credential.get("secret_value", "")
        server = resolved(replace(known, access_token=secret), resolve, scheme="imap")
        return await with_token(server, self.tokens, microsoft=query.client == "outlook")


class _Line(imaplib.IMAP4):
    """An IMAP conversation over a line that is open already."""

    def __init__(self, connected: socket.socket, host: str, port: int) -> None:
        self._connected = connected
        super().__init__(host, port, timeout=SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        del timeout
        return self._connected


def _read(connected: socket.socket, server: MailServer, query: MailQuery, context: ssl.SSLContext) -> Mailbox:
    local, protected = is_local(connected), server.security is Security.TLS
    if protected:
        connected = context.wrap_socket(connected, server_hostname=server.host)
    line = _Line(connected, server.host, server.port)
    try:
        if not protected and "STARTTLS" in line.capabilities:
            line.starttls(context)
            protected = True
        if not protected and not local:
            raise imaplib.IMAP4.error("it does not offer STARTTLS, and a password is not sent in clear")
        _sign_in(line, server)
        found = _found(line, query)
        line.logout()
    finally:
        with suppress(OSError):
            line.shutdown()
    return found


def _found(line: imaplib.IMAP4, query: MailQuery) -> Mailbox:
    _done(line.select(_quoted(_modified_utf7(query.folder)), readonly=True), f"the folder {query.folder!r}")
    uids = _search(line, query)
    mails: list[FoundMail] = []
    total = 0
    for uid in uids[: query.max_results]:
        raw = _fetch(line, uid, whole=query.bodies or query.attachments)
        total += len(raw)
        if total > MAX_ALTOGETHER:
            raise ValueError(f"the messages found are larger than {MAX_ALTOGETHER // 2**20} MiB; ask for fewer")
        mail = read_letter(raw, uid=uid, bodies=query.bodies, attachments=query.attachments)
        if _fits(mail, query):
            mails.append(mail)
    return Mailbox(folder=query.folder, candidates=len(uids), mails=tuple(mails))


def _sign_in(line: imaplib.IMAP4, server: MailServer) -> None:
    try:
        if server.access_token:
            line.authenticate("XOAUTH2", lambda _: oauth_answer(server).encode())
        else:
            line.login(server.username, server.password)
    except imaplib.IMAP4.error:
        raise SignInRefused from None


class SignInRefused(imaplib.IMAP4.error):
    """The server does not take this user and password or token."""


def _search(line: imaplib.IMAP4, query: MailQuery) -> list[str]:
    """Return the ids that fit, newest first; what is not ASCII is compared here, as servers differ on it."""
    wanted = ["ALL"]
    if query.newer_than_days is not None:
        day = utc_now() - timedelta(days=query.newer_than_days)
        wanted += ["SINCE", f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"]
    for name, value in (("FROM", query.sender), ("SUBJECT", query.subject)):
        if value and value.isascii():
            wanted += [name, _quoted(value)]
    found = _done(line.uid("SEARCH", *wanted), "the search")
    words = found[0].split() if found and isinstance(found[0], bytes) else []
    return [word.decode() for word in sorted(words, key=int, reverse=True)]


def _fetch(line: imaplib.IMAP4, uid: str, *, whole: bool) -> bytes:
    part = f"(BODY.PEEK[]<0.{MAX_MESSAGE}>)" if whole else "(BODY.PEEK[HEADER])"
    found = _done(line.uid("FETCH", uid, part), f"message {uid}")
    return next((item[1] for item in found if isinstance(item, tuple)), b"")


def _fits(mail: FoundMail, query: MailQuery) -> bool:
    sender, subject = query.sender.casefold(), query.subject.casefold()
    return sender in mail.sender.casefold() and subject in mail.subject.casefold()


def _done(answer: tuple[str, object], what: str) -> list[bytes | tuple[bytes, bytes]]:
    status, data = answer
    found = cast("list[bytes | tuple[bytes, bytes] | None]", data)
    if status != "OK":
        said = found[0].decode(errors="replace") if found and isinstance(found[0], bytes) else status
        raise imaplib.IMAP4.error(f"{what}: {said}")
    return [item for item in found if item is not None]


def _quoted(text: str) -> str:
    if any(ord(char) < ord(" ") for char in text):
        raise ValueError(f"{text!r} holds control characters")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _modified_utf7(name: str) -> str:
    """Write a folder's name as IMAP does (RFC 3501, 5.1.3)."""

    def shifted(match: re.Match[str]) -> str:
        text = base64.b64encode(match[0].encode("utf-16-be")).rstrip(b"=").decode()
        return f"&{text.replace('/', ',')}-"

    return re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _failure(error: Exception, server: MailServer, redactor: Redactor) -> Failure:
    place = f"mail server {server.host} port {server.port}"
    match error:
        case SignInRefused():
            return Failure(reason=f"{place}: it refused to sign {server.username!r} in", category=Category.AUTH_FAILURE)
        case TimeoutError():
            return network_error(f"{place}: no answer within {SECONDS:g} s")
        case NetError() | OSError():
            return network_error(redactor.text(f"{place}: {error}"))
        case _:
            return Failure(reason=redactor.text(f"The mailbox was not read: {place}: {error}"[:1000]))

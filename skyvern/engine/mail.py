"""Sending mail: SMTP to the workflow's server through the address rules, or to the operator's own."""

from __future__ import annotations

import asyncio
import base64
import mimetypes
import smtplib
import socket
import ssl
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.utils import formatdate, getaddresses
from ipaddress import ip_address
from pathlib import Path

from skyvern.blocks.base import MailFailed
from skyvern.credentials import SecretRefused
from skyvern.domain.addresses import AddressRules
from skyvern.domain.failure import Category, Failure, network_error
from skyvern.domain.mail import Mail, MailSent, MailServer, Security, usual_security
from skyvern.domain.redaction import Redactor
from skyvern.engine.fetch import Resolve
from skyvern.engine.oauth import TokenRefused, Tokens
from skyvern.net.dial import Dial, guarded_dial, open_dial
from skyvern.net.guard import NetError

SECONDS = 60.0
"""For the whole conversation with a server."""
MAX_BYTES = 25 * 1024 * 1024
MAX_RECIPIENTS = 100
GMAIL_SCOPE = "https://mail.google.com/"
OUTLOOK_SCOPE = "https://outlook.office365.com/.default offline_access"
_GO_ON, _WELCOME = 334, 235


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How mail leaves this installation."""

    dial: Dial = field(default_factory=lambda: guarded_dial(AddressRules()))
    """Connects to servers that workflows name."""
    server: MailServer | None = None
    """The operator's server, not held to the address rules."""
    sender: str = ""
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    tokens: Tokens = field(default_factory=Tokens)

    async def send(
        self, mail: Mail, *, resolve: Resolve, redactor: Callable[[], Redactor], files: Sequence[Path], reference: str
    ) -> MailSent:
        """Send one message; `reference` makes its Message-ID. Raises MailFailed with a reason for people."""
        server, dial = await self._server(mail, resolve)
        message = _message(mail, sender=mail.sender or self.sender or server.username, files=files, reference=reference)
        try:
            async with asyncio.timeout(SECONDS):
                connected = await dial(server.host, server.port, SECONDS)
                return await _converse(connected, server, message, self.tls())
        except (NetError, OSError, smtplib.SMTPException) as error:
            raise MailFailed(_failure(error, server, redactor())) from None

    async def _server(self, mail: Mail, resolve: Resolve) -> tuple[MailServer, Dial]:
        if mail.server is not None:
            server = resolved(mail.server, resolve, scheme="smtp")
            return await with_token(server, self.tokens) if server.access_token else server, self.dial
        if self.server is None:
            reason = (
                "no mail server is known: give the block custom_smtp_host (or smtp_host_secret_parameter_key), "
                "or set SKYVERN_SMTP_URL on the server"
            )
            raise MailFailed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
        return self.server, open_dial


def resolved(server: MailServer, resolve: Resolve, *, scheme: str) -> MailServer:
    """Put secrets in for their tokens, those bound to another place excepted; raises MailFailed."""
    try:
        host = resolve(server.host, f"{scheme}://mail.invalid").strip()
        if server.secret_port:
            server = _on_port(server, resolve(server.secret_port, f"{scheme}://mail.invalid").strip())
        place = f"{scheme}://{host}:{server.port}"
        return replace(
            server,
            host=host,
            username=resolve(server.username, place),
            password=resolve(server.password, place),
            access_token=resolve(server.access_token, place),
        )
    except SecretRefused as error:
        raise MailFailed(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None


def _on_port(server: MailServer, text: str) -> MailServer:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        reason = "smtp_port_secret_parameter_key: its parameter holds no port number (1 to 65535)"
        raise MailFailed(Failure(reason=reason, category=Category.PARAMETER_BINDING_ERROR))
    return replace(server, port=int(text), security=usual_security(int(text)), secret_port="")


async def with_token(server: MailServer, tokens: Tokens, *, microsoft: bool | None = None) -> MailServer:
    """Turn the OAuth grant that a credential's secret holds into a token; raises MailFailed.

    Whose grant it is, its server tells where nobody else does.
    """
    if microsoft is None:
        microsoft = server.host.endswith((".office365.com", ".outlook.com"))
    scope, endpoint = (OUTLOOK_SCOPE, tokens.microsoft) if microsoft else (GMAIL_SCOPE, tokens.google)
    try:
        access = await tokens.access(server.access_token, scope=scope, endpoint=endpoint)
    except TokenRefused as error:
        raise MailFailed(error.failure) from None
    username = access.username or server.username
    if not username:
        reason = "the credential does not say whose mailbox: store JSON with username and access_token in its secret"
        raise MailFailed(Failure(reason=reason, category=Category.CREDENTIAL_ERROR))
    return replace(server, username=username, access_token=access.token)


def is_local(connected: socket.socket) -> bool:
    """Tell whether the other end is this machine, where a password may go in clear."""
    return ip_address(str(connected.getpeername()[0])).is_loopback


async def _converse(
    connected: socket.socket, server: MailServer, message: EmailMessage, context: ssl.SSLContext
) -> MailSent:
    """Talk in a thread; whoever gives up waiting ends the conversation by closing the line."""
    with hanging_up(connected):
        return await asyncio.to_thread(_deliver, connected, server, message, context)


@contextmanager
def hanging_up(connected: socket.socket) -> Generator[None]:
    """Close a line at the end, at once and also under a thread that waits on it with TLS around it."""
    with connected.dup() as leash:
        try:
            yield
        finally:
            with suppress(OSError):
                leash.shutdown(socket.SHUT_RDWR)
            connected.close()


class _Line(smtplib.SMTP):
    """An SMTP conversation over a line that is open already."""

    def __init__(self, connected: socket.socket, host: str, port: int) -> None:
        self._connected = connected
        super().__init__(host, port, local_hostname="[127.0.0.1]", timeout=SECONDS)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        del host, port, timeout
        return self._connected


def _deliver(connected: socket.socket, server: MailServer, message: EmailMessage, context: ssl.SSLContext) -> MailSent:
    local = is_local(connected)
    if server.security is Security.TLS:
        connected = context.wrap_socket(connected, server_hostname=server.host)
    with _Line(connected, server.host, server.port) as line:
        line.ehlo_or_helo_if_needed()
        protected = server.security is Security.TLS
        if not protected and (server.security is Security.STARTTLS or line.has_extn("starttls")):
            line.starttls(context=context)
            line.ehlo()
            protected = True
        if server.username:
            if not protected and not local:
                raise smtplib.SMTPException("it does not offer STARTTLS, and a password is not sent in clear")
            _sign_in(line, server)
        refused = line.send_message(message)
    everybody = _addresses(message)
    return MailSent(
        message_id=str(message["Message-ID"]),
        sender=str(message["From"]),
        recipients=tuple(address for address in everybody if address not in refused),
        refused=tuple(f"{address}: {_words(code, text)}" for address, (code, text) in refused.items()),
    )


def _sign_in(line: smtplib.SMTP, server: MailServer) -> None:
    if not server.access_token:
        line.login(server.username, server.password)
        return
    code, said = line.docmd("AUTH", f"XOAUTH2 {base64.b64encode(oauth_answer(server).encode()).decode()}")
    if code == _GO_ON:
        code, said = line.docmd("")
    if code != _WELCOME:
        raise smtplib.SMTPAuthenticationError(code, said)


def oauth_answer(server: MailServer) -> str:
    """Return the initial client response of XOAUTH2, which SMTP and IMAP share."""
    return f"user={server.username}\x01auth=Bearer {server.access_token}\x01\x01"


def _message(mail: Mail, *, sender: str, files: Sequence[Path], reference: str) -> EmailMessage:
    """Write the message down; raises MailFailed naming the field that cannot be used."""
    if not sender:
        raise MailFailed(_unusable("sender", "is empty; give one, or set SKYVERN_SMTP_FROM on the server"))
    message = EmailMessage()
    headers = {
        "From": (sender,),
        "To": mail.recipients,
        "Cc": mail.cc,
        "Bcc": mail.bcc,
    }
    for name, addresses in headers.items():
        if addresses:
            message[name] = ", ".join(_checked(name, addresses))
    if not _addresses(message):
        raise MailFailed(_unusable("recipients", "name nobody"))
    if len(_addresses(message)) > MAX_RECIPIENTS:
        raise MailFailed(_unusable("recipients", f"are more than {MAX_RECIPIENTS}; send several messages"))
    message["Subject"] = " ".join(mail.subject.splitlines())
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{reference}@skyvern.invalid>"
    message.set_content(mail.body, subtype="html" if mail.html else "plain")
    _attach(message, files)
    return message


def _attach(message: EmailMessage, files: Sequence[Path]) -> None:
    if sum(path.stat().st_size for path in files) > MAX_BYTES:
        raise MailFailed(_unusable("file_attachments", f"are larger than {MAX_BYTES // 2**20} MiB together"))
    for path in files:
        kind = (mimetypes.guess_type(path.name)[0] or "application/octet-stream").split("/")
        message.add_attachment(path.read_bytes(), maintype=kind[0], subtype=kind[1], filename=path.name)


def _checked(name: str, given: Sequence[str]) -> list[str]:
    """Return each address alone; one string may hold several."""
    field = {"From": "sender", "To": "recipients"}.get(name, name.lower())
    found: list[str] = []
    for text in given:
        if any(char in text for char in "\r\n\0"):
            raise MailFailed(_unusable(field, "hold a line break"))
        for display, address in getaddresses([text]):
            local, at, domain = address.rpartition("@")
            if not (local and at and domain) or " " in address or not address.isascii():
                raise MailFailed(_unusable(field, f"hold {text!r}, which is no e-mail address"))
            found.append(f'"{display.replace(chr(34), "")}" <{address}>' if display else address)
    return found


def _addresses(message: EmailMessage) -> list[str]:
    named = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return list(dict.fromkeys(address for _, address in getaddresses(named)))


def _unusable(field: str, problem: str) -> Failure:
    return Failure(reason=f"{field} {problem}", category=Category.PARAMETER_BINDING_ERROR)


def _failure(error: Exception, server: MailServer, redactor: Redactor) -> Failure:
    """Say what the server said, never the password."""
    place = f"mail server {server.host} port {server.port}"
    match error:
        case smtplib.SMTPAuthenticationError():
            said, category = f"it refused to sign {server.username!r} in", Category.AUTH_FAILURE
        case smtplib.SMTPRecipientsRefused():
            words = "; ".join(f"{who}: {_words(code, text)}" for who, (code, text) in error.recipients.items())
            said, category = f"it takes mail for none of the recipients ({words})", Category.UNKNOWN
        case smtplib.SMTPResponseException():
            said, category = _words(error.smtp_code, error.smtp_error), Category.UNKNOWN
        case TimeoutError():
            said, category = f"no answer within {SECONDS:g} s", Category.NAVIGATION_FAILURE
        case smtplib.SMTPException():
            said, category = str(error), Category.UNKNOWN
        case _:
            return network_error(redactor.text(f"{place}: {error}"))
    return Failure(reason=redactor.text(f"The mail was not sent: {place}: {said}"), category=category)


def _words(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:500]

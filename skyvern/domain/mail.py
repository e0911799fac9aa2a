"""An e-mail to be sent, the server that takes it, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

_SUBMISSION, _SUBMISSION_TLS = 587, 465


class Security(StrEnum):
    """How the connection to a mail server is protected."""

    TLS = "tls"
    """From the first byte on (port 465 of SMTP, 993 of IMAP)."""
    STARTTLS = "starttls"
    """After a command; a server that does not offer it is refused."""
    OPPORTUNISTIC = "opportunistic"
    """After a command where the server offers it; a password goes in clear to this machine itself only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server and how to sign in to it. A workflow's `host`, `username` and `password` may be secret tokens."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    access_token: str = field(default="", repr=False)
    """An OAuth 2 token (XOAUTH2) in place of a password."""
    security: Security = Security.OPPORTUNISTIC
    secret_port: str = field(default="", repr=False)
    """Text or token that gives the port, and with it the usual security, once secrets are put in."""

    @classmethod
    def parse(cls, url: str) -> MailServer:
        """Read `smtp[s]://[user:password@]host[:port]` or the same with imap; ValueError has no password."""
        parts = urlsplit(url.strip())
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError(f"not {', '.join(f'{scheme}://' for scheme in _PORTS)}[user:password@]host[:port]")
        try:
            port = parts.port or _PORTS[parts.scheme]
        except ValueError:
            raise ValueError("the port is not a number from 1 to 65535") from None
        return cls(
            host=parts.hostname,
            port=port,
            username=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            security=Security.TLS if parts.scheme.endswith("s") else Security.OPPORTUNISTIC,
        )


_PORTS = {"smtp": _SUBMISSION, "smtps": _SUBMISSION_TLS, "imap": 143, "imaps": 993}


def usual_security(port: int) -> Security:
    """Return how SMTP is protected on a port when nobody said it."""
    return Security.TLS if port == _SUBMISSION_TLS else Security.OPPORTUNISTIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message. `attachments` are references to files (ids, URLs, names of files of the run)."""

    recipients: tuple[str, ...]
    subject: str
    body: str
    sender: str = ""
    """Empty takes the operator's, else the name the server knows us by."""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    html: bool = False
    attachments: tuple[str, ...] = ()
    server: MailServer | None = None
    """None takes the operator's (SKYVERN_SMTP_URL)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSent:
    """What the server took."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    refused: tuple[str, ...] = ()
    """Recipients that the server would not take, each with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailQuery:
    """Which messages of a mailbox are wanted, newest first."""

    client: str
    """gmail or outlook."""
    folder: str = "INBOX"
    sender: str = ""
    subject: str = ""
    newer_than_days: int | None = None
    max_results: int = 25
    bodies: bool = True
    attachments: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAttachment:
    """A file of a message; `content` is empty unless attachments were asked for."""

    file_name: str
    content_type: str
    size: int
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMail:
    """One message of a mailbox."""

    uid: str
    message_id: str
    sender: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    date: str
    """ISO 8601 with offset; "" when the message has none."""
    body: str = ""
    attachments: tuple[MailAttachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """What a search found: how many messages fit, and the newest of them."""

    folder: str
    candidates: int
    mails: tuple[FoundMail, ...]

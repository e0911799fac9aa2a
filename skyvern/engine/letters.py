"""Reads raw messages (RFC 5322) into what a workflow may see; hostile ones give less, never an error."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from skyvern.domain.mail import FoundMail, MailAttachment

MAX_BODY = 200_000
_WRONG = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library's parser raises for messages that break the rules."""


def read_letter(raw: bytes, *, uid: str, bodies: bool, attachments: bool) -> FoundMail:
    """Return a message; files are read when `attachments`, else only named."""
    message = message_from_bytes(raw, policy=policy.compat32)
    parts = list(message.walk())
    files = [part for part in parts if _is_file(part)]
    return FoundMail(
        uid=uid,
        message_id=_header(message, "Message-ID"),
        sender=_header(message, "From"),
        to=_people(message, "To"),
        cc=_people(message, "Cc"),
        subject=_header(message, "Subject"),
        date=_date(message),
        body=_body(parts)[:MAX_BODY] if bodies else "",
        attachments=tuple(_file(part, index, keep=attachments) for index, part in enumerate(files)),
    )


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(value)))
    except _WRONG:
        text = str(value)
    return " ".join(text.split())


def _people(message: Message, name: str) -> tuple[str, ...]:
    try:
        found = getaddresses([_header(message, name)])
    except _WRONG:
        return ()
    return tuple(f"{display} <{address}>" if display else address for display, address in found if address)


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).isoformat()
    except _WRONG:
        return ""


def _is_file(part: Message) -> bool:
    if part.is_multipart():
        return False
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _file(part: Message, index: int, *, keep: bool) -> MailAttachment:
    data = _bytes(part)
    try:
        name = str(make_header(decode_header(part.get_filename() or "")))
    except _WRONG:
        name = ""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or f"attachment_{index + 1}"
    return MailAttachment(
        file_name=plain, content_type=part.get_content_type(), size=len(data), content=data if keep else b""
    )


def _body(parts: list[Message]) -> str:
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_file(part)]
    for part in texts:
        if part.get_content_subtype() == "plain":
            return _text(part)
    return _plain(_text(texts[0])) if texts else ""


def _text(part: Message) -> str:
    data = _bytes(part)
    try:
        return data.decode(part.get_content_charset("utf-8"), errors="replace").strip()
    except _WRONG:
        return data.decode(errors="replace").strip()


def _bytes(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _WRONG:
        return b""
    return data if isinstance(data, bytes) else b""


def _plain(html: str) -> str:
    reader = _Words()
    reader.feed(html[: 4 * MAX_BODY])
    return "\n".join(line for line in (" ".join(text.split()) for text in "".join(reader.words).split("\n")) if line)


class _Words(HTMLParser):
    """Keeps what a reader of the page would see."""

    _BREAKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table"})
    _HIDDEN = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._BREAKS:
            self.words.append("\n")
        for name, value in attrs:
            if tag == "a" and name == "href" and value and value.startswith("http"):
                self.words.append(f" {value} ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

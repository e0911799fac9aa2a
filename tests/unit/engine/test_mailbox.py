"""Reading a mailbox over real lines from a small IMAP server."""

from __future__ import annotations

import json
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from skyvern.blocks.base import MailFailed
from skyvern.credentials import SecretBook
from skyvern.domain.clock import utc_now
from skyvern.domain.failure import Category
from skyvern.domain.mail import Mailbox, MailQuery, MailServer, Security
from skyvern.engine.letters import read_letter
from skyvern.engine.mailbox import Mailboxes
from skyvern.engine.oauth import Tokens
from skyvern.testing.certificates import tls_pair
from skyvern.testing.imap import ImapServer, imap_server

BOOK = SecretBook(b"a secret of this test's own making", "wr_1")
BOOK.add("box", "cred_1", {"username": "ann", "password": "app-password-1"}, origin=None)
GRANT = json.dumps({"username": "ann", "access_token": "ya29.secret"})
BOOK.add("oauth", "cred_2", {"secret_value": GRANT}, origin=None)


def letter(subject: str, *, sender: str = "Shop <shop@example.org>", days: int = 0, file: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "ann@example.org", subject
    message["Date"], message["Message-ID"] = format_datetime(utc_now() - timedelta(days=days)), f"<{subject}@x>"
    message.set_content(f"About {subject}")
    if file:
        message.add_attachment(file, maintype="application", subtype="pdf", filename="../invoice.pdf")
    return message.as_bytes().replace(b"\n", b"\r\n")


FOLDERS = {
    "INBOX": [
        letter("Old invoice", days=40),
        letter("Invoice 17", days=3, file=b"%PDF-1.4"),
        letter("Hello", sender="bob@example.org", days=2),
        letter("Invoice 18", days=1),
        letter("Rechnung für März"),
    ],
    "Gel&APY-scht": [letter("Gone")],
}


async def read(server: ImapServer, query: MailQuery, *, key: str = "box", security: Security | None = None) -> Mailbox:
    known = MailServer(host="127.0.0.1", port=server.port, security=security or Security.OPPORTUNISTIC)
    boxes = Mailboxes(servers={"gmail": known, "outlook": known})
    return await boxes.read(
        query,
        BOOK.fields(key),
        resolve=lambda text, origin: BOOK.resolve(text, origin=origin),
        redactor=BOOK.redactor,
    )


def box(**more: object) -> dict[str, object]:
    return {"users": {"ann": "app-password-1"}, "folders": dict(FOLDERS), **more}


async def test_the_newest_come_first_and_only_so_many() -> None:
    async with imap_server(**box()) as server:
        found = await read(server, MailQuery(client="gmail", max_results=2))
    assert found.candidates == 5
    assert [mail.subject for mail in found.mails] == ["Rechnung für März", "Invoice 18"]
    assert found.mails[1].sender == "Shop <shop@example.org>"
    assert found.mails[1].body == "About Invoice 18"
    assert found.mails[1].date.startswith(str((utc_now() - timedelta(days=1)).date()))


async def test_the_server_searches_and_nothing_is_marked_as_read() -> None:
    query = MailQuery(client="outlook", subject="invoice", sender="shop", newer_than_days=10, attachments=True)
    async with imap_server(**box()) as server:
        found = await read(server, query)
    assert [mail.subject for mail in found.mails] == ["Invoice 18", "Invoice 17"]
    assert not found.mails[0].attachments
    (file,) = found.mails[1].attachments
    assert (file.file_name, file.content_type, file.content) == ("invoice.pdf", "application/pdf", b"%PDF-1.4")
    assert any(command.startswith("EXAMINE") for command in server.commands)
    assert all("PEEK" in command for command in server.commands if "FETCH" in command)


async def test_words_beyond_ascii_are_compared_here_and_folders_are_found() -> None:
    async with imap_server(**box()) as server:
        found = await read(server, MailQuery(client="gmail", subject="für"))
        gone = await read(server, MailQuery(client="gmail", folder="Gelöscht", bodies=False))
    assert [mail.subject for mail in found.mails] == ["Rechnung für März"]
    assert [(mail.subject, mail.body) for mail in gone.mails] == [("Gone", "")]


async def test_an_oauth_token_signs_in() -> None:
    async with imap_server(**box(users={"ann": "ya29.secret"})) as server:
        found = await read(server, MailQuery(client="gmail", max_results=1), key="oauth")
    assert len(found.mails) == 1


@pytest.mark.parametrize(("client", "host"), [("outlook", "microsoft.test"), ("gmail", "google.test")])
async def test_a_refresh_token_is_turned_into_a_token_by_the_maker_of_the_mailbox(client: str, host: str) -> None:
    asked: list[tuple[str, dict[str, list[str]]]] = []

    def grant(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, parse_qs(request.content.decode())))
        return httpx.Response(200, json={"access_token": "fresh-token", "expires_in": 3599})

    tokens = Tokens(
        google="http://google.test/token",
        microsoft="http://microsoft.test/token",
        transport=lambda: httpx.MockTransport(grant),
    )
    book = SecretBook(b"a secret of this test's own making", "wr_1")
    secret = {"username": "ann", "refresh_token": "keep-me-secret", "client_id": "app"}
    book.add("oauth", "cred_2", {"secret_value": json.dumps(secret)}, origin=None)
    async with imap_server(**box(users={"ann": "fresh-token"})) as server:
        known = MailServer(host="127.0.0.1", port=server.port, security=Security.OPPORTUNISTIC)
        found = await Mailboxes(servers={client: known}, tokens=tokens).read(
            MailQuery(client=client, max_results=1),
            book.fields("oauth"),
            resolve=lambda text, origin: book.resolve(text, origin=origin),
            redactor=book.redactor,
        )
    assert len(found.mails) == 1
    ((where, form),) = asked
    assert where == host
    assert form == {"grant_type": ["refresh_token"], "refresh_token": ["keep-me-secret"], "client_id": ["app"]}


async def test_a_refused_refresh_token_is_told_without_it() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": "invalid_grant", "error_description": "The grant has expired."})

    tokens = Tokens(microsoft="http://microsoft.test/token", transport=lambda: httpx.MockTransport(refuse))
    book = SecretBook(b"a secret of this test's own making", "wr_1")
    book.add("o", "cred_2", {"secret_value": '{"username": "ann", "refresh_token": "keep-me-secret"}'}, origin=None)
    known = MailServer(host="127.0.0.1", port=9, security=Security.OPPORTUNISTIC)
    with pytest.raises(MailFailed, match="The grant has expired") as caught:
        await Mailboxes(servers={"outlook": known}, tokens=tokens).read(
            MailQuery(client="outlook"),
            book.fields("o"),
            resolve=lambda text, origin: book.resolve(text, origin=origin),
            redactor=book.redactor,
        )
    assert "keep-me-secret" not in caught.value.failure.reason


async def test_a_wrong_password_is_told_without_it() -> None:
    async with imap_server(**box(users={"ann": "other"})) as server:
        with pytest.raises(MailFailed) as caught:
            await read(server, MailQuery(client="gmail"))
    assert caught.value.failure.category is Category.AUTH_FAILURE
    assert "app-password" not in caught.value.failure.reason


async def test_an_unknown_folder_is_named() -> None:
    async with imap_server(**box()) as server:
        with pytest.raises(MailFailed, match="Nowhere"):
            await read(server, MailQuery(client="gmail", folder="Nowhere"))
        with pytest.raises(MailFailed, match="control characters"):
            await read(server, MailQuery(client="gmail", subject='x"\r\nA1 DELETE INBOX'))


async def test_tls_whose_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    server_tls, _ = tls_pair(tmp_path)
    async with imap_server(tls=server_tls, **box()) as server:
        with pytest.raises(MailFailed, match="certificate"):
            await read(server, MailQuery(client="gmail"), security=Security.TLS)
    assert not server.commands


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: =?nonsense?Q?x?=\r\nFrom: <<>>,,\r\nDate: yesterday\r\n\r\nbody",
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Disposition: attachment; filename*=utf-8''%ff%fe\r\nContent-Transfer-Encoding: base64\r\n\r\n***",
    ],
)
def test_hostile_messages_give_less_and_no_error(raw: bytes) -> None:
    mail = read_letter(raw, uid="1", bodies=True, attachments=True)
    assert mail.uid == "1"


def test_html_is_read_as_a_person_would() -> None:
    raw = b"Content-Type: text/html\r\n\r\n<style>p{}</style><p>Your code is <b>123&nbsp;456</b></p><script>x</script>"
    assert read_letter(raw, uid="1", bodies=True, attachments=False).body == "Your code is 123 456"

"""Sending mail over real lines to a small SMTP server: TLS, passwords, files, refusals, and what is never sent."""

from __future__ import annotations

import asyncio
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from skyvern.blocks.base import MailFailed
from skyvern.credentials import SecretBook
from skyvern.domain.addresses import AddressRules
from skyvern.domain.failure import Category
from skyvern.domain.mail import Mail, MailSent, MailServer, Security
from skyvern.engine.mail import Post
from skyvern.net.dial import guarded_dial
from skyvern.testing.certificates import tls_pair
from skyvern.testing.smtp import smtp_server

BOOK = SecretBook(b"a secret of this test's own making", "wr_1")
BOOK.add("smtp", "cred_1", {"username": "robot", "password": "hunter2hunter2"}, origin=None)
LOCAL = guarded_dial(AddressRules.parse("127.0.0.0/8"))
MAIL = Mail(sender="Robot <robot@example.org>", recipients=("ann@example.org",), subject="Report", body="All is well.")


async def send(post: Post, mail: Mail, files: tuple[Path, ...] = ()) -> MailSent:
    return await post.send(
        mail,
        resolve=lambda text, origin: BOOK.resolve(text, origin=origin),
        redactor=BOOK.redactor,
        files=files,
        reference="wrb_1.0",
    )


async def refusal(post: Post, mail: Mail, files: tuple[Path, ...] = ()) -> tuple[str, Category]:
    with pytest.raises(MailFailed) as caught:
        await send(post, mail, files)
    return caught.value.failure.reason, caught.value.failure.category


def named(port: int, **more: object) -> MailServer:
    return replace(MailServer(host="127.0.0.1", port=port), **more)  # type: ignore[arg-type]


async def test_a_message_arrives_with_everything(tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    report.write_bytes(b"a,b\n1,2\n")
    mail = replace(MAIL, cc=("bob@example.org, Cy <cy@example.org>",), bcc=("dee@example.org",), html=True)
    async with smtp_server() as server:
        sent = await send(Post(dial=LOCAL), replace(mail, server=named(server.port), body="<b>ok</b>"), (report,))
    (got,) = server.received
    assert got.sender == "robot@example.org"
    assert tuple(sorted(got.recipients)) == ("ann@example.org", "bob@example.org", "cy@example.org", "dee@example.org")
    assert got.message["Bcc"] is None
    assert got.message["Subject"] == "Report"
    assert got.message["Message-ID"] == sent.message_id == "<wrb_1.0@skyvern.invalid>"
    assert got.text.strip() == "<b>ok</b>"
    (attached,) = got.message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("report.csv", "text/csv")
    assert attached.get_payload(decode=True) == b"a,b\n1,2\n"
    assert sorted(sent.recipients) == sorted(got.recipients)


async def test_it_signs_in_with_a_secret_after_starttls(tmp_path: Path) -> None:
    server_tls, client_tls = tls_pair(tmp_path)
    tokens = BOOK.fields("smtp")
    async with smtp_server(starttls=server_tls, users={"robot": "hunter2hunter2"}) as server:
        by = named(server.port, username=tokens["username"], password=tokens["password"])
        await send(Post(dial=LOCAL, tls=lambda: client_tls), replace(MAIL, server=by))
    assert (server.received[0].signed_in, server.received[0].protected) == ("robot", True)
    assert server.attempts.index("STARTTLS") < server.attempts.index("AUTH")


async def test_tls_from_the_first_byte_and_a_token(tmp_path: Path) -> None:
    server_tls, client_tls = tls_pair(tmp_path)
    async with smtp_server(tls=server_tls, users={"robot@example.org": "ya29.token"}) as server:
        by = named(server.port, username="robot@example.org", access_token="ya29.token", security=Security.TLS)
        await send(Post(server=by, tls=lambda: client_tls), replace(MAIL, sender=""))
    assert server.received[0].protected
    assert server.received[0].sender == "robot@example.org"


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    server_tls, _ = tls_pair(tmp_path)
    async with smtp_server(tls=server_tls) as server:
        reason, _ = await refusal(Post(dial=LOCAL), replace(MAIL, server=named(server.port, security=Security.TLS)))
    assert "certificate" in reason
    assert server.received == []


async def test_starttls_that_is_wanted_is_not_done_without() -> None:
    async with smtp_server() as server:
        by = named(server.port, security=Security.STARTTLS)
        reason, _ = await refusal(Post(dial=LOCAL), replace(MAIL, server=by))
    assert "STARTTLS" in reason
    assert server.received == []


async def test_a_private_address_needs_the_operators_word() -> None:
    async with smtp_server() as server:
        reason, _ = await refusal(Post(), replace(MAIL, server=named(server.port)))
        assert "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in reason
        await send(Post(server=named(server.port)), MAIL)
    assert len(server.received) == 1


async def test_a_wrong_password_is_told_without_it() -> None:
    async with smtp_server(users={"robot": "other"}) as server:
        tokens = BOOK.fields("smtp")
        by = named(server.port, username=tokens["username"], password=tokens["password"])
        reason, category = await refusal(Post(dial=LOCAL), replace(MAIL, server=by))
    assert category is Category.AUTH_FAILURE
    assert "hunter2" not in reason
    assert "127.0.0.1" in reason


async def test_a_credential_bound_elsewhere_is_not_sent() -> None:
    book = SecretBook(b"a secret of this test's own making", "wr_2")
    book.add("smtp", "cred_2", {"password": "p4ssw0rd-elsewhere"}, origin="https://bank.example")
    async with smtp_server(users={"robot": "p4ssw0rd-elsewhere"}) as server:
        by = named(server.port, username="robot", password=book.fields("smtp")["password"])
        with pytest.raises(MailFailed) as caught:
            await Post(dial=LOCAL).send(
                replace(MAIL, server=by),
                resolve=lambda text, origin: book.resolve(text, origin=origin),
                redactor=book.redactor,
                files=(),
                reference="x",
            )
    assert caught.value.failure.category is Category.CREDENTIAL_ERROR
    assert server.attempts == []


async def test_some_recipients_may_be_unknown() -> None:
    async with smtp_server(unknown=frozenset({"bob@example.org"})) as server:
        mail = replace(MAIL, server=named(server.port), cc=("bob@example.org",))
        sent = await send(Post(dial=LOCAL), mail)
        assert sent.recipients == ("ann@example.org",)
        assert sent.refused == ("bob@example.org: 550 no mailbox bob@example.org",)
        reason, _ = await refusal(Post(dial=LOCAL), replace(mail, recipients=("bob@example.org",), cc=()))
    assert "none of the recipients" in reason


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"recipients": ()}, "recipients"),
        ({"recipients": ("not an address",)}, "recipients"),
        ({"recipients": ("a@b.c\nBcc: x@y.z",)}, "line break"),
        ({"sender": ""}, "sender"),
        ({"cc": ("nobody",)}, "cc"),
    ],
)
async def test_what_cannot_be_used_is_named(changes: dict[str, object], word: str) -> None:
    mail = replace(MAIL, server=named(1), **changes)  # type: ignore[arg-type]
    reason, category = await refusal(Post(dial=LOCAL), mail)
    assert word in reason
    assert category is Category.PARAMETER_BINDING_ERROR


async def test_without_any_server_the_remedy_is_named() -> None:
    reason, _ = await refusal(Post(dial=LOCAL), MAIL)
    assert "custom_smtp_host" in reason
    assert "SKYVERN_SMTP_URL" in reason


async def test_whoever_gives_up_waiting_is_let_go_at_once() -> None:
    async with smtp_server(silent=True) as server:
        task = asyncio.create_task(send(Post(dial=LOCAL), replace(MAIL, server=named(server.port))))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert time.monotonic() - began < 2


def test_a_servers_url_is_read() -> None:
    assert MailServer.parse("smtps://me%40x.org:p%2Fw@mail.x.org") == MailServer(
        host="mail.x.org", port=465, username="me@x.org", password="p/w", security=Security.TLS
    )
    assert MailServer.parse("smtp://relay:2525").security is Security.OPPORTUNISTIC
    with pytest.raises(ValueError, match="smtp://"):
        MailServer.parse("mail.x.org")


def test_the_default_context_checks_names() -> None:
    assert Post().tls().verify_mode is ssl.CERT_REQUIRED

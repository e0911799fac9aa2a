"""What must not be done twice is announced first: mail and sheets, whenever the worker dies; and how mail signs in."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from skyvern.blocks.base import Suspended
from skyvern.domain.addresses import AddressRules
from skyvern.domain.credential import CredentialType
from skyvern.domain.mail import Mail, MailSent
from skyvern.domain.run import JournalKind
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.engine.executor import Executor
from skyvern.engine.google import Google
from skyvern.engine.mail import Post
from skyvern.engine.oauth import Tokens
from skyvern.engine.outside import Outside
from skyvern.net.dial import guarded_dial
from skyvern.testing.google import GoogleStandIn
from skyvern.testing.smtp import smtp_server

if TYPE_CHECKING:
    from skyvern.domain.run import Run
    from tests.unit.engine.conftest import Shop

ORG = "o_1"
HERE = "http://google.test"
LOCAL = guarded_dial(AddressRules.parse("127.0.0.0/8"))
MAIL = {
    "label": "report",
    "block_type": "send_email",
    "sender": "robot@example.org",
    "recipients": ["ann@example.org"],
    "subject": "Report",
    "body": "All is well.",
}


async def intents(shop: Shop, run: Run) -> int:
    return [entry.kind for entry in await shop.journal(run)].count(JournalKind.INTENDED)


async def die_when(shop: Shop, run: Run, happened: asyncio.Event) -> None:
    """Execute until something has happened outside, and end the worker before it hears of it."""
    executor = Executor(shop.rooms, shop.queue)  # type: ignore[arg-type]
    work = asyncio.ensure_future(executor.execute(run.run_id))
    async with asyncio.timeout(30):
        await happened.wait()
    for task in (*executor.active.values(), work):
        task.cancel()
        with suppress(asyncio.CancelledError, Suspended):
            await task


class LostPost:
    """Sends, and never comes back."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.happened = asyncio.Event()

    async def send(self, mail: Mail, **more: object) -> MailSent:
        self.sent.append(mail)
        self.happened.set()
        await asyncio.Event().wait()
        raise AssertionError


class LostWrites(httpx.AsyncBaseTransport):
    """Passes requests on; of a write, the answer never comes back."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.happened = asyncio.Event()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        if ":append" in request.url.path:
            self.happened.set()
            await asyncio.Event().wait()
        return answer


async def test_mail_that_went_out_before_a_crash_does_not_go_out_again(shop: Shop) -> None:
    post = LostPost()
    shop.rooms = replace(shop.rooms, outside=Outside(post=cast("Post", post)))
    run = await shop.run([MAIL])
    await die_when(shop, run, post.happened)
    assert await intents(shop, run) == 1
    ended = await shop.finish(run)
    assert ended.status is RunStatus.FAILED
    assert "'send mail to ann@example.org'" in str(ended.failure_reason)
    assert "effect_unknown" in str(ended.failure_reason)
    assert [error.error_code for error in ended.errors] == ["effect_unknown"]
    assert len(post.sent) == 1


@pytest.mark.parametrize("codes", [[], ["effect_unknown"]])
async def test_what_is_in_doubt_is_tried_again_only_where_a_rule_names_it(shop: Shop, codes: list[str]) -> None:
    post = LostPost()
    shop.rooms = replace(shop.rooms, outside=Outside(post=cast("Post", post)))
    rules = [{"status": "failed", "error_codes": codes}]
    run = await shop.run([MAIL], top={"retry_policy": {"delay_seconds": 3600, "retry_on": rules}})
    await die_when(shop, run, post.happened)
    ended = await shop.finish(run)
    assert ended.status is (RunStatus.QUEUED if codes else RunStatus.FAILED)


async def test_mail_whose_author_takes_a_second_one_for_harmless_goes_out_again(shop: Shop) -> None:
    post = LostPost()
    shop.rooms = replace(shop.rooms, outside=Outside(post=cast("Post", post)))
    async with smtp_server() as server:
        own = {"custom_smtp_host": "127.0.0.1", "custom_smtp_port": server.port}
        run = await shop.run([{**MAIL, **own, "safe_to_repeat": True}])
        await die_when(shop, run, post.happened)
        shop.rooms = replace(shop.rooms, outside=Outside(post=Post(dial=LOCAL)))
        ended = await shop.finish(run)
        assert (ended.status, len(server.received)) == (RunStatus.COMPLETED, 1)


async def test_mail_goes_out_at_most_once_whenever_the_worker_dies(shop: Shop) -> None:
    ends: set[RunStatus] = set()
    died, commits = True, 0
    while died:
        commits += 1
        async with smtp_server() as server:
            shop.rooms = replace(shop.rooms, outside=Outside(post=Post(dial=LOCAL)))
            run = await shop.run([{**MAIL, "custom_smtp_host": "127.0.0.1", "custom_smtp_port": server.port}])
            died = await shop.die_after(run, commits)
            assert len(server.received) <= await intents(shop, run)
            ended = await shop.read(run)
            ended = ended if ended.status.final else await shop.finish(run)
            assert len(server.received) == (1 if ended.status is RunStatus.COMPLETED else 0), ended.failure_reason
            ends.add(ended.status)
    assert ends == {RunStatus.COMPLETED, RunStatus.FAILED}


async def sheet_run(shop: Shop, stand_in: GoogleStandIn) -> Run:
    kept = await shop.rooms.vault.create(
        ORG, name="g", type=CredentialType.SECRET, fields={"secret_value": stand_in.account}
    )
    write = {
        "label": "note",
        "block_type": "google_sheets_write",
        "spreadsheet_url": stand_in.url,
        "credential_id": kept.credential_id,
        "values": '[["Ann", 3]]',
    }
    return await shop.run([write])


def google(transport: httpx.AsyncBaseTransport) -> Google:
    tokens = Tokens(google=f"{HERE}/token", transport=lambda: transport)
    return Google(sheets=HERE, tokens=tokens, transport=lambda: transport)


async def test_rows_that_were_written_before_a_crash_are_not_written_again(shop: Shop) -> None:
    stand_in = GoogleStandIn({"Data": [["Name", "N"]]})
    transport = LostWrites(httpx.ASGITransport(app=stand_in.app()))
    shop.rooms = replace(shop.rooms, outside=Outside(google=google(transport)))
    run = await sheet_run(shop, stand_in)
    await die_when(shop, run, transport.happened)
    assert await intents(shop, run) == 1
    ended = await shop.finish(run)
    assert ended.status is RunStatus.FAILED
    assert "'append 1 rows of stand-in-spreadsheet'" in str(ended.failure_reason)
    assert stand_in.sheets["Data"] == [["Name", "N"], ["Ann", 3]]


async def test_rows_are_written_at_most_once_whenever_the_worker_dies(shop: Shop) -> None:
    died, commits = True, 0
    while died:
        commits += 1
        stand_in = GoogleStandIn({"Data": [["Name", "N"]]})
        transport = httpx.ASGITransport(app=stand_in.app())
        shop.rooms = replace(shop.rooms, outside=Outside(google=google(transport)))
        run = await sheet_run(shop, stand_in)
        died = await shop.die_after(run, commits)
        assert len(stand_in.sheets["Data"]) - 1 <= await intents(shop, run)
        ended = await shop.read(run)
        ended = ended if ended.status.final else await shop.finish(run)
        written = len(stand_in.sheets["Data"]) - 1
        assert written == (1 if ended.status is RunStatus.COMPLETED else 0), ended.failure_reason
    assert commits > 3


@pytest.mark.parametrize("how", ["credential", "keys"])
async def test_mail_signs_in_with_what_is_stored(shop: Shop, how: str) -> None:
    stored = shop.rooms.vault
    login = await stored.create(
        ORG, name="l", type=CredentialType.PASSWORD, fields={"username": "robot", "password": "hunter2hunter2"}
    )
    async with smtp_server(users={"robot": "hunter2hunter2"}) as server:
        shop.rooms = replace(shop.rooms, outside=Outside(post=Post(dial=LOCAL)))
        parameters: list[dict[str, object]] = []
        mail: dict[str, object] = {**MAIL, "custom_smtp_host": "127.0.0.1", "custom_smtp_port": server.port}
        if how == "credential":
            mail["credential_id"] = login.credential_id
        else:
            values = {"host": "127.0.0.1", "port": str(server.port), "user": "robot", "pass": "hunter2hunter2"}
            for key, value in values.items():
                kept = await stored.create(ORG, name=key, type=CredentialType.SECRET, fields={"secret_value": value})
                parameters.append(
                    {"key": f"smtp_{key}", "parameter_type": "credential", "credential_id": kept.credential_id}
                )
            mail = {
                **MAIL,
                "smtp_host_secret_parameter_key": "smtp_host",
                "smtp_port_secret_parameter_key": "smtp_port",
                "smtp_username_secret_parameter_key": "smtp_user",
                "smtp_password_secret_parameter_key": "smtp_pass",
            }
        ended = await shop.done([mail], top={"parameters": parameters})
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason
    (got,) = server.received
    assert got.signed_in == "robot"
    written = repr((ended, await shop.blocks(ended), await shop.journal(ended)))
    assert "hunter2" not in written
    assert (await shop.blocks(ended))["report"].status is BlockStatus.COMPLETED


@pytest.mark.parametrize("port", ["no number", "0", "70000"])
async def test_a_stored_port_that_is_none_is_named_and_not_shown(shop: Shop, port: str) -> None:
    kept = await shop.rooms.vault.create(ORG, name="port", type=CredentialType.SECRET, fields={"secret_value": port})
    shop.rooms = replace(shop.rooms, outside=Outside(post=Post(dial=LOCAL)))
    parameter = {"key": "smtp_port", "parameter_type": "credential", "credential_id": kept.credential_id}
    mail = {**MAIL, "custom_smtp_host": "127.0.0.1", "smtp_port_secret_parameter_key": "smtp_port"}
    ended = await shop.done([mail], top={"parameters": [parameter]})
    assert ended.status is RunStatus.FAILED
    assert "smtp_port_secret_parameter_key" in str(ended.failure_reason)

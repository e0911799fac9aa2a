"""One-time codes from outside: pushed or asked for, awaited when typed, used once, never shown."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace

import httpx
import pytest

from skyvern.blocks.login import LoginBlock
from skyvern.client.webhooks import verify_webhook
from skyvern.credentials import CodeBox, InvalidCredential, SecretBook
from skyvern.credentials.codes import read_message
from skyvern.domain.clock import Deadline, utc_now
from skyvern.domain.credential import CodeKind, CredentialType
from skyvern.domain.goal import Goal, GoalKind, SecretField
from skyvern.domain.page import Action, ActionKind, Observation
from skyvern.domain.status import RunStatus
from skyvern.engine.codes import CodePage, Codes, CodeSource, calls_for_code, source_of, with_code
from skyvern.testing.policies import ScriptedPage
from tests.unit.engine.conftest import ORG, Shop

GOAL = Goal(kind=GoalKind.LOGIN, secrets=(SecretField(parameter="login", field="password", token="secret_x"),))


def book() -> SecretBook:
    made = SecretBook(b"a secret of this test's own making", "wr_1")
    made.add("login", "cred_1", {"username": "ann", "password": "p"}, origin=None, totp_identifier="ann@example.org")
    return made


async def codes(shop: Shop, *, patience: float = 0.2) -> Codes:
    run = await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}])
    return Codes(shop.rooms, run, deadline=lambda: Deadline.after(30), patience=patience)


def box(shop: Shop) -> CodeBox:
    return CodeBox(shop.rooms.store.codes, shop.rooms.sealer)


async def test_a_pushed_code_is_given_once_and_the_newest_first(shop: Shop) -> None:
    waiting, source = await codes(shop), CodeSource(identifier="ann")
    await box(shop).push(ORG, "ann", "111111")
    await box(shop).push(ORG, "ann", "222222")
    await box(shop).push(ORG, "bob", "333333")
    assert await waiting.await_code(source) == ("222222", "")
    assert await waiting.await_code(source) == ("111111", "")
    code, why = await waiting.await_code(source)
    assert code == ""
    assert "no one-time code came for 'ann' within 0.2 s" in why


async def test_a_code_that_comes_later_is_awaited(shop: Shop) -> None:
    waiting = await codes(shop, patience=10)
    task = asyncio.create_task(waiting.await_code(CodeSource(identifier="ann")))
    await asyncio.sleep(0)
    await box(shop).push(ORG, "ann", "123456")
    assert await task == ("123456", "")


async def test_codes_of_other_runs_and_lapsed_ones_are_not_used(shop: Shop) -> None:
    waiting = await codes(shop)
    await box(shop).push(ORG, "ann", "111111", run_id="wr_other")
    await box(shop).push(ORG, "ann", "222222", expires_at=utc_now())
    await box(shop).push("o_other", "ann", "333333")
    assert (await waiting.await_code(CodeSource(identifier="ann")))[0] == ""


async def test_a_code_is_not_readable_in_the_database(shop: Shop) -> None:
    pushed = await box(shop).push(ORG, "ann", "739154")
    assert b"739154" not in pushed.row.sealed


async def test_an_address_is_asked_with_a_signature_until_it_knows(shop: Shop) -> None:
    waiting = await codes(shop, patience=20)
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"verification_code": "454545"})

    shop.answers["https://codes.example/otp"] = answer
    assert await waiting.await_code(CodeSource(url="https://codes.example/otp")) == ("454545", "")
    (request,) = asked
    assert set(json.loads(request.content)) == {"workflow_run_id", "workflow_permanent_id"}
    key = await shop.rooms.signing_key(await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}]))
    assert verify_webhook(request.content, request.headers["x-skyvern-signature"], key)


async def test_an_address_that_does_not_answer_is_named(shop: Shop) -> None:
    waiting = await codes(shop)
    shop.answers["https://codes.example/otp"] = lambda request: httpx.Response(503)
    code, why = await waiting.await_code(CodeSource(url="https://codes.example/otp"))
    assert code == ""
    assert "answered 503" in why


async def test_the_page_waits_for_the_code_when_it_is_typed(shop: Shop) -> None:
    secrets, waiting, source = book(), await codes(shop), CodeSource(identifier="ann")
    goal = with_code(GOAL, source, secrets)
    token = goal.secrets[-1].token
    assert goal.secrets[-1].field == "totp"
    scripted = ScriptedPage(views=[Observation(url="http://page/", title="")])
    page = CodePage(scripted, codes=waiting, source=source, secrets=secrets)  # type: ignore[arg-type]
    typing = Action(kind=ActionKind.INPUT_TEXT, ref="1", text=token)
    refused = await page.act(typing)
    assert not refused.ok
    assert "no one-time code came" in refused.message
    await box(shop).push(ORG, "ann", "616161")
    assert (await page.act(typing)).ok
    assert secrets.expected(token) == ()
    assert secrets.resolve(token, origin="https://anywhere.example") == "616161"
    assert secrets.expected(token) == (token,)
    assert secrets.redactor().text("it was 616161") != "it was 616161"
    assert (await page.act(replace(typing, text="plain"))).ok


CODE = """
code = await login.otp()
link = await login.magic_link()
seen = [len(code), link.startswith("https://")]
code = link = None
"""


async def test_code_awaits_codes_and_links_of_its_credential_and_each_is_redacted(shop: Shop) -> None:
    secrets, run = book(), await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}])
    waiting = Codes(shop.rooms, run, deadline=lambda: Deadline.after(30), patience=5)
    await box(shop).push(ORG, "ann@example.org", "https://portal.example/in?t=ab12cd", kind=CodeKind.MAGIC_LINK)
    await box(shop).push(ORG, "ann@example.org", "616161")
    calls = calls_for_code("login", codes=waiting, run=run, secrets=secrets)
    assert await calls["otp"]() == "616161"
    link = await calls["magic_link"]()
    assert link == "https://portal.example/in?t=ab12cd"
    assert "616161" not in secrets.redactor().text(f"616161 {link}")
    assert "ab12cd" not in secrets.redactor().text(f"616161 {link}")


async def test_a_block_of_code_gets_a_pushed_code_and_link(shop: Shop) -> None:
    kept = await shop.rooms.vault.create(
        ORG,
        name="Portal",
        type=CredentialType.PASSWORD,
        fields={"username": "ann", "password": "p", "totp_identifier": "ann"},
    )
    await box(shop).push(ORG, "ann", "717171")
    await box(shop).push(ORG, "ann", "https://portal.example/in?t=ab12cd", kind=CodeKind.MAGIC_LINK)
    login = {"key": "login", "parameter_type": "credential", "credential_id": kept.credential_id}
    block = {"label": "c", "block_type": "code", "code": CODE, "parameter_keys": ["login"]}
    ended = await shop.done([block], top={"parameters": [login]})
    assert ended.status is RunStatus.COMPLETED, ended.failure_reason


async def test_code_is_told_where_no_code_can_come_from_and_when_none_came(shop: Shop) -> None:
    run, waiting = await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}]), await codes(shop)
    nameless = SecretBook(b"a secret of this test's own making", "wr_1")
    nameless.add("login", "cred_1", {"username": "ann", "password": "p"}, origin=None)
    for call in calls_for_code("login", codes=waiting, run=run, secrets=nameless).values():
        with pytest.raises(ValueError, match=r"login has no .*totp_identifier"):
            await call()
    for name, call in calls_for_code("login", codes=waiting, run=run, secrets=book()).items():
        with pytest.raises(TimeoutError, match="no one-time code came" if name == "otp" else "no link to sign in came"):
            await call()


async def test_a_seed_makes_the_code_that_code_awaits(shop: Shop) -> None:
    run, waiting, secrets = (
        await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}]),
        await codes(shop),
        book(),
    )
    secrets.add("seeded", "cred_2", {"username": "bo", "totp": "JBSWY3DPEHPK3PXP"}, origin=None)
    code = await calls_for_code("seeded", codes=waiting, run=run, secrets=secrets)["otp"]()
    assert code.isdigit()
    assert code not in secrets.redactor().text(f"it is {code}")


def test_a_seed_goes_before_codes_from_outside() -> None:
    seeded = replace(GOAL, secrets=(SecretField(parameter="login", field="totp", token="secret_y"),))
    assert with_code(seeded, CodeSource(identifier="ann"), book()) == seeded
    assert with_code(GOAL, CodeSource(), book()) == GOAL


async def test_the_block_says_where_codes_come_from_before_run_and_credential(shop: Shop) -> None:
    run = await shop.run([{"label": "w", "block_type": "wait", "wait_sec": 1}])
    block = LoginBlock(label="l", totp_identifier="block")
    asked = run.evolve(request={"totp_identifier": "run", "totp_url": "https://x"})
    assert source_of(block, asked, book(), GOAL) == CodeSource(identifier="block", url="https://x")
    plain = LoginBlock(label="l")
    assert source_of(plain, asked, book(), GOAL).identifier == "run"
    settled = run.evolve(settings={"totp_identifier": "workflow", "totp_verification_url": "https://y"})
    assert source_of(plain, settled, book(), GOAL) == CodeSource(identifier="workflow", url="https://y")
    assert source_of(plain, run, book(), GOAL) == CodeSource(identifier="ann@example.org")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("123456", "123456"),
        ("AB-12", "AB-12"),
        ("Your verification code is 482 913. It expires in 10 minutes.", "482913"),
        ("Hello Ann, order 20261122 has shipped.\nYour code: 7391", "7391"),
        ("739154 is your Example code", "739154"),
        ("Use G4H7K2 as the passcode\n", "G4H7K2"),
        ("Enter this code to continue:\n\n  90210 \n\nThe team, 1 Main Street 94105", "90210"),
        ("Call 555-0100 if this was not you. Code 88221", "88221"),
        ("Passcode: K7X2QP, see https://example.org/help/112233", "K7X2QP"),
    ],
)
def test_the_code_of_a_message_is_found(content: str, code: str) -> None:
    assert read_message(content) == (CodeKind.TOTP, code)


def test_links_and_messages_without_anything() -> None:
    text = "Click https://example.org/in?t=abc. to sign in"
    assert read_message(text, CodeKind.MAGIC_LINK) == (CodeKind.MAGIC_LINK, "https://example.org/in?t=abc")
    assert read_message(text)[0] is CodeKind.MAGIC_LINK
    for kind in (None, CodeKind.TOTP, CodeKind.MAGIC_LINK):
        with pytest.raises(InvalidCredential, match="content"):
            read_message("Hello, nothing to see here", kind)


def test_a_hostile_message_takes_no_time() -> None:
    began = time.monotonic()
    with pytest.raises(InvalidCredential):
        read_message("code " * 20_000 + "A-" * 20_000)
    assert time.monotonic() - began < 2

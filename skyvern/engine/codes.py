"""One-time codes that come from outside: awaited at the moment when a page asks for one, and not before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import cast

import httpx

from skyvern.blocks.base import Block
from skyvern.credentials import CodeBox, CredentialError, SecretBook
from skyvern.domain.canonical import canonical_bytes, signature
from skyvern.domain.clock import Deadline
from skyvern.domain.credential import CodeKind
from skyvern.domain.goal import Goal, SecretField
from skyvern.domain.page import Action, ActionResult, Trouble
from skyvern.domain.run import Run
from skyvern.engine.page_layer import PageLayer
from skyvern.engine.ports import Page
from skyvern.engine.rooms import Rooms
from skyvern.net.guard import NetError

PARAMETER = "one_time_code"
"""The parameter that a code without credential seems to come from."""
PATIENCE = 300.0
_LOOK_SECONDS, _ASK_SECONDS, _REPLY_SECONDS = 1.0, 5.0, 20.0
_MAX_REPLY = 64 * 1024
_NAMES = {CodeKind.TOTP: "one-time code", CodeKind.MAGIC_LINK: "link to sign in"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSource:
    """Where the codes of a block come from."""

    identifier: str = ""
    """Whose pushed codes are meant."""
    url: str = ""
    """What is asked for a code, signed as webhooks are."""

    def __bool__(self) -> bool:
        return bool(self.identifier or self.url)

    @property
    def name(self) -> str:
        """Return the source for people."""
        return " or ".join(part for part in (repr(self.identifier) if self.identifier else "", self.url) if part)


def source_of(block: Block, run: Run, secrets: SecretBook, goal: Goal) -> CodeSource:
    """Return where a block's codes come from: what it says, else the run, else the workflow, else its credential."""

    def said(of_block: str, of_run: str) -> str:
        found = getattr(block, of_block, None) or run.request.get(of_run) or run.settings.get(of_block)
        return str(found).strip() if found else ""

    identifier = said("totp_identifier", "totp_identifier")
    if not identifier:
        keys = dict.fromkeys(field.parameter for field in goal.secrets)
        identifier = next(filter(None, (secrets.totp_identifier(key) for key in keys)), "")
    return CodeSource(identifier=identifier, url=said("totp_verification_url", "totp_url"))


def with_code(goal: Goal, source: CodeSource, secrets: SecretBook) -> Goal:
    """Return the goal with a field for a code that is still to come, unless a credential makes its own."""
    if not source or any(field.field == "totp" for field in goal.secrets):
        return goal
    parameter = goal.secrets[0].parameter if goal.secrets else PARAMETER
    token = secrets.expect(parameter)
    return replace(goal, secrets=(*goal.secrets, SecretField(parameter=parameter, field="totp", token=token)))


class Codes:
    """Gets a code: from what was pushed, or by asking."""

    def __init__(self, rooms: Rooms, run: Run, *, deadline: Callable[[], Deadline], patience: float = PATIENCE) -> None:
        self._rooms = rooms
        self._run = run
        self._box = CodeBox(rooms.store.codes, rooms.sealer)
        self._deadline = deadline
        self._patience = patience

    async def await_code(self, source: CodeSource, *, kind: CodeKind = CodeKind.TOTP) -> tuple[str, str]:
        """Return (code, ""), or ("", why none came in time). Links are pushed only, no address is asked for them."""
        end = time.monotonic() + min(self._patience, self._deadline().left)
        asked_at, trouble = 0.0, ""
        while True:
            if source.identifier:
                code = await self._box.take(
                    self._run.organization_id, source.identifier, run_id=self._run.run_id, kind=kind
                )
                if code:
                    return code, ""
            if source.url and kind is CodeKind.TOTP and time.monotonic() - asked_at >= _ASK_SECONDS:
                asked_at = time.monotonic()
                code, trouble = await self._ask(source.url)
                if code:
                    return code, ""
            if time.monotonic() >= end:
                why = f" ({trouble})" if trouble else ""
                return "", f"no {_NAMES[kind]} came for {source.name} within {self._patience:g} s{why}"
            await asyncio.sleep(min(_LOOK_SECONDS, max(0.0, end - time.monotonic())))

    async def _ask(self, url: str) -> tuple[str, str]:
        run = self._run
        facts = {"workflow_run_id": run.run_id, "workflow_permanent_id": run.workflow_permanent_id}
        body = canonical_bytes(facts)
        headers = {
            "Content-Type": "application/json",
            "x-skyvern-signature": signature(body, await self._rooms.signing_key(run)),
            "x-skyvern-timestamp": str(int(time.time())),
        }
        try:
            async with (
                asyncio.timeout(_REPLY_SECONDS),
                httpx.AsyncClient(transport=self._rooms.transport(), timeout=_REPLY_SECONDS) as client,
                client.stream("POST", url, content=body, headers=headers) as reply,
            ):
                data = b""
                async for chunk in reply.aiter_bytes():
                    data += chunk
                    if len(data) > _MAX_REPLY:
                        return "", f"{url} answered with more than {_MAX_REPLY // 1024} KiB"
        except (NetError, httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            return "", f"{url}: {error or type(error).__name__}"
        return _read(url, reply, data)


def _read(url: str, reply: httpx.Response, data: bytes) -> tuple[str, str]:
    if not reply.is_success:
        return "", f"{url} answered {reply.status_code}"
    try:
        answer = cast("object", httpx.Response(200, content=data).json())
    except ValueError:
        return "", f"{url} did not answer with JSON"
    code = cast("Mapping[str, object]", answer).get("verification_code") if isinstance(answer, Mapping) else None
    return (str(code).strip(), "") if code else ("", f"{url} has no verification_code yet")


def calls_for_code(
    parameter: str, *, codes: Codes, run: Run, secrets: SecretBook
) -> dict[str, Callable[[], Awaitable[str]]]:
    """Return what a code block may await of a credential: `otp()` and `magic_link()`.

    The credential's own seed or identifier goes before what the run and its workflow say. In the code they raise
    ValueError where nothing says where codes come from, TimeoutError where none came, RuntimeError for a broken seal.
    """
    asked, settled = run.request, run.settings
    named = secrets.totp_identifier(parameter) or asked.get("totp_identifier") or settled.get("totp_identifier") or ""
    url = asked.get("totp_url") or settled.get("totp_verification_url") or ""
    source = CodeSource(identifier=str(named).strip(), url=str(url).strip())

    async def wait(source: CodeSource, kind: CodeKind, lacks: str) -> str:
        if not source:
            raise ValueError(f"{parameter} has no {lacks}: give the credential or the run one")
        try:
            code, trouble = await codes.await_code(source, kind=kind)
        except CredentialError as error:
            raise RuntimeError(str(error)) from None
        if not code:
            raise TimeoutError(trouble)
        secrets.received(code)
        return code

    async def otp() -> str:
        if "totp" in secrets.fields(parameter):
            return secrets.reveal(parameter)["totp"]
        return await wait(source, CodeKind.TOTP, "totp seed, totp_identifier or totp_url")

    async def magic_link() -> str:
        return await wait(CodeSource(identifier=source.identifier), CodeKind.MAGIC_LINK, "totp_identifier")

    return {"otp": otp, "magic_link": magic_link}


class CodePage(PageLayer):
    """A page that waits for the one-time code when one is typed; everything else goes straight to the page."""

    def __init__(self, page: Page, *, codes: Codes, source: CodeSource, secrets: SecretBook) -> None:
        super().__init__(page)
        self._codes = codes
        self._source = source
        self._secrets = secrets

    async def act(self, action: Action) -> ActionResult:
        """Get the code first where the action types one."""
        for token in self._secrets.expected(action.text or ""):
            try:
                code, trouble = await self._codes.await_code(self._source)
            except CredentialError as error:
                code, trouble = "", str(error)
            if not code:
                return ActionResult(ok=False, trouble=Trouble.REFUSED, message=trouble)
            self._secrets.arrived(token, code)
        return await self._page.act(action)

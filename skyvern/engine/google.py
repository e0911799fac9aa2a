"""Calls to Google Sheets with the token of a credential; the addresses are the operator's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

import httpx

from skyvern.blocks.base import FetchFailed
from skyvern.credentials import SecretRefused
from skyvern.domain.failure import Category, Failure, network_error, website_error
from skyvern.domain.redaction import Redactor
from skyvern.domain.sheet import SheetCall
from skyvern.engine.fetch import Resolve
from skyvern.engine.oauth import TokenRefused, Tokens

SHEETS = "https://sheets.googleapis.com"
_SCOPE = "https://www.googleapis.com/auth/spreadsheets"
_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Google:
    """Google's services as this installation reaches them."""

    sheets: str = SHEETS
    tokens: Tokens = field(default_factory=Tokens)
    transport: Callable[[], httpx.AsyncBaseTransport] = lambda: httpx.AsyncHTTPTransport(trust_env=False)

    async def call(
        self, call: SheetCall, credential: Mapping[str, str], *, resolve: Resolve, redactor: Callable[[], Redactor]
    ) -> Mapping[str, object]:
        """Return the JSON that Sheets answers. Raises FetchFailed with a reason for people."""
        token = await self._token(credential, resolve)
        try:
            async with httpx.AsyncClient(transport=self.transport(), timeout=_SECONDS) as client:
                reply = await client.request(
                    call.method,
                    self.sheets + call.path,
                    params=dict(call.query),
                    json=call.body,
                    headers={"authorization": f"Bearer {token}"},
                )
                answer = cast("object", reply.json() if reply.content else {})
        except (httpx.HTTPError, ValueError) as error:
            said = redactor().text(str(error) or type(error).__name__)
            raise FetchFailed(network_error(f"Google Sheets: {said}")) from None
        told = cast("dict[str, object]", answer) if isinstance(answer, dict) else {}
        if reply.is_error:
            raise FetchFailed(_refused(reply.status_code, redactor().text(_said(told))))
        return cast("dict[str, object]", redactor().value(told))

    async def _token(self, credential: Mapping[str, str], resolve: Resolve) -> str:
        secret = credential.get("secret_value") or credential.get("password") or ""
        try:
            text = resolve(secret, self.sheets)
            return (await self.tokens.access(text, scope=_SCOPE, endpoint=self.tokens.google)).token
        except SecretRefused as error:
            raise FetchFailed(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None
        except TokenRefused as error:
            raise FetchFailed(error.failure) from None


def _said(answer: Mapping[str, object]) -> str:
    error = answer.get("error")
    told = cast("Mapping[str, object]", error if isinstance(error, Mapping) else {})
    return str(told.get("message") or "")


def _refused(status: int, said: str) -> Failure:
    match status:
        case 401 | 403:
            reason = f"Google Sheets answered {status} {said}: is the sheet shared with the credential's account?"
            return Failure(reason=reason, category=Category.AUTH_FAILURE)
        case 404:
            return website_error(f"Google Sheets knows no such spreadsheet {said}".rstrip())
        case _:
            return website_error(f"Google Sheets answered {status} {said}".rstrip())

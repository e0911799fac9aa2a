"""Access tokens of Google and Microsoft for a credential's grant, kept until shortly before they lapse."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import httpx

from skyvern.credentials import InvalidCredential
from skyvern.credentials.oauth import read_grant
from skyvern.domain.failure import Category, Failure

GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
MICROSOFT_TOKENS = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
_SECONDS = 30.0
_SPARE = 60.0
"""Seconds before a token lapses at which a new one is asked for."""


class TokenRefused(Exception):
    """No access token can be had; `failure` says why, without secrets."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A token, and whose mailbox its grant named."""

    token: str = field(repr=False)
    username: str = ""


@dataclass(slots=True, kw_only=True)
class Tokens:
    """Asks token endpoints, which the operator knows, so that the address rules do not apply."""

    google: str = GOOGLE_TOKENS
    microsoft: str = MICROSOFT_TOKENS
    transport: Callable[[], httpx.AsyncBaseTransport] = lambda: httpx.AsyncHTTPTransport(trust_env=False)
    _kept: dict[str, tuple[Access, float]] = field(default_factory=dict[str, "tuple[Access, float]"])

    async def access(self, secret: str, *, scope: str, endpoint: str) -> Access:
        """Return a token for what a credential's secret holds. Raises TokenRefused."""
        name = hashlib.sha256(f"{endpoint}\n{scope}\n{secret}".encode()).hexdigest()
        kept = self._kept.get(name)
        if kept is not None and time.time() < kept[1]:
            return kept[0]
        try:
            grant = read_grant(secret, scope=scope, audience=endpoint, now=time.time())
        except InvalidCredential as error:
            raise TokenRefused(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None
        if grant.form is None:
            return Access(token=grant.token, username=grant.username)
        answer = await self._ask(endpoint, dict(grant.form))
        access = Access(token=str(answer["access_token"]), username=grant.username)
        self._kept[name] = (access, time.time() + _seconds(answer.get("expires_in")) - _SPARE)
        return access

    async def _ask(self, endpoint: str, form: dict[str, str]) -> dict[str, object]:
        try:
            async with httpx.AsyncClient(transport=self.transport(), timeout=_SECONDS) as client:
                reply = await client.post(endpoint, data=form)
                answer = cast("object", reply.json() if reply.content else {})
        except (httpx.HTTPError, ValueError) as error:
            raise TokenRefused(_failure(endpoint, str(error) or type(error).__name__)) from None
        told = cast("dict[str, object]", answer) if isinstance(answer, dict) else {}
        if not reply.is_success or not isinstance(told.get("access_token"), str):
            said = told.get("error_description") or told.get("error") or ""
            raise TokenRefused(_failure(endpoint, f"answered {reply.status_code} {said}".strip()))
        return told


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 300.0


def _failure(endpoint: str, said: str) -> Failure:
    return Failure(reason=f"No access token: {endpoint}: {said}", category=Category.AUTH_FAILURE)

"""One-time codes that come in messages: read out of their text, kept sealed until a run needs them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from skyvern.credentials.errors import InvalidCredential
from skyvern.credentials.ports import CodeRows
from skyvern.credentials.seal import Purpose, Sealer
from skyvern.domain.clock import utc_now
from skyvern.domain.credential import CodeKind, OneTimeCode
from skyvern.domain.ids import new_id

FRESH = timedelta(minutes=10)
"""How old a code may be when a run asks for it."""
_PURPOSE = Purpose.CODE
_CODE_ITSELF = 10
"""Content of at most so many characters is the code (contract 2.5)."""
_LINK = re.compile(r"https?://[^\s<>\"')\]]+")
_DIGITS = r"(?<![\w.:/#-])(\d{3}[ -]\d{3}|\d{4,10})(?![\w:/-]|\.\d)"
_LETTERS = r"(?<![\w.:/#-])((?=[A-Z0-9-]*\d)[A-Z0-9]{2,6}-?[A-Z0-9]{2,6})(?![\w-])"
_WORD = r"(?:code|passcode|password|otp|pin|token|verification|kennwort|código|codigo)"
_NAMED = (
    re.compile(rf"\b{_WORD}\b[^\n]{{0,60}}?{_DIGITS}", re.IGNORECASE),
    re.compile(rf"{_DIGITS}[^\n.]{{0,60}}?\b{_WORD}\b", re.IGNORECASE),
    re.compile(rf"(?i:\b{_WORD}\b)[^\n]{{0,40}}?{_LETTERS}"),
    re.compile(rf"{_LETTERS}[^\n.]{{0,40}}?(?i:\b{_WORD}\b)"),
    re.compile(rf"\n\s*{_DIGITS}\s*(?:\n|$)"),
    re.compile(_DIGITS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedCode:
    """A code with its row, readable."""

    row: OneTimeCode
    code: str = field(repr=False)


class CodeBox:
    """Takes codes in and gives each to one run."""

    def __init__(self, rows: CodeRows, sealer: Sealer) -> None:
        self._rows = rows
        self._sealer = sealer

    async def push(
        self,
        organization_id: str,
        totp_identifier: str,
        content: str,
        *,
        kind: CodeKind | None = None,
        expires_at: datetime | None = None,
        **about: str | None,
    ) -> PushedCode:
        """Keep the code or link of a message. Raises `InvalidCredential` where there is none in it."""
        kind, code = read_message(content, kind)
        totp_code_id = new_id("totp")
        sealed = self._sealer.seal(json.dumps({"code": code}).encode(), _PURPOSE, context=totp_code_id)
        row = OneTimeCode(
            totp_code_id=totp_code_id,
            organization_id=organization_id,
            totp_identifier=totp_identifier,
            kind=kind,
            sealed=sealed,
            created_at=utc_now(),
            expires_at=expires_at,
            **about,
        )
        return PushedCode(row=await self._rows.add(row), code=code)

    async def take(
        self, organization_id: str, totp_identifier: str, *, run_id: str, kind: CodeKind = CodeKind.TOTP
    ) -> str | None:
        """Return a fresh code or link for a run, which nobody is given again; None while there is none."""
        since = utc_now() - FRESH
        row = await self._rows.take(organization_id, totp_identifier, run_id=run_id, since=since, kind=kind)
        if row is None:
            return None
        opened = self._sealer.open(row.sealed, _PURPOSE, context=row.totp_code_id)
        return str(json.loads(opened)["code"])


def read_message(content: str, kind: CodeKind | None = None) -> tuple[CodeKind, str]:
    """Return the code or link that a message holds. Raises `InvalidCredential`."""
    content = content.strip()
    if kind is CodeKind.MAGIC_LINK:
        link = _LINK.search(content)
        if link is None:
            raise InvalidCredential("content", "holds no link")
        return kind, link[0].rstrip(".,;")
    if content and len(content) <= _CODE_ITSELF:
        return CodeKind.TOTP, content
    plain = _LINK.sub(" ", content[:20_000])
    for pattern in _NAMED:
        if found := pattern.search(plain):
            return CodeKind.TOTP, re.sub(r"[ -]", "", found[1]) if found[1][0].isdigit() else found[1]
    link = _LINK.search(content)
    if kind is None and link is not None:
        return CodeKind.MAGIC_LINK, link[0].rstrip(".,;")
    raise InvalidCredential("content", "holds no one-time code")

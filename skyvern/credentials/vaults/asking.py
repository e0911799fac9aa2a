"""How vaults of other makers are asked over HTTP: with a time limit, and with failures that quote no secret."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import httpx

from skyvern.credentials.errors import VaultFailed

SECONDS = 20.0
"""How long one question may take."""
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{1,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Puts questions to one vault, at addresses of the operator, so that the address rules do not apply."""

    vault: str
    seconds: float = SECONDS
    transport: Callable[[], httpx.AsyncBaseTransport] = lambda: httpx.AsyncHTTPTransport(trust_env=False)

    async def ask(
        self,
        method: str,
        url: str,
        *,
        what: str,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        json: object = None,
        content: bytes | None = None,
    ) -> dict[str, object]:
        """Return the JSON object that is answered; `what` names for people what was wanted. Raises `VaultFailed`."""
        try:
            async with (
                asyncio.timeout(self.seconds),
                httpx.AsyncClient(transport=self.transport(), timeout=self.seconds) as client,
            ):
                reply = await client.request(
                    method, url, headers=headers, params=params, data=data, json=json, content=content
                )
        except TimeoutError:
            raise VaultFailed(self.vault, f"{what}: no answer within {self.seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise VaultFailed(self.vault, f"{what}: not reached ({type(error).__name__})") from None
        answer = _object(reply)
        if not reply.is_success:
            raise VaultFailed(self.vault, f"{what}: {_told(reply.status_code, answer)}")
        if answer is None:
            raise VaultFailed(self.vault, f"{what}: answered {reply.status_code} without a JSON object")
        return answer

    def failed(self, said: str) -> VaultFailed:
        """Return the failure of this vault."""
        return VaultFailed(self.vault, said)


def objects(value: object) -> list[dict[str, object]]:
    """Return the objects in a list that an answer holds; nothing where it holds none."""
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return [cast("dict[str, object]", item) for item in listed if isinstance(item, dict)]


def web_addresses(found: Iterable[object]) -> tuple[str, ...]:
    """Return the addresses of the web among those that an item names; apps have others."""
    return tuple(text for text in map(str, filter(None, found)) if "://" not in text or text.startswith("http"))


def inner(value: object) -> dict[str, object]:
    """Return an object that an answer holds, an empty one where there is none."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _object(reply: httpx.Response) -> dict[str, object] | None:
    try:
        answer = cast("object", reply.json())
    except ValueError:
        return None
    return cast("dict[str, object]", answer) if isinstance(answer, dict) else None


def _told(status: int, answer: Mapping[str, object] | None) -> str:
    """Tell a refusal by its status and the vault's word for it; sentences are left out, for they may quote."""
    error = (answer or {}).get("error") or (answer or {}).get("__type") or ""
    word = str(inner(error).get("code") or "") or str(error)
    word = word.rpartition("#")[2]
    reason = {401: "its access was refused", 403: "its access is not allowed to", 404: "there is no such item"}
    said = f"answered {status}" + (f" {word}" if _CODE.fullmatch(word) else "")
    return f"{said}: {reason[status]}" if status in reason else said

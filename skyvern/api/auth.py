"""Who is calling: an API key in a header, or the session cookie of the web UI, which only its own page may use."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from skyvern.api.rates import Rates
from skyvern.credentials import hash_key
from skyvern.domain.organization import ApiKey, Scope
from skyvern.store import Organizations

COOKIE = "skyvern_session"
OWN_PAGE = "x-skyvern-ui"
"""A header that our page sends with its cookie: another site's page cannot without being asked for leave first."""
_COOKIE_SECONDS = 30 * 24 * 3600
_KEY_SECONDS = 5.0
_MOST_KEYS = 1000
_ADMINISTRATION = ("/v1/keys", "/v1/organizations", "/v1/audit", "/v1/settings", "/v1/doctor")
_RUNNING = (
    "/v1/run/",
    "/v1/runs/",
    "/v1/tasks",
    "/v1/workflows/runs/",
    "/v1/browser_sessions",
    "/v1/batches",
    "/v1/webhooks/",
    "/v1/sdk/",
    "/v1/upload_file",
    "/v1/credentials/totp",
)
_NARROW = "This API key has the scope {scope!r}; this needs {needed!r}."
_NO_KEY = "A valid API key is needed: send it as x-api-key or as a Bearer token."
_ENDED = "Your session has ended: its key was revoked, or it is too old. Sign in again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The organisation that a request speaks for, and the key that it came with."""

    organization_id: str
    api_key_id: str
    api_key: str | None
    """The key's text; None for a session."""
    scope: Scope = Scope.ADMIN


class KeyRing:
    """Looks keys up by their hash and remembers live ones for a few seconds, so that polling stays cheap."""

    def __init__(self, organizations: Organizations) -> None:
        self._organizations = organizations
        self._known: dict[str, tuple[float, ApiKey]] = {}

    async def by_hash(self, digest: str) -> ApiKey | None:
        """Return the live key with this SHA-256. A revoked one is refused after five seconds at the latest."""
        now = time.monotonic()
        known = self._known.get(digest)
        if known is not None and known[0] > now:
            return known[1]
        found = await self._organizations.key_by_hash(digest)
        if found is None:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= _MOST_KEYS:
            self._known.clear()
        self._known[digest] = (now + _KEY_SECONDS, found)
        return found


class Sessions:
    """Makes and reads the web UI's signed cookie. It names a key by its hash: revoking the key ends the session."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hmac.new(secret, b"skyvern session cookie", hashlib.sha256).digest()

    @property
    def seconds(self) -> int:
        """How long a session lasts."""
        return _COOKIE_SECONDS

    def issue(self, digest: str) -> str:
        """Return a cookie for the key with this SHA-256."""
        content = f"{digest}.{int(time.time()) + _COOKIE_SECONDS}"
        return f"{content}.{self._mac(content)}"

    def read(self, cookie: str) -> str | None:
        """Return the hash of the key that a cookie stands for, None for a forged or expired one."""
        content, _, mac = cookie.rpartition(".")
        if not content or not hmac.compare_digest(self._mac(content).encode(), mac.encode()):
            return None
        digest, _, until = content.rpartition(".")
        return digest if until.isdigit() and int(until) > time.time() else None

    def _mac(self, content: str) -> str:
        return hmac.new(self._secret, content.encode(), hashlib.sha256).hexdigest()


def given_key(request: HTTPConnection) -> str | None:
    """Return the key in the headers, without the blanks and quotes that shells and copying leave around it."""
    text = request.headers.get("x-api-key")
    if text is None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        text = token if scheme.lower() == "bearer" else ""
    return text.strip().strip("\"'").strip() or None


async def known_caller(request: Request) -> Caller | None:
    """Return who is calling, or None."""
    keys: KeyRing = request.app.state.keys
    key = given_key(request)
    if key is not None:
        found = await keys.by_hash(hash_key(key))
        return None if found is None else _caller(found, key)
    cookie = request.cookies.get(COOKIE)
    if cookie is None or not _cookie_allowed(request):
        return None
    sessions: Sessions = request.app.state.sessions
    digest = sessions.read(cookie)
    found = None if digest is None else await keys.by_hash(digest)
    return None if found is None else _caller(found, None)


async def demanded_caller(request: Request) -> Caller:
    """Return who is calling, or refuse: 403 for nobody known or a key that may not do this, 429 for one too busy."""
    caller = await known_caller(request)
    if caller is None:
        raise HTTPException(403, _ENDED if OWN_PAGE in request.headers else _NO_KEY)
    rates: Rates = request.app.state.rates
    rates.demand(caller.api_key_id)
    needed = needed_scope(request.method, request.scope["path"])
    if not caller.scope.covers(needed):
        raise HTTPException(403, _NARROW.format(scope=caller.scope.value, needed=needed.value))
    return caller


async def key_caller(connection: HTTPConnection) -> Caller:
    """Return who is calling by the key in the headers alone, or refuse with 403.

    For websockets: browsers send cookies with those of any site's page.
    """
    keys: KeyRing = connection.app.state.keys
    key = given_key(connection)
    found = None if key is None else await keys.by_hash(hash_key(key))
    if found is None:
        raise HTTPException(403, _NO_KEY)
    if not found.scope.covers(Scope.RUN):
        raise HTTPException(403, _NARROW.format(scope=found.scope.value, needed=Scope.RUN.value))
    return _caller(found, key)


Authorized = Annotated[Caller, Depends(demanded_caller)]


def _caller(key: ApiKey, text: str | None) -> Caller:
    return Caller(organization_id=key.organization_id, api_key_id=key.api_key_id, api_key=text, scope=key.scope)


def needed_scope(method: str, path: str) -> Scope:
    """Return what a key must be allowed for a request."""
    if path.startswith(_ADMINISTRATION):
        return Scope.ADMIN
    if method in ("GET", "HEAD"):
        return Scope.READ
    return Scope.RUN if method == "POST" and path.startswith(_RUNNING) else Scope.WRITE


def _cookie_allowed(request: Request) -> bool:
    """Browsers send a cookie on their own: it opens reading, and changes only when they come from our own page."""
    if request.method in ("GET", "HEAD"):
        return True
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return (
        OWN_PAGE in request.headers
        and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and origin == request.headers.get("host")
    )

"""The web UI: one page for every address of it, its built files, and the session of a browser that opened it."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Body, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from skyvern.api.auth import COOKIE, KeyRing, Sessions, known_caller
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.reply import Json, refusal
from skyvern.api.room import room
from skyvern.credentials import hash_key

router = room(include_in_schema=False)

_SCREENS = (
    *(
        "home",
        "batches",
        "templates",
        "schedules",
        "webhooks",
        "credentials",
        "sessions",
        "profiles",
        "files",
        "settings",
    ),
    "audit",
    "doctor",
)
_PLACES = (
    "/",
    "/runs",
    "/runs/{run_id}",
    "/workflows",
    "/workflows/{workflow_id}",
    "/workflows/{workflow_id}/runs/{run_id}",
    *(f"/{screen}" for screen in _SCREENS),
    "/sessions/{session_id}",
    "/browser-session/{session_id}",
)
_API = ("/v1/", "/api/")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'none'"
)
_NO_BASE, _NO_NONCE = '<base href="/" />', 'name="skyvern-nonce" content=""'
_MOST_KEY = 500
_NOT_BUILT = (
    "The web UI has not been built in this copy: run scripts/ui, which needs Node 20.19 or newer. The API works."
)


async def show(request: Request, deps: Deps) -> Response:
    """Return the page, told where it stands and which styles of its own it may add."""
    return _page(request, deps, status=200)


async def astray(request: Request, error: Exception) -> Response:
    """Answer an address that nothing stands at: a person gets the page, a program the refusal."""
    person = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not person or "endpoint" in request.scope or request.url.path.startswith(_API):
        return await refusal(request, error)
    return _page(request, request.app.state.deps, status=404)


def _page(request: Request, deps: ApiDeps, *, status: int) -> Response:
    nonce = secrets.token_urlsafe(16)
    try:
        page = (deps.ui / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise HTTPException(503, _NOT_BUILT) from None
    page = page.replace(_NO_BASE, f'<base href="{_prefix(request, deps.public_url)}/" />')
    page = page.replace(_NO_NONCE, f'name="skyvern-nonce" content="{nonce}"')
    headers = {
        "content-security-policy": _POLICY.format(nonce=nonce),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
    }
    return HTMLResponse(page, status_code=status, headers=headers)


for _place in _PLACES:
    router.add_api_route(_place, show, methods=["GET"])


@router.get("/ui/session")
async def session(request: Request, deps: Deps) -> Json:
    """Tell who is signed in here, `null` for nobody."""
    caller = await known_caller(request)
    told = {"organization_id": caller.organization_id, "version": deps.version} if caller else None
    return Json(told, headers={"cache-control": "no-store"})


@router.post("/ui/session", status_code=204)
async def sign_in(
    request: Request,
    deps: Deps,
    *,
    key: Annotated[str, Body(max_length=_MOST_KEY)] = "",
    once: Annotated[str, Body(max_length=_MOST_KEY)] = "",
) -> Response:
    """Take the key once, or the token of a link that is good once; keep a session in a cookie no script can read."""
    keys: KeyRing = request.app.state.keys
    sessions: Sessions = request.app.state.sessions
    digest = deps.once.redeem(once) if once else hash_key(key.strip().strip("\"'").strip())
    if digest is None or await keys.by_hash(digest) is None:
        raise HTTPException(403, "This link was used or is too old." if once else "This server knows no such key.")
    response = Response(status_code=204, headers={"cache-control": "no-store"})
    response.set_cookie(
        COOKIE,
        sessions.issue(digest),
        max_age=sessions.seconds,
        httponly=True,
        samesite="lax",
        secure=deps.public_url.startswith("https:"),
        path="/",
    )
    return response


@router.delete("/ui/session", status_code=204)
async def sign_out() -> Response:
    """Forget the session of this browser."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


def built_files(ui: Path) -> ASGIApp:
    """Return what serves the built files, compressed; their names change with their content."""
    return GZipMiddleware(StaticFiles(directory=ui / "assets", check_dir=False), minimum_size=1000)


def _prefix(request: Request, public_url: str) -> str:
    """Return the path under which a web server before us shows this one, seen by the name that was asked for."""
    public = urlsplit(public_url)
    return public.path.rstrip("/") if public.netloc == request.headers.get("host") else ""

"""The plain page of a run at its `app_url`, the list of runs, and the session that opens them in a browser."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from skyvern.api.auth import COOKIE, Authorized, Caller, KeyRing, Sessions, known_caller
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.live import Subject
from skyvern.api.live_links import Grant
from skyvern.api.present.page import RunView, duration, lean, pretty, run_view, size
from skyvern.api.present.run import Link, present_run_item
from skyvern.api.present.timeline import ACTED
from skyvern.api.reply import Json
from skyvern.api.routes.live import live_path
from skyvern.credentials import hash_key
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now

router = APIRouter(include_in_schema=False)

_SHOWN = frozenset(
    {
        ArtifactType.RECORDING,
        ArtifactType.SCREENSHOT_FINAL,
        ArtifactType.SCREENSHOT_ACTION,
        ArtifactType.DOWNLOAD,
        ArtifactType.PDF,
    }
)
_LISTED = 50
_LIVE_SECONDS = 60
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_templates = Environment(
    loader=PackageLoader("skyvern.api", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters.update(duration=duration, lean=lean, pretty=pretty, size=size)


@router.get("/")
async def front() -> Response:
    """Lead to the list of runs."""
    return RedirectResponse("runs", 307)


@router.get("/runs")
async def runs_page(request: Request, deps: Deps) -> Response:
    """Show the latest runs."""
    caller = await known_caller(request)
    if caller is None:
        return _key_form("/runs", at=request.url.path)
    found = await deps.store.runs.list(caller.organization_id, page_size=_LISTED)
    return html_page("runs.html", {"runs": [present_run_item(run) for run in found]}, at=request.url.path)


@router.get("/runs/{run_id}")
@router.get("/workflows/{workflow_id}/runs/{run_id}")
async def run_page(run_id: str, request: Request, deps: Deps) -> Response:
    """Show one run; ask for the key first if this browser has none."""
    caller = await known_caller(request)
    if caller is None:
        return _key_form(request.url.path, at=request.url.path)
    view = await _view(deps, caller, run_id)
    if view is None:
        return html_page("missing.html", {"run_id": run_id}, at=request.url.path, status=404)
    return html_page("run.html", {"view": view}, at=request.url.path)


@router.get("/ui/runs/{run_id}")
async def run_fragment(run_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return the changing part of the page, for the page that is open."""
    view = await _view(deps, caller, run_id)
    if view is None:
        raise HTTPException(404, f"There is no run {run_id!r}.")
    html = _templates.get_template("run_body.html").render(view=view)
    return Json(
        {"status": view.run["status"], "final": view.final, "html": html, "live": _live(deps, caller, run_id)},
        headers={"cache-control": "no-store"},
    )


@router.post("/ui/session")
async def open_session(
    request: Request,
    deps: Deps,
    key: Annotated[str, Form(max_length=500)] = "",
    back: Annotated[str, Form(alias="next", max_length=2000)] = "/runs",
) -> Response:
    """Take the key once and keep a session in a cookie that scripts cannot read."""
    keys: KeyRing = request.app.state.keys
    sessions: Sessions = request.app.state.sessions
    target = local_path(back)
    digest = hash_key(key.strip().strip("\"'").strip())
    if await keys.by_hash(digest) is None:
        return _key_form(target, at=request.url.path, wrong=True)
    response = RedirectResponse(f"..{target}", 303, headers={"cache-control": "no-store"})
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


@router.post("/ui/session/end")
async def end_session() -> Response:
    """Forget the session of this browser."""
    response = RedirectResponse("../../runs", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


def local_path(target: str) -> str:
    """Return the path to go back to, never another site."""
    parts = urlsplit(target)
    inside = target.startswith("/") and not parts.netloc and not target.startswith(("//", "/\\")) and "\\" not in target
    return parts.path if inside else "/runs"


async def _view(deps: ApiDeps, caller: Caller, run_id: str) -> RunView | None:
    run = await deps.store.runs.find(caller.organization_id, run_id)
    if run is None:
        return None
    return run_view(
        run,
        artifacts=await deps.store.artifacts.of_run(run_id, _SHOWN),
        block_runs=await deps.store.runs.block_runs(run_id),
        entries=await deps.store.journal.of(run_id, kinds=ACTED),
        link=_own_origin(deps.signer.sign),
        now=utc_now(),
    )


def _live(deps: ApiDeps, caller: Caller, run_id: str) -> str:
    """Return where the page finds the live view, for the minute in which it connects."""
    subject = Subject(kind="runs", id=run_id, organization_id=caller.organization_id)
    grant = Grant(control=True, name="somebody at the run's page")
    return live_path(deps, subject, grant, expires_at=int(time.time()) + _LIVE_SECONDS)


def _own_origin(link: Link) -> Link:
    """Addresses without scheme and host: the page works under whatever name it was opened."""

    def relative(artifact_id: str) -> str:
        return urlsplit(link(artifact_id))._replace(scheme="", netloc="").geturl()

    return relative


def _key_form(back: str, *, at: str, wrong: bool = False) -> Response:
    return html_page("key.html", {"back": back, "wrong": wrong}, at=at, status=403)


def html_page(template: str, values: Mapping[str, object], *, at: str, status: int = 200) -> Response:
    """Return a page at a path; its links are relative, so that it works under any prefix."""
    text = _templates.get_template(template).render({**values, "root": "../" * (at.count("/") - 1) or "./"})
    return HTMLResponse(text, status_code=status, headers=_HEADERS)

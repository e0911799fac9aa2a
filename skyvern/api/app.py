"""The FastAPI application: routes, the tolerance at the door, errors, and the web UI."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles

from skyvern.api.auth import KeyRing, Sessions
from skyvern.api.compat import BodyLimit, PlainPaths
from skyvern.api.deps import ApiDeps
from skyvern.api.rates import Rates
from skyvern.api.reply import refuse_with
from skyvern.api.routes import (
    answers,
    artifacts,
    batch_tables,
    batches,
    browser_profiles,
    browser_sessions,
    credentials,
    deliveries,
    demonstrations,
    devtools,
    figures,
    files,
    folders,
    follow,
    health,
    installation,
    keys,
    language,
    live,
    metrics,
    organizations,
    runs,
    samples,
    schedules,
    scripts,
    sdk,
    start,
    tag_words,
    tags,
    tasks,
    ui,
    uploads,
    workflows,
)

_MULTIPART_ROOM = 64 * 1024
_ROOMS = (
    health,
    metrics,
    start,
    tasks,
    sdk,
    follow,
    runs,
    figures,
    files,
    installation,
    language,
    samples,
    answers,
    workflows,
    folders,
    tags,
    tag_words,
    schedules,
    batch_tables,
    batches,
    deliveries,
    demonstrations,
    scripts,
    browser_sessions,
    devtools,
    live,
    browser_profiles,
    artifacts,
    uploads,
    credentials,
    keys,
    organizations,
    ui,
)


def create_app(deps: ApiDeps) -> FastAPI:
    """Return the application that serves these rooms."""
    app = FastAPI(
        title="Skyvern",
        version=deps.version,
        summary="Runs browser workflows written in plain language.",
        redirect_slashes=False,
        separate_input_output_schemas=False,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.deps = deps
    app.state.keys = KeyRing(deps.store.organizations)
    app.state.rates = Rates(deps.requests_per_minute)
    app.state.sessions = Sessions(deps.secret)
    for room in _ROOMS:
        app.router.routes.extend(room.router.routes)
    app.mount("/assets", ui.built_files(deps.ui), name="assets")
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    refuse_with(app)
    app.add_exception_handler(404, ui.astray)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(deps.allowed_origins),
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["content-disposition", "content-range", "etag", "accept-ranges", "retry-after"],
    )
    app.add_middleware(PlainPaths)
    app.add_middleware(BodyLimit, limit=deps.max_body, upload_limit=deps.max_upload + _MULTIPART_ROOM)
    return app

"""The FastAPI application: routes, the tolerance at the door, errors, and the page of a run."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from skyvern.api.auth import KeyRing, Sessions
from skyvern.api.compat import BodyLimit, PlainPaths
from skyvern.api.deps import ApiDeps
from skyvern.api.reply import Json, refuse_with
from skyvern.api.routes import artifacts, credentials, health, page, runs, start, tasks, uploads, workflows

_MULTIPART_ROOM = 64 * 1024


def create_app(deps: ApiDeps) -> FastAPI:
    """Return the application that serves these rooms."""
    app = FastAPI(
        title="Skyvern",
        version=deps.version,
        summary="Runs browser workflows written in plain language.",
        default_response_class=Json,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        generate_unique_id_function=_operation_id,
    )
    app.state.deps = deps
    app.state.keys = KeyRing(deps.store.organizations)
    app.state.sessions = Sessions(deps.secret)
    for room in (health, start, tasks, runs, workflows, artifacts, uploads, credentials, page):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    refuse_with(app)
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


def _operation_id(route: APIRoute) -> str:
    """Name operations as their functions are named: SDKs are generated from these names."""
    return route.name

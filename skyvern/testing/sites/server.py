"""Serves the sample sites: as an ASGI app, as a blocking server, or on a thread for the length of a `with` block."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from skyvern.testing.sites.application import Application
from skyvern.testing.sites.pages import Site
from skyvern.testing.sites.pdf import pdf_document
from skyvern.testing.sites.portal import Portal
from skyvern.testing.sites.registry import Registry
from skyvern.testing.sites.slow import SlowDesk
from skyvern.testing.sites.state import SiteState
from skyvern.testing.sites.variant import Variant

SITES = {
    "registry": "A professional register: search, results, detail pages.",
    "portal": "A vendor portal: sign-in, invoices, PDF and CSV files, a profile.",
    "application": "A job application in several pages, with an upload.",
    "slow": "A service desk whose pages are slow, broken or restless.",
}

_INDEX = (
    "<!DOCTYPE html><html lang=en><title>Sample sites</title><h1>Sample sites</h1><ul>"
    + "".join(f'<li><a href="/{name}/">{name}</a>: {text}</li>' for name, text in SITES.items())
    + "</ul></html>"
)


_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def create_app(variant: int = 0, *, state: SiteState | None = None) -> Starlette:
    """The four sites under their names, and an index at `/`. `variant` 0 is the canonical shape of every site."""
    state = state or SiteState()

    def site(name: str) -> Site:
        return Site(name=name, variant=Variant(seed=variant, site=name), state=state)

    def index(request: Request) -> Response:
        del request
        return HTMLResponse(_INDEX)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/files/{name}", sample_file),
            Mount("/registry", routes=Registry(site=site("registry")).routes()),
            Mount("/portal", routes=Portal(site=site("portal")).routes()),
            Mount("/application", routes=Application(site=site("application")).routes()),
            Mount("/slow", routes=SlowDesk(site=site("slow")).routes()),
        ]
    )


def sample_file(request: Request) -> Response:
    """Files that workflows can take along, as from an applicant's own web space."""
    match request.path_params["name"]:
        case "resume.pdf":
            lines = ["Maria Castillo", "Shift supervisor, nine years in logistics", "maria.castillo@example.com"]
            return Response(pdf_document(lines), media_type="application/pdf")
        case "photo.png":
            return Response(_PIXEL, media_type="image/png")
        case _:
            return Response("There is no such file.", status_code=404, media_type="text/plain")


class _DroppingProtocol(H11Protocol):
    """Plays the server that hangs up: a request for `/slow/dropped` gets no answer at all."""

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET /slow/dropped"):
            self.transport.abort()
        else:
            super().data_received(data)


def _configuration(app: Starlette, *, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        http=_DroppingProtocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )


def serve(host: str = "127.0.0.1", port: int = 8010, variant: int = 0) -> None:
    """Serves the sites until the process is told to stop."""
    uvicorn.Server(_configuration(create_app(variant), host=host, port=port)).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningSites:
    """The sites while they are served: where they are and what visitors did there."""

    base_url: str
    state: SiteState
    variant: int

    def __str__(self) -> str:
        return self.base_url


@contextmanager
def running(variant: int = 0, *, address: str = "127.0.0.1", port: int = 0) -> Generator[RunningSites]:
    """Serves the sites on a port of this machine (0 is a free one), on a thread, until the `with` block ends."""
    state = SiteState()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(128)
        port = listener.getsockname()[1]
        server = uvicorn.Server(_configuration(create_app(variant, state=state), host=address, port=port))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sample-sites", daemon=True)
        thread.start()
        try:
            yield RunningSites(base_url=f"http://{address}:{port}", state=state, variant=variant)
        finally:
            server.should_exit = True
            thread.join(timeout=10)

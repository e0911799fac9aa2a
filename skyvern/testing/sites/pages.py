"""Renders the pages of one sample site and gives its routes the site's variant and state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from skyvern.testing.sites.state import SiteState
from skyvern.testing.sites.variant import Variant

_ENVIRONMENT = Environment(
    loader=PackageLoader("skyvern.testing.sites"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form as its site declares it; `options` are (value, shown text) pairs."""

    key: str
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One sample site: its name (also its path), its shape, and what it remembers."""

    name: str
    variant: Variant
    state: SiteState

    @property
    def root(self) -> str:
        return f"/{self.name}"

    def page(
        self, request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> Response:
        """Renders a template of this site."""
        member = self.remember(request).get("user", "")
        query = f"?{request.url.query}" if request.url.query else ""
        self.state.visits.append(request.url.path + query)
        html = _ENVIRONMENT.get_template(f"{self.name}/{template}").render(
            v=self.variant, w=self.variant.word, c=self.variant.css, root=self.root, member=member, **(context or {})
        )
        response = HTMLResponse(html, status_code=status, headers={"Cache-Control": "no-store"})
        return self.state.keep(request, response)

    def redirect(self, request: Request, path: str) -> Response:
        """Sends the visitor on to another page of this site (303)."""
        self.state.session(request)
        return self.state.keep(request, RedirectResponse(f"{self.root}{path}", status_code=303))

    def remember(self, request: Request) -> dict[str, Any]:
        """The visitor's session, this site's part of it."""
        return self.state.session(request).setdefault(self.name, {})


def about_routes(site: Site) -> list[BaseRoute]:
    """The pages that every real site has and nobody needs: information pages and a search of them."""

    async def about(request: Request) -> Response:
        heading = request.path_params["topic"].replace("-", " ").capitalize()
        text = f"{heading}: this information is being revised. Please call our office between 9 am and 4 pm."
        return site.page(request, "about.html", {"heading": heading, "text": text})

    async def search(request: Request) -> Response:
        wanted = request.query_params.get("q", "")
        text = f"No articles match “{wanted}”." if wanted else "Type a word to search our articles."
        return site.page(request, "about.html", {"heading": "Search our articles", "text": text})

    return [Route("/about/{topic}", about), Route("/site-search", search)]

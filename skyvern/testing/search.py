"""Stand-ins of SearXNG and of the Brave Search API, which answer every query with the same few pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

KEY = "brave-key"


def search_app(pages: int = 25) -> Starlette:
    """Return both on one address; a query with `nothing` finds nothing."""

    def found(request: Request, start: int, count: int, text: str) -> list[dict[str, str]]:
        query = request.query_params["q"]
        numbers = () if "nothing" in query else range(start, min(start + count, pages))
        return [{"title": f"{query} {n}", "url": f"https://x.example/{n}", text: f"About {n}"} for n in numbers]

    async def searxng(request: Request) -> Response:
        if request.query_params.get("format") != "json":
            return Response(status_code=403)
        page = int(request.query_params.get("pageno", "1"))
        return JSONResponse({"results": found(request, (page - 1) * 10, 10, "content")})

    async def brave(request: Request) -> Response:
        if request.headers.get("x-subscription-token") != KEY:
            return JSONResponse({"type": "ErrorResponse"}, 422)
        count, offset = int(request.query_params["count"]), int(request.query_params["offset"])
        return JSONResponse({"web": {"results": found(request, offset * count, count, "description")}})

    return Starlette(routes=[Route("/search", searxng), Route("/res/v1/web/search", brave)])

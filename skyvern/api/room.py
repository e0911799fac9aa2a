"""How the routers of the API are made: with what every route of the application has in common."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.routing import APIRoute

from skyvern.api.reply import Json
from skyvern.contract.refusal import Misfit, Refusal


def room(
    *tags: str, prefix: str = "", route_class: type[APIRoute] = APIRoute, include_in_schema: bool = True
) -> APIRouter:
    """Return a router whose routes the application takes over as they are.

    `FastAPI.include_router` would build each route a second time, for each application and within its first request.
    """
    return APIRouter(
        prefix=prefix,
        tags=list(tags),
        route_class=route_class,
        include_in_schema=include_in_schema,
        default_response_class=Json,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        responses={"4XX": {"model": Refusal}, 422: {"model": Misfit}},
    )


def _operation_id(route: APIRoute) -> str:
    """Name operations as their functions are named: SDKs are generated from these names."""
    return route.name

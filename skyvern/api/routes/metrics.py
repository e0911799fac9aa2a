"""`GET /metrics` for Prometheus: over all organisations, so it takes a key of the first one."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.present.metrics import metrics_text
from skyvern.api.room import room

router = room("health")

_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", response_class=PlainTextResponse)
async def metrics(caller: Authorized, deps: Deps) -> PlainTextResponse:
    """Tell how the installation is doing; give Prometheus a key with the scope `read` as a Bearer token."""
    first = await deps.store.organizations.list()
    if not first or first[0].organization_id != caller.organization_id:
        raise HTTPException(403, "Only keys of the first organisation of this installation see its metrics.")
    return PlainTextResponse(metrics_text(await deps.store.pulse(), version=deps.version), media_type=_TYPE)

"""Is the server alive, can it take work, and which version is it; no key needed."""

from __future__ import annotations

from skyvern.api.deps import Deps
from skyvern.api.reply import Json
from skyvern.api.room import room

router = room("health")


@router.get("/health/live")
async def live() -> Json:
    """Answer while the process runs."""
    return Json({"status": "ok"})


@router.get("/v1/heartbeat")
async def heartbeat() -> Json:
    """Answer while the process runs, under the old name."""
    return await live()


@router.get("/health/ready")
async def ready(deps: Deps) -> Json:
    """Answer 200 when runs can be taken, else 503 with the reason."""
    trouble = await deps.ready()
    if trouble is None:
        return Json({"status": "ready"})
    return Json({"detail": trouble}, status_code=503, headers={"retry-after": "2"})


@router.get("/version", include_in_schema=False)
@router.get("/v1/version", response_model=dict[str, str])
async def version(deps: Deps) -> Json:
    """Name the version."""
    return Json({"version": deps.version})

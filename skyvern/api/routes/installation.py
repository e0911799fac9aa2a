"""How this server is set up, and whether that works: the settings and doctor screens."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.installation import FindingAnswer, SettingAnswer

router = room("server")


@router.get("/v1/settings", response_model=list[SettingAnswer])
async def list_settings(_caller: Authorized, deps: Deps) -> Json:
    """List how the server is set up. Settings are environment variables, read when it starts; secrets are masked."""
    return Json(list(deps.installation.settings()))


@router.get("/v1/doctor", response_model=list[FindingAnswer])
async def examine(
    _caller: Authorized,
    deps: Deps,
    *,
    ask: Annotated[bool, Query(description="Ask the configured models a small question each.")] = False,
) -> Json:
    """Look for what is wrong with this server and how to mend it; a browser is started for it."""
    return Json(list(await deps.installation.findings(ask=ask)))

"""Recording by demonstration: somebody does it once in a session's browser, and gets blocks."""

from __future__ import annotations

from typing import Literal

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.browsers import living_session
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.browser.errors import BrowserError
from skyvern.browser.host.errors import HostError
from skyvern.contract.demonstration import DemonstrationAnswer
from skyvern.engine.demonstration import words_of, workflow_of

router = room("browser sessions")
_PLACE = "/v1/browser_sessions/{browser_session_id}/demonstration"


@router.post(_PLACE, response_model=DemonstrationAnswer)
async def begin_demonstration(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Note from now on what is done in the session's browser; what was noted before is forgotten."""
    return await _answer(deps, caller, browser_session_id, "begin")


@router.get(_PLACE, response_model=DemonstrationAnswer)
async def get_demonstration(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Tell what was shown so far, and the blocks that do the same.

    Typed values become parameters with these values as defaults; secrets are not noted: a sign-in becomes a `login`
    block with a credential parameter.
    """
    return await _answer(deps, caller, browser_session_id, "look")


@router.post(f"{_PLACE}/finish", response_model=DemonstrationAnswer)
async def finish_demonstration(browser_session_id: str, caller: Authorized, deps: Deps) -> Json:
    """Note no more, and tell what was shown."""
    return await _answer(deps, caller, browser_session_id, "finish")


async def _answer(deps: ApiDeps, caller: Caller, session_id: str, deed: Literal["begin", "look", "finish"]) -> Json:
    session = await living_session(deps, caller.organization_id, session_id)
    try:
        recording, shown = await deps.sessions.demonstration(session, deed)
    except (HostError, BrowserError) as error:
        raise HTTPException(503, f"The browser of the session does not answer: {error}") from None
    return Json(
        {
            "browser_session_id": session_id,
            "recording": recording,
            "steps": [{"kind": step.kind.value, "text": words_of(step), "url": step.url} for step in shown],
            "workflow_definition": workflow_of(shown),
        }
    )

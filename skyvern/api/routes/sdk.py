"""The page verbs of the official SDKs: each action is a run of one block in the session, answered when it has ended."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from fastapi import Request
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.definitions import Tree
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import UserAgent
from skyvern.api.routes.tasks import OneBlock, launch_one, literal
from skyvern.contract.sdk import (
    ActAction,
    ExtractAction,
    LocateAction,
    OnElement,
    PromptAction,
    RunActionAnswer,
    RunActionRequest,
    ValidateAction,
)
from skyvern.domain.browser_session import STARTS_ON, UNRECORDED
from skyvern.domain.failure import Category
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus

router = room("runs", route_class=CompatRoute)

LABEL = "action"
LONGEST_MINUTES = 10


@router.post("/v1/sdk/run_action", response_model=RunActionAnswer)
async def run_action(
    body: RunActionRequest, caller: Authorized, deps: Deps, request: Request, *, user_agent: UserAgent = None
) -> Json:
    """Do one thing on the page that a program has open, and answer with what came of it.

    Who hangs up cancels it.
    """
    if body.workflow_run_id and await deps.store.runs.find(caller.organization_id, body.workflow_run_id) is None:
        raise HTTPException(404, f"workflow_run_id: there is no run {body.workflow_run_id!r}; leave it out.")
    run = await _launched(deps, caller, body, user_agent)
    ended = await _ended(deps, run, request.receive)
    return Json({"workflow_run_id": run.run_id, "result": _result(body, ended)})


async def _launched(deps: ApiDeps, caller: Caller, body: RunActionRequest, user_agent: str | None) -> Run:
    action = body.action
    given: Tree = {
        "browser_session_id": body.browser_session_id,
        "browser_address": body.browser_address,
        "totp_identifier": getattr(action, "totp_identifier", None),
        "totp_url": getattr(action, "totp_url", None),
        "max_elapsed_time_minutes": LONGEST_MINUTES,
    }
    one = OneBlock(
        block={"label": LABEL, **block_of(body)},
        title=f"{action.type}: {_words(body)}"[:80],
        given=given,
        settings={UNRECORDED: True, STARTS_ON: body.url},
    )
    return await launch_one(deps, caller, one, user_agent=user_agent)


def block_of(body: RunActionRequest) -> Tree:
    """Return the block that carries an action out."""
    action = body.action
    match action:
        case OnElement():
            return _goal("action", _with_value(action.intention, action.given), action.data)
        case ActAction():
            return _goal("navigation", action.intention, None)
        case ExtractAction():
            asked = _with_data(action.prompt, action.data)
            schema, codes = action.extract_schema, action.error_code_mapping
            read = {"data_extraction_goal": literal(asked), "data_schema": schema, "error_code_mapping": codes}
            return {"block_type": "extraction", **read}
        case ValidateAction():
            return {"block_type": "validation", "complete_criterion": literal(action.prompt), **_model(action.model)}
        case PromptAction():
            asked = {"prompt": literal(action.prompt), "json_schema": action.response_schema}
            return {"block_type": "text_prompt", **asked, **_model(action.model)}
        case LocateAction():
            return {"block_type": "code", "code": f"found = await page.locate({action.prompt!r})"}


def _words(body: RunActionRequest) -> str:
    said: str = getattr(body.action, "intention", None) or getattr(body.action, "prompt", "")
    return said


def _goal(block_type: str, words: str, data: object) -> Tree:
    return {"block_type": block_type, "navigation_goal": literal(_with_data(words, data))}


def _with_value(words: str, value: str | None) -> str:
    """Return the words with the value that belongs to them, when they do not say it themselves."""
    return words if not value or value in words else f'{words.rstrip(" .:")}: "{value}"'


def _with_data(words: str, data: object) -> str:
    return words if not data else f"{words}\n{data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)}"


def _model(named: object) -> Tree:
    return {"model": {"model_name": named} if isinstance(named, str) else named} if named else {}


async def _ended(deps: ApiDeps, run: Run, receive: Callable[[], Awaitable[Any]]) -> Run:
    """Return the run when it has ended; one that nobody waits for any more is cancelled."""
    ending = asyncio.create_task(deps.engine.ended(run, seconds=60.0 * (LONGEST_MINUTES + 1)))
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not ending.done():
            await deps.engine.cancel(run)
        return await ending
    finally:
        leaving.cancel()
        ending.cancel()


async def _left(receive: Callable[[], Awaitable[Any]]) -> None:
    """Return when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        continue


def _result(body: RunActionRequest, run: Run) -> object:
    """Return what the SDK's verb returns; raises HTTPException with the reason of an action that failed."""
    action = body.action
    output = cast("dict[str, Any]", (run.output or {}).get(f"{LABEL}_output") or {})
    if isinstance(action, ValidateAction) and _not_met(run):
        return False
    if run.status is not RunStatus.COMPLETED:
        raise HTTPException(400, run.failure_reason or f"The action ended as {run.status.value}.")
    match action:
        case OnElement():
            return action.given or action.selector
        case ExtractAction():
            return output.get("extracted_information")
        case PromptAction():
            return output if action.response_schema else output.get("llm_response")
        case LocateAction():
            return output.get("found")
        case ValidateAction() | ActAction():
            return isinstance(action, ValidateAction) or None


def _not_met(run: Run) -> bool:
    """Whether the page was looked at and does not show what was to be validated."""
    return run.status in (RunStatus.FAILED, RunStatus.TERMINATED) and run.failure_category is Category.WRONG_PAGE_STATE

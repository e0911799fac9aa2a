"""Scripts in their stored form: create, deploy, read (contract 2.5). Replaying them is not here yet, and says so."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.script import present_made, present_script
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.script import (
    ScriptAnswer,
    ScriptDeploy,
    ScriptFileInput,
    ScriptMade,
    ScriptRequest,
    ScriptVersions,
)
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.script import Script, ScriptFile

router = room("scripts", prefix="/v1/scripts", route_class=CompatRoute)


@router.post("", response_model=ScriptMade)
async def create_script(body: ScriptRequest, caller: Authorized, deps: Deps) -> Json:
    """Keep a script, for a workflow, from a run, or on its own."""
    if body.workflow_id and await deps.store.workflows.latest(caller.organization_id, body.workflow_id) is None:
        raise HTTPException(404, f"There is no workflow {body.workflow_id!r}.")
    if body.run_id and await deps.store.runs.find(caller.organization_id, body.run_id) is None:
        raise HTTPException(404, f"There is no run {body.run_id!r}.")
    now = utc_now()
    script = Script(
        script_revision_id=new_id("sr"),
        script_id=new_id("s"),
        organization_id=caller.organization_id,
        version=1,
        created_at=now,
        modified_at=now,
        workflow_permanent_id=body.workflow_id,
        run_id=body.run_id,
    )
    return await _kept(deps, script, body.files or [])


@router.get("", response_model=list[ScriptAnswer])
async def list_scripts(caller: Authorized, deps: Deps, *, page: Page = 1, page_size: PageSize = 10) -> Json:
    """List the newest revision of each script, newest first."""
    found = await deps.store.scripts.list(caller.organization_id, page=page, page_size=page_size)
    return Json([present_script(row) for row in found])


@router.get("/{script_id}", response_model=ScriptAnswer)
async def get_script(script_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return the newest revision of a script."""
    return Json(present_script(await _latest(deps, caller, script_id)))


@router.get("/{script_id}/versions", response_model=ScriptVersions)
async def script_versions(script_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return every revision of a script, newest first."""
    await _latest(deps, caller, script_id)
    found = await deps.store.scripts.versions(caller.organization_id, script_id)
    return Json({"script_id": script_id, "versions": [present_script(row) for row in found]})


@router.post("/{script_id}/deploy", response_model=ScriptMade)
async def deploy_script(script_id: str, body: ScriptDeploy, caller: Authorized, deps: Deps) -> Json:
    """Keep the next revision of a script."""
    latest = await _latest(deps, caller, script_id)
    now = utc_now()
    following = Script(
        script_revision_id=new_id("sr"),
        script_id=script_id,
        organization_id=caller.organization_id,
        version=latest.version + 1,
        created_at=now,
        modified_at=now,
        workflow_permanent_id=latest.workflow_permanent_id,
        run_id=latest.run_id,
    )
    return await _kept(deps, following, body.files)


@router.post("/{script_id}/run")
async def run_script(script_id: str, caller: Authorized, deps: Deps) -> Json:
    """Refuse: scripts are kept, replaying them comes with a later release."""
    await _latest(deps, caller, script_id)
    raise HTTPException(400, "This release keeps scripts but cannot replay them yet; run the workflow instead.")


async def _kept(deps: ApiDeps, script: Script, given: Sequence[ScriptFileInput]) -> Json:
    files = {item.path: _file(item) for item in given}
    paths = set(files)
    for path in paths:
        if any(other.startswith(f"{path}/") for other in paths):
            raise HTTPException(422, f"files: {path!r} is a file and a folder.")
    kept = list(files.values())
    await deps.store.scripts.add(script, kept)
    return Json(present_made(script, kept))


def _file(given: ScriptFileInput) -> ScriptFile:
    data = given.data()
    return ScriptFile(
        file_id=new_id("sf"),
        path=given.path,
        content=data,
        media_type=given.mime_type or mimetypes.guess_type(given.path)[0] or "text/plain",
        checksum=hashlib.sha256(data).hexdigest(),
    )


async def _latest(deps: ApiDeps, caller: Caller, script_id: str) -> Script:
    found = await deps.store.scripts.latest(caller.organization_id, script_id)
    if found is None:
        raise HTTPException(404, f"There is no script {script_id!r}.")
    return found

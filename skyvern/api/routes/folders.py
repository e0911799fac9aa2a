"""Folders: make, read, list, change, delete (contract 2.5)."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import Deps
from skyvern.api.paging import LargePageSize, Page, Words
from skyvern.api.present.folder import present_folder
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.folder import FolderAnswer, FolderChange, FolderDeleted, FolderRequest
from skyvern.domain.clock import utc_now
from skyvern.domain.folder import Folder
from skyvern.domain.ids import new_id

router = room("folders", prefix="/v1/folders", route_class=CompatRoute)


@router.post("", response_model=FolderAnswer)
async def create_folder(body: FolderRequest, caller: Authorized, deps: Deps) -> Json:
    """Make a folder."""
    now = utc_now()
    row = Folder(
        folder_id=new_id("fld"),
        organization_id=caller.organization_id,
        title=body.title,
        description=body.description,
        created_at=now,
        modified_at=now,
    )
    return Json(present_folder(await deps.store.folders.add(row)))


@router.get("", response_model=list[FolderAnswer])
async def list_folders(
    caller: Authorized, deps: Deps, *, page: Page = 1, page_size: LargePageSize = 100, search: Words = None
) -> Json:
    """List folders, newest first; `search` looks in title and description."""
    found = await deps.store.folders.list(caller.organization_id, page=page, page_size=page_size, search=search)
    return Json([present_folder(row) for row in found])


@router.get("/{folder_id}", response_model=FolderAnswer)
async def get_folder(folder_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a folder."""
    found = await deps.store.folders.get(caller.organization_id, folder_id)
    if found is None:
        raise _missing(folder_id)
    return Json(present_folder(found))


@router.put("/{folder_id}", response_model=FolderAnswer)
async def update_folder(folder_id: str, body: FolderChange, caller: Authorized, deps: Deps) -> Json:
    """Change title or description; what is left out stays."""
    changes = body.model_dump(exclude_unset=True)
    found = await deps.store.folders.change(caller.organization_id, folder_id, changes)
    if found is None:
        raise _missing(folder_id)
    return Json(present_folder(found))


@router.delete("/{folder_id}", response_model=FolderDeleted)
async def delete_folder(folder_id: str, caller: Authorized, deps: Deps, *, delete_workflows: bool = False) -> Json:
    """Delete a folder; its workflows stay without one, or go with it."""
    if not await deps.store.folders.delete(caller.organization_id, folder_id, workflows=delete_workflows):
        raise _missing(folder_id)
    return Json({"status": "deleted", "folder_id": folder_id, "workflows_deleted": delete_workflows})


def _missing(folder_id: str) -> HTTPException:
    return HTTPException(404, f"There is no folder {folder_id!r}.")

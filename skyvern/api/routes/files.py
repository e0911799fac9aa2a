"""The files of all runs together, and those that were uploaded."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.paging import Page, PageSize, Words
from skyvern.api.present.artifact import present_artifact
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.artifact import ArtifactAnswer
from skyvern.domain.artifact import ArtifactType

router = room("files")

_KINDS = {
    "downloaded": (ArtifactType.DOWNLOAD, ArtifactType.PDF),
    "uploaded": (ArtifactType.UPLOAD,),
    "recording": (ArtifactType.RECORDING,),
}


@router.get("/v1/files", response_model=list[ArtifactAnswer])
async def list_files(
    caller: Authorized,
    deps: Deps,
    *,
    kind: Annotated[list[Literal["downloaded", "uploaded", "recording"]] | None, Query()] = None,
    search: Words = None,
    page: Page = 1,
    page_size: PageSize = 50,
) -> Json:
    """List files that runs downloaded, that were uploaded, and recordings; newest first."""
    types = [found for name in kind or _KINDS for found in _KINDS[name]]
    found = await deps.store.artifacts.of_organization(
        caller.organization_id, types, search=search or "", page=page, page_size=page_size
    )
    return Json([present_artifact(item, link=deps.signer.sign) for item in found])

"""The sample workflows of the sample sites, to begin with."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from skyvern.api.auth import Authorized
from skyvern.api.deps import Deps
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.sample import SampleAnswer
from skyvern.testing.sites.samples import SAMPLE_WORKFLOWS, sample_workflow

router = room("workflows")


@router.get("/v1/samples", response_model=list[SampleAnswer])
async def list_samples(
    _caller: Authorized,
    deps: Deps,
    *,
    sites: Annotated[
        str | None, Query(max_length=500, description="Where `skyvern sites` serves (SKYVERN_SAMPLE_SITES).")
    ] = None,
) -> Json:
    """List sample workflows as `json_definition`s that can be saved; they work on the sample sites."""
    at = sites or deps.sample_sites
    found = {name: sample_workflow(name, at) for name in SAMPLE_WORKFLOWS}
    return Json(
        [
            {
                "name": name,
                "site": SAMPLE_WORKFLOWS[name],
                "sites": at,
                "title": definition["title"],
                "description": definition.get("description"),
                "json_definition": definition,
            }
            for name, definition in found.items()
        ]
    )

"""The keys and values of tags: describe, colour, rename, take off everything (contract 2.1)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.present.tag import present_tag_key, present_tag_value
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.tag import (
    TagKeyAnswer,
    TagKeyChange,
    TagKeyDeleted,
    TagKeyText,
    TagValueAnswer,
    TagValueColor,
    TagValueDeleted,
    TagValueRename,
    TagValueRenamed,
    TagValueRequest,
)
from skyvern.domain.tag import TagValue

router = room("tags", route_class=CompatRoute)


@router.get("/v1/tag-keys", response_model=list[TagKeyAnswer])
async def list_tag_keys(caller: Authorized, deps: Deps) -> Json:
    """List the keys that are in use or described."""
    return Json([present_tag_key(row) for row in await deps.store.tags.keys(caller.organization_id)])


@router.patch("/v1/tag-keys/{key}", response_model=TagKeyAnswer)
async def update_tag_key(key: str, body: TagKeyChange, caller: Authorized, deps: Deps) -> Json:
    """Say what a key is for."""
    if not await deps.store.tags.describe_key(caller.organization_id, key, body.description):
        raise _no_key(key)
    rows = await deps.store.tags.keys(caller.organization_id)
    return Json(next(present_tag_key(row) for row in rows if row.key == key))


@router.delete("/v1/tag-keys/{key}", response_model=TagKeyDeleted)
async def delete_tag_key(key: str, caller: Authorized, deps: Deps) -> Json:
    """Take a key off every workflow and run."""
    removed = await deps.store.tags.delete_key(caller.organization_id, key)
    if removed is None:
        raise _no_key(key)
    return Json({"key": key, **_removed(removed)})


@router.get("/v1/tag-values", response_model=list[TagValueAnswer])
async def list_tag_values(caller: Authorized, deps: Deps, *, key: Annotated[TagKeyText | None, Query()] = None) -> Json:
    """List the values that are in use, of one key or of all."""
    return Json([present_tag_value(row) for row in await deps.store.tags.values(caller.organization_id, key)])


@router.patch("/v1/tag-values/{key}", response_model=TagValueAnswer)
async def update_tag_value(key: str, body: TagValueColor, caller: Authorized, deps: Deps) -> Json:
    """Give a value of a key another colour."""
    await _value(deps, caller.organization_id, key, body.value)
    await deps.store.tags.color(caller.organization_id, key, body.value, body.color)
    return Json(present_tag_value(await _value(deps, caller.organization_id, key, body.value)))


@router.patch("/v1/tag-values/{key}/rename", response_model=TagValueRenamed)
async def rename_tag_value(key: str, body: TagValueRename, caller: Authorized, deps: Deps) -> Json:
    """Give a value another name everywhere; 409 when the name is taken."""
    await _value(deps, caller.organization_id, key, body.value)
    count = await deps.store.tags.rename_value(caller.organization_id, key, body.value, body.new_value)
    renamed = await _value(deps, caller.organization_id, key, body.new_value)
    return Json({"key": key, "value": renamed.value, "color": renamed.color, "renamed_workflow_count": count})


@router.delete("/v1/tag-values/{key}", response_model=TagValueDeleted)
async def delete_tag_value(key: str, body: TagValueRequest, caller: Authorized, deps: Deps) -> Json:
    """Take a value off every workflow and run."""
    await _value(deps, caller.organization_id, key, body.value)
    removed = await deps.store.tags.delete_value(caller.organization_id, key, body.value)
    return Json({"key": key, "value": body.value, **_removed(removed)})


async def _value(deps: ApiDeps, organization_id: str, key: str, value: str) -> TagValue:
    for row in await deps.store.tags.values(organization_id, key):
        if row.value == value:
            return row
    raise HTTPException(404, f"No tag {key!r} has the value {value!r}.")


def _no_key(key: str) -> HTTPException:
    return HTTPException(404, f"There is no tag {key!r}.")


def _removed(counts: tuple[int, int]) -> dict[str, object]:
    workflows, runs = counts
    return {
        "removed_from_workflow_count": workflows,
        "removed_from_run_count": runs,
        "removed_count": workflows + runs,
    }

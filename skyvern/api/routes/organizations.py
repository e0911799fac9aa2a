"""Organisations and the audit log. The first organisation of an installation also makes, lists and deletes others."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.administration import present_audit_entry, present_organization
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.administration import (
    AuditPage,
    NewOrganizationAnswer,
    OrganizationAnswer,
    OrganizationList,
    OrganizationRequest,
)
from skyvern.domain.audit import Deed
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.organization import Organization

router = room("administration", prefix="/v1", route_class=CompatRoute)


@router.get("/organizations", response_model=OrganizationList)
async def list_organizations(caller: Authorized, deps: Deps) -> Json:
    """List organisations: all for the first one, else the caller's own."""
    found = await deps.store.organizations.list()
    mine = [row for row in found if row.organization_id == caller.organization_id]
    shown = found if found[:1] == mine else mine
    return Json({"organizations": [present_organization(row) for row in shown]})


@router.post("/organizations", response_model=NewOrganizationAnswer)
async def create_organization(body: OrganizationRequest, caller: Authorized, deps: Deps) -> Json:
    """Make an organisation and its first key; only the first organisation may."""
    await _demand_first(deps, caller)
    row = await deps.store.organizations.add(
        Organization(organization_id=new_id("o"), name=body.name, created_at=utc_now())
    )
    key, text = deps.issue(row.organization_id, name="first")
    await deps.store.organizations.add_key(key)
    await deps.store.audit.note(
        row.organization_id, Deed.KEY_CREATED, actor=caller.api_key_id, subject=key.api_key_id, scope=key.scope.value
    )
    return Json({**present_organization(row), "api_key": text})


@router.patch("/organizations/{organization_id}", response_model=OrganizationAnswer)
async def rename_organization(organization_id: str, body: OrganizationRequest, caller: Authorized, deps: Deps) -> Json:
    """Rename an organisation."""
    row = await _one(deps, caller, organization_id)
    await deps.store.organizations.rename(row.organization_id, body.name)
    await deps.store.audit.note(
        row.organization_id,
        Deed.ORGANIZATION_CHANGED,
        actor=caller.api_key_id,
        subject=row.organization_id,
        name=body.name,
    )
    return Json(present_organization(await _one(deps, caller, organization_id)))


@router.delete("/organizations/{organization_id}", status_code=204)
async def delete_organization(organization_id: str, caller: Authorized, deps: Deps) -> Response:
    """Delete an organisation and everything of it, for good; only the first organisation may, and not itself."""
    await _demand_first(deps, caller)
    if organization_id == caller.organization_id:
        raise HTTPException(409, "This is the organisation that administers the installation; it cannot be deleted.")
    await _one(deps, caller, organization_id)
    await deps.engine.erase_organization(organization_id)
    return Response(status_code=204)


@router.get("/audit", response_model=AuditPage)
async def list_audit_entries(
    caller: Authorized, deps: Deps, *, deed: Deed | None = None, page: Page = 1, page_size: PageSize = 10
) -> Json:
    """List who used or changed keys, credentials and controls, and deleted things, newest first."""
    found, total = await deps.store.audit.list(caller.organization_id, deed=deed, page=page, page_size=page_size)
    rows = [present_audit_entry(entry) for entry in found]
    return Json({"entries": rows, "total_count": total, "page": page, "page_size": page_size})


async def _demand_first(deps: ApiDeps, caller: Caller) -> None:
    first = await deps.store.organizations.list()
    if not first or first[0].organization_id != caller.organization_id:
        raise HTTPException(403, "Only the first organisation of this installation administers others.")


async def _one(deps: ApiDeps, caller: Caller, organization_id: str) -> Organization:
    if organization_id == "current":
        organization_id = caller.organization_id
    if organization_id != caller.organization_id:
        await _demand_first(deps, caller)
    found = await deps.store.organizations.get(organization_id)
    if found is None:
        raise HTTPException(404, f"There is no organisation {organization_id!r}.")
    return found

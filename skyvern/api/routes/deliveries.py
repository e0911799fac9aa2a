"""Webhooks on their way: which wait, which arrived, the dead letters, and sending those again."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.paging import Page, PageSize
from skyvern.api.present.delivery import present_delivery
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.contract.delivery import DeliveryAnswer, DeliveryPage, Replayed, ReplayRequest
from skyvern.domain.delivery import Delivery, DeliveryStatus

router = room("webhooks", route_class=CompatRoute)

_ALL = "/v1/webhooks/deliveries"
_ONE = _ALL + "/{delivery_id}"
_AT_ONCE = 500


@router.get(_ALL, response_model=DeliveryPage)
async def list_deliveries(
    caller: Authorized,
    deps: Deps,
    *,
    status: DeliveryStatus | None = None,
    run_id: Annotated[str | None, Query(max_length=80)] = None,
    page: Page = 1,
    page_size: PageSize = 10,
) -> Json:
    """List webhooks, newest first; `status=failed` is the list of dead letters."""
    found, total = await deps.store.deliveries.list(
        caller.organization_id, status=status, run_id=run_id, page=page, page_size=page_size
    )
    rows = [present_delivery(row) for row in found]
    return Json({"deliveries": rows, "total_count": total, "page": page, "page_size": page_size})


@router.post(_ALL + "/replay", response_model=Replayed)
async def replay_deliveries(body: ReplayRequest, caller: Authorized, deps: Deps) -> Json:
    """Send webhooks again that are over: those named, or all dead letters (500 at a time)."""
    if body.delivery_ids is None:
        failed, _ = await deps.store.deliveries.list(
            caller.organization_id, status=DeliveryStatus.FAILED, page_size=_AT_ONCE
        )
    else:
        failed = [await _one(deps, caller, delivery_id) for delivery_id in body.delivery_ids]
    again = [await deps.engine.deliver_again(delivery) for delivery in failed]
    return Json({"replayed": sum(delivery is not None for delivery in again)})


@router.get(_ONE, response_model=DeliveryAnswer)
async def get_delivery(delivery_id: str, caller: Authorized, deps: Deps) -> Json:
    """Return a webhook."""
    return Json(present_delivery(await _one(deps, caller, delivery_id)))


@router.post(_ONE + "/replay", response_model=DeliveryAnswer)
async def replay_delivery(delivery_id: str, caller: Authorized, deps: Deps) -> Json:
    """Send a webhook again that is over, as the same event: for another day, if need be."""
    delivery = await _one(deps, caller, delivery_id)
    again = await deps.engine.deliver_again(delivery)
    if again is None:
        raise HTTPException(409, f"Webhook {delivery_id} is on its way; it is tried again at {delivery.next_try_at}.")
    return Json(present_delivery(again))


async def _one(deps: ApiDeps, caller: Caller, delivery_id: str) -> Delivery:
    found = await deps.store.deliveries.find(caller.organization_id, delivery_id)
    if found is None:
        raise HTTPException(404, f"There is no webhook {delivery_id!r}.")
    return found

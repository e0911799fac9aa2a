"""Webhooks on their way over HTTP: lists by status, one, replays, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House

BLOCK = {"label": "c", "block_type": "code", "code": "x = 1"}


async def test_dead_letters_are_listed_and_replayed(house: House, http: httpx.AsyncClient) -> None:
    made = await http.post(
        "/v1/workflows", json={"json_definition": {"title": "T", "workflow_definition": {"blocks": [BLOCK]}}}
    )
    run = await http.post("/v1/run/workflows", json={"workflow_id": made.json()["workflow_permanent_id"]})
    run_id = run.json()["run_id"]
    for name in ("a", "b", "c"):
        row = Delivery(delivery_id=f"whd_{name}", run_id=run_id, url="http://h/", tries=0, created_at=utc_now())
        await house.store.deliveries.add(row)
    await house.store.deliveries.record_try("whd_a", delivered=True, status=200)
    await house.store.deliveries.record_try("whd_b", delivered=False, given_up=True, error="no answer within 30 s")

    async def ids(**query: str) -> list[str]:
        return [
            row["delivery_id"] for row in (await http.get("/v1/webhooks/deliveries", params=query)).json()["deliveries"]
        ]

    assert await ids() == ["whd_c", "whd_b", "whd_a"]
    assert await ids(status="pending", run_id=run_id) == ["whd_c"]
    assert await ids(run_id="wr_other") == []
    (dead,) = (await http.get("/v1/webhooks/deliveries?status=failed")).json()["deliveries"]
    assert (dead["status"], dead["tries"], dead["last_error"]) == ("failed", 1, "no answer within 30 s")
    waiting = await http.post("/v1/webhooks/deliveries/whd_c/replay")
    assert (waiting.status_code, "is on its way" in waiting.json()["detail"]) == (409, True)
    assert (await http.post("/v1/webhooks/deliveries/replay", json={"all_failed": True})).json() == {"replayed": 1}
    assert (await http.get("/v1/webhooks/deliveries/whd_b")).json()["status"] == "pending"
    assert (await http.post("/v1/webhooks/deliveries/whd_a/replay")).json()["status"] == "pending"
    assert (await http.post("/v1/webhooks/deliveries/replay", json={})).status_code == 422
    other = {"x-api-key": await house.key_of_another()}
    assert (await http.get("/v1/webhooks/deliveries/whd_b", headers=other)).status_code == 404
    assert (await http.get("/v1/webhooks/deliveries", headers=other)).json()["deliveries"] == []

"""Who has had what they may is refused with 429, and told when, or after what, it goes on."""

from __future__ import annotations

import httpx
import pytest

from skyvern.domain.artifact import ArtifactType
from skyvern.engine.admission import Limits
from tests.api.conftest import PUBLIC_URL, House, app_over


@pytest.fixture
async def wpid(http: httpx.AsyncClient) -> str:
    blocks = [{"label": "c", "block_type": "code", "code": "x = 1"}]
    definition = {"title": "Limits", "workflow_definition": {"parameters": [], "blocks": blocks}}
    made = await http.post("/v1/workflows", json={"json_definition": definition})
    return str(made.json()["workflow_permanent_id"])


async def test_an_organisation_that_had_its_runs_of_the_day_is_told_when_the_next_begins(
    http: httpx.AsyncClient, house: House, wpid: str
) -> None:
    house.engine.limits = Limits(runs_a_day=1)
    assert (await http.post("/v1/run/workflows", json={"workflow_id": wpid})).status_code == 200
    refused = await http.post("/v1/run/workflows", json={"workflow_id": wpid})
    assert refused.status_code == 429
    assert "SKYVERN_MAX_RUNS_PER_DAY" in refused.json()["detail"]
    assert 0 < int(refused.headers["retry-after"]) <= 24 * 3600
    assert len(await house.store.runs.list(house.organization.organization_id)) == 1, "nothing was written"


async def test_an_organisation_whose_files_take_all_that_they_may_is_told_what_to_delete(
    http: httpx.AsyncClient, house: House, wpid: str
) -> None:
    made = await http.post("/v1/run/workflows", json={"workflow_id": wpid})
    owner, run_id = house.organization.organization_id, made.json()["run_id"]
    await house.archive.save(
        b"x" * 2**20, type=ArtifactType.UPLOAD, file_name="a.txt", organization_id=owner, run_id=run_id
    )
    house.engine.limits = Limits(storage_mb=1)
    refused = await http.post("/v1/run/workflows", json={"workflow_id": wpid})
    assert (refused.status_code, "retry-after" in refused.headers) == (429, False)
    assert "delete runs or files" in refused.json()["detail"]


async def test_a_key_that_asks_too_often_is_told_when_to_come_back(house: House) -> None:
    rooms = app_over(house.database, requests_per_minute=2)
    at = httpx.AsyncClient(transport=httpx.ASGITransport(app=rooms.app), base_url=PUBLIC_URL)
    async with at as http:
        key = {"x-api-key": house.api_key}
        answers = [await http.get("/v1/runs", headers=key) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 0 < int(answers[2].headers["retry-after"]) <= 30
        assert (await http.get("/health/live")).status_code == 200

"""`/metrics` in the format of Prometheus, for keys of the first organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from skyvern.domain.status import RunStatus

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House

BLOCKS = {"blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]}
LINE = re.compile(r'^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"\})? -?[0-9.e+-]+)$')


async def test_metrics_count_what_there_is(house: House, http: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    body = {"json_definition": {"title": "T", "workflow_definition": BLOCKS}}
    workflow = (await http.post("/v1/workflows", json=body)).json()["workflow_permanent_id"]
    runs = [(await http.post("/v1/run/workflows", json={"workflow_id": workflow})).json()["run_id"] for _ in range(3)]
    await house.store.runs.claim(runs[0], "claim_1")
    await house.store.runs.finish(runs[0], "claim_1", status=RunStatus.COMPLETED)
    answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    assert 'skyvern_runs{status="completed"} 1' in lines
    assert 'skyvern_runs{status="created"} 2' in lines
    assert 'skyvern_runs{status="failed"} 0' in lines
    assert "skyvern_run_seconds_count 1" in lines
    assert 'skyvern_build_info{version="9.9.9"} 1' in lines
    assert (await stranger.get("/metrics")).status_code == 403
    assert (await http.get("/metrics", headers={"x-api-key": await house.key_of_another()})).status_code == 403

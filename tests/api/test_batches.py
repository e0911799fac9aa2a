"""Batches over HTTP: lists and files of values, progress, the table of results, and nobody else's."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skyvern.documents.process import run_job
from skyvern.documents.records import WriteJob
from skyvern.domain.status import RunStatus
from skyvern.store.batches import claim_item

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House

TYPES = {"name": "string", "n": "integer", "flag": "boolean"}
PARAMETERS = [
    {"key": key, "parameter_type": "workflow", "workflow_parameter_type": kind, "default_value": default}
    for (key, kind), default in zip(TYPES.items(), (None, None, False), strict=True)
]


@pytest.fixture
async def workflow(http: httpx.AsyncClient) -> str:
    """A workflow with parameters."""
    definition = {"parameters": PARAMETERS, "blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]}
    body = {"json_definition": {"title": "T", "workflow_definition": definition}}
    answer = await http.post("/v1/workflows", json=body)
    return str(answer.json()["workflow_permanent_id"])


async def test_a_list_of_values_becomes_a_batch(house: House, http: httpx.AsyncClient, workflow: str) -> None:
    sets = [{"n": 1}, {"n": "2", "name": "Bo"}]
    body = {"workflow_id": workflow, "parameters": {"name": "Al"}, "parameter_sets": sets, "at_once": 3}
    batch = (await http.post("/v1/batches", json=body)).json()
    assert (batch["status"], batch["total"], batch["at_once"], batch["counts"]) == ("running", 2, 3, {"waiting": 2})
    path = f"/v1/batches/{batch['batch_id']}"
    items = (await http.get(f"{path}/items")).json()["items"]
    assert [(item["number"], item["status"], item["parameters"]) for item in items] == [
        (1, "waiting", {"name": "Al", "n": 1}),
        (2, "waiting", {"name": "Bo", "n": "2"}),
    ]
    assert (await http.get(path)).json() == batch
    assert (await http.get("/v1/batches", params={"workflow_id": workflow})).json()["total_count"] == 1
    other = {"x-api-key": await house.key_of_another()}
    assert (await http.get(path, headers=other)).status_code == 404
    assert (await http.get("/v1/batches", headers=other)).json()["batches"] == []


async def test_values_that_do_not_fit_are_named_before_anything_begins(http: httpx.AsyncClient, workflow: str) -> None:
    body = {"workflow_id": workflow, "parameter_sets": [{"name": "a", "n": 1}, {"name": "b", "n": "many"}]}
    answer = await http.post("/v1/batches", json=body)
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("parameter_sets, number 2: parameter 'n': 'many' is not a whole number")
    assert (await http.get("/v1/batches")).json()["total_count"] == 0
    assert (await http.post("/v1/batches", json={"workflow_id": workflow, "parameter_sets": []})).status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_a_table_becomes_a_batch(http: httpx.AsyncClient, workflow: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"people.{kind}"
    rows = [{"name": "Żółć", "n": 1, "flag": "true"}, {"name": "Bo", "n": 2, "flag": None}]
    await run_job(WriteJob(kind=kind, columns=["name", "n", "flag"], rows=rows, out=path))  # type: ignore[arg-type]
    form = {"workflow_id": workflow, "title": "People", "at_once": "4", "options": '{"run_metadata": {"by": "us"}}'}
    answer = await http.post("/v1/batches/file", data=form, files={"file": (path.name, path.read_bytes())})
    batch = answer.json()
    assert (batch["title"], batch["at_once"], batch["total"]) == ("People", 4, 2)
    items = (await http.get(f"/v1/batches/{batch['batch_id']}/items")).json()["items"]
    assert [item["parameters"].keys() for item in items] == [{"name", "n", "flag"}, {"name", "n"}]
    assert items[0]["parameters"]["name"] == "Żółć"


@pytest.mark.parametrize(
    ("form", "file", "said"),
    [
        ({}, ("a.csv", b"name,n\nBo,1\n"), "workflow_id"),
        ({"at_once": "0"}, ("a.csv", b"name,n\nBo,1\n"), "at_once"),
        ({"options": "["}, ("a.csv", b"name,n\nBo,1\n"), "options: give a JSON object"),
        ({}, ("a.csv", b"name,n\n"), "0 rows below the first"),
        ({}, ("a.png", b"\x89PNG\r\n"), "is neither CSV nor a workbook"),
        ({}, ("a.xlsx", b"PK\x03\x04no workbook"), "file: "),
    ],
)
async def test_forms_that_make_no_batch(
    http: httpx.AsyncClient, workflow: str, form: dict[str, str], file: tuple[str, bytes], said: str
) -> None:
    given = {**({"workflow_id": workflow} if said != "workflow_id" else {}), **form}
    answer = await http.post("/v1/batches/file", data=given, files={"file": file})
    assert answer.status_code == 422
    assert said in answer.text


async def test_pause_cancel_and_the_table_of_results(house: House, http: httpx.AsyncClient, workflow: str) -> None:
    sets = [{"name": "=1+1", "n": 1}, {"name": "b", "n": 2}]
    batch = (await http.post("/v1/batches", json={"workflow_id": workflow, "parameter_sets": sets})).json()
    path = f"/v1/batches/{batch['batch_id']}"
    assert (await http.post(f"{path}/pause")).json()["status"] == "paused"
    assert (await http.post(f"{path}/pause")).json()["status"] == "paused"
    assert (await http.post(f"{path}/resume")).json()["status"] == "running"
    run = await http.post("/v1/run/workflows", json={"workflow_id": workflow, "parameters": sets[0]})
    run_id = run.json()["run_id"]
    await house.store.runs.finish(run_id, None, status=RunStatus.COMPLETED, output={"total": 2, "rows": [1, 2]})
    (first, _) = await house.store.batches.next_items(batch["batch_id"], 2)
    await house.database.write(lambda connection: claim_item(connection, first, run_id))
    rows = (await http.get(f"{path}/results")).json()
    assert [(row["number"], row["status"], row.get("output.total")) for row in rows] == [
        (1, "completed", 2),
        (2, "waiting", None),
    ]
    sheet = list(csv.DictReader(io.StringIO((await http.get(f"{path}/results?format=csv")).text)))
    assert (sheet[0]["parameters.name"], sheet[0]["output.rows"], sheet[1]["output.rows"]) == ("'=1+1", "[1, 2]", "")
    assert (await http.post(f"{path}/cancel")).json()["status"] == "canceled"
    assert (await http.post(f"{path}/pause")).status_code == 409
    again = (await http.post(f"{path}/retry-failed")).json()
    assert (again["status"], again["counts"]) == ("running", {"completed": 1, "waiting": 1})

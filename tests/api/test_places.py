"""Where workflows are kept and how they are found: folders, tags, templates, searches, totals."""

from __future__ import annotations

import httpx
import pytest

from tests.api.conftest import PUBLIC_URL, VALUES, House, credential_verification


async def saved(http: httpx.AsyncClient, **changes: object) -> str:
    answer = await http.post("/v1/workflows", json={"json_definition": credential_verification(**changes)})
    assert answer.status_code == 200, answer.text
    return answer.json()["workflow_permanent_id"]


async def titles(http: httpx.AsyncClient, **query: object) -> list[str]:
    answer = await http.get("/v1/workflows", params=query)
    assert answer.status_code == 200, answer.text
    return [row["title"] for row in answer.json()]


async def test_a_folder_holds_workflows_and_can_take_them_along(http: httpx.AsyncClient) -> None:
    folder = (await http.post("/v1/folders", json={"title": "Invoices", "description": "all of them"})).json()
    wpid = await saved(http, title="Kept", folder_id=folder["folder_id"])
    other = await saved(http, title="Moved")
    await http.put(f"/v1/workflows/{other}/folder", json={"folder_id": folder["folder_id"]})
    assert await titles(http, folder_id=folder["folder_id"]) == ["Moved", "Kept"]
    # A new version stays where the old one was.
    again = await http.post(f"/v1/workflows/{wpid}", json={"json_definition": credential_verification(title="Kept")})
    assert again.json()["folder_id"] == folder["folder_id"]
    assert (await http.get(f"/v1/folders/{folder['folder_id']}")).json()["workflow_count"] == 2
    assert (await http.get("/v1/folders", params={"search": "ALL OF"})).json()[0]["title"] == "Invoices"
    gone = await http.delete(f"/v1/folders/{folder['folder_id']}")
    assert gone.json() == {"status": "deleted", "folder_id": folder["folder_id"], "workflows_deleted": False}
    assert (await http.get(f"/v1/workflows/{wpid}")).json()["folder_id"] is None
    second = (await http.post("/v1/folders", json={"title": "Second"})).json()["folder_id"]
    await http.put(f"/v1/workflows/{wpid}/folder", json={"folder_id": second})
    await http.delete(f"/v1/folders/{second}", params={"delete_workflows": True})
    assert (await http.get(f"/v1/workflows/{wpid}")).status_code == 404
    assert (await http.get(f"/v1/folders/{second}")).status_code == 404


async def test_nobody_sees_the_folder_of_another(http: httpx.AsyncClient, house: House) -> None:
    folder = (await http.post("/v1/folders", json={"title": "Mine"})).json()["folder_id"]
    transport = httpx.ASGITransport(app=house.app)
    key = await house.key_of_another()
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers={"x-api-key": key}) as stranger:
        assert (await stranger.get(f"/v1/folders/{folder}")).status_code == 404
        assert (await stranger.delete(f"/v1/folders/{folder}")).status_code == 404
        assert (await stranger.get("/v1/folders")).json() == []
        made = await stranger.post(
            "/v1/workflows", params={"folder_id": folder}, json={"json_definition": credential_verification()}
        )
        assert made.status_code == 404


async def test_a_search_looks_in_titles_parameters_and_folders(http: httpx.AsyncClient) -> None:
    definition = credential_verification()["workflow_definition"]
    definition["parameters"].append(  # type: ignore[index]
        {
            "key": "licence_number",
            "parameter_type": "workflow",
            "workflow_parameter_type": "string",
            "description": "As printed on the Certificate",
            "default_value": "ÄÖ-4711",
        }
    )
    folder = (await http.post("/v1/folders", json={"title": "Registries"})).json()["folder_id"]
    await saved(http, title="One", workflow_definition=definition)
    await saved(http, title="Two", folder_id=folder)
    assert await titles(http, search_key="LICENCE_num") == ["One"]
    assert await titles(http, search_key="certificate") == ["One"]
    assert await titles(http, search_key="äö-47") == ["One"]
    assert await titles(http, search_key="registr") == ["Two"]
    assert await titles(http, search_key="tw") == ["Two"]
    assert await titles(http, search_key="navigation_goal") == []


async def test_saved_tasks_templates_and_totals(http: httpx.AsyncClient, house: House) -> None:
    await saved(http, title="Task", is_saved_task=True)
    wpid = await saved(http, title="Offered")
    assert await titles(http, only_saved_tasks=True) == ["Task"]
    assert await titles(http, only_workflows=True) == ["Offered"]
    assert (await http.get("/v1/workflows/totals", params={"only_workflows": True})).json() == {"total": 1}
    both = await http.get("/v1/workflows", params={"only_workflows": True, "only_saved_tasks": True})
    assert both.status_code == 400
    assert await titles(http, only_templates=True) == []
    offered = await http.put(f"/v1/workflows/{wpid}/template", params={"is_template": True})
    assert offered.json()["is_template"] is True
    assert await titles(http, only_templates=True) == ["Offered"]
    key = await house.key_of_another()
    transport = httpx.ASGITransport(app=house.app)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers={"x-api-key": key}) as other:
        assert (await other.get(f"/v1/workflows/{wpid}")).status_code == 404
        assert (await other.get(f"/v1/workflows/{wpid}", params={"template": True})).status_code == 200
        body = {"workflow_id": wpid, "parameters": VALUES}
        assert (await other.post("/v1/run/workflows", json=body)).status_code == 404
        run = await other.post("/v1/run/workflows", params={"template": True}, json=body)
        assert run.status_code == 200
        assert (await other.get(f"/v1/runs/{run.json()['run_id']}")).status_code == 200
        assert (await http.get(f"/v1/runs/{run.json()['run_id']}")).status_code == 404


async def test_tags_are_set_filtered_by_and_remembered(http: httpx.AsyncClient) -> None:
    wpid, _ = await saved(http, title="Tagged"), await saved(http, title="Plain")
    tags = [{"key": "team", "value": "ops"}, {"key": "urgent"}]
    answer = await http.post(f"/v1/workflows/{wpid}/tags", json={"tags": tags, "colors": {"team": "red"}})
    assert [(tag["key"], tag["value"]) for tag in answer.json()["tags"]] == [("team", "ops"), ("urgent", "")]
    assert answer.json()["tags"][0]["color"] == "red"
    assert await titles(http, tags="team") == ["Tagged"]
    assert await titles(http, tags=["team:ops", "urgent"]) == ["Tagged"]
    assert await titles(http, tags="team:sales") == []
    await http.post(f"/v1/workflows/{wpid}/tags", json={"tags": [{"key": "team", "value": "sales"}]})
    await http.delete(f"/v1/workflows/{wpid}/tags/urgent")
    history = (await http.get(f"/v1/workflows/{wpid}/tags/history")).json()["events"]
    assert [(event["key"], event["value"], event["event_type"]) for event in history] == [
        ("urgent", "", "removed"),
        ("team", "sales", "set"),
        ("urgent", "", "set"),
        ("team", "ops", "set"),
    ]
    assert (await http.get("/v1/tag-keys")).json() == [{"key": "team", "description": None, "workflow_count": 1}]
    assert (await http.get("/v1/workflows/wpid_0/tags")).status_code == 404


async def test_what_is_said_of_a_run_becomes_its_tags(http: httpx.AsyncClient) -> None:
    wpid = await saved(http)
    body = {"workflow_id": wpid, "parameters": VALUES, "run_metadata": {"batch": "7"}}
    run_id = (await http.post("/v1/run/workflows", json=body)).json()["run_id"]
    await http.post("/v1/run/workflows", json={**body, "run_metadata": None})
    tags = (await http.get(f"/v1/runs/{run_id}/tags")).json()["tags"]
    assert [(tag["key"], tag["value"]) for tag in tags] == [("batch", "7")]
    assert [row["run_id"] for row in (await http.get("/v1/runs", params={"tags": "batch:7"})).json()] == [run_id]
    assert (await http.get("/v1/runs/totals")).json() == {"total": 2, "by_status": {"created": 2}}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"created_at_start": "2026-01-01T00:00:00Z"}, 1),
        ({"created_at_end": "2026-01-01T00:00:00Z"}, 0),
        ({"created_at_start": "2026-01-01T00:00:00+05:00", "created_at_end": "2100-01-01T00:00:00"}, 1),
        ({"error_code": "no_such"}, 0),
        ({"failure_category": "LLM_ERROR"}, 0),
        ({"failure_category": "nonsense"}, 0),
    ],
)
async def test_runs_are_filtered(http: httpx.AsyncClient, query: dict[str, str], found: int) -> None:
    wpid = await saved(http)
    await http.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": VALUES})
    for path in ("/v1/runs", "/v1/workflows/runs", f"/v1/agents/{wpid}/runs"):
        answer = await http.get(path, params=query)
        assert answer.status_code == 200, answer.text
        assert len(answer.json()) == found, path


async def test_a_retried_run_knows_where_it_comes_from(http: httpx.AsyncClient) -> None:
    wpid = await saved(http)
    run_id = (await http.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": VALUES})).json()["run_id"]
    await http.post(f"/v1/runs/{run_id}/cancel")
    again = (await http.post(f"/v1/agents/runs/{run_id}/retry")).json()["run_id"]
    assert (await http.get(f"/v1/workflows/runs/{run_id}")).json()["retried_by_workflow_run_id"] == again


async def test_a_deleted_workflow_marks_its_runs(http: httpx.AsyncClient) -> None:
    wpid = await saved(http)
    await http.post("/v1/run/workflows", json={"workflow_id": wpid, "parameters": VALUES})
    await http.post(f"/v1/workflows/{wpid}/delete")
    assert (await http.get("/v1/runs")).json()[0]["workflow_deleted"] is True

"""Keys with scopes, organisations, the audit log and deletion over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skyvern.api.auth import needed_scope
from skyvern.domain.artifact import ArtifactType
from skyvern.domain.clock import utc_now
from skyvern.domain.organization import Scope

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House

BLOCKS = {"blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]}
WORKFLOW = {"json_definition": {"title": "T", "workflow_definition": BLOCKS}}


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/v1/runs", Scope.READ),
        ("GET", "/v1/keys", Scope.ADMIN),
        ("POST", "/v1/run/workflows", Scope.RUN),
        ("POST", "/v1/runs/wr_1/cancel", Scope.RUN),
        ("POST", "/v1/batches", Scope.RUN),
        ("DELETE", "/v1/runs/wr_1", Scope.WRITE),
        ("POST", "/v1/workflows", Scope.WRITE),
        ("POST", "/v1/credentials", Scope.WRITE),
        ("PATCH", "/v1/organizations/current", Scope.ADMIN),
        ("GET", "/v1/audit", Scope.ADMIN),
        ("GET", "/v1/settings", Scope.ADMIN),
        ("GET", "/v1/doctor", Scope.ADMIN),
    ],
)
def test_what_a_request_needs(method: str, path: str, needed: Scope) -> None:
    assert needed_scope(method, path) is needed


async def test_keys_do_what_their_scope_says(http: httpx.AsyncClient) -> None:
    workflow = (await http.post("/v1/workflows", json=WORKFLOW)).json()["workflow_permanent_id"]
    made = {scope: (await http.post("/v1/keys", json={"name": scope, "scope": scope})).json() for scope in Scope}

    async def statuses(scope: Scope) -> list[int]:
        key = {"x-api-key": made[scope]["api_key"]}
        return [
            (await http.get("/v1/runs", headers=key)).status_code,
            (await http.post("/v1/run/agents", json={"agent_id": workflow}, headers=key)).status_code,
            (await http.post("/v1/workflows", json=WORKFLOW, headers=key)).status_code,
            (await http.get("/api/v1/keys", headers=key)).status_code,
        ]

    assert await statuses(Scope.READ) == [200, 403, 403, 403]
    assert await statuses(Scope.RUN) == [200, 200, 403, 403]
    assert await statuses(Scope.WRITE) == [200, 200, 200, 403]
    assert await statuses(Scope.ADMIN) == [200, 200, 200, 200]
    said = await http.post("/v1/workflows", json=WORKFLOW, headers={"x-api-key": made[Scope.READ]["api_key"]})
    assert said.json()["detail"] == "This API key has the scope 'read'; this needs 'write'."


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/v1/keys", {"scopes": ["run"]}, "Nothing here is called that; did you mean 'scope'? known are expires_at"),
        ("/v1/organizations", {"name": "Guests", "plan": "free"}, "Nothing here is called that; known are name"),
        ("/v1/batches", {"workflow_id": "wpid_1", "parameter_set": [{}]}, "did you mean 'parameter_sets'?"),
        ("/v1/webhooks/deliveries/replay", {"all": True}, "known are all_failed, delivery_ids"),
        ("/v1/workflows/runs/wr_1/continue", {"approve": False}, "did you mean 'approved'?"),
    ],
)
async def test_bodies_of_our_own_name_what_they_do_not_know(
    http: httpx.AsyncClient, path: str, body: dict[str, object], said: str
) -> None:
    refused = await http.post(path, json=body)
    problem = refused.json()["detail"][0]
    assert (refused.status_code, problem["loc"][0], problem["loc"][1] in body) == (422, "body", True)
    assert said in problem["msg"]
    assert len((await http.get("/v1/keys")).json()["keys"]) == 1


async def test_keys_are_rotated_revoked_and_expire(house: House, http: httpx.AsyncClient) -> None:
    made = (await http.post("/v1/keys", json={"name": "ci", "scope": "run"})).json()
    second = (await http.post(f"/v1/keys/{made['api_key_id']}/rotate")).json()
    assert (second["name"], second["scope"]) == ("ci", "run")
    assert second["api_key"] != made["api_key"]
    assert (await http.delete(f"/v1/keys/{made['api_key_id']}")).json()["revoked_at"]
    assert (await http.get("/v1/runs", headers={"x-api-key": made["api_key"]})).status_code == 403
    assert (await http.get("/v1/runs", headers={"x-api-key": second["api_key"]})).status_code == 200
    listed = (await http.get("/v1/keys")).json()["keys"]
    assert [key["name"] for key in listed] == ["test", "ci", "ci"]
    assert "api_key" not in listed[1]
    last = await http.delete(f"/v1/keys/{listed[0]['api_key_id']}")
    assert (last.status_code, "last key" in last.json()["detail"]) == (409, True)
    assert (await http.post("/v1/keys", json={"expires_at": "2020-01-01T00:00:00Z"})).status_code == 422
    other = {"x-api-key": await house.key_of_another()}
    assert (await http.delete(f"/v1/keys/{second['api_key_id']}", headers=other)).status_code == 404
    entries = (await http.get("/v1/audit")).json()["entries"]
    assert [entry["deed"] for entry in entries] == ["key_revoked", "key_created", "key_created"]
    assert entries[1]["details"] == {"scope": "run", "instead_of": made["api_key_id"]}
    assert (await http.get("/v1/audit", headers=other)).json()["entries"] == []


async def test_an_organisation_is_made_renamed_and_deleted_with_everything(
    house: House, http: httpx.AsyncClient
) -> None:
    made = (await http.post("/v1/organizations", json={"name": "Guests"})).json()
    guest = {"x-api-key": made["api_key"]}
    whose = made["organization_id"]
    assert len((await http.get("/v1/organizations")).json()["organizations"]) == 2
    assert len((await http.get("/v1/organizations", headers=guest)).json()["organizations"]) == 1
    assert (await http.post("/v1/organizations", json={"name": "More"}, headers=guest)).status_code == 403
    renamed = await http.patch("/v1/organizations/current", json={"name": "Friends"}, headers=guest)
    assert renamed.json()["name"] == "Friends"
    own = house.organization.organization_id
    assert (await http.patch(f"/v1/organizations/{own}", json={"name": "x"}, headers=guest)).status_code == 403
    workflow = (await http.post("/v1/workflows", json=WORKFLOW, headers=guest)).json()["workflow_permanent_id"]
    await http.post("/v1/run/workflows", json={"workflow_id": workflow}, headers=guest)
    kept = await house.archive.save(b"x", type=ArtifactType.UPLOAD, file_name="a.txt", organization_id=whose)
    assert (await http.delete(f"/v1/organizations/{own}")).status_code == 409
    assert (await http.delete(f"/v1/organizations/{whose}", headers=guest)).status_code == 403
    assert (await http.delete(f"/v1/organizations/{whose}")).status_code == 204
    for table in ("workflow", "run", "run_snapshot", "artifact", "audit", "api_key"):
        count = await house.database.read(
            lambda connection, table=table: connection.exec_driver_sql(  # type: ignore[misc]
                f"SELECT count(*) FROM {table}"
                + (f" WHERE organization_id = '{whose}'" if table != "run_snapshot" else "")
            ).scalar()
        )
        assert (table, count) == (table, 0)
    assert await house.store.artifacts.get(kept.artifact_id) is None
    assert len((await http.get("/v1/organizations")).json()["organizations"]) == 1


async def test_a_run_is_deleted_with_its_files(house: House, http: httpx.AsyncClient) -> None:
    workflow = (await http.post("/v1/workflows", json=WORKFLOW)).json()["workflow_permanent_id"]
    run_id = (await http.post("/v1/run/workflows", json={"workflow_id": workflow})).json()["run_id"]
    whose = house.organization.organization_id
    file = await house.archive.save(
        b"x", type=ArtifactType.DOWNLOAD, file_name="a.txt", organization_id=whose, run_id=run_id
    )
    assert (await http.delete(f"/v1/runs/{run_id}")).status_code == 409
    await http.post(f"/v1/runs/{run_id}/cancel")
    assert (await http.delete(f"/v1/runs/{run_id}")).status_code == 204
    assert (await http.get(f"/v1/runs/{run_id}")).status_code == 404
    assert await house.store.artifacts.get(file.artifact_id) is None
    (entry,) = (await http.get("/v1/audit?deed=run_deleted")).json()["entries"]
    assert entry["subject"] == run_id


async def test_credentials_leave_a_trace_without_their_secrets(http: httpx.AsyncClient) -> None:
    fields = {"username": "ada", "password": "hunter2-hunter2"}
    body = {"name": "portal", "credential_type": "password", "credential": fields}
    credential_id = (await http.post("/v1/credentials", json=body)).json()["credential_id"]
    await http.post(f"/v1/credentials/{credential_id}/update", json=body)
    await http.delete(f"/v1/credentials/{credential_id}")
    answer = await http.get("/v1/audit")
    deeds = [(entry["deed"], entry["subject"]) for entry in answer.json()["entries"]]
    assert deeds == [(f"credential_{word}", credential_id) for word in ("deleted", "changed", "created")]
    assert "hunter2" not in answer.text
    assert answer.json()["entries"][0]["at"] <= utc_now().isoformat()

"""Sessions and profiles as rows: what of the runs in a session is listed on it, and states that are forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skyvern.domain.artifact import ArtifactType
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.clock import utc_now

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House


DEFINITION = {
    "title": "T",
    "workflow_definition": {"parameters": [], "blocks": [{"label": "c", "block_type": "code", "code": "x = 1"}]},
}


@pytest.fixture
async def wpid(http: httpx.AsyncClient) -> str:
    answer = await http.post("/v1/workflows", json={"json_definition": DEFINITION})
    return answer.json()["workflow_permanent_id"]


async def test_a_session_lists_the_files_and_recordings_of_its_runs(
    http: httpx.AsyncClient, house: House, wpid: str
) -> None:
    session = (await http.post("/v1/browser_sessions")).json()
    session_id = session["browser_session_id"]
    asked = {"workflow_id": wpid, "browser_session_id": session_id}
    started = await http.post("/v1/run/workflows", json=asked)
    assert started.status_code == 200, started.text
    elsewhere = (await http.post("/v1/run/workflows", json={"workflow_id": wpid})).json()
    for run_id, kind, name in (
        (started.json()["run_id"], ArtifactType.RECORDING, "recording.webm"),
        (started.json()["run_id"], ArtifactType.DOWNLOAD, "report.csv"),
        (started.json()["run_id"], ArtifactType.SCREENSHOT_FINAL, "end.png"),
        (elsewhere["run_id"], ArtifactType.DOWNLOAD, "other.csv"),
    ):
        owner = session["organization_id"]
        await house.archive.save(b"1,2", type=kind, file_name=name, organization_id=owner, run_id=run_id)
    shown = (await http.get(f"/v1/browser_sessions/{session_id}")).json()
    assert [file["file_name"] for file in shown["downloaded_files"]] == ["report.csv"]
    assert [file["file_name"] for file in shown["recordings"]] == ["recording.webm"]
    path = shown["downloaded_files"][0]["url"].partition("/v1/")[2]
    assert (await http.get(f"/v1/{path}", headers={"x-api-key": ""})).content == b"1,2", "the link is signed"
    (listed,) = [
        item for item in (await http.get("/v1/browser_sessions")).json() if item["browser_session_id"] == session_id
    ]
    assert listed["recordings"] == shown["recordings"]


async def test_what_a_workflow_remembers_is_forgotten_and_nothing_else(
    http: httpx.AsyncClient, house: House, wpid: str
) -> None:
    organization = (await house.store.organizations.ensure_default()).organization_id
    now = utc_now()
    for number, name, workflow in (
        (1, f"workflow {wpid}", wpid),
        (2, f"workflow {wpid} key {'ab' * 32}", wpid),
        (3, "workflow wpid_other", "wpid_other"),
    ):
        await house.store.browser_profiles.add(
            BrowserProfile(
                browser_profile_id=f"bp_{number}",
                organization_id=organization,
                name=name,
                created_at=now,
                modified_at=now,
                is_managed=True,
                workflow_permanent_id=workflow,
            )
        )
    listed = {item["browser_profile_id"]: item for item in (await http.get("/v1/browser_profiles")).json()}
    assert [listed[f"bp_{n}"]["browser_profile_key_digest"] for n in (1, 2, 3)] == [None, "ab" * 32, None]
    assert (await http.post(f"/v1/agents/{wpid}/browser_session/reset_profile")).status_code == 204
    assert [item["browser_profile_id"] for item in (await http.get("/v1/browser_profiles")).json()] == ["bp_3"]

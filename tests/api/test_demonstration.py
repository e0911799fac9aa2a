"""Demonstrations over the API, and runs of some blocks of a workflow."""

from __future__ import annotations

from typing import cast

import httpx

from tests.api.conftest import House

BLOCKS = [
    {"label": "one", "block_type": "goto_url", "url": "http://site.test/", "next_block_label": "two"},
    {"label": "two", "block_type": "wait", "wait_sec": 1, "next_block_label": "three"},
    {"label": "three", "block_type": "wait", "wait_sec": 1},
]


async def test_what_is_shown_in_a_session_comes_back_as_blocks(http: httpx.AsyncClient) -> None:
    session = (await http.post("/v1/browser_sessions", json={})).json()["browser_session_id"]
    place = f"/v1/browser_sessions/{session}/demonstration"
    assert (await http.post(place)).json()["recording"] is True
    told = (await http.post(f"{place}/finish")).json()
    assert told == {
        "browser_session_id": session,
        "recording": False,
        "steps": [{"kind": "open", "text": "Open http://site.test/", "url": "http://site.test/"}],
        "workflow_definition": {
            "parameters": [],
            "blocks": [{"label": "open_site_test", "block_type": "goto_url", "url": "http://site.test/"}],
        },
    }
    await http.post(f"/v1/browser_sessions/{session}/close")
    assert (await http.get(place)).status_code == 410


async def test_some_blocks_of_a_workflow_are_run(http: httpx.AsyncClient, house: House) -> None:
    definition = {"title": "Three", "workflow_definition": {"parameters": [], "blocks": BLOCKS}}
    workflow = (await http.post("/v1/workflows", json={"json_definition": definition})).json()["workflow_permanent_id"]
    body = {"workflow_id": workflow, "block_labels": ["two", "one"]}
    run_id = (await http.post("/v1/run/workflows/blocks", json=body)).json()["run_id"]
    run = await house.store.runs.find(house.organization.organization_id, run_id)
    assert run is not None
    blocks = cast("list[dict[str, object]]", run.definition["blocks"])
    assert [(block["label"], block.get("next_block_label")) for block in blocks] == [("one", "two"), ("two", None)]
    refused = await http.post("/v1/run/workflows/blocks", json={**body, "block_labels": ["four"]})
    assert refused.status_code == 400
    assert "there are one, two, three" in refused.json()["detail"]

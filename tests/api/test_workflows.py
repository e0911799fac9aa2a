"""Workflows over HTTP: both path families, versions, definitions in JSON and YAML, what is refused and how."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

Definition = dict[str, Any]


async def create(http: httpx.AsyncClient, definition: Definition, path: str = "/v1/workflows") -> dict[str, Any]:
    answer = await http.post(path, json={"json_definition": definition})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ["/v1/workflows", "/v1/agents", "/v1/workflows/", "/v1/agents/", "/api/v1/workflows"])
async def test_every_spelling_of_the_path_creates(http: httpx.AsyncClient, definition: Definition, path: str) -> None:
    made = await create(http, definition, path)
    for family in ("workflows", "agents"):
        read = await http.get(f"/v1/{family}/{made['workflow_permanent_id']}/")
        assert read.json() | {"warnings": []} == made


async def test_the_resolved_definition_has_ids_and_output_parameters(
    http: httpx.AsyncClient, definition: Definition
) -> None:
    made = await create(http, definition)
    resolved = made["workflow_definition"]
    assert made["version"] == 1
    assert made["agent_id"] == made["workflow_permanent_id"]
    assert [item["key"] for item in resolved["parameters"]] == [
        "first_name",
        "last_name",
        "state",
        "search_registry_output",
        "extract_credentials_output",
    ]
    first = resolved["parameters"][0]
    assert first["workflow_parameter_id"].startswith("wp_")
    assert first["workflow_id"] == made["workflow_id"]
    navigation, extraction = resolved["blocks"]
    assert [item["key"] for item in navigation["parameters"]] == ["first_name", "last_name", "state"]
    assert navigation["output_parameter"]["output_parameter_id"].startswith("op_")
    assert "parameter_keys" not in navigation
    assert extraction["parameters"] == []
    assert extraction["data_extraction_goal"].startswith("Extract ASHA")


async def test_what_was_read_can_be_saved_again(http: httpx.AsyncClient, definition: Definition) -> None:
    made = await create(http, definition)
    again = await create(http, {"title": made["title"], "workflow_definition": made["workflow_definition"]})
    blocks = [item["blocks"] for item in (made["workflow_definition"], again["workflow_definition"])]
    assert [block["label"] for block in blocks[0]] == [block["label"] for block in blocks[1]]
    keys = [[item["key"] for item in block["parameters"]] for block in blocks[1]]
    assert keys == [["first_name", "last_name", "state"], []]


async def test_an_update_makes_a_version_and_leaves_the_old_one(
    http: httpx.AsyncClient, definition: Definition
) -> None:
    made = await create(http, definition)
    wpid = made["workflow_permanent_id"]
    second = (await http.post(f"/v1/agents/{wpid}", json={"json_definition": {**definition, "title": "Two"}})).json()
    assert (second["version"], second["title"]) == (2, "Two")
    assert second["workflow_id"] != made["workflow_id"]
    assert (await http.get(f"/v1/workflows/{wpid}?version=1")).json()["title"] == "Credential Verification"
    versions = (await http.get(f"/v1/workflows/{wpid}/versions")).json()
    assert [item["version"] for item in versions] == [2, 1]
    assert (await http.get(f"/v1/workflows/{wpid}?version=3")).status_code == 404


async def test_list_search_and_delete(http: httpx.AsyncClient, definition: Definition) -> None:
    first = await create(http, definition)
    await create(http, {**definition, "title": "Invoices"})
    listed = (await http.get("/v1/workflows")).json()
    assert [item["title"] for item in listed] == ["Invoices", "Credential Verification"]
    found = (await http.get("/v1/agents?search_key=credential&page=1&page_size=5")).json()
    assert [item["workflow_id"] for item in found] == [first["workflow_id"]]
    for _ in range(2):
        deleted = await http.post(f"/v1/workflows/{first['workflow_permanent_id']}/delete")
        assert (deleted.status_code, deleted.json()) == (200, None)
    assert (await http.get(f"/v1/workflows/{first['workflow_permanent_id']}")).status_code == 404


async def test_saving_tells_what_has_no_effect(http: httpx.AsyncClient) -> None:
    block = {"label": "a", "block_type": "goto_url", "url": "https://{{ hots }}/", "colour": "red"}
    key = {"key": "host", "parameter_type": "workflow", "workflow_parameter_type": "string"}
    definition = {"title": "t", "workflow_definition": {"parameters": [key], "blocks": [block]}}
    made = await create(http, definition)
    unknown, nameless = made["warnings"]
    assert unknown == "block 'a': colour: unknown, ignored"
    assert "nothing is named 'hots' (did you mean 'host'?)" in nameless
    again = await create(http, definition, f"/v1/workflows/{made['workflow_permanent_id']}")
    assert again["warnings"] == made["warnings"]


async def test_an_idempotency_key_makes_one_workflow(http: httpx.AsyncClient, definition: Definition) -> None:
    made = [
        (await http.post("/v1/workflows", json={"json_definition": definition}, headers={"Idempotency-Key": "k-1"}))
        for _ in range(2)
    ]
    assert made[0].json()["workflow_permanent_id"] == made[1].json()["workflow_permanent_id"]
    bad = await http.post("/v1/workflows", json={"json_definition": definition}, headers={"Idempotency-Key": "a b"})
    assert bad.status_code == 422


async def test_yaml_keeps_dates_as_text_and_makes_identifiers(http: httpx.AsyncClient) -> None:
    text = """
title: From YAML
workflow_definition:
  parameters:
    - {key: start date, parameter_type: workflow, workflow_parameter_type: string, default_value: 2026-01-01}
  blocks:
    - label: Say it
      block_type: code
      code: |
        said = start_date
      parameter_keys: [start date]
      next_block_label: Then wait
    - {label: Then wait, block_type: wait, wait_sec: 1}
"""
    answer = await http.post("/v1/workflows", json={"yaml_definition": text})
    assert answer.status_code == 200, answer.text
    resolved = answer.json()["workflow_definition"]
    assert resolved["parameters"][0]["key"] == "start_date"
    assert resolved["parameters"][0]["default_value"] == "2026-01-01"
    assert [block["label"] for block in resolved["blocks"]] == ["Say_it", "Then_wait"]
    assert resolved["blocks"][0]["next_block_label"] == "Then_wait"
    assert resolved["blocks"][0]["parameters"][0]["key"] == "start_date"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "exactly one"),
        ({"json_definition": None, "yaml_definition": None}, "exactly one"),
        ({"yaml_definition": "a: [1"}, "cannot be read"),
        ({"yaml_definition": "just text"}, "object"),
        ({"yaml_definition": "a: &x [*x]"}, "contains itself"),
        (
            {
                "yaml_definition": "\n".join(
                    ["a0: &a0 [1]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))]
                )
            },
            "its anchors and aliases stand for more than",
        ),
        ({"json_definition": {"title": "t"}}, "workflow_definition"),
        ({"json_definition": {"title": "t", "workflow_definition": {"parameters": []}}}, "blocks"),
    ],
)
async def test_a_bad_definition_is_422_with_words(http: httpx.AsyncClient, body: Definition, words: str) -> None:
    answer = await http.post("/v1/workflows", json=body)
    assert answer.status_code == 422
    assert words in json.dumps(answer.json()["detail"])


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ({"label": "x", "block_type": "no_such_block"}, ("'x'", "no_such_block")),
        ({"label": "x", "block_type": "navigation"}, ("'x'", "navigation_goal")),
        ({"label": "not an identifier", "block_type": "wait", "wait_sec": 1}, ("label", "identifier")),
        ({"label": "x", "block_type": "wait", "wait_sec": 1.7}, ("'x'", "wait_sec")),
        (
            {"label": "x", "block_type": "navigation", "navigation_goal": "go", "parameter_keys": ["nobody"]},
            ("'x'", "nobody"),
        ),
    ],
)
async def test_a_bad_block_is_named(http: httpx.AsyncClient, block: Definition, words: tuple[str, ...]) -> None:
    tree = {"title": "t", "workflow_definition": {"parameters": [], "blocks": [block]}}
    answer = await http.post("/v1/workflows", json={"json_definition": tree})
    assert answer.status_code == 422
    for word in words:
        assert word in answer.json()["detail"]


async def test_official_sdks_see_a_known_type_and_lose_nothing(http: httpx.AsyncClient) -> None:
    tree = {
        "title": "t",
        "workflow_definition": {"blocks": [{"label": "stop", "block_type": "terminate", "reason": "enough"}]},
    }
    plain = await create(http, tree)
    assert plain["workflow_definition"]["blocks"][0]["block_type"] == "terminate"
    shown = await http.get(
        f"/v1/agents/{plain['workflow_permanent_id']}",
        headers={"x-fern-sdk-name": "skyvern", "x-fern-language": "Python"},
    )
    block = shown.json()["workflow_definition"]["blocks"][0]
    assert (block["block_type"], block["x_block_type"]) == ("wait", "terminate")
    again = await create(http, {"title": "t", "workflow_definition": shown.json()["workflow_definition"]})
    kept = again["workflow_definition"]["blocks"][0]
    assert (kept["block_type"], kept["reason"]) == ("terminate", "enough")


async def test_a_workflow_of_another_organisation_is_unknown(
    http: httpx.AsyncClient, house, definition: Definition
) -> None:
    made = await create(http, definition)
    other = await house.key_of_another()
    answer = await http.get(f"/v1/workflows/{made['workflow_permanent_id']}", headers={"x-api-key": other})
    assert answer.status_code == 404

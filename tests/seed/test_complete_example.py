"""The page's complete example: create, run, poll, show; in a real browser against the sample registry."""

from __future__ import annotations

import asyncio
from typing import Any

from skyvern import Skyvern
from skyvern.testing.sites.facts import PORTAL_PASSWORD, PORTAL_USERNAME
from skyvern.testing.sites.samples import sample_workflow

FINAL = ["completed", "failed", "terminated", "timed_out", "canceled"]


async def test_the_complete_example(client: Skyvern, sites: str, server) -> None:
    workflow = await client.create_workflow(json_definition=sample_workflow("credential_verification", sites))
    run = await client.run_workflow(
        workflow_id=workflow.workflow_permanent_id,
        parameters={"first_name": "John", "last_name": "Smith", "state": "California"},
    )
    while True:
        result = await client.get_run(run.run_id)
        if result.status in FINAL:
            break
        await asyncio.sleep(0.2)
    assert result.status == "completed", result.failure_reason
    assert result.output["extract_credentials_output"]["asha_account_number"] == "12345678"
    assert result.output["extract_credentials_output"]["certification_status"].lower() == "active"
    assert result.output["search_registry_output"]["status"] == "completed"
    assert result.app_url.startswith(server.base_url)
    await files_open(client, result)


async def test_values_are_read_whole_by_the_names_of_their_parameters(client: Skyvern, sites: str) -> None:
    definition = sample_workflow("credential_verification", sites)
    inner = definition["workflow_definition"]
    keys = ("first_name", "last_name", "city", "license_type")
    inner["parameters"] = [
        {"key": key, "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": ""}
        for key in keys
    ]
    inner["blocks"][0].pop("parameter_keys", None)
    inner["blocks"][0]["navigation_goal"] = (
        "Search for {{ first_name }} {{ last_name }} around {{ city }} with license type {{ license_type }}. "
        "COMPLETE when results shown."
    )
    workflow = await client.create_workflow(json_definition=definition)
    result = await client.run_workflow(
        workflow_id=workflow.workflow_permanent_id,
        parameters={"first_name": "hector", "last_name": "martinez", "city": "el paso"},
        wait_for_completion=True,
        timeout=120,
    )
    assert result.status == "completed", result.failure_reason
    assert result.output["extract_credentials_output"]["asha_account_number"] == "12500359"


async def test_downloads_allow_both_ways_of_access(client: Skyvern, sites: str) -> None:
    credential = await client.create_credential(
        name="portal",
        credential_type="password",
        credential={"username": PORTAL_USERNAME, "password": PORTAL_PASSWORD},
    )
    workflow = await client.create_workflow(json_definition=sample_workflow("invoice_download", sites))
    result = await client.run_workflow(
        workflow_id=workflow.workflow_permanent_id,
        parameters={"portal_account": credential.credential_id},
        wait_for_completion=True,
        timeout=120,
    )
    assert result.status == "completed", result.failure_reason
    assert PORTAL_PASSWORD not in str(result.to_dict())
    assert result.downloaded_files
    for file in result.downloaded_files:
        assert file["file_name"] == file.file_name
        data = await client.download(file["file_url"])
        assert data.startswith(b"%PDF")
        assert len(data) == file.file_size


async def files_open(client: Skyvern, result: Any) -> None:  # noqa: ANN401 - a record
    """Recording and screenshots are links that open without a key."""
    recording = await client.download(result.recording_url)
    assert recording[:4] == b"\x1a\x45\xdf\xa3"
    assert result.screenshot_urls
    for screenshot_url in result.screenshot_urls:
        assert (await client.download(screenshot_url)).startswith(b"\x89PNG")

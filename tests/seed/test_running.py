"""The page's chapters on running and on parameters: every form of the call, with our SDK."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from skyvern import Skyvern
from skyvern.client import ApiError, NotFoundError

FINAL = ["completed", "failed", "terminated", "timed_out", "canceled"]


async def ended(client: Skyvern, run_id: str) -> Any:  # noqa: ANN401 - a record
    """Poll as the page polls, only faster."""
    while True:
        result = await client.get_run(run_id)
        if result.status in FINAL:
            return result
        await asyncio.sleep(0.05)


async def test_run_with_two_parameters(client: Skyvern, echo) -> None:
    wpid = await echo(company_name="string", start_date="string")
    run = await client.run_workflow(
        workflow_id=wpid, parameters={"company_name": "Acme Corp", "start_date": "2026-01-01"}
    )
    assert run.run_id.startswith("wr_")
    assert run.status in ("created", "queued", "running")
    result = await ended(client, run.run_id)
    assert result.status == "completed", result.failure_reason
    assert result.output["echo_output"] == {"got_company_name": "Acme Corp", "got_start_date": "2026-01-01"}


async def test_run_with_every_parameter(client: Skyvern, echo, receiver) -> None:
    names = ("vendor_portal_url", "start_date", "end_date", "notification_email")
    wpid = await echo(**dict.fromkeys(names, "string"))
    values = {
        "vendor_portal_url": "https://vendor.example.com",
        "start_date": "2026-01-01",
        "end_date": "2026-01-31",
        "notification_email": "someone@example.com",
    }
    run = await client.run_workflow(
        workflow_id=wpid,
        title="January 2026 Invoice Batch",
        parameters=values,
        proxy_location="RESIDENTIAL_GB",
        webhook_url=receiver.url,
    )
    result = await ended(client, run.run_id)
    assert result.status == "completed", result.failure_reason
    assert result.run_request["title"] == "January 2026 Invoice Batch"
    assert result.run_request["proxy_location"] == "RESIDENTIAL_GB"
    assert result.run_request["parameters"] == values


async def test_simple_parameters(client: Skyvern, echo) -> None:
    wpid = await echo(first_name="string", last_name="string", age="integer", is_premium="boolean")
    run = await client.run_workflow(
        workflow_id=wpid, parameters={"first_name": "John", "last_name": "Smith", "age": 35, "is_premium": True}
    )
    output = (await ended(client, run.run_id)).output["echo_output"]
    assert output == {"got_first_name": "John", "got_last_name": "Smith", "got_age": 35, "got_is_premium": True}


async def test_simple_parameters_declared_as_text(client: Skyvern, echo) -> None:
    wpid = await echo(age="string", is_premium="string")
    run = await client.run_workflow(workflow_id=wpid, parameters={"age": 35, "is_premium": True})
    output = (await ended(client, run.run_id)).output["echo_output"]
    assert output == {"got_age": "35", "got_is_premium": "True"}


async def test_json_parameters(client: Skyvern, echo) -> None:
    company = {
        "name": "Acme Corp",
        "tax_id": "12-3456789",
        "address": {"street": "123 Main St", "city": "San Francisco", "state": "CA", "zip": "94102"},
    }
    wpid = await echo(company_info="json")
    run = await client.run_workflow(workflow_id=wpid, parameters={"company_info": company})
    assert (await ended(client, run.run_id)).output["echo_output"]["got_company_info"] == company


async def test_array_parameters(client: Skyvern, save) -> None:
    urls = [f"https://jobs.lever.co/company/position-{number}" for number in (1, 2, 3)]
    emails = ["one@example.com", "two@example.com"]
    loop = {
        "label": "each_job",
        "block_type": "for_loop",
        "loop_over_parameter_key": "job_urls",
        "loop_blocks": [{"label": "note", "block_type": "code", "code": "seen = current_value"}],
    }
    count = {"label": "count", "block_type": "code", "code": "total = len(recipient_emails)"}
    wpid = await save([loop, count], job_urls="json", recipient_emails="json")
    run = await client.run_workflow(workflow_id=wpid, parameters={"job_urls": urls, "recipient_emails": emails})
    result = await ended(client, run.run_id)
    assert result.status == "completed", result.failure_reason
    assert [item["seen"] for item in result.output["each_job_output"]] == urls
    assert result.output["count_output"] == {"total": 2}


async def test_file_url_parameters(client: Skyvern, echo) -> None:
    wpid = await echo(resume="file_url", transcript="file_url")
    uploaded = await client.upload_file(("john-smith.pdf", b"%PDF-1.4"))
    for resume in ("https://example.com/resumes/john-smith.pdf", uploaded.file_id, uploaded.presigned_url):
        run = await client.run_workflow(
            workflow_id=wpid,
            parameters={"resume": resume, "transcript": "https://example.com/transcripts/john-smith.pdf"},
        )
        result = await ended(client, run.run_id)
        assert result.status == "completed", result.failure_reason


@pytest.mark.parametrize(
    "location", ["RESIDENTIAL_GB", "NONE", {"country": "US", "subdivision": "CA", "city": "San Francisco"}]
)
async def test_proxy_locations(client: Skyvern, echo, location: Any) -> None:  # noqa: ANN401 - name or target
    wpid = await echo(a=("string", "x"))
    run = await client.run_workflow(workflow_id=wpid, parameters={}, proxy_location=location)
    shown = (await ended(client, run.run_id)).run_request["proxy_location"]
    assert shown == location if isinstance(location, str) else location.items() <= shown.items()


async def test_a_location_without_a_source_names_the_setting(client: Skyvern, echo) -> None:
    wpid = await echo(a=("string", "x"))
    with pytest.raises(ApiError, match="SKYVERN_PROXIES"):
        await client.run_workflow(workflow_id=wpid, proxy_location="RESIDENTIAL_JP")


async def test_errors_can_be_handled_gracefully(client: Skyvern, echo) -> None:
    wpid = await echo(company_name="string")
    for workflow_id, parameters, words in ((wpid, {}, "company_name"), ("wpid_0", {}, "wpid_0")):
        said = ""
        try:
            await client.run_workflow(workflow_id=workflow_id, parameters=parameters)
        except Exception as error:  # noqa: BLE001 - the page's own words
            said = f"Failed to start workflow: {error}"
        assert words in said
    with pytest.raises(NotFoundError):
        await client.get_run("wr_0")


async def test_a_failed_and_a_terminated_run_say_why(client: Skyvern, save) -> None:
    failing = await save([{"label": "divide", "block_type": "code", "code": "x = 1 / 0"}])
    result = await client.run_workflow(workflow_id=failing, wait_for_completion=True, timeout=60)
    assert result.status == "failed"
    assert "divide" in result.failure_reason
    for error in result.errors or []:
        assert error
    stopping = await save([{"label": "stop", "block_type": "terminate", "reason": "enough for today"}])
    result = await client.run_workflow(workflow_id=stopping, wait_for_completion=True, timeout=60)
    assert result.status == "terminated"
    assert "enough for today" in result.failure_reason


async def test_outputs_of_code_blocks(client: Skyvern, save) -> None:
    code = "subtotal = 99.99\ntax = round(subtotal * 0.08, 2)\ntotal = round(subtotal + tax, 2)"
    wpid = await save([{"label": "calculate_totals", "block_type": "code", "code": code}])
    result = await client.run_workflow(workflow_id=wpid, wait_for_completion=True, timeout=60)
    assert result.output["calculate_totals_output"] == {"subtotal": 99.99, "tax": 8.0, "total": 107.99}


async def test_the_fields_of_the_complete_response(client: Skyvern, echo, server) -> None:
    wpid = await echo(a=("string", "x"))
    result = await client.run_workflow(workflow_id=wpid, wait_for_completion=True, timeout=60)
    assert result.run_type == "workflow_run"
    assert result.failure_reason is None
    assert result.errors is None
    assert result.created_at <= result.started_at <= result.finished_at
    assert result.app_url == f"{server.base_url}/workflows/{wpid}/runs/{result.run_id}"
    assert result.screenshot_urls == []
    assert result.downloaded_files == []
    assert result.recording_url is None


async def test_many_runs_at_once(client: Skyvern, echo) -> None:
    wpid = await echo(number="integer")
    runs = await asyncio.gather(
        *(client.run_workflow(workflow_id=wpid, parameters={"number": number}) for number in range(10))
    )
    results = await asyncio.gather(*(ended(client, run.run_id) for run in runs))
    assert [result.output["echo_output"]["got_number"] for result in results] == list(range(10))


async def test_the_first_script_of_the_page(server, client: Skyvern, echo, tmp_path: Path) -> None:
    wpid = await echo(company_name="string", start_date="string")
    script = tmp_path / "first.py"
    script.write_text(
        "import os, asyncio\n"
        "from skyvern import Skyvern\n"
        "async def main():\n"
        "    client = Skyvern(api_key=os.getenv('SKYVERN_API_KEY'))\n"
        f"    run = await client.run_workflow(workflow_id='{wpid}',\n"
        "        parameters={'company_name': 'Acme Corp', 'start_date': '2026-01-01'})\n"
        "    print(f'Run ID: {run.run_id}')\n"
        "    print(f'Status: {run.status}')\n"
        "asyncio.run(main())\n"
    )
    environment = {"SKYVERN_API_KEY": server.api_key, "SKYVERN_BASE_URL": server.base_url}
    said = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True).stdout
    assert said.startswith("Run ID: wr_")
    assert "Status: created" in said

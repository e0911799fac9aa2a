"""The published example's calls with the official SDK: run in its own environment, prints one JSON object."""

from __future__ import annotations

import asyncio
import json
import os
import sys

from skyvern import Skyvern

FINAL = ["completed", "failed", "terminated", "timed_out", "canceled"]


async def main() -> None:
    client = Skyvern(api_key=os.environ["SKYVERN_API_KEY"], base_url=os.environ["SKYVERN_BASE_URL"])
    workflow = await client.create_workflow(json_definition=json.loads(sys.argv[1]))
    run = await client.run_workflow(
        workflow_id=workflow.workflow_permanent_id,
        parameters={"first_name": "John", "last_name": "Smith", "state": "California"},
    )
    while True:
        result = await client.get_run(run.run_id)
        if result.status in FINAL:
            break
        await asyncio.sleep(0.5)
    again = await client.get_workflow(workflow.workflow_permanent_id)
    timeline = await client.get_run_timeline(run.run_id)
    artifacts = await client.get_run_artifacts(run.run_id)
    listed = await client.get_workflows(page=1, page_size=5)
    runs = await client.get_runs_v2(page=1, page_size=5)
    extracted = (result.output or {}).get("extract_credentials_output") or {}
    print(
        json.dumps(
            {
                "account": extracted.get("asha_account_number"),
                "certification": extracted.get("certification_status"),
                "status": result.status,
                "failure_reason": result.failure_reason,
                "recording": result.recording_url,
                "app_url": result.app_url,
                "screenshots": result.screenshot_urls,
                "version": again.version,
                "blocks": [item.block.label for item in timeline if item.block],
                "artifacts": len(artifacts),
                "workflows": len(listed),
                "runs": len(runs),
            }
        )
    )


asyncio.run(main())

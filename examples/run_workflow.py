"""Saves a workflow, runs it, and prints what came of it. Needs `skyvern server` and `skyvern sites`.

Start them like this, so that the server may reach the sample sites:
    SKYVERN_ALLOWED_PRIVATE_NETWORKS=127.0.0.1/32:8010 skyvern server
    skyvern sites --port 8010
"""

from __future__ import annotations

import asyncio
import os

from skyvern import Skyvern

WORKFLOW = {
    "title": "Licence check",
    "workflow_definition": {
        "parameters": [
            {"key": "name", "parameter_type": "workflow", "workflow_parameter_type": "string"},
            {"key": "state", "parameter_type": "workflow", "workflow_parameter_type": "string"},
        ],
        "blocks": [
            {
                "label": "search",
                "block_type": "navigation",
                "url": "http://127.0.0.1:8010/registry/",
                "navigation_goal": "Search for {{ name }} in {{ state }}. COMPLETE when results are shown.",
                "parameter_keys": ["name", "state"],
            },
            {
                "label": "read",
                "block_type": "extraction",
                "data_extraction_goal": "Extract the account number and the certification status.",
                "data_schema": {
                    "type": "object",
                    "properties": {
                        "account_number": {"type": "string"},
                        "certification_status": {"type": "string"},
                    },
                },
            },
        ],
    },
}


async def main() -> None:
    """Create, run, wait, print."""
    async with Skyvern(api_key=os.environ["SKYVERN_API_KEY"]) as client:
        workflow = await client.create_workflow(json_definition=WORKFLOW)
        run = await client.run_workflow(
            workflow_id=workflow.workflow_permanent_id,
            parameters={"name": "John Smith", "state": "California"},
            wait_for_completion=True,
        )
        print(run.status, run.failure_reason or "")
        if run.status == "completed":
            print(run.output["read_output"]["account_number"], run.output["read_output"]["certification_status"])
        print("watch it:", run.recording_url)
        print("all of it:", run.app_url)


if __name__ == "__main__":
    asyncio.run(main())

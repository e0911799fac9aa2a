"""The official SDK's other verbs that we serve: each answer must be readable by it. Prints the verbs that went well."""

from __future__ import annotations

import asyncio
import io
import json
import os

from skyvern import Skyvern

FINAL = ["completed", "failed", "terminated", "timed_out", "canceled"]
SQUARES = [{"label": "square", "block_type": "code", "code": "square = current_value * current_value"}]
BLOCKS = [
    {"label": "each", "block_type": "for_loop", "loop_over_parameter_key": "items", "loop_blocks": SQUARES},
    {"label": "rest", "block_type": "wait", "wait_sec": 1},
    {"label": "stop", "block_type": "terminate", "reason": "that is enough"},
    {"label": "sign_in", "block_type": "login", "parameter_keys": ["account"]},
    {"label": "fetch", "block_type": "file_download", "navigation_goal": "get the file"},
    {"label": "press", "block_type": "action", "navigation_goal": "press the button"},
    {"label": "check", "block_type": "validation", "complete_criterion": "it is there"},
    {"label": "open", "block_type": "goto_url", "url": "https://example.com"},
    {"label": "call", "block_type": "http_request", "url": "https://example.com"},
    {"label": "do", "block_type": "task", "navigation_goal": "do it"},
]


def definition(credential_id: str) -> dict[str, object]:
    parameters = [
        {"key": "items", "parameter_type": "workflow", "workflow_parameter_type": "json", "default_value": [1, 2]},
        {"key": "account", "parameter_type": "credential", "credential_id": credential_id},
        {"key": "part", "parameter_type": "context", "source_parameter_key": "items"},
    ]
    return {"title": "All verbs", "workflow_definition": {"parameters": parameters, "blocks": BLOCKS}}


async def main() -> None:
    client = Skyvern(api_key=os.environ["SKYVERN_API_KEY"], base_url=os.environ["SKYVERN_BASE_URL"])
    secret = {"username": "u", "password": "p"}
    credential = await client.create_credential(name="n", credential_type="password", credential=secret)
    tree = definition(credential.credential_id)
    workflow = await client.create_workflow(json_definition=tree)
    wpid = workflow.workflow_permanent_id
    run = await client.run_workflow(workflow_id=wpid, wait_for_completion=False)
    while (result := await client.get_run(run.run_id)).status not in FINAL:
        await asyncio.sleep(0.2)
    verbs = {
        "update_workflow": client.update_workflow(wpid, json_definition=tree),
        "get_workflow": client.get_workflow(wpid, version=1),
        "get_workflow_versions": client.get_workflow_versions(wpid),
        "get_workflows": client.get_workflows(page=1, page_size=10, search_key="all"),
        "get_run_timeline": client.get_run_timeline(run.run_id),
        "get_run_artifacts": client.get_run_artifacts(run.run_id, artifact_type=["recording", "download"]),
        "get_workflow_runs": client.get_workflow_runs(page=1, page_size=5),
        "get_workflow_runs_by_id": client.get_workflow_runs_by_id(wpid),
        "get_runs_v2": client.get_runs_v2(page=1, page_size=10, status=["terminated"]),
        "retry_workflow_run": client.retry_workflow_run(run.run_id),
        "cancel_run": client.cancel_run(run.run_id),
        "bulk_cancel_runs": client.bulk_cancel_runs(run_ids=[run.run_id]),
        "upload_file": client.upload_file(file=io.BytesIO(b"hello")),
        "get_credentials": client.get_credentials(page=1, page_size=10),
        "get_credential": client.get_credential(credential.credential_id),
        "update_credential": client.update_credential(
            credential.credential_id, name="m", credential_type="password", credential=secret
        ),
        "delete_credential": client.delete_credential(credential.credential_id),
        "delete_workflow": client.delete_workflow(wpid),
        "get_version": client.get_version(),
    }
    for verb in verbs.values():
        await verb
    blocks = [block.block_type for block in workflow.workflow_definition.blocks]
    print(json.dumps({"status": result.status, "verbs": list(verbs), "blocks": blocks}))


asyncio.run(main())

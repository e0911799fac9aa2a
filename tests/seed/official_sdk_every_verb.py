"""Drives the official SDK through every verb that we serve, asynchronous or blocking, as its caller would.

Arguments: `async` or `sync`. Prints what each verb came to as JSON: `ok`, or the class and status of its error.
"""

# ruff: noqa: ANN401, BLE001 - the client is somebody else's, and every error of it is a finding to print
from __future__ import annotations

import asyncio
import inspect
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

MODE = sys.argv[1]
WHERE = {"api_key": os.environ["SKYVERN_API_KEY"], "base_url": os.environ["SKYVERN_BASE_URL"]}
FINAL = ["completed", "failed", "terminated", "timed_out", "canceled"]
SECRET = {"username": "u", "password": "p"}
TREE: dict[str, Any] = {
    "title": "Every verb",
    "workflow_definition": {
        "parameters": [
            {"key": "a", "parameter_type": "workflow", "workflow_parameter_type": "string", "default_value": "x"}
        ],
        "blocks": [
            {"label": "add", "block_type": "code", "code": "total = 1 + 1"},
            {"label": "stop", "block_type": "terminate", "reason": "that is enough"},
        ],
    },
}
said: dict[str, str] = {}


def outcome(error: Exception) -> str:
    """Name an error by its class and status."""
    return f"{type(error).__name__} {getattr(error, 'status_code', '')}".strip() + f": {str(error)[:700]}"


async def call(verb: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Call a verb, note what came of it, and return its answer."""
    try:
        answer = function(*arguments, **options)
        if inspect.isawaitable(answer):
            answer = await answer
        elif inspect.isgenerator(answer) or hasattr(answer, "__anext__"):
            answer = [part async for part in answer] if hasattr(answer, "__anext__") else list(answer)
        said[verb] = "ok"
    except Exception as error:
        said[verb] = outcome(error)
        return None
    return answer


async def ended(client: Any, run_id: str) -> Any:
    """Return a run when it has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        run = client.get_run(run_id)
        run = await run if inspect.isawaitable(run) else run
        if run.status in FINAL:
            return run
        await asyncio.sleep(0.2)
    raise TimeoutError(run_id)


async def workflows(client: Any) -> tuple[str, str]:
    """Save, read and run workflows; return a workflow's and an ended run's id."""
    made = await call("create_workflow", client.create_workflow, json_definition=TREE)
    wpid = made.workflow_permanent_id
    await call("update_workflow", client.update_workflow, wpid, json_definition=TREE)
    await call("get_workflow", client.get_workflow, wpid, version=1)
    await call("get_workflow_versions", client.get_workflow_versions, wpid)
    await call("get_workflows", client.get_workflows, page=1, page_size=5, search_key="every", status=["published"])
    name = "workflow_id" if MODE == "async" else "agent_id"
    run = await call("run_workflow", client.run_workflow, **{name: wpid}, parameters={"a": "y"})
    await call("get_run", client.get_run, run.run_id)
    await ended(client, run.run_id)
    await call("get_run_timeline", client.get_run_timeline, run.run_id)
    await call("get_run_artifacts", client.get_run_artifacts, run.run_id)
    await call("get_runs_v2", client.get_runs_v2, page=1, page_size=5, status=["terminated"], search_key="every")
    await call("get_workflow_runs", client.get_workflow_runs, page=1, page_size=5, error_code="none")
    await call("get_workflow_runs_by_id", client.get_workflow_runs_by_id, wpid, page=1)
    again = await call("retry_workflow_run", client.retry_workflow_run, run.run_id)
    await call("cancel_run", client.cancel_run, again.run_id)
    await call("bulk_cancel_runs", client.bulk_cancel_runs, run_ids=[again.run_id])
    hook = f"{WHERE['base_url'].replace('localhost', '127.0.0.1')}/hook"
    await call("retry_run_webhook", client.retry_run_webhook, run.run_id, request={"webhook_url": hook})
    return wpid, run.run_id


async def goals(client: Any, credential_id: str) -> None:
    """Start runs of single goals and stop them at once."""
    started = [
        await call("run_task", client.run_task, prompt="COMPLETE when it is there", url="http://127.0.0.1:9/x"),
        await call(
            "login", client.login, credential_type="skyvern", credential_id=credential_id, url="http://127.0.0.1:9/x"
        ),
        await call("download_files", client.download_files, navigation_goal="get it", url="http://127.0.0.1:9/x"),
    ]
    for run in started:
        if run is not None:
            await call("cancel_run", client.cancel_run, run.run_id)


async def folders_and_tags(client: Any, wpid: str, run_id: str) -> None:
    """Folders, and tags of workflows and runs."""
    folder = await call("create_folder", client.create_folder, title="t", description="d")
    await call("get_folders", client.get_folders, page=1, page_size=5, search="t")
    await call("get_folder", client.get_folder, folder.folder_id)
    await call("update_folder", client.update_folder, folder.folder_id, title="u")
    await call("update_workflow_folder", client.update_workflow_folder, wpid, folder_id=folder.folder_id)
    await call("delete_folder", client.delete_folder, folder.folder_id, delete_workflows=False)
    tags = [{"key": "team", "value": "ops"}]
    await call("apply_workflow_tags", client.apply_workflow_tags, wpid, tags=tags)
    await call("get_workflow_tags", client.get_workflow_tags, wpid)
    await call("get_workflow_tag_history", client.get_workflow_tag_history, wpid)
    await call("apply_run_tags", client.apply_run_tags, run_id, tags=tags)
    await call("get_run_tags", client.get_run_tags, run_id)
    await call("get_run_tag_history", client.get_run_tag_history, run_id)
    await call("list_tag_keys", client.list_tag_keys)
    await call("update_tag_key", client.update_tag_key, "team", description="who")
    await call("list_tag_values", client.list_tag_values)
    await call("update_tag_value", client.update_tag_value, "team", value="ops", color="red")
    await call("rename_tag_value", client.rename_tag_value, "team", value="ops", new_value="op")
    await call("batch_get_workflow_tags", client.batch_get_workflow_tags, workflow_permanent_ids=wpid)
    await call("batch_get_workflow_tags_post", client.batch_get_workflow_tags_post, workflow_permanent_ids=[wpid])
    await call("batch_get_run_tags", client.batch_get_run_tags, workflow_run_ids=run_id)
    await call("batch_get_run_tags_post", client.batch_get_run_tags_post, workflow_run_ids=[run_id])
    await call("delete_tag_value", client.delete_tag_value, "team", value="op")
    await call("apply_run_tags", client.apply_run_tags, run_id, tags=tags)
    await call("delete_run_tag", client.delete_run_tag, run_id, "team")
    await call("apply_workflow_tags", client.apply_workflow_tags, wpid, tags=tags)
    await call("delete_workflow_tag", client.delete_workflow_tag, wpid, "team")
    await call("delete_tag_key", client.delete_tag_key, "team")


async def browsers(client: Any) -> None:
    """Sessions and profiles."""
    session = await call("create_browser_session", client.create_browser_session, timeout=10)
    session_id = session.browser_session_id
    await call("get_browser_sessions", client.get_browser_sessions)
    await call("get_browser_session", client.get_browser_session, session_id)
    await call("extend_browser_session", client.extend_browser_session, session_id, additional_minutes=5)
    await call("update_browser_session", client.update_browser_session, session_id, generate_browser_profile=True)
    await call("close_browser_session", client.close_browser_session, session_id)
    name = f"official {MODE} {time.time()}"
    profile = await call("create_browser_profile", client.create_browser_profile, name=name)
    profile_id = profile.browser_profile_id
    await call("list_browser_profiles", client.list_browser_profiles, page=1, page_size=5)
    await call("get_browser_profile", client.get_browser_profile, profile_id)
    await call("update_browser_profile", client.update_browser_profile, profile_id, description="d")
    await call("delete_browser_profile", client.delete_browser_profile, profile_id)


async def credentials(client: Any) -> str:
    """Credentials; return the id of one that stays."""
    made = await call(
        "create_credential", client.create_credential, name="n", credential_type="password", credential=SECRET
    )
    credential_id = made.credential_id
    await call("get_credentials", client.get_credentials, page=1, page_size=5)
    await call("get_credential", client.get_credential, credential_id)
    await call(
        "update_credential",
        client.update_credential,
        credential_id,
        name="m",
        credential_type="password",
        credential=SECRET,
    )
    await call("send_totp_code", client.send_totp_code, totp_identifier="a@b", content="123456")
    return credential_id


async def plans(client: Any, wpid: str) -> None:
    """Schedules and scripts."""
    plan = await call("schedules.create", client.schedules.create, wpid, cron_expression="0 9 * * *", timezone="UTC")
    plan_id = plan.schedule.workflow_schedule_id
    await call("schedules.list", client.schedules.list, wpid)
    await call("schedules.list_all", client.schedules.list_all, page=1)
    await call("schedules.get", client.schedules.get, wpid, plan_id)
    await call("schedules.update", client.schedules.update, wpid, plan_id, interval_seconds=600, timezone="UTC")
    await call("schedules.disable", client.schedules.disable, wpid, plan_id)
    await call("schedules.enable", client.schedules.enable, wpid, plan_id)
    await call("schedules.cancel", client.schedules.cancel, wpid, plan_id)
    await call("schedules.delete", client.schedules.delete, wpid, plan_id)
    files = [{"path": "src/main.py", "content": "cGFzcw==", "mime_type": "text/x-python"}]
    script = await call("create_script", client.create_script, workflow_id=wpid, files=files)
    await call("get_scripts", client.get_scripts, page=1)
    await call("get_script", client.get_script, script.script_id)
    await call("deploy_script", client.deploy_script, script.script_id, files=files)
    await call("scripts.run_script", client.scripts.run_script, script.script_id)


async def main() -> None:
    """Drive every verb."""
    if MODE == "async":
        from skyvern import Skyvern

        client: Any = Skyvern(**WHERE)
    else:
        from skyvern.client import Skyvern as Blocking

        client = Blocking(**WHERE)
    wpid, run_id = await workflows(client)
    credential_id = await credentials(client)
    await goals(client, credential_id)
    await folders_and_tags(client, wpid, run_id)
    await browsers(client)
    await plans(client, wpid)
    upload = await call("upload_file", client.upload_file, file=b"hello")
    await call("artifacts.get_artifact_content", client.artifacts.get_artifact_content, upload.file_id)
    await call("agents.reset_workflow_browser_profile", client.agents.reset_workflow_browser_profile, wpid)
    await call("get_version", client.get_version)
    await call("delete_credential", client.delete_credential, credential_id)
    await call("delete_workflow", client.delete_workflow, wpid)
    print(json.dumps(said))


asyncio.run(main())

"""Our own clients: every verb of the contract by its published name, asynchronous and blocking, against the API."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from skyvern import Skyvern, SyncSkyvern
from skyvern.client import BadRequestError, NotFoundError
from tests.api.conftest import PUBLIC_URL, VALUES, House, credential_verification

CHECKLIST = Path(__file__).parents[1] / "fixtures" / "contract" / "checklist.json"
NOT_SERVED = {"list_custom_llms", "create_custom_llm", "update_custom_llm", "delete_custom_llm"}


def test_every_published_verb_is_there() -> None:
    client = Skyvern(api_key="k")
    verbs = {row["sdk_method"] for row in json.loads(CHECKLIST.read_text())["routes"] if row["sdk_method"]}
    for verb in verbs - NOT_SERVED:
        found: Any = client
        for part in verb.split("."):
            found = getattr(found, part)
        assert inspect.iscoroutinefunction(found), verb


async def _asynchronous(client: Any, work: Callable[..., Any]) -> None:  # noqa: ANN401 - either client
    async def call(verb: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any verb
        answer = verb(*arguments, **options)
        return await answer if inspect.isawaitable(answer) else answer

    await work(client, call)


async def _drive(client: Any, call: Any) -> None:  # noqa: ANN401 - either client
    workflow = await call(client.create_workflow, json_definition=credential_verification())
    wpid = workflow.workflow_permanent_id
    folder = await call(client.create_folder, title="a/b")
    moved = await call(client.update_workflow_folder, wpid, folder_id=folder.folder_id)
    assert moved.folder_id == folder.folder_id
    assert [row.title for row in await call(client.get_folders, search="a/")] == ["a/b"]
    assert (await call(client.update_folder, folder.folder_id, description="d")).title == "a/b"
    assert len(await call(client.get_workflows, folder_id=folder.folder_id, only_workflows=True)) == 1
    tagged = await call(client.apply_workflow_tags, wpid, tags=[{"key": "team", "value": "ops"}])
    assert tagged.tags[0].key == "team"
    assert (await call(client.get_workflow_tags, wpid)).tags == tagged.tags
    assert (await call(client.batch_get_workflow_tags, workflow_permanent_ids=[wpid])).workflow_tags[wpid]
    assert (await call(client.rename_tag_value, "team", value="ops", new_value="op")).renamed_workflow_count == 1
    assert (await call(client.delete_tag_key, "team")).removed_count == 1
    run = await call(client.run_workflow, wpid, VALUES, run_metadata={"a": "b"})
    assert (await call(client.get_run_tags, run.run_id)).tags[0].value == "b"
    assert len(await call(client.get_runs, tags="a:b")) == 1
    plan = await call(client.schedules.create, wpid, timezone="UTC", cron_expression="0 9 * * *", parameters=VALUES)
    plan_id = plan.schedule.workflow_schedule_id
    assert (await call(client.schedules.disable, wpid, plan_id)).next_runs == []
    assert (await call(client.schedules.list_all)).total_count == 1
    assert (await call(client.schedules.delete, wpid, plan_id)).ok is True
    session = await call(client.create_browser_session, timeout=300)
    assert session.timeout == 240
    assert session.warning
    longer = await call(client.extend_browser_session, session.browser_session_id, additional_minutes=500)
    assert longer.timeout == 360
    await call(client.close_browser_session, session.browser_session_id)
    assert await call(client.get_browser_sessions) == []
    profile = await call(client.create_browser_profile, name="n")
    assert (await call(client.update_browser_profile, profile.browser_profile_id, name="m")).name == "m"
    await call(client.delete_browser_profile, profile.browser_profile_id)
    with pytest.raises(NotFoundError):
        await call(client.get_browser_profile, profile.browser_profile_id)
    script = await call(client.create_script, workflow_id=wpid, files=[{"path": "a/b.py", "content": "eA=="}])
    assert script.file_tree["a"]["children"]["b.py"]["size"] == 1
    assert (await call(client.deploy_script, script.script_id, files=[])).version == 2
    with pytest.raises(BadRequestError, match="cannot replay"):
        await call(client.scripts.run_script, script.script_id)
    upload = await call(client.upload_file, b"hello")
    assert await call(client.artifacts.get_artifact_content, upload.file_id) == b"hello"
    await call(client.agents.reset_workflow_browser_profile, wpid)
    assert (await call(client.delete_folder, folder.folder_id, delete_workflows=True)).workflows_deleted is True


def _options(house: House) -> dict[str, Any]:
    transport = httpx.ASGITransport(app=house.app)
    return {"base_url": PUBLIC_URL, "httpx_client": httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL)}


async def test_the_asynchronous_client(house: House) -> None:
    async with Skyvern(house.api_key, **_options(house)) as client:
        await _asynchronous(client, _drive)


async def test_the_blocking_client(house: House) -> None:
    def drive() -> None:
        with SyncSkyvern(house.api_key, **_options(house)) as client:
            asyncio.run(_asynchronous(client, _drive))

    await asyncio.to_thread(drive)

"""Every verb of the Python SDK against the real routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from skyvern import Skyvern
from skyvern.client import BadRequestError, ForbiddenError, NotFoundError, UnprocessableEntityError

VALUES = {"first_name": "John", "last_name": "Smith", "state": "California"}


@pytest.fixture
async def sdk(house) -> AsyncIterator[Skyvern]:
    transport = httpx.ASGITransport(app=house.app)
    async with httpx.AsyncClient(transport=transport) as http:
        yield Skyvern(api_key=house.api_key, base_url="http://skyvern.test", httpx_client=http)


async def test_workflows(sdk: Skyvern, definition: dict[str, Any]) -> None:
    made = await sdk.create_workflow(json_definition=definition, idempotency_key="one")
    again = await sdk.create_workflow(json_definition=definition, idempotency_key="one")
    wpid = made.workflow_permanent_id
    assert again.workflow_permanent_id == wpid
    second = await sdk.update_workflow(wpid, json_definition={**definition, "title": "Two"})
    assert second.version == 2
    assert (await sdk.get_workflow(wpid)).title == "Two"
    assert (await sdk.get_workflow(wpid, version=1)).title == "Credential Verification"
    assert [item.version for item in await sdk.get_workflow_versions(wpid)] == [2, 1]
    assert [item.title for item in await sdk.get_workflows(search_key="two")] == ["Two"]
    yaml = await sdk.create_workflow(
        yaml_definition="title: Y\nworkflow_definition: {blocks: [{label: w, block_type: wait, wait_sec: 1}]}"
    )
    assert yaml.workflow_definition["blocks"][0]["label"] == "w"
    await sdk.delete_workflow(wpid)
    with pytest.raises(NotFoundError):
        await sdk.get_workflow(wpid)
    with pytest.raises(UnprocessableEntityError, match="exactly one"):
        await sdk.create_workflow()


async def test_runs(sdk: Skyvern, house, definition: dict[str, Any]) -> None:
    wpid = (await sdk.create_workflow(json_definition=definition)).workflow_permanent_id
    first = await sdk.run_workflow(wpid, VALUES, title="first", idempotency_key="a", max_steps_override=4)
    assert (await sdk.run_workflow(wpid, VALUES, idempotency_key="a")).run_id == first.run_id
    second = await sdk.run_workflow(agent_id=wpid, parameters=VALUES)
    assert (await sdk.get_run(first.run_id)).run_request["title"] == "first"
    assert [run.run_id for run in await sdk.get_runs(page_size=5)] == [second.run_id, first.run_id]
    assert len(await sdk.get_workflow_runs(wpid)) == len(await sdk.get_workflow_runs()) == 2
    await sdk.cancel_run(first.run_id)
    ended = await sdk.wait_for_run(first.run_id, timeout=5)
    assert ended.status == "canceled"
    assert (await sdk.bulk_cancel_runs([second.run_id])).cancelled == [second.run_id]
    assert (await sdk.retry_workflow_run(first.run_id)).run_id not in (first.run_id, second.run_id)
    assert await sdk.get_run_timeline(first.run_id) == []
    assert await sdk.get_run_artifacts(first.run_id, artifact_type="recording") == []
    assert (await sdk.retry_run_webhook(first.run_id, webhook_url="https://example.com/")).status_code == 200
    with pytest.raises(BadRequestError, match="first_name"):
        await sdk.run_workflow(wpid)
    assert len(house.engine.launched) == 3


async def test_tasks_files_and_credentials(sdk: Skyvern) -> None:
    assert (await sdk.run_task("Find the price", url="https://shop.example")).run_type == "task_v1"
    credential = await sdk.create_credential(
        name="c", credential_type="password", credential={"username": "u", "password": "p"}
    )
    assert credential.credential["username"] == "u"
    assert (await sdk.get_credential(credential.credential_id)).name == "c"
    changed = await sdk.update_credential(
        credential.credential_id, name="d", credential_type="secret", credential={"secret_value": "s"}
    )
    assert changed.credential_type == "secret"
    assert [item.name for item in await sdk.get_credentials()] == ["d"]
    assert (await sdk.login(credential_id=credential.credential_id, url="https://a.example")).run_id
    assert (await sdk.download_files(navigation_goal="get pdf", url="https://a.example")).run_id
    await sdk.delete_credential(credential.credential_id)
    uploaded = await sdk.upload_file(b"%PDF-1.4", file_name="a.pdf")
    assert await sdk.download(uploaded.presigned_url) == b"%PDF-1.4"
    assert (await sdk.get_version()).version == "9.9.9"


async def test_a_wrong_key(house) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=house.app)) as http:
        stranger = Skyvern(api_key="nonsense", base_url="http://skyvern.test", httpx_client=http)
        with pytest.raises(ForbiddenError, match="API key"):
            await stranger.get_runs()

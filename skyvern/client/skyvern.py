"""The client that programs use: `Skyvern(api_key=…)`, with every verb as a method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from skyvern.client.batches import Batches
from skyvern.client.browsers import ProfileVerbs
from skyvern.client.cloud import CloudVerbs
from skyvern.client.credentials import Credentials
from skyvern.client.deliveries import Deliveries
from skyvern.client.driver import Driver
from skyvern.client.files import Artifacts, Files, Upload
from skyvern.client.folders import FolderVerbs
from skyvern.client.record import Record
from skyvern.client.runs import PATIENCE, OnUpdate, Runs
from skyvern.client.schedules import Schedules
from skyvern.client.scripts import Scripts, ScriptVerbs
from skyvern.client.tags import TagVerbs
from skyvern.client.tasks import Tasks
from skyvern.client.wire import Wire, given
from skyvern.client.workflows import Agents, Workflows

Json = Mapping[str, Any]


class Skyvern(FolderVerbs, TagVerbs, CloudVerbs, ProfileVerbs, ScriptVerbs):
    """An asynchronous client of a Skyvern server.

    The key comes from `api_key` or SKYVERN_API_KEY, the address from `base_url` or SKYVERN_BASE_URL, else
    http://localhost:8000. Every method raises ApiError or one of its kinds when the server refuses, and
    ConnectionFailed when there is no answer. Answers are records: `run.status` and `run["status"]` are the same.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        environment: object = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        follow_redirects: bool | None = True,
        httpx_client: httpx.AsyncClient | None = None,
    ) -> None:
        """Connect lazily. `environment` and `follow_redirects` are accepted for programs written for other clients."""
        self._wire = Wire(
            api_key=api_key, base_url=base_url, timeout=timeout, headers=headers, httpx_client=httpx_client
        )
        self._driver = Driver()
        self._runs = Runs(self._wire)
        self._workflows = Workflows(self._wire)
        self._tasks = Tasks(self._wire)
        self._credentials = Credentials(self._wire)
        self._files = Files(self._wire)
        self.batches = Batches(self._wire)
        self.deliveries = Deliveries(self._wire)
        self.schedules = Schedules(self._wire)
        self.scripts = Scripts(self._wire)
        self.artifacts = Artifacts(self._wire)
        self.agents = Agents(self._wire)

    async def __aenter__(self) -> Self:
        """Use as `async with Skyvern() as client:` to close the connections at the end."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections; browsers of sessions are let go of, and live on."""
        await self._driver.stop()
        await self._wire.close()

    @property
    def base_url(self) -> str:
        """The server's address."""
        return self._wire.base_url

    async def run_workflow(  # noqa: PLR0913 - the arguments of the published call
        self,
        workflow_id: str | None = None,
        parameters: Json | None = None,
        *,
        agent_id: str | None = None,
        title: str | None = None,
        proxy_location: str | Json | None = None,
        webhook_url: str | None = None,
        totp_url: str | None = None,
        totp_identifier: str | None = None,
        browser_session_id: str | None = None,
        browser_profile_id: str | None = None,
        start_fresh_browser: bool | None = None,
        max_screenshot_scrolls: int | None = None,
        max_elapsed_time_minutes: int | None = None,
        extra_http_headers: Mapping[str, str] | None = None,
        cdp_connect_headers: Mapping[str, str] | None = None,
        browser_address: str | None = None,
        browser_type: str | None = None,
        ai_fallback: bool | None = None,
        run_with: str | None = None,
        run_metadata: Mapping[str, str] | None = None,
        template: bool | None = None,
        max_steps_override: int | None = None,
        user_agent: str | None = None,
        idempotency_key: str | None = None,
        wait_for_completion: bool = False,
        timeout: float = PATIENCE,
        on_update: OnUpdate | None = None,
    ) -> Record:
        """Start a run of a saved workflow and return it at once, or when it has ended with `wait_for_completion`."""
        wanted = agent_id or workflow_id
        if not wanted:
            raise TypeError("run_workflow needs workflow_id")
        body = {
            "parameters": parameters,
            "title": title,
            "proxy_location": proxy_location,
            "webhook_url": webhook_url,
            "totp_url": totp_url,
            "totp_identifier": totp_identifier,
            "browser_session_id": browser_session_id,
            "browser_profile_id": browser_profile_id,
            "start_fresh_browser": start_fresh_browser,
            "max_screenshot_scrolls": max_screenshot_scrolls,
            "max_elapsed_time_minutes": max_elapsed_time_minutes,
            "extra_http_headers": extra_http_headers,
            "cdp_connect_headers": cdp_connect_headers,
            "browser_address": browser_address,
            "browser_type": browser_type,
            "ai_fallback": ai_fallback,
            "run_with": run_with,
            "run_metadata": run_metadata,
        }
        headers = {
            "x-max-steps-override": max_steps_override,
            "x-user-agent": user_agent,
            "Idempotency-Key": idempotency_key,
        }
        run = await self._runs.start(wanted, body, query={"template": template}, headers=headers)
        return await self._ended(run, timeout, on_update) if wait_for_completion else run

    async def get_run(self, run_id: str) -> Record:
        """Return how a run stands: status, output, recording_url, screenshot_urls, downloaded_files, …"""
        return await self._runs.get(run_id)

    async def wait_for_run(
        self,
        run_id: str,
        timeout: float = PATIENCE,
        on_update: OnUpdate | None = None,
        *,
        poll_interval: float | None = None,
    ) -> Record:
        """Return a run when it has ended; `on_update(run)` is called at each change. Raises RunTimeout."""
        return await self._runs.wait(run_id, timeout=timeout, on_update=on_update, poll_interval=poll_interval)

    async def get_runs(
        self,
        *,
        page: int | None = None,
        page_size: int | None = None,
        status: str | Sequence[str] | None = None,
        search_key: str | None = None,
        run_type: str | Sequence[str] | None = None,
        workflow_permanent_id: str | Sequence[str] | None = None,
        **filters: object,
    ) -> list[Record]:
        """Return a page of runs, newest first; `filters` are tags, error_code, failure_category, created_at_start, …"""
        return await self._runs.list(
            {
                **filters,
                "page": page,
                "page_size": page_size,
                "status": status,
                "search_key": search_key,
                "run_type": run_type,
                "workflow_permanent_id": workflow_permanent_id,
            }
        )

    get_runs_v2 = get_runs

    async def cancel_run(self, run_id: str) -> None:
        """Ask a run to stop; one that has ended stays as it was."""
        await self._runs.cancel(run_id)

    async def bulk_cancel_runs(self, run_ids: Sequence[str]) -> Record:
        """Ask several runs to stop."""
        return await self._runs.cancel_all(run_ids)

    async def retry_workflow_run(self, run_id: str) -> Record:
        """Start a new run with the inputs of one that has ended."""
        return await self._runs.retry(run_id)

    async def get_run_artifacts(self, run_id: str, *, artifact_type: str | Sequence[str] | None = None) -> list[Record]:
        """Return the files of a run, newest first; `signed_url` opens each without a key."""
        return await self._runs.artifacts(run_id, artifact_type)

    async def get_run_timeline(self, run_id: str) -> list[Record]:
        """Return what happened, block by block, with the actions in each."""
        return await self._runs.timeline(run_id)

    async def retry_run_webhook(self, run_id: str, *, webhook_url: str | None = None) -> Record:
        """Send the webhook of a run that has ended once more."""
        return await self._runs.retry_webhook(run_id, webhook_url)

    async def create_workflow(
        self,
        *,
        json_definition: Json | None = None,
        yaml_definition: str | None = None,
        folder_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Record:
        """Save a workflow; keep its `workflow_permanent_id`. The same `idempotency_key` returns the first one."""
        definition = {"json_definition": json_definition, "yaml_definition": yaml_definition}
        return await self._workflows.create(definition, folder_id=folder_id, idempotency_key=idempotency_key)

    async def update_workflow(
        self, workflow_id: str, *, json_definition: Json | None = None, yaml_definition: str | None = None
    ) -> Record:
        """Save the next version of a workflow; runs that have begun keep theirs."""
        definition = {"json_definition": json_definition, "yaml_definition": yaml_definition}
        return await self._workflows.update(workflow_id, definition)

    async def get_workflow(self, workflow_id: str, *, version: int | None = None) -> Record:
        """Return the latest version of a workflow, or the one asked for."""
        return await self._workflows.get(workflow_id, version)

    async def get_workflows(
        self,
        *,
        page: int | None = None,
        page_size: int | None = None,
        search_key: str | None = None,
        status: str | Sequence[str] | None = None,
        folder_id: str | None = None,
        tags: str | Sequence[str] | None = None,
        **filters: object,
    ) -> list[Record]:
        """Return a page of workflows, newest first; `filters` are only_workflows, only_templates, …"""
        query = {"page": page, "page_size": page_size, "search_key": search_key, "status": status}
        return await self._workflows.list({**filters, **query, "folder_id": folder_id, "tags": tags})

    async def get_workflow_versions(self, workflow_id: str, *, template: bool | None = None) -> list[Record]:
        """Return every version of a workflow, newest first."""
        return await self._workflows.versions(workflow_id, template=template)

    async def get_workflow_runs(
        self,
        workflow_id: str | None = None,
        *,
        page: int | None = None,
        page_size: int | None = None,
        status: str | Sequence[str] | None = None,
        search_key: str | None = None,
        **filters: object,
    ) -> list[Record]:
        """Return a page of runs of one workflow, or of all; `filters` are error_code, created_at_start, …"""
        query = {"page": page, "page_size": page_size, "status": status, "search_key": search_key}
        return await self._workflows.runs(workflow_id, {**filters, **query})

    async def get_workflow_runs_by_id(self, workflow_id: str, **filters: object) -> list[Record]:
        """Return a page of runs of one workflow."""
        return await self._workflows.runs(workflow_id, filters)

    async def delete_workflow(self, workflow_id: str) -> None:
        """Delete every version of a workflow; its runs stay."""
        await self._workflows.delete(workflow_id)

    async def validate_workflow(
        self, *, json_definition: Json | None = None, yaml_definition: str | None = None
    ) -> Record:
        """Tell whether a definition could be saved: `valid`, `errors` with their places, `warnings`."""
        definition = {"json_definition": json_definition, "yaml_definition": yaml_definition}
        return await self._workflows.validate(definition)

    async def get_block_types(self) -> list[Record]:
        """Return the kinds of block: `block_type`, `description`, `json_schema`."""
        return await self._workflows.block_types()

    async def run_task(  # noqa: PLR0913 - the arguments of the published call
        self,
        prompt: str,
        *,
        url: str | None = None,
        engine: str | None = None,
        title: str | None = None,
        proxy_location: str | Json | None = None,
        data_extraction_schema: Json | list[Any] | str | None = None,
        error_code_mapping: Mapping[str, str] | None = None,
        max_steps: int | None = None,
        webhook_url: str | None = None,
        totp_identifier: str | None = None,
        totp_url: str | None = None,
        browser_session_id: str | None = None,
        browser_profile_id: str | None = None,
        model: Json | None = None,
        extra_http_headers: Mapping[str, str] | None = None,
        publish_workflow: bool | None = None,
        max_screenshot_scrolls: int | None = None,
        browser_address: str | None = None,
        wait_for_completion: bool = False,
        timeout: float = PATIENCE,
        on_update: OnUpdate | None = None,
    ) -> Record:
        """Pursue one goal without a saved workflow."""
        body = {
            "prompt": prompt,
            "url": url,
            "engine": engine,
            "title": title,
            "proxy_location": proxy_location,
            "data_extraction_schema": data_extraction_schema,
            "error_code_mapping": error_code_mapping,
            "max_steps": max_steps,
            "webhook_url": webhook_url,
            "totp_identifier": totp_identifier,
            "totp_url": totp_url,
            "browser_session_id": browser_session_id,
            "browser_profile_id": browser_profile_id,
            "model": model,
            "extra_http_headers": extra_http_headers,
            "publish_workflow": publish_workflow,
            "max_screenshot_scrolls": max_screenshot_scrolls,
            "browser_address": browser_address,
        }
        run = await self._tasks.run(body)
        return await self._ended(run, timeout, on_update) if wait_for_completion else run

    async def login(
        self,
        *,
        credential_type: str = "skyvern",
        credential_id: str | None = None,
        url: str | None = None,
        prompt: str | None = None,
        wait_for_completion: bool = False,
        timeout: float = PATIENCE,
        **options: object,
    ) -> Record:
        """Sign in to a site with a stored credential; `options` are the other keys of the request."""
        body = {"credential_type": credential_type, "credential_id": credential_id, "url": url, "prompt": prompt}
        run = await self._tasks.login({**options, **body})
        return await self._ended(run, timeout, None) if wait_for_completion else run

    async def download_files(
        self,
        *,
        navigation_goal: str,
        url: str | None = None,
        download_suffix: str | None = None,
        download_timeout: float | None = None,
        max_steps_per_run: int | None = None,
        wait_for_completion: bool = False,
        timeout: float = PATIENCE,
        **options: object,
    ) -> Record:
        """Download a file from a site; `options` are the other keys of the request."""
        body = {
            "navigation_goal": navigation_goal,
            "url": url,
            "download_suffix": download_suffix,
            "download_timeout": download_timeout,
            "max_steps_per_run": max_steps_per_run,
        }
        run = await self._tasks.download_files({**options, **body})
        return await self._ended(run, timeout, None) if wait_for_completion else run

    async def upload_file(
        self, file: Upload, *, file_name: str | None = None, retention_days: int | None = None
    ) -> Record:
        """Upload bytes, text, a Path, an open file or a (name, bytes) tuple; `file_id` can be a parameter of runs."""
        return await self._files.upload(file, file_name=file_name, retention_days=retention_days)

    async def download(self, url: str) -> bytes:
        """Return the bytes behind a recording_url, screenshot URL or file URL."""
        return await self._files.download(url)

    async def create_credential(
        self, *, name: str, credential_type: str, credential: Mapping[str, object], **options: object
    ) -> Record:
        """Keep a credential: `credential_type` is password, credit_card or secret."""
        body = {"name": name, "credential_type": credential_type, "credential": dict(credential)}
        return await self._credentials.create({**options, **body})

    async def update_credential(
        self,
        credential_id: str,
        *,
        name: str,
        credential_type: str,
        credential: Mapping[str, object],
        **options: object,
    ) -> Record:
        """Replace a credential whole."""
        body = {"name": name, "credential_type": credential_type, "credential": dict(credential)}
        return await self._credentials.update(credential_id, {**options, **body})

    async def get_credential(self, credential_id: str) -> Record:
        """Return a credential without its secrets."""
        return await self._credentials.get(credential_id)

    async def get_credentials(
        self,
        *,
        page: int | None = None,
        page_size: int | None = None,
        credential_type: str | None = None,
        search: str | None = None,
    ) -> list[Record]:
        """Return a page of credentials, newest first."""
        query = {"page": page, "page_size": page_size, "credential_type": credential_type, "search": search}
        return await self._credentials.list(query)

    async def send_totp_code(self, *, totp_identifier: str, content: str, **fields: object) -> Record:
        """Hand the server a one-time code that came by mail or message."""
        body = {**fields, "totp_identifier": totp_identifier, "content": content}
        return await self._wire.send("POST", "/v1/credentials/totp", body=given(body))

    async def delete_credential(self, credential_id: str) -> None:
        """Delete a credential and its secrets."""
        await self._credentials.delete(credential_id)

    async def get_version(self) -> Record:
        """Return the server's version."""
        return await self._wire.send("GET", "/v1/version")

    async def _ended(self, run: Record, timeout: float, on_update: OnUpdate | None) -> Record:
        return await self._runs.wait(run.run_id, timeout=timeout, on_update=on_update)

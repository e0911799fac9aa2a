"""The one answer about a run that `GET /v1/runs/{run_id}` and the webhook share (contract 2.3, 4.7, 5.7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.clock import iso
from skyvern.domain.proxy import parse_proxy_location
from skyvern.domain.redaction import MASK
from skyvern.domain.run import WARNINGS, Run, WaitsFor

Link = Callable[[str], str]
"""Makes the absolute, signed URL of an artifact from its id."""

RUN_ARTIFACTS = frozenset(
    {ArtifactType.RECORDING, ArtifactType.SCREENSHOT_FINAL, ArtifactType.DOWNLOAD, ArtifactType.PDF}
)
"""The artifacts that the answer shows; reading others for it is wasted."""

_FILES = frozenset({ArtifactType.DOWNLOAD, ArtifactType.PDF})
TASK_REQUEST = "task_request"
"""Setting of a hidden workflow: the task request that it was made for."""


def present_run(run: Run, artifacts: Sequence[Artifact], *, link: Link, public_url: str) -> dict[str, object]:
    """Return the run response; `artifacts` are the run's, oldest first."""
    files = downloaded_files(artifacts, link=link)
    recording = _latest(artifacts, ArtifactType.RECORDING)
    ended = run.status.final
    errors = [error.as_json() for error in run.errors]
    task = cast("Mapping[str, object] | None", run.settings.get(TASK_REQUEST))
    answer: dict[str, object] = {
        "run_id": run.run_id,
        "run_type": run.run_type,
        "status": run.status.value,
        "output": run.output if task is None else _task_output(run.output),
        "downloaded_files": files if files or ended else None,
        "recording_url": link(recording.artifact_id) if recording else None,
        "recording_archived": False,
        "screenshot_urls": [link(shot.artifact_id) for shot in final_screenshots(artifacts)],
        "failure_reason": run.failure_reason,
        "errors": errors or None,
        "created_at": iso(run.created_at),
        "modified_at": iso(run.modified_at),
        "queued_at": iso(run.queued_at),
        "queue_position": None,
        "queue_reason": None,
        "started_at": iso(run.started_at),
        "finished_at": iso(run.finished_at),
        "app_url": app_url(run, public_url),
        "browser_session_id": run.browser_session_id,
        "browser_profile_id": run.browser_profile_id,
        "max_screenshot_scrolls": _wish(run, "max_screenshot_scrolls"),
        "script_run": None,
        "step_count": run.step_count,
        "warnings": list(cast("Sequence[str]", run.settings.get(WARNINGS) or ())),
    }
    if task is not None:
        return answer | {"run_request": dict(task)}
    return answer | {
        **attempts(run),
        "run_with": _wish(run, "run_with") or "agent",
        "ai_fallback": _wish(run, "ai_fallback"),
        "script_id": None,
        "browser_seed_source": None,
        "browser_settings_receipt": None,
        "run_request": run_request(run),
    }


def present_run_detail(run: Run, artifacts: Sequence[Artifact], *, link: Link, public_url: str) -> dict[str, object]:
    """Return everything about a run: the long-standing detail keys, overlaid with those of the run response."""
    files = downloaded_files(artifacts, link=link)
    recordings = [item for item in artifacts if item.artifact_type is ArtifactType.RECORDING]
    detail: dict[str, object] = {
        "workflow_id": run.workflow_permanent_id,
        "agent_id": run.workflow_permanent_id,
        "workflow_permanent_id": run.workflow_permanent_id,
        "workflow_run_id": run.run_id,
        "agent_run_id": run.run_id,
        "workflow_title": run.title,
        "failure_category": failure_category(run),
        "retried_from_workflow_run_id": run.retried_from_run_id,
        "retried_by_workflow_run_id": None,
        "proxy_location": shown_proxy(_wish(run, "proxy_location")),
        "webhook_callback_url": run.webhook_url,
        "webhook_failure_reason": run.webhook_failure_reason,
        "totp_verification_url": run.request.get("totp_url") or run.settings.get("totp_verification_url"),
        "totp_identifier": _wish(run, "totp_identifier"),
        "extra_http_headers": masked_headers(_wish(run, "extra_http_headers")),
        "cdp_connect_headers": masked_headers(_wish(run, "cdp_connect_headers")),
        "parameters": dict(run.parameters),
        "recording_urls": [link(item.artifact_id) for item in recordings],
        "downloaded_file_urls": [file["url"] for file in files],
        "outputs": run.output,
        "total_steps": run.step_count,
        "total_cost": None,
        "credits_used": 0,
        "cached_credits_used": 0,
        "task_v2": None,
        "browser_sink_profile_id": None,
        "browser_address": _wish(run, "browser_address"),
        "browser_type": _wish(run, "browser_type"),
    }
    return detail | present_run(run, artifacts, link=link, public_url=public_url)


def present_workflow_run(run: Run) -> dict[str, object]:
    """Return a run as the lists of workflow runs show it."""
    return {
        "workflow_run_id": run.run_id,
        "workflow_id": run.workflow_id,
        "workflow_permanent_id": run.workflow_permanent_id,
        "organization_id": run.organization_id,
        "browser_session_id": run.browser_session_id,
        "browser_profile_id": run.browser_profile_id,
        "browser_seed_source": None,
        "browser_sink_profile_id": None,
        "start_fresh_browser": run.request.get("start_fresh_browser"),
        "reuse_browser_session": _wish(run, "reuse_browser_session"),
        "debug_session_id": None,
        "status": run.status.value,
        **attempts(run),
        "extra_http_headers": masked_headers(_wish(run, "extra_http_headers")),
        "cdp_connect_headers": masked_headers(_wish(run, "cdp_connect_headers")),
        "proxy_location": shown_proxy(_wish(run, "proxy_location")),
        "webhook_callback_url": run.webhook_url,
        "webhook_failure_reason": run.webhook_failure_reason,
        "totp_verification_url": run.request.get("totp_url") or run.settings.get("totp_verification_url"),
        "totp_identifier": _wish(run, "totp_identifier"),
        "failure_reason": run.failure_reason,
        "failure_category": failure_category(run),
        "retried_from_workflow_run_id": run.retried_from_run_id,
        "fallback_attempt": None,
        "parent_workflow_run_id": run.parent_run_id,
        "workflow_title": run.title,
        "max_screenshot_scrolls": _wish(run, "max_screenshot_scrolls"),
        "max_elapsed_time_minutes": _wish(run, "max_elapsed_time_minutes"),
        "browser_address": _wish(run, "browser_address"),
        "run_with": _wish(run, "run_with") or "agent",
        "browser_type": _wish(run, "browser_type"),
        "browser_settings": run.definition.get("browser_settings"),
        "browser_settings_receipt": None,
        "script_run": None,
        "job_id": None,
        "depends_on_workflow_run_id": None,
        "sequential_key": run.settings.get("sequential_key"),
        "sequential_credential_id": None,
        "ai_fallback": _wish(run, "ai_fallback"),
        "code_gen": None,
        "workflow_schedule_id": run.workflow_schedule_id,
        "ignore_inherited_workflow_system_prompt": False,
        "copilot_session_id": None,
        "created_by": None,
        "trigger_type": run.trigger_type,
        "credits_used": 0,
        "cached_credits_used": 0,
        "queued_at": iso(run.queued_at),
        "started_at": iso(run.started_at),
        "finished_at": iso(run.finished_at),
        "created_at": iso(run.created_at),
        "modified_at": iso(run.modified_at),
    }


def present_run_item(run: Run, *, workflow_title: str | None, workflow_deleted: bool = False) -> dict[str, object]:
    """Return a run as `GET /v1/runs` shows it."""
    return {
        "task_run_id": f"tr_{run.run_id.rpartition('_')[2]}",
        "run_id": run.run_id,
        "task_run_type": run.run_type,
        "status": run.status.value,
        "title": run.title,
        "started_at": iso(run.started_at),
        "finished_at": iso(run.finished_at),
        "created_at": iso(run.created_at),
        "workflow_permanent_id": run.workflow_permanent_id,
        "workflow_title": workflow_title,
        "workflow_deleted": workflow_deleted,
        "script_run": False,
        "trigger_type": run.trigger_type,
        "created_by": None,
        "failure_reason": run.failure_reason,
    }


def attempts(run: Run) -> dict[str, object]:
    """Return which attempt of its retry policy a run is in, and how the earlier ones ended."""
    pending = run.waits_for is WaitsFor.ATTEMPT
    return {
        "attempt": run.cursor.attempt - (1 if pending and run.cursor.attempt > len(run.attempts or ()) else 0),
        "retry_pending": pending,
        "next_attempt_at": iso(run.wake_at) if pending else None,
        "attempts": list(run.attempts or ()),
    }


def app_url(run: Run, public_url: str) -> str:
    """Return the address of the run's page."""
    return f"{public_url.rstrip('/')}/workflows/{run.workflow_permanent_id}/runs/{run.run_id}"


def downloaded_files(artifacts: Iterable[Artifact], *, link: Link) -> list[dict[str, object]]:
    """Return the run's files under both published vocabularies."""
    return [present_file(item, link=link) for item in artifacts if item.artifact_type in _FILES]


def present_file(item: Artifact, *, link: Link) -> dict[str, object]:
    """Return one file under both published vocabularies."""
    url = link(item.artifact_id)
    return {
        "url": url,
        "file_url": url,
        "filename": item.file_name,
        "file_name": item.file_name,
        "checksum": item.checksum,
        "file_size": item.size,
        "modified_at": iso(item.created_at),
        "artifact_id": item.artifact_id,
    }


def final_screenshots(artifacts: Sequence[Artifact]) -> list[Artifact]:
    """Return the last screenshot of each block, and those of the tabs at the run's end, latest first."""
    chosen: dict[str, Artifact] = {}
    for item in reversed(artifacts):
        if item.artifact_type is ArtifactType.SCREENSHOT_FINAL:
            chosen.setdefault(item.block_run_id or item.artifact_id, item)
    return list(chosen.values())


def run_request(run: Run) -> dict[str, object]:
    """Return the echo of the request: always with `workflow_id`, the title filled in, secrets masked."""
    echo = dict(run.request)
    echo.pop("agent_id", None)
    echo["workflow_id"] = run.workflow_permanent_id
    echo["title"] = echo.get("title") or run.title
    if echo.get("cdp_connect_headers"):
        echo["cdp_connect_headers"] = masked_headers(echo["cdp_connect_headers"])
    if echo.get("proxy_location") is not None:
        echo["proxy_location"] = shown_proxy(echo["proxy_location"])
    return echo


def failure_category(run: Run) -> list[dict[str, object]] | None:
    """Return the public shape of why the run failed."""
    if run.failure_category is None:
        return None
    return [{"category": run.failure_category.value, "confidence_float": 1.0, "reasoning": run.failure_reason or ""}]


def shown_proxy(value: object) -> object:
    """Return a stored proxy location as it may be shown: a password in a proxy's URL is masked."""
    target: Mapping[str, object] = cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
    if not target.get("url"):
        return cast("object", value)
    location = parse_proxy_location(target)
    return None if location is None else location.as_json()


def masked_headers(value: object) -> dict[str, str] | None:
    """Return headers with every value hidden: they often carry keys."""
    if not isinstance(value, Mapping) or not value:
        return None
    return {str(name): MASK for name in cast("Mapping[object, object]", value)}


def sdk_value(value: object) -> object:
    """Return an output as official SDKs accept it: a bare number or boolean becomes its JSON text."""
    return cast("object", value) if value is None or isinstance(value, (dict, list, str)) else json.dumps(value)


def _wish(run: Run, key: str) -> object:
    """What the run asked for, else what its workflow sets."""
    asked = run.request.get(key)
    return run.settings.get(key) if asked is None else asked


def _latest(artifacts: Sequence[Artifact], kind: ArtifactType) -> Artifact | None:
    return next((item for item in reversed(artifacts) if item.artifact_type is kind), None)


def _task_output(output: Mapping[str, object] | None) -> object:
    """A task's output is what its one block extracted."""
    for value in (output or {}).values():
        if isinstance(value, Mapping):
            return sdk_value(cast("Mapping[str, object]", value).get("extracted_information"))
    return None

"""Single goals without a saved workflow: each becomes a hidden workflow of one block (contract 2.5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from starlette.exceptions import HTTPException

from skyvern.api.auth import Authorized, Caller
from skyvern.api.compat import CompatRoute
from skyvern.api.definitions import Tree
from skyvern.api.deps import ApiDeps, Deps
from skyvern.api.present.run import TASK_REQUEST
from skyvern.api.reply import Json
from skyvern.api.room import room
from skyvern.api.routes.start import MaxSteps, UserAgent, begin, start_of
from skyvern.api.routes.workflows import first_version
from skyvern.contract.fields import RunEngine
from skyvern.contract.run import RunAnswer, RunRequest
from skyvern.contract.task import DownloadFilesRequest, LoginRequest, TaskRequest
from skyvern.contract.workflow import WorkflowCreate
from skyvern.domain.run import Run

router = room("runs", route_class=CompatRoute)

_SHARED = (
    "proxy_location",
    "webhook_url",
    "totp_url",
    "totp_identifier",
    "browser_session_id",
    "browser_profile_id",
    "start_fresh_browser",
    "browser_address",
    "extra_http_headers",
    "cdp_connect_headers",
    "max_elapsed_time_minutes",
)
_LONGEST_TITLE = 80
_RUN_TYPES = {
    RunEngine.SKYVERN_1: "task_v1",
    RunEngine.SKYVERN_2: "task_v2",
    RunEngine.SKYVERN_3: "task_v3",
    RunEngine.OPENAI_CUA: "openai_cua",
    RunEngine.ANTHROPIC_CUA: "anthropic_cua",
    RunEngine.UI_TARS: "ui_tars",
    RunEngine.YUTORI_NAVIGATOR: "yutori_navigator",
}


@router.post("/v1/run/tasks", response_model=RunAnswer)
async def run_task(
    body: TaskRequest, caller: Authorized, deps: Deps, *, max_steps: MaxSteps = None, user_agent: UserAgent = None
) -> Json:
    """Pursue one goal."""
    given = body.model_dump(mode="json")
    block: Tree = {
        "label": "task",
        "block_type": "task",
        "url": body.url,
        "engine": body.engine.value,
        "navigation_goal": literal(body.prompt),
        "data_extraction_goal": literal(body.prompt) if body.data_extraction_schema else None,
        "data_schema": body.data_extraction_schema,
        "error_code_mapping": body.error_code_mapping,
        "max_steps_per_run": body.max_steps,
        "model": body.model,
        "include_action_history_in_verification": body.include_action_history_in_verification,
    }
    run = await _run_one(
        deps,
        caller,
        OneBlock(
            block=block,
            title=body.title or body.prompt[:_LONGEST_TITLE],
            given=given,
            settings={TASK_REQUEST: given},
            run_type=_RUN_TYPES[body.engine],
            published=body.publish_workflow,
        ),
        max_steps=max_steps,
        user_agent=user_agent,
    )
    return Json(run)


@router.post("/v1/run/tasks/login", response_model=RunAnswer)
async def login(body: LoginRequest, caller: Authorized, deps: Deps, *, user_agent: UserAgent = None) -> Json:
    """Sign in to a site with a stored credential, or with one of another maker's vault."""
    parameter = login_parameter(body)
    if body.credential_id and not await deps.store.credentials.exists(caller.organization_id, body.credential_id):
        raise HTTPException(400, f"There is no credential {body.credential_id!r}.")
    block: Tree = {
        "label": "login",
        "block_type": "login",
        "url": body.url,
        "navigation_goal": literal(body.prompt) if body.prompt else None,
        "parameter_keys": ["credential"],
    }
    run = await _run_one(
        deps,
        caller,
        OneBlock(
            block=block,
            parameters=[parameter],
            title=f"Login {body.url or ''}".strip(),
            given=body.model_dump(mode="json"),
        ),
        user_agent=user_agent,
    )
    return Json(run)


def login_parameter(body: LoginRequest) -> Tree:
    """Return the parameter that holds the credential; raises HTTPException where what its vault needs is missing."""
    kinds: dict[str, tuple[str, dict[str, str | None]]] = {
        "skyvern": ("credential", {"credential_id": body.credential_id}),
        "bitwarden": ("bitwarden_login_credential", {"bitwarden_item_id": body.bitwarden_item_id}),
        "1password": ("onepassword", {"vault_id": body.onepassword_vault_id, "item_id": body.onepassword_item_id}),
        "azure_vault": (
            "azure_vault_credential",
            {
                "vault_name": body.azure_vault_name,
                "username_key": body.azure_vault_username_key,
                "password_key": body.azure_vault_password_key,
            },
        ),
    }
    if body.credential_type not in kinds:
        raise HTTPException(400, f"credential_type {body.credential_type!r} is unknown; known are {', '.join(kinds)}.")
    kind, needed = kinds[body.credential_type]
    missing = [_LOGIN_FIELDS.get((kind, name), name) for name, value in needed.items() if not value]
    if missing and not (kind == "bitwarden_login_credential" and body.bitwarden_collection_id):
        raise HTTPException(400, f"{', '.join(missing)} is needed with credential_type {body.credential_type!r}.")
    parameter: Tree = {"key": "credential", "parameter_type": kind, **needed}
    match kind:
        case "bitwarden_login_credential":
            parameter |= {"bitwarden_collection_id": body.bitwarden_collection_id, **_NO_AWS_KEYS}
        case "onepassword":
            parameter |= {"totp_field_name": body.onepassword_totp_field_name}
        case "azure_vault_credential":
            parameter |= {"totp_secret_key": body.azure_vault_totp_secret_key}
        case _:
            pass
    return parameter


_NO_AWS_KEYS = dict.fromkeys(
    (
        "bitwarden_client_id_aws_secret_key",
        "bitwarden_client_secret_aws_secret_key",
        "bitwarden_master_password_aws_secret_key",
    ),
    "",
)
"""A login names no AWS secrets; the master password is the operator's setting."""
_LOGIN_FIELDS = {
    ("onepassword", "vault_id"): "onepassword_vault_id",
    ("onepassword", "item_id"): "onepassword_item_id",
    ("azure_vault_credential", "vault_name"): "azure_vault_name",
    ("azure_vault_credential", "username_key"): "azure_vault_username_key",
    ("azure_vault_credential", "password_key"): "azure_vault_password_key",
}
"""What the fields of a parameter are called in the body."""


@router.post("/v1/run/tasks/download_files", response_model=RunAnswer)
async def download_files(
    body: DownloadFilesRequest, caller: Authorized, deps: Deps, *, user_agent: UserAgent = None
) -> Json:
    """Download a file from a site."""
    block: Tree = {
        "label": "download_files",
        "block_type": "file_download",
        "url": body.url,
        "navigation_goal": literal(body.navigation_goal),
        "download_suffix": body.download_suffix,
        "download_timeout": body.download_timeout,
        "max_steps_per_run": body.max_steps_per_run,
    }
    run = await _run_one(
        deps,
        caller,
        OneBlock(
            block=block,
            title=f"Download files {body.url or ''}".strip(),
            given=body.model_dump(mode="json"),
        ),
        user_agent=user_agent,
    )
    return Json(run)


def literal(text: str) -> str:
    """Return a text that the template language leaves as it is: a task's prompt is not a template."""
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text
    return "{% raw %}" + text.replace("{% endraw %}", "") + "{% endraw %}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneBlock:
    """A workflow of one block and how to run it; `given` are the keys that all these requests share."""

    block: Tree
    title: str
    given: Tree
    parameters: list[Tree] = field(default_factory=list[Tree])
    settings: Tree = field(default_factory=dict[str, Any])
    run_type: str = "workflow_run"
    published: bool = False


async def _run_one(
    deps: ApiDeps, caller: Caller, one: OneBlock, *, max_steps: int | None = None, user_agent: str | None = None
) -> dict[str, object]:
    """Run a workflow of this one block and return what is known of the run at once."""
    run = await launch_one(deps, caller, one, max_steps=max_steps, user_agent=user_agent)
    return deps.answers.fresh(run)


async def launch_one(
    deps: ApiDeps, caller: Caller, one: OneBlock, *, max_steps: int | None = None, user_agent: str | None = None
) -> Run:
    """Save a workflow of this one block, hidden unless published, and run it."""
    definition: Tree = {"parameters": one.parameters, "blocks": [one.block]}
    create = WorkflowCreate[Tree](title=one.title, workflow_definition=definition)
    workflow = first_version(create, organization_id=caller.organization_id, hidden=not one.published)
    workflow = replace(workflow, settings={**workflow.settings, **one.settings})
    values = {key: one.given[key] for key in _SHARED if one.given.get(key) is not None}
    scrolls = one.given.get("max_screenshot_scrolls") or one.given.get("max_screenshot_scrolling_times")
    request = RunRequest.model_validate(
        {**values, "workflow_id": workflow.permanent_id, "title": one.title, "max_screenshot_scrolls": scrolls}
    )
    start = start_of(caller, workflow, request, max_steps=max_steps, user_agent=user_agent)
    return await begin(deps, caller, replace(start, run_type=one.run_type, unsaved=True))

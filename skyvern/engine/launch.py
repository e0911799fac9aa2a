"""Starting a run: effective settings, coerced parameters, one transaction for the row and its place in the queue."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import cast

from pydantic import ValidationError

from skyvern.blocks.definition import WorkflowDefinition, load_definition
from skyvern.contract.run import RunRequest
from skyvern.credentials import VaultUnconfigured
from skyvern.domain.addresses import literal_host_refusal
from skyvern.domain.browser_session import TRACED
from skyvern.domain.clock import utc_now
from skyvern.domain.far_browser import masked_address
from skyvern.domain.ids import new_id
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.proxy import parse_proxy_location
from skyvern.domain.redaction import MASK
from skyvern.domain.run import WARNINGS, JournalEntry, JournalKind, Run
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.engine.checking import warnings_of
from skyvern.engine.continuing import Continuation, continuation
from skyvern.engine.outlets import PROXY_SEALED, outlets
from skyvern.engine.parameters import coerce_parameters, credential_references, ignored_parameters
from skyvern.engine.profile_key import profile_key
from skyvern.engine.queue import Queue
from skyvern.engine.reuse import REUSES
from skyvern.engine.rooms import Rooms
from skyvern.engine.start import BORROWED, LaunchRefused, Start
from skyvern.engine.templating import TemplateFailed, render_text
from skyvern.store.errors import AlreadyMade, SessionTaken


class Launcher:
    """Accepts runs."""

    def __init__(self, rooms: Rooms, queue: Queue) -> None:
        self._rooms = rooms
        self._queue = queue

    async def launch(self, start: Start) -> Run:
        """Create the run, enter it in the queue, wake the worker.

        Raises ParameterError, LaunchRefused, DiskLow or QuotaSpent.
        """
        workflow, limits = start.workflow, self._rooms.limits
        if start.parent is None:
            await limits.demand_room(self._rooms.scratch.parent)
            await limits.demand_quota(workflow.organization_id, self._rooms.store.figures, now=utc_now())
        definition = _readable(workflow)
        if not definition.blocks:
            raise LaunchRefused(f"workflow {workflow.permanent_id} has no blocks, so there is nothing to run")
        parameters = coerce_parameters(definition.parameters, start.request.parameters)
        ignored = ignored_parameters(definition.parameters, start.request.parameters)
        credentials = credential_references(definition.parameters, parameters)
        await self._demand_secrets(workflow.organization_id, definition, credentials)
        run = start.mark(self._run(start, parameters, ignored))
        beginning = await self._beginning(start, run)
        run = run.evolve(cursor=beginning.cursor)
        written = await self._write(start, run, beginning, definition, using=credentials.values())
        self._queue.kick()
        return written

    async def _demand_secrets(
        self, organization_id: str, definition: WorkflowDefinition, credentials: Mapping[str, str]
    ) -> None:
        """Refuse a run with an unknown credential, or whose vault nobody has set up."""
        for key, credential_id in credentials.items():
            if not await self._rooms.store.credentials.exists(organization_id, credential_id):
                raise LaunchRefused(f"parameter {key!r}: no credential {credential_id!r} is known here")
        for parameter in filter(self._rooms.vaults.serves, definition.parameters):
            try:
                self._rooms.vaults.demand(parameter)
            except VaultUnconfigured as error:
                raise LaunchRefused(f"parameter {parameter.key!r}: {error}") from None

    async def _beginning(self, start: Start, run: Run) -> Continuation:
        """Return where a run begins: at the block of another run that failed or is named, else with its first one."""
        if start.again is None or not (start.from_failure or start.from_block):
            return Continuation(cursor=run.cursor)
        found = await continuation(self._rooms.store, start.again, run.run_id, label=start.from_block)
        if found is None and start.from_block:
            raise LaunchRefused(f"from_block: run {start.again.run_id} ran no block {start.from_block!r} at its top")
        if found is None:
            raise LaunchRefused(
                f"from_failed_block: no block of run {start.again.run_id} failed; leave it out to run everything again"
            )
        return found

    async def _write(
        self,
        start: Start,
        run: Run,
        beginning: Continuation,
        definition: WorkflowDefinition,
        *,
        using: Collection[str],
    ) -> Run:
        """Write the run and all that begins with it; return it, or the one that its idempotency key made before."""

        def also(connection: object) -> None:
            start.occasion.claim(run, connection)
            self._queue.enter_run(connection, run.run_id)

        def said(kind: JournalKind, **payload: object) -> JournalEntry:
            return JournalEntry(run_id=run.run_id, kind=kind, payload={"v": 1, **payload}, at=run.created_at)

        warnings = (*cast("list[str]", run.settings.get(WARNINGS, [])), *warnings_of(run.definition, definition))
        try:
            await self._rooms.store.runs.create(
                run,
                (
                    said(JournalKind.RUN_CREATED, trigger=start.trigger_type, page=beginning.page),
                    *(said(JournalKind.WARNED, message=message) for message in warnings),
                ),
                also=also,
                idempotency_key=start.idempotency_key,
                workflow=start.workflow if start.unsaved else None,
                gates=self._rooms.limits.gates(run, using),
                in_session=run.browser_session_id is not None and not run.settings.get(BORROWED),
                block_runs=beginning.block_runs,
            )
        except SessionTaken as taken:
            raise LaunchRefused(f"browser_session_id: {taken}") from None
        except AlreadyMade as used:
            earlier = await self._rooms.store.runs.find(run.organization_id, used.made_id)
            if earlier is None:
                raise
            return earlier
        return run

    def _run(self, start: Start, parameters: Mapping[str, object], ignored: Collection[str]) -> Run:
        workflow, request = start.workflow, start.request
        run_id = new_id("wr" if start.run_type == "workflow_run" else "tsk")
        settings = self._settings(start, run_id)
        settings |= _partition(settings, parameters) | ({WARNINGS: list(ignored)} if ignored else {})
        now = utc_now()
        minutes = (
            request.max_elapsed_time_minutes
            or cast("int | None", settings.get("max_elapsed_time_minutes"))
            or self._rooms.max_deadline_minutes
        )
        title = request.title or workflow.title
        return Run(
            run_id=run_id,
            priority=request.priority or 0,
            organization_id=workflow.organization_id,
            workflow_id=workflow.workflow_id,
            workflow_permanent_id=workflow.permanent_id,
            status=RunStatus.CREATED,
            title=title,
            parameters=parameters,
            request={**_echoed(request), "title": title},
            definition=workflow.definition,
            settings={**settings, "time_limit_minutes": minutes},
            created_at=now,
            modified_at=now,
            deadline_at=now + timedelta(minutes=minutes),
            sequence=_sequence(workflow, settings, parameters),
            browser_session_id=request.browser_session_id,
            browser_profile_id=request.browser_profile_id,
            webhook_url=self._webhook(request, settings),
        )

    def _settings(self, start: Start, run_id: str) -> dict[str, object]:
        """Return the settings that the run works with: the workflow's, and the request's over them."""
        workflow, request = start.workflow, start.request
        _demand_own_browser(workflow, request)
        settings: dict[str, object] = {
            **workflow.settings,
            "workflow_title": workflow.title,
            **outlets(start, self._rooms, run_id),
            "max_steps_override": start.max_steps,
        }
        if _reuses(settings, request):
            settings[REUSES] = True
        for name in (
            "extra_http_headers",
            "max_screenshot_scrolls",
            "totp_identifier",
            "run_with",
            "ai_fallback",
            TRACED,
        ):
            value = getattr(request, name)
            if value is not None:
                settings[name] = value
        return settings

    def _webhook(self, request: RunRequest, settings: Mapping[str, object]) -> str | None:
        named = request.webhook_url or cast("str | None", settings.get("webhook_callback_url")) or ""
        webhook = named.strip() or None
        if webhook and (refusal := literal_host_refusal(webhook, self._rooms.rules)) is not None:
            raise LaunchRefused(f"webhook_url: {refusal}")
        return webhook


def _echoed(request: RunRequest) -> dict[str, object]:
    """Return the request as it is kept and shown: what is secret in it is masked."""
    echoed: dict[str, object] = request.model_dump(mode="json", exclude_none=True)
    if (location := parse_proxy_location(request.proxy_location)) is not None:
        echoed["proxy_location"] = location.as_json()
    if request.browser_address:
        echoed["browser_address"] = masked_address(request.browser_address)
    if request.cdp_connect_headers:
        echoed["cdp_connect_headers"] = dict.fromkeys(request.cdp_connect_headers, MASK)
    return echoed


def _partition(settings: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, object]:
    """Return which part of its workflow's saved states a run uses."""
    try:
        return profile_key(settings, parameters)
    except TemplateFailed as error:
        raise LaunchRefused(f"browser_profile_key: {error}") from None


def _demand_own_browser(workflow: Workflow, request: RunRequest) -> None:
    """Refuse a browser that somebody else opened to a workflow that keeps to its origins."""
    named = {
        "browser_session_id": request.browser_session_id,
        "browser_address": request.browser_address,
        "reuse_browser_session": _reuses(workflow.settings, request),
    }
    given = next((name for name, value in named.items() if value), "")
    if given and workflow.settings.get(ALLOWED_ORIGINS) is not None:
        raise LaunchRefused(
            f"{given}: the workflow has allowed_origins, and only a browser of the run's own is kept to them; "
            f"leave out {given}, or take allowed_origins out of the workflow"
        )


def _sequence(workflow: Workflow, settings: Mapping[str, object], parameters: Mapping[str, object]) -> str | None:
    """Return what runs that must not overlap share: the workflow, and the value of its sequential_key."""
    if not settings.get("run_sequentially"):
        return f"{workflow.permanent_id}/session" if settings.get(REUSES) else None
    template = settings.get("sequential_key")
    try:
        key = render_text(template, parameters) if isinstance(template, str) else ""
    except TemplateFailed as error:
        raise LaunchRefused(f"sequential_key: {error}") from None
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:32] if key else ""
    return f"{workflow.permanent_id}/{digest}"


def _reuses(settings: Mapping[str, object], request: RunRequest) -> bool:
    """Whether a run works in its workflow's session: no other browser is named, and no proxy of its own."""
    asked = request.reuse_browser_session
    wanted = bool(settings.get("reuse_browser_session")) if asked is None else asked
    named = request.browser_session_id or request.browser_profile_id or request.browser_address
    return wanted and not named and not request.start_fresh_browser and PROXY_SEALED not in settings


def _readable(workflow: Workflow) -> WorkflowDefinition:
    try:
        return load_definition(workflow.definition)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LaunchRefused(
            f"workflow {workflow.permanent_id} cannot be read by this version: {where}: {first['msg']}; save it again"
        ) from None

"""Starting a run: effective settings, coerced parameters, one transaction for the row and its place in the queue."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import cast

from pydantic import ValidationError

from skyvern.blocks.definition import WorkflowDefinition, load_definition
from skyvern.browser.proxies import NoSource, ProxySources
from skyvern.contract.run import RunRequest
from skyvern.credentials import Purpose, Sealer, VaultUnconfigured
from skyvern.domain.addresses import literal_host_refusal
from skyvern.domain.clock import utc_now
from skyvern.domain.far_browser import FAR_SEALED, FarBrowser, is_address, masked_address
from skyvern.domain.ids import new_id
from skyvern.domain.origins import ALLOWED_ORIGINS
from skyvern.domain.places import PLACE, place_of
from skyvern.domain.proxy import ProxyLocation, masked_proxy_url, parse_proxy_location
from skyvern.domain.redaction import MASK
from skyvern.domain.run import JournalEntry, JournalKind, Run
from skyvern.domain.status import RunStatus
from skyvern.domain.workflow import Workflow
from skyvern.engine.cancel import AWAITED
from skyvern.engine.checking import warnings_of
from skyvern.engine.continuing import Continuation, continuation
from skyvern.engine.parameters import coerce_parameters, credential_references
from skyvern.engine.profile_key import profile_key
from skyvern.engine.queue import Queue
from skyvern.engine.reuse import REUSES
from skyvern.engine.rooms import Rooms
from skyvern.engine.templating import TemplateFailed, render_text
from skyvern.store.errors import AlreadyMade, SessionTaken


class LaunchRefused(ValueError):
    """The run cannot be started; the message says what to change."""


MOST_DEEP = 10
"""Workflows that start one another."""
DEPTH = "depth"
BORROWED = "borrowed_browser"
"""Setting of a run that works in its parent's browser, which is not its own to close."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A run that starts another."""

    run: Run
    awaited: bool
    share_browser: bool = False

    def adopt(self, child: Run) -> Run:
        """Return the child linked to its parent; raises LaunchRefused when workflows start one another too deep."""
        depth = cast("int", self.run.settings.get(DEPTH) or 0) + 1
        if depth > MOST_DEEP:
            raise LaunchRefused(f"workflows start one another more than {MOST_DEEP} deep")
        settings = {**child.settings, DEPTH: depth, AWAITED: self.awaited}
        session, mine = child.browser_session_id, self.run.browser_session_id
        shares = self.share_browser or (self.awaited and session is not None and session == mine)
        if not shares or (self.run.browser_id is None and mine is None):
            return child.evolve(parent_run_id=self.run.run_id, settings=settings)
        return child.evolve(
            parent_run_id=self.run.run_id,
            settings={**settings, BORROWED: True},
            browser_id=self.run.browser_id,
            node_id=self.run.node_id,
            browser_session_id=mine,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What starts a run when no caller does: a schedule that is due, or a batch."""

    claim: Callable[[Run, object], None]
    """Takes the occasion inside the transaction that writes the run, and raises when it is another's."""
    workflow_schedule_id: str | None = None
    batch_id: str | None = None
    in_turn: str | None = None
    """What runs share that must not overlap, where the workflow itself says nothing."""

    def mark(self, run: Run) -> Run:
        """Return the run as one of this occasion."""
        return run.evolve(
            workflow_schedule_id=self.workflow_schedule_id,
            batch_id=self.batch_id,
            sequence=run.sequence or self.in_turn,
        )


def _nothing(run: Run, connection: object) -> None:
    del run, connection


BY_A_CALLER = Occasion(claim=_nothing)


class Launcher:
    """Accepts runs."""

    def __init__(self, rooms: Rooms, queue: Queue) -> None:
        self._rooms = rooms
        self._queue = queue

    async def launch(  # noqa: PLR0913 - who starts a run, what for, and with what are independent
        self,
        workflow: Workflow,
        request: RunRequest,
        *,
        api_key_id: str | None,
        trigger_type: str = "api",
        max_steps: int | None = None,
        run_type: str = "workflow_run",
        idempotency_key: str | None = None,
        again: Run | None = None,
        parent: Parent | None = None,
        unsaved: bool = False,
        from_failure: bool = False,
        occasion: Occasion = BY_A_CALLER,
    ) -> Run:
        """Create the run, enter it in the queue, wake the worker; raises ParameterError, LaunchRefused or DiskLow.

        An idempotency key that was used before gives the run that it made. `again` is the run that this one repeats:
        what its request shows only masked is taken from it. `parent` is the run that starts it.
        With `from_failure` it begins at the block that failed there, with the same outputs before it.
        A workflow that is `unsaved` is saved together with its run; `occasion` is what started it if no caller did.
        """
        if parent is None:
            await self._rooms.limits.demand_room(self._rooms.scratch.parent)
        definition = _readable(workflow)
        if not definition.blocks:
            raise LaunchRefused(f"workflow {workflow.permanent_id} has no blocks, so there is nothing to run")
        parameters = coerce_parameters(definition.parameters, request.parameters)
        credentials = credential_references(definition.parameters, parameters)
        for key, credential_id in credentials.items():
            if not await self._rooms.store.credentials.exists(workflow.organization_id, credential_id):
                raise LaunchRefused(f"parameter {key!r}: no credential {credential_id!r} is known here")
        self._demand_vaults(definition)
        run_id = new_id("wr" if run_type == "workflow_run" else "tsk")
        settings = self._settings(workflow, request, max_steps, run_id, again=again)
        settings |= _partition(settings, parameters)
        run = self._run(workflow, request, parameters, settings)
        if parent is not None:
            run = parent.adopt(run)
        run = run.evolve(
            run_id=run_id,
            api_key_id=api_key_id,
            trigger_type=trigger_type,
            run_type=run_type,
            retried_from_run_id=None if again is None else again.run_id,
        )
        run = occasion.mark(run)
        start = await self._start_of(run, again if from_failure else None)
        run = run.evolve(cursor=start.cursor)

        def also(connection: object) -> None:
            occasion.claim(run, connection)
            self._queue.enter_run(connection, run.run_id)

        created = JournalEntry(
            run_id=run.run_id,
            kind=JournalKind.RUN_CREATED,
            payload={"v": 1, "trigger": trigger_type, "page": start.page},
            at=run.created_at,
        )
        warnings = [
            JournalEntry(run_id=run_id, kind=JournalKind.WARNED, payload={"v": 1, "message": said}, at=run.created_at)
            for said in warnings_of(workflow.definition, definition)
        ]
        try:
            await self._rooms.store.runs.create(
                run,
                (created, *warnings),
                also=also,
                idempotency_key=idempotency_key,
                workflow=workflow if unsaved else None,
                gates=self._rooms.limits.gates(run, credentials.values()),
                in_session=run.browser_session_id is not None and not run.settings.get(BORROWED),
                block_runs=start.block_runs,
            )
        except SessionTaken as taken:
            raise LaunchRefused(f"browser_session_id: {taken}") from None
        except AlreadyMade as used:
            earlier = await self._rooms.store.runs.find(workflow.organization_id, used.made_id)
            if earlier is None:
                raise
            return earlier
        self._queue.kick()
        return run

    async def _start_of(self, run: Run, failed: Run | None) -> Continuation:
        """Return where a run begins: at the block of another run that failed, else with its first one."""
        if failed is None:
            return Continuation(cursor=run.cursor)
        found = await continuation(self._rooms.store, failed, run.run_id)
        if found is None:
            raise LaunchRefused(
                f"from_failed_block: no block of run {failed.run_id} failed; leave it out to run everything again"
            )
        return found

    def _demand_vaults(self, definition: WorkflowDefinition) -> None:
        """Refuse a run whose vault nobody has set up."""
        for parameter in filter(self._rooms.vaults.serves, definition.parameters):
            try:
                self._rooms.vaults.demand(parameter)
            except VaultUnconfigured as error:
                raise LaunchRefused(f"parameter {parameter.key!r}: {error}") from None

    def _settings(
        self, workflow: Workflow, request: RunRequest, max_steps: int | None, run_id: str, *, again: Run | None
    ) -> dict[str, object]:
        wanted = (
            request.proxy_location if request.proxy_location is not None else workflow.settings.get("proxy_location")
        )
        _demand_own_browser(workflow, request)
        settings: dict[str, object] = {
            **workflow.settings,
            "workflow_title": workflow.title,
            **self._proxy(wanted, run_id, again),
            **self._far(workflow, request, run_id, again=again),
            "max_steps_override": max_steps,
        }
        if _reuses(settings, request):
            settings[REUSES] = True
        for name in ("extra_http_headers", "max_screenshot_scrolls", "totp_identifier", "run_with", "ai_fallback"):
            value = getattr(request, name)
            if value is not None:
                settings[name] = value
        return settings

    def _sealed(self, text: str, run_id: str) -> str:
        return base64.b64encode(self._rooms.sealer.seal(text.encode(), Purpose.PROXY, context=run_id)).decode()

    def _proxy(self, wanted: object, run_id: str, again: Run | None) -> dict[str, object]:
        """Return where the run's traffic comes out: `{}` is direct; an explicit location needs a source."""
        try:
            location = parse_proxy_location(wanted)
        except ValueError as error:
            raise LaunchRefused(f"proxy_location: {error}") from None
        if location is None or location.direct:
            return {}
        if location.url is not None:
            return {"proxy_sealed": self._sealed(self._own_proxy(location, again), run_id)}
        place = place_of(location)
        return {"proxy_key": proxy_key(location, self._rooms.proxies), PLACE: place and asdict(place)}

    def _far(self, workflow: Workflow, request: RunRequest, run_id: str, *, again: Run | None) -> dict[str, object]:
        """Return the caller's own browser, sealed; what its address shows only masked is that of the first run."""
        address = request.browser_address
        if not address or request.browser_session_id:
            return {}
        headers = request.cdp_connect_headers or cast(
            "Mapping[str, str] | None", workflow.settings.get("cdp_connect_headers")
        )
        far = FarBrowser(address=address, headers=headers or {})
        earlier = None if again is None else opened_far(self._rooms.sealer, again)
        if earlier is not None and masked_address(earlier.address) == address:
            far = earlier
        if not is_address(far.address):
            raise LaunchRefused(f"browser_address: {far.address[:200]!r} is no ws, wss, http or https address")
        if (refusal := literal_host_refusal(far.address, self._rooms.rules)) is not None:
            raise LaunchRefused(f"browser_address: {refusal}")
        return {FAR_SEALED: self._sealed(far.as_text(), run_id)}

    def _own_proxy(self, location: ProxyLocation, again: Run | None) -> str:
        """Return the caller's own proxy, with the user and password of the run that is repeated."""
        url = location.url or ""
        earlier = None if again is None else opened_proxy(self._rooms, again)
        return earlier if earlier is not None and masked_proxy_url(earlier) == url else url

    def _run(
        self,
        workflow: Workflow,
        request: RunRequest,
        parameters: Mapping[str, object],
        settings: Mapping[str, object],
    ) -> Run:
        now = utc_now()
        minutes = (
            request.max_elapsed_time_minutes
            or cast("int | None", settings.get("max_elapsed_time_minutes"))
            or self._rooms.max_deadline_minutes
        )
        webhook = (
            request.webhook_url or cast("str | None", settings.get("webhook_callback_url")) or ""
        ).strip() or None
        if webhook and (refusal := literal_host_refusal(webhook, self._rooms.rules)) is not None:
            raise LaunchRefused(f"webhook_url: {refusal}")
        echoed = request.model_dump(mode="json", exclude_none=True)
        if (location := parse_proxy_location(request.proxy_location)) is not None:
            echoed["proxy_location"] = location.as_json()
        if request.browser_address:
            echoed["browser_address"] = masked_address(request.browser_address)
        if request.cdp_connect_headers:
            echoed["cdp_connect_headers"] = dict.fromkeys(request.cdp_connect_headers, MASK)
        return Run(
            run_id="",
            priority=request.priority or 0,
            organization_id=workflow.organization_id,
            workflow_id=workflow.workflow_id,
            workflow_permanent_id=workflow.permanent_id,
            status=RunStatus.CREATED,
            title=request.title or workflow.title,
            parameters=parameters,
            request={**echoed, "title": request.title or workflow.title},
            definition=workflow.definition,
            settings={**settings, "time_limit_minutes": minutes},
            created_at=now,
            modified_at=now,
            deadline_at=now + timedelta(minutes=minutes),
            sequence=_sequence(workflow, settings, parameters),
            browser_session_id=request.browser_session_id,
            browser_profile_id=request.browser_profile_id,
            webhook_url=webhook,
        )


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
    return wanted and not named and not request.start_fresh_browser and "proxy_sealed" not in settings


def proxy_key(location: ProxyLocation, proxies: ProxySources) -> str:
    """Return the key of the source that serves a location; raises LaunchRefused where none does."""
    try:
        return proxies.key(location)
    except NoSource as error:
        raise LaunchRefused(str(error)) from None


def opened_proxy(rooms: Rooms, run: Run) -> str | None:
    """Return the URL of the caller's own proxy that a run was given."""
    sealed = run.settings.get("proxy_sealed")
    if not isinstance(sealed, str):
        return None
    return rooms.sealer.open(base64.b64decode(sealed), Purpose.PROXY, context=run.run_id).decode()


def opened_far(sealer: Sealer, run: Run) -> FarBrowser | None:
    """Return the caller's own browser that a run was given."""
    sealed = run.settings.get(FAR_SEALED)
    if not isinstance(sealed, str):
        return None
    return FarBrowser.from_text(sealer.open(base64.b64decode(sealed), Purpose.PROXY, context=run.run_id).decode())


def _readable(workflow: Workflow) -> WorkflowDefinition:
    try:
        return load_definition(workflow.definition)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LaunchRefused(
            f"workflow {workflow.permanent_id} cannot be read by this version: {where}: {first['msg']}; save it again"
        ) from None

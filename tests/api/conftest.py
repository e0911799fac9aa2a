"""The API on a fresh database, with an engine that only writes rows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

import httpx
import pytest
from fastapi import FastAPI

from skyvern.api.answers import RunAnswers
from skyvern.api.app import create_app
from skyvern.api.deps import ApiDeps
from skyvern.api.ports import Wire
from skyvern.artifacts import Archive, ArtifactStore, SignedUrls
from skyvern.blocks.definition import load_definition
from skyvern.browser.host.errors import HostUnavailable
from skyvern.credentials import CodeBox, LocalVault, Sealer, hash_key, issue_key, new_api_key
from skyvern.domain.addresses import AddressRules
from skyvern.domain.batch import Batch, BatchStatus
from skyvern.domain.browser_profile import BrowserProfile
from skyvern.domain.browser_session import BrowserSession, SessionStatus
from skyvern.domain.clock import utc_now
from skyvern.domain.delivery import Delivery
from skyvern.domain.demonstration import Shown, ShownKind
from skyvern.domain.ids import new_id
from skyvern.domain.organization import ApiKey, Organization
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine import Start
from skyvern.engine.admission import Limits
from skyvern.engine.control import ControlDesk
from skyvern.engine.parameters import coerce_parameters
from skyvern.engine.retention import Eraser
from skyvern.store import Database, Store

PUBLIC_URL = "http://skyvern.test"


class RowEngine:
    """Implements the port of `api`: a run is a row, and a cancel ends it."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self._store = store
        self._eraser = Eraser(store, archive)
        self.limits = Limits()
        self.launched: list[Run] = []
        self.from_failure: list[bool] = []
        self.answered: list[tuple[str, bool, str]] = []
        self.replayed: list[tuple[str, str | None, str]] = []

    async def launch(self, start: Start) -> Run:
        self.from_failure.append(start.from_failure)
        workflow, request = start.workflow, start.request
        await self.limits.demand_quota(workflow.organization_id, self._store.figures, now=utc_now())
        definition = load_definition(workflow.definition)
        now = utc_now()
        run = Run(
            run_id=new_id("wr" if start.run_type == "workflow_run" else "tsk"),
            organization_id=workflow.organization_id,
            workflow_id=workflow.workflow_id,
            workflow_permanent_id=workflow.permanent_id,
            status=RunStatus.CREATED,
            title=request.title or workflow.title,
            parameters=coerce_parameters(definition.parameters, request.parameters),
            request=request.model_dump(mode="json", exclude_none=True),
            definition=workflow.definition,
            settings={**workflow.settings, "max_steps_override": start.max_steps},
            created_at=now,
            modified_at=now,
            deadline_at=now + timedelta(hours=1),
            webhook_url=request.webhook_url,
            browser_session_id=request.browser_session_id,
        )
        run = start.mark(run)
        saved = workflow if start.unsaved else None
        await self._store.runs.create(run, idempotency_key=start.idempotency_key, workflow=saved)
        self.launched.append(run)
        return run

    async def cancel(self, run: Run) -> None:
        await self._store.runs.finish(run.run_id, None, status=RunStatus.CANCELED)

    async def erase_run(self, run: Run) -> bool:
        return await self._eraser.erase_run(run.run_id)

    async def erase_organization(self, organization_id: str) -> None:
        await self._eraser.erase_organization(organization_id, cancel=self.cancel)

    def batches_changed(self) -> None:
        """Nothing is fed here."""

    async def cancel_batch(self, batch: Batch) -> bool:
        among = (BatchStatus.RUNNING, BatchStatus.PAUSED)
        return await self._store.batches.move(batch.batch_id, among=among, to=BatchStatus.CANCELED)

    def schedules_changed(self) -> None:
        """Nothing fires here."""

    async def ended(self, run: Run, *, seconds: float) -> Run:
        """Nothing runs here: what is waited for is cancelled."""
        del seconds
        await self.cancel(run)
        found = await self._store.runs.get(run.run_id)
        assert found is not None
        return found

    async def answer(self, run: Run, *, approved: bool, reason: str = "", block_run_id: str | None = None) -> bool:
        self.answered.append((run.run_id, approved, reason))
        return run.status is RunStatus.PAUSED

    async def deliver_again(self, delivery: Delivery) -> Delivery | None:
        return await self._store.deliveries.try_again(delivery.delivery_id, also=lambda connection: None)

    async def replay_webhook(self, run: Run, url: str | None, api_key: str) -> Mapping[str, object]:
        self.replayed.append((run.run_id, url, api_key))
        return {
            "run_id": run.run_id,
            "run_type": run.run_type,
            "default_webhook_url": run.webhook_url,
            "target_webhook_url": url or run.webhook_url,
            "payload": "{}",
            "headers": {},
            "status_code": 200,
            "latency_ms": 1,
            "response_body": "",
            "error": None,
        }


class PlainInstallation:
    """Implements the port of `api`: one setting, and nothing is broken."""

    def settings(self) -> list[Mapping[str, object]]:
        return [{"name": "port", "variable": "SKYVERN_PORT", "help": "port", "value": "8000", "usual": True}]

    async def findings(self, *, ask: bool) -> list[Mapping[str, object]]:
        return [{"about": "model", "good": None, "says": "asked" if ask else "not asked", "mend": ""}]


class NoBrowsers:
    """Implements the port of `api`: there is no host."""

    async def live(self, browser_id: str) -> Wire:
        raise HostUnavailable("no browser here")


class RowSessions:
    """Implements the port of `api`: a session is a row, and no browser stands behind it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.shows = False
        self.shown = [Shown(kind=ShownKind.OPEN, url="http://site.test/")]

    def upstream(self, location: object) -> str | None:
        return None

    async def open(self, session: BrowserSession) -> BrowserSession:
        changes = {"status": SessionStatus.RUNNING, "started_at": utc_now()}
        await self._store.browser_sessions.change(session.organization_id, session.browser_session_id, changes)
        return await self._store.browser_sessions.find(session.browser_session_id) or session

    async def close(self, session: BrowserSession) -> None:
        changes = {"status": SessionStatus.COMPLETED, "completed_at": utc_now()}
        await self._store.browser_sessions.change(session.organization_id, session.browser_session_id, changes)

    async def demonstration(self, session: BrowserSession, deed: str) -> tuple[bool, Sequence[Shown]]:
        self.shows = {"begin": True, "finish": False}.get(deed, self.shows)
        return self.shows, self.shown

    async def devtools(self, session_id: str) -> Wire:
        raise HostUnavailable("no browser here")


class NoStates:
    """Implements the port of `api`: nothing has been saved, so deleting is a matter of rows."""

    def __init__(self, store: Store) -> None:
        self._rows = store.browser_profiles

    async def forget(self, profile: BrowserProfile) -> bool:
        return await self._rows.delete(profile.organization_id, profile.browser_profile_id) is not None

    async def restore(self, profile: BrowserProfile, number: int) -> bool:
        return False

    async def forget_workflow(self, organization_id: str, workflow_permanent_id: str) -> None:
        for profile in await self._rows.of_workflow(organization_id, workflow_permanent_id):
            await self.forget(profile)

    async def copy_of_session(self, session_id: str, target: BrowserProfile) -> bool:
        return False

    async def copy_of_run(self, run: Run, target: BrowserProfile) -> bool:
        return False


@dataclass(frozen=True, kw_only=True)
class House:
    """Everything behind the API, for tests that look inside or put things there."""

    app: FastAPI
    database: Database
    store: Store
    engine: RowEngine
    archive: Archive
    signer: SignedUrls
    organization: Organization
    api_key: str
    trouble: list[str] = field(default_factory=list[str])

    async def key_of_another(self) -> str:
        """Make another organisation's key."""
        row = replace(self.organization, organization_id=new_id("o"), name="Another")
        await self.store.organizations.add(row)
        return await add_key(self.store, row.organization_id)


@dataclass(frozen=True, kw_only=True)
class Rooms:
    """The application and what stands behind it, without an owner."""

    app: FastAPI
    store: Store
    engine: RowEngine
    archive: Archive
    signer: SignedUrls
    trouble: list[str]


def app_over(database: Database, artifacts: str = "memory:", *, requests_per_minute: int = 0) -> Rooms:
    """Return the application over a database that is up to date."""
    store = Store(database)
    secret = b"a secret for tests only, 32 bytes"
    signer = SignedUrls(secret, PUBLIC_URL)
    archive = Archive(ArtifactStore(artifacts), store.artifacts)
    engine = RowEngine(store, archive)
    trouble: list[str] = []

    async def ready() -> str | None:
        return trouble[0] if trouble else None

    deps = ApiDeps(
        store=store,
        engine=engine,
        sessions=RowSessions(store),
        profiles=NoStates(store),
        live=NoBrowsers(),
        controls=ControlDesk(store),
        archive=archive,
        signer=signer,
        vault=LocalVault(store.credentials, Sealer(secret)),
        codes=CodeBox(store.codes, Sealer(secret)),
        answers=RunAnswers(store.artifacts, link=signer.sign, public_url=PUBLIC_URL),
        ready=ready,
        issue=partial(issue_key, Sealer(secret)),
        installation=PlainInstallation(),
        public_url=PUBLIC_URL,
        secret=secret,
        version="9.9.9",
        addresses=AddressRules.parse("127.0.0.1/32:9555"),
        requests_per_minute=requests_per_minute,
        max_body=200_000,
        max_upload=400_000,
    )
    return Rooms(app=create_app(deps), store=store, engine=engine, archive=archive, signer=signer, trouble=trouble)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    database = Database(database_url)
    await asyncio.to_thread(database.migrate)
    rooms = app_over(database)
    organization = await rooms.store.organizations.ensure_default()
    yield House(
        app=rooms.app,
        database=database,
        store=rooms.store,
        engine=rooms.engine,
        archive=rooms.archive,
        signer=rooms.signer,
        organization=organization,
        api_key=await add_key(rooms.store, organization.organization_id),
        trouble=rooms.trouble,
    )
    await asyncio.to_thread(database.close)


async def add_key(store: Store, organization_id: str) -> str:
    """Make a key of an organisation."""
    key = new_api_key()
    row = ApiKey(
        api_key_id=new_id("oat"),
        organization_id=organization_id,
        name="test",
        hash=hash_key(key),
        sealed=b"",
        created_at=utc_now(),
    )
    await store.organizations.add_key(row)
    return key


@pytest.fixture
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the key."""
    async with _client(house, {"x-api-key": house.api_key}) as client:
        yield client


@pytest.fixture
async def stranger(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a key."""
    async with _client(house, {}) as client:
        yield client


def _client(house: House, headers: Mapping[str, str]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=house.app)
    return httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, headers=dict(headers))


def credential_verification(**changes: object) -> dict[str, object]:
    """The definition of the published example."""
    names = ("first_name", "last_name", "state")
    return {
        "title": "Credential Verification",
        "workflow_definition": {
            "parameters": [
                {"key": name, "parameter_type": "workflow", "workflow_parameter_type": "string"} for name in names
            ],
            "blocks": [
                {
                    "label": "search_registry",
                    "block_type": "navigation",
                    "url": "https://asha.org/verify",
                    "navigation_goal": "Search for {{ first_name }} {{ last_name }} in {{ state }}. "
                    "COMPLETE when results shown.",
                    "parameter_keys": list(names),
                },
                {
                    "label": "extract_credentials",
                    "block_type": "extraction",
                    "data_extraction_goal": "Extract ASHA account number and certification status.",
                    "data_schema": {
                        "type": "object",
                        "properties": {
                            "asha_account_number": {"type": "string"},
                            "certification_status": {"type": "string"},
                        },
                    },
                },
            ],
        },
        **changes,
    }


@pytest.fixture
def definition() -> dict[str, object]:
    """The definition of the published example."""
    return credential_verification()


VALUES = {"first_name": "John", "last_name": "Smith", "state": "California"}

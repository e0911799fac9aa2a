"""Builds every room once and wires them: what the server, the worker and the local commands are made of."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from skyvern.api.answers import RunAnswers
from skyvern.api.once import OnceLinks
from skyvern.artifacts import Archive, ArtifactStore, SignedUrls
from skyvern.browser.attach import Browsers
from skyvern.browser.host.card import HostCard
from skyvern.browser.host_client import HostClient
from skyvern.browser.proxies import ProxySources
from skyvern.credentials import LocalVault, Sealer, issue_key, open_key
from skyvern.domain.artifact import LOGS, PICTURES, RECORDINGS
from skyvern.domain.clock import utc_now
from skyvern.domain.organization import Organization
from skyvern.domain.run import Run
from skyvern.engine import Drain, Engine, Node, Queue, Rooms
from skyvern.engine.admission import Limits
from skyvern.engine.checkpoints import Checkpoints
from skyvern.engine.control import ControlDesk
from skyvern.engine.hosts import HostBrowsers
from skyvern.engine.nodes import Connect, Nodes
from skyvern.engine.profiles import Profiles
from skyvern.engine.retention import Keep
from skyvern.engine.session_files import SessionFiles
from skyvern.engine.sessions import Sessions
from skyvern.net.transport import GuardedTransport
from skyvern.sandbox import CodeSandbox
from skyvern.serve.folder import AlreadyServed as AlreadyServed, take_folder
from skyvern.serve.minds import models_for_runs, policies_for_runs
from skyvern.serve.node import duty_of, this_node
from skyvern.serve.outside import outside
from skyvern.serve.rotation import keys_held, settled_secret
from skyvern.serve.run_browsers import RemoteUse, run_browsers
from skyvern.serve.traces import Traces, traces_of
from skyvern.serve.vaults import foreign_vaults
from skyvern.settings import Settings, write_private
from skyvern.store import Store
from skyvern.store.database import Database

KEY_FILE = "api_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The rooms of one process, wired."""

    settings: Settings
    store: Store
    engine: Engine
    sessions: Sessions
    profiles: Profiles
    controls: ControlDesk
    hosts: HostBrowsers
    nodes: Nodes
    archive: Archive
    signer: SignedUrls
    vault: LocalVault
    answers: RunAnswers
    sealer: Sealer
    secret: bytes
    organization: Organization
    first_key: str | None
    """The API key made by this start, to be shown once; None on later starts."""
    once: OnceLinks = field(default_factory=OnceLinks)


@asynccontextmanager
async def house(settings: Settings, *, queues: Sequence[str] = (), drain: Drain | None = None) -> AsyncGenerator[House]:
    """Open everything, yield it, close it in the right order; `queues` are those to work on. Raises AlreadyServed."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = None if settings.shared else take_folder(settings.data_dir)
    traces = traces_of(os.environ)
    database = Database(settings.database_url)
    try:
        database.migrate()
        async with CodeSandbox(min_processes=1, max_processes=settings.concurrency) as sandbox:
            node = this_node(settings)
            built = await _build(settings, database, sandbox, node, works=bool(queues), traces=traces)
            await built.engine.start(duty_of(settings, node, queues) if queues else None)
            built.sessions.start()
            try:
                yield built
            finally:
                await built.sessions.stop()
                await built.engine.stop(drain)
                await built.nodes.close()
                await built.hosts.close()
    finally:
        database.close()
        if traces is not None:
            await asyncio.to_thread(traces.close)
        if lock is not None:
            os.close(lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What stands without a browser: rows, files, secrets, and what is told of a run."""

    store: Store
    secret: bytes
    sealer: Sealer
    archive: Archive
    signer: SignedUrls
    vault: LocalVault
    answers: RunAnswers
    proxies: ProxySources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Floor:
    """What has to do with browsers: their hosts, here and elsewhere, their sessions and saved states."""

    hosts: HostBrowsers
    nodes: Nodes
    sessions: Sessions
    profiles: Profiles
    checkpoints: Checkpoints | None
    """Where another machine may have to go on with a run."""
    controls: ControlDesk


async def _build(
    settings: Settings, database: Database, sandbox: CodeSandbox, node: Node, *, works: bool, traces: Traces | None
) -> House:
    ground = await _ground(settings, database)
    organization = await ground.store.organizations.ensure_default()
    first_key = await _first_key(settings, ground.store, ground.sealer, organization)
    floor = _floor(settings, ground, node, works=works)
    rooms = _rooms(settings, ground, floor, sandbox=sandbox, node=node, traces=traces)
    return House(
        settings=settings,
        store=ground.store,
        engine=Engine(rooms, Queue(url=database.url, engine=database.engine), node),
        sessions=floor.sessions,
        profiles=floor.profiles,
        controls=floor.controls,
        hosts=floor.hosts,
        nodes=floor.nodes,
        archive=ground.archive,
        signer=ground.signer,
        vault=ground.vault,
        answers=ground.answers,
        sealer=ground.sealer,
        secret=ground.secret,
        organization=organization,
        first_key=first_key,
    )


async def _ground(settings: Settings, database: Database) -> _Ground:
    with keys_held(settings):
        secret = await settled_secret(settings, database)
    store = Store(database)
    sealer = Sealer(secret)
    signer = SignedUrls(secret, settings.public_url)
    return _Ground(
        store=store,
        secret=secret,
        sealer=sealer,
        archive=Archive(ArtifactStore(settings.artifacts), store.artifacts),
        signer=signer,
        vault=LocalVault(store.credentials, sealer),
        answers=RunAnswers(store.artifacts, link=signer.sign, public_url=settings.public_url, line=store.runs.line),
        proxies=ProxySources.of(settings.proxies, settings.proxy_template),
    )


def _floor(settings: Settings, ground: _Ground, node: Node, *, works: bool) -> _Floor:
    store, sealer = ground.store, ground.sealer
    hosts = HostBrowsers(
        Browsers(),
        data_dir=settings.data_dir,
        allowed_networks=settings.allowed_private_networks,
        control_ports=(settings.port,),
        downloads=settings.download_limits,
        owner_id=f"worker.{os.getpid()}" if settings.shared else "worker",
        node_id=node.node_id,
    )
    profiles = Profiles(store.browser_profiles, ArtifactStore(settings.artifacts), sealer=sealer)
    alone = settings.database_url.startswith("sqlite")
    nodes = Nodes(hosts, store, sealer, node=node, works=works, connect=_far_host(settings, node))
    sessions = Sessions(
        hosts,
        store.browser_sessions,
        proxies=ground.proxies,
        profiles=profiles,
        alone=alone,
        nodes=nodes,
        files=SessionFiles(ground.archive, store.artifacts),
        idle_minutes=settings.session_idle_minutes,
    )
    hosts.on_exit, hosts.on_download = sessions.browser_exited, sessions.download_ended
    return _Floor(
        hosts=hosts,
        nodes=nodes,
        sessions=sessions,
        profiles=profiles,
        checkpoints=Checkpoints(ArtifactStore(settings.artifacts), ground.sealer) if node.shared else None,
        controls=ControlDesk(store),
    )


def _rooms(
    settings: Settings,
    ground: _Ground,
    floor: _Floor,
    *,
    sandbox: CodeSandbox,
    node: Node,
    traces: Traces | None,
) -> Rooms:
    rules = settings.rules.without_ports((settings.port,))
    models = models_for_runs(settings, ground.store.spending)
    return Rooms(
        store=ground.store,
        controls=floor.controls,
        archive=ground.archive,
        signer=ground.signer,
        sandbox=sandbox,
        vault=ground.vault,
        policies=policies_for_runs(models),
        models=models,
        browser=run_browsers(
            floor.hosts,
            ground.sealer,
            rules,
            enter=floor.sessions.enter,
            profiles=floor.profiles,
            checkpoints=floor.checkpoints,
            remote=RemoteUse(
                places=settings.remote_browsers,
                checkpoints=Checkpoints(ArtifactStore(settings.artifacts), ground.sealer),
                scratch=_scratch(settings),
            ),
        ),
        sweep=floor.hosts.sweep,
        transport=lambda: GuardedTransport(rules),
        rules=rules,
        presenter=ground.answers,
        signing_key=_signing_key(ground.store, ground.sealer),
        sealer=ground.sealer,
        secret=ground.secret,
        scratch=_scratch(settings),
        node_id=node.node_id,
        proxies=ground.proxies,
        public_url=settings.public_url,
        strict_templates=settings.templating == "strict",
        limits=Limits(
            running_per_organization=settings.max_running_per_organization,
            running_per_credential=settings.max_running_per_credential,
            min_free_disk_mb=settings.min_free_disk_mb,
            runs_a_day=settings.max_runs_per_day,
            storage_mb=settings.max_storage_mb,
        ),
        max_deadline_minutes=settings.max_minutes,
        keep=_kept(settings),
        outside=outside(settings, rules),
        traces=None if traces is None else traces.take,
        vaults=foreign_vaults(settings),
    )


def _kept(settings: Settings) -> Keep:
    days = {
        RECORDINGS: settings.keep_recordings_days,
        PICTURES: settings.keep_pictures_days,
        LOGS: settings.keep_logs_days,
    }
    return Keep(
        artifact_days=settings.keep_artifacts_days,
        run_days=settings.keep_runs_days,
        other_days={kind: count for kinds, count in days.items() for kind in kinds},
    )


def _scratch(settings: Settings) -> Path:
    return settings.data_dir / "scratch"


def _far_host(settings: Settings, node: Node) -> Connect:
    """How hosts of other machines are reached; each process is an owner of its own."""
    owner = f"{node.node_id}.{os.getpid()}"

    def connect(find: Callable[[], HostCard | None]) -> HostClient:
        return HostClient.far(
            find,
            owner_id=owner,
            allowed_networks=settings.allowed_private_networks,
            downloads=settings.download_limits,
        )

    return connect


def _signing_key(store: Store, sealer: Sealer) -> Callable[[Run], Awaitable[str]]:
    async def signing_key(run: Run) -> str:
        key = await store.organizations.key(run.api_key_id) if run.api_key_id else None
        if key is None or not key.live(utc_now()):
            keys = await store.organizations.keys(run.organization_id)
            key = next((item for item in keys if item.live(utc_now())), keys[-1])
        return open_key(sealer, key)

    return signing_key


async def _first_key(settings: Settings, store: Store, sealer: Sealer, organization: Organization) -> str | None:
    row, text = issue_key(sealer, organization.organization_id, name="first")
    if not await store.organizations.add_first_key(row):
        return None
    write_private(settings.data_dir / KEY_FILE, text)
    return text

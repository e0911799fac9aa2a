"""A worker on a small database of its own: real store, sandbox and archive; the browser and the queue are scripted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from skyvern.artifacts import Archive, ArtifactStore, SignedUrls
from skyvern.blocks.base import Suspended
from skyvern.blocks.definition import parse_definition
from skyvern.browser.errors import BrowserGone
from skyvern.browser.proxies import ProxySources
from skyvern.credentials import LocalVault, Sealer
from skyvern.domain.addresses import AddressRules
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.page import ActionResult, Observation, TabPicture
from skyvern.domain.run import BlockRun, JournalEntry, Run
from skyvern.domain.status import RunStatus
from skyvern.engine.control import ControlDesk
from skyvern.engine.executor import Executor
from skyvern.engine.ports import Came
from skyvern.engine.rooms import Rooms
from skyvern.sandbox import CodeSandbox
from skyvern.store import Database, Store
from skyvern.store.runs import Runs
from skyvern.testing.policies import ScriptedPage, ScriptedPolicy

ORG = "o_1"
SECRET = b"a secret of this test's own making"


@dataclass(slots=True)
class Page:
    """What code sees; the name is that of the real thing, by which the sandbox knows it."""

    url: str
    owner: FakeBrowser

    async def title(self) -> str:
        """Return a title."""
        return "Title"

    async def click(self, selector: str) -> None:
        """Note the click."""
        self.owner.clicks.append(selector)


class FakePage(ScriptedPage):
    """A scripted page that can also be opened at a URL."""

    def __init__(self, owner: FakeBrowser) -> None:
        super().__init__(views=[owner.view])
        self.owner = owner
        self.stands = "about:blank"

    async def goto(self, url: str) -> ActionResult:
        """Answer as the browser's `answers` say."""
        self.stands = url
        return self.owner.opened(url)

    async def selector(self, ref: str) -> str:
        """Return a path made of the reference."""
        return f"xpath=//{ref}"

    async def page(self) -> Page:
        """Return where it stands."""
        return Page(self.stands, self.owner)


class FakeBrowser:
    """The browsers of all runs: what was opened, and how URLs answer."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.clicks: list[str] = []
        self.answers: dict[str, ActionResult] = {}
        self.living: set[str] = set()
        self.ended: list[str] = []
        self.left: list[str] = []
        self.kept: list[str] = []
        self.checkpoints = 0
        self.recorded: list[str] = []
        self.broken: str | None = None
        self.video: bytes | None = None
        self.video_is_made = asyncio.Event()
        self.video_is_made.set()
        self.broken_off: list[str] = []
        self.tabs: list[TabPicture] = []
        self.view = Observation(url="http://page/", title="")

    def opened(self, url: str) -> ActionResult:
        """Note a visit and return its scripted result."""
        self.urls.append(url)
        return self.answers.get(url, ActionResult(ok=True, url=url, status=200, navigated=True))

    async def sweep(self, keep: Collection[str]) -> None:
        """End all others."""
        self.living.intersection_update(keep)

    def __call__(self, run: Run, **wiring: Callable[..., object]) -> FakeRunBrowser:
        """Make the browser of one run, as the engine's factory does."""
        return FakeRunBrowser(self, run, wiring)


class FakeRunBrowser:
    """One run's browser."""

    def __init__(self, shared: FakeBrowser, run: Run, wiring: Mapping[str, Callable[..., object]]) -> None:
        self.browser_id = run.browser_id
        self._shared, self._wiring = shared, wiring
        self._page: FakePage | None = None

    async def view(self) -> FakePage:
        """Open or find the browser."""
        if self._shared.broken:
            raise BrowserGone(self._shared.broken)
        if self._page is None:
            found = self.browser_id in self._shared.living
            self.browser_id = self.browser_id if found else new_id("br")
            self._shared.living.add(str(self.browser_id))
            self._page = FakePage(self._shared)
            self._page.stands = self._shared.urls[-1] if found and self._shared.urls else "about:blank"
            await self._wiring["opened"](self.browser_id, Came.FOUND if found else Came.NEW)  # type: ignore[misc]
        return self._page

    async def to_front(self) -> None:
        """There is one tab."""

    async def trace(self, folder: Path) -> Path | None:
        """Nothing is traced."""
        return None

    def diary(self) -> Path | None:
        """Nothing is noted."""
        return None

    async def pictures(self, *, covered: Collection[str], but_active: bool) -> Sequence[TabPicture]:
        """Return the scripted tabs."""
        return self._shared.tabs[1:] if but_active else self._shared.tabs

    async def recording(self, folder: Path) -> Path | None:
        """Return the scripted video."""
        await self._shared.video_is_made.wait()
        if self._shared.video is None:
            return None
        path = folder / "recording.webm"
        path.write_bytes(self._shared.video)
        return path

    async def recorded(self) -> None:
        """Note that the recording is kept."""
        self._shared.recorded.append(str(self.browser_id))

    async def checkpoint(self) -> None:
        """Note that the state would be kept."""
        self._shared.checkpoints += 1

    async def keep_state(self) -> None:
        """Note that the state was kept."""
        self._shared.kept.append(str(self.browser_id))

    async def end(self) -> None:
        """Close it."""
        self._shared.living.discard(str(self.browser_id))
        self._shared.ended.append(str(self.browser_id))

    async def break_off(self) -> None:
        """Note that nothing is done to its pages any more."""
        self._shared.broken_off.append(str(self.browser_id))

    async def leave(self) -> None:
        """Let go of it."""
        self._shared.left.append(str(self.browser_id))


@dataclass(slots=True)
class FakeQueue:
    """Notes what was entered."""

    runs: list[str] = field(default_factory=list)
    deliveries: list[str] = field(default_factory=list)
    later: list[tuple[str, float]] = field(default_factory=list)

    def enter_run(self, connection: object, run_id: str) -> None:
        """Note a run."""
        self.runs.append(run_id)

    def enter_again_in(self, connection: object, run_id: str, entry: str) -> None:
        """Note a run that was woken."""
        self.runs.append(entry)

    def enter_later(self, connection: object, run_id: str, entry: str, *, seconds: float) -> None:
        """Note a run that is to be taken later."""
        self.later.append((entry, seconds))

    def enter_delivery(self, connection: object, delivery_id: str, *, again: bool = False) -> None:
        """Note a delivery."""
        self.deliveries.append(delivery_id)

    def kick(self) -> None:
        """Claim nothing: no worker is behind this queue."""


class MortalRuns(Runs):
    """Runs whose worker dies right after its nth commit: it never hears of it, and does nothing more."""

    def __init__(self, database: Database, *, lives: int) -> None:
        super().__init__(database)
        self.lives = lives
        self.died = asyncio.Event()

    async def commit(self, *args: object, **more: object) -> None:
        """Commit, and die when it was the last one."""
        await super().commit(*args, **more)  # type: ignore[arg-type]
        self.lives -= 1
        if self.lives <= 0:
            self.died.set()
            await asyncio.Event().wait()


@dataclass(slots=True)
class Shop:
    """Everything an engine test needs."""

    rooms: Rooms
    queue: FakeQueue
    browser: FakeBrowser
    database: Database
    requests: list[httpx.Request]
    answers: dict[str, Callable[[httpx.Request], httpx.Response]]

    async def run(self, blocks: Sequence[Mapping[str, object]], **given: object) -> Run:
        """Keep a queued run of these blocks; `top` are further keys of the definition, `minutes` its time."""
        top = given.pop("top", {})
        minutes = given.pop("minutes", 60)
        tree = parse_definition({"blocks": list(blocks), **top}).tree  # type: ignore[dict-item]
        now = utc_now()
        run = Run(
            run_id=new_id("wr"),
            organization_id=ORG,
            workflow_id="w_1",
            workflow_permanent_id="wpid_1",
            status=RunStatus.QUEUED,
            title="Test",
            parameters={},
            request={},
            definition=tree,
            settings={},
            created_at=now,
            modified_at=now,
            deadline_at=now + timedelta(minutes=float(str(minutes))),
        ).evolve(**given)
        await self.rooms.store.runs.create(run)
        return run

    async def finish(self, run: Run) -> Run:
        """Execute the run to its end."""
        await Executor(self.rooms, self.queue).execute(run.run_id)  # type: ignore[arg-type]
        return await self.read(run)

    async def done(self, blocks: Sequence[Mapping[str, object]], **given: object) -> Run:
        """Run these blocks to the end."""
        return await self.finish(await self.run(blocks, **given))

    async def die_after(self, run: Run, commits: int) -> bool:
        """Execute until the worker dies after so many commits; False when the run ended before that."""
        store = Store(self.database)
        store.runs = mortal = MortalRuns(self.database, lives=commits)
        executor = Executor(replace(self.rooms, store=store), self.queue)  # type: ignore[arg-type]
        work = asyncio.ensure_future(executor.execute(run.run_id))
        death = asyncio.ensure_future(mortal.died.wait())
        await asyncio.wait({work, death}, return_when=asyncio.FIRST_COMPLETED)
        died = mortal.died.is_set()
        for task in list(executor.active.values()):
            task.cancel()
            with suppress(asyncio.CancelledError, Suspended):
                await task
        for task in (work, death):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return died

    async def read(self, run: Run) -> Run:
        """Return the run as it stands."""
        found = await self.rooms.store.runs.get(run.run_id)
        assert found is not None
        return found

    async def blocks(self, run: Run) -> dict[str, BlockRun]:
        """Return the executions of blocks by their keys."""
        return {row.key: row for row in await self.rooms.store.runs.block_runs(run.run_id)}

    async def journal(self, run: Run) -> list[JournalEntry]:
        """Return the run's journal."""
        return await self.rooms.store.journal.of(run.run_id)


@pytest.fixture
async def sandbox() -> AsyncIterator[CodeSandbox]:
    """Code blocks run for real."""
    async with CodeSandbox(min_processes=1, max_processes=2) as sandbox:
        yield sandbox


@pytest.fixture
async def shop(tmp_path: Path, database_url: str, sandbox: CodeSandbox) -> AsyncIterator[Shop]:
    """A worker's rooms."""
    database = Database(database_url)
    database.migrate()
    store = Store(database)
    await store.organizations.ensure_default()
    sealer = Sealer(SECRET)
    browser = FakeBrowser()
    requests: list[httpx.Request] = []
    answers: dict[str, Callable[[httpx.Request], httpx.Response]] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        give = answers.get(f"{request.url.scheme}://{request.url.host}{request.url.path}")
        return give(request) if give is not None else httpx.Response(404)

    async def presenter(run: Run) -> Mapping[str, object]:
        return {"run_id": run.run_id, "status": run.status.value, "total": 2.0, "name": "Żółć"}

    async def signing_key(run: Run) -> str:
        return "sk_test"

    rooms = Rooms(
        controls=ControlDesk(store),
        store=store,
        archive=Archive(ArtifactStore((tmp_path / "artifacts").as_uri()), store.artifacts),
        signer=SignedUrls(SECRET, "http://localhost:1"),
        sandbox=sandbox,
        vault=LocalVault(store.credentials, sealer),
        policies=lambda run, model: (ScriptedPolicy([]),),
        models=lambda run, wanted: None,
        browser=browser,  # type: ignore[arg-type]
        sweep=browser.sweep,
        transport=lambda: httpx.MockTransport(answer),
        rules=AddressRules.parse("127.0.0.0/8"),
        presenter=presenter,
        signing_key=signing_key,
        sealer=sealer,
        secret=SECRET,
        scratch=tmp_path / "scratch",
        proxies=ProxySources(),
    )
    yield Shop(rooms, FakeQueue(), browser, database, requests, answers)
    database.close()

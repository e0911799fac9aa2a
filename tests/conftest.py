"""Fixtures shared by all tests: a real server process with its own data folder, and our SDK against it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from skyvern import Skyvern
from tests.postgres import Cluster, cluster

_START_SECONDS = 180
EVERYWHERE = os.environ.get("SKYVERN_TEST_ON", "sqlite")
"""`postgres` has every test that makes a database make it there; else only the suites of the store and the queue do."""


gc.disable()


def pytest_collection_finish() -> None:
    """What was imported for the tests stays: the collector need not look at it again and again."""
    gc.freeze()
    gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProcess:
    """A server under test: where it answers, its key, and its process."""

    base_url: str
    api_key: str
    data_dir: Path
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it the hard way, as a crash would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """End it politely and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def start_server(
    data_dir: Path, *, port: int = 0, environment: dict[str, str] | None = None, arguments: tuple[str, ...] = ()
) -> ServerProcess:
    """Start `skyvern server` on a folder and wait until it is ready."""
    port = port or free_port()
    env = {
        **os.environ,
        "SKYVERN_ALLOWED_PRIVATE_NETWORKS": "127.0.0.0/8",
        "SKYVERN_PROXIES": "",
        **(environment or {}),
    }
    log = (data_dir.parent / f"{data_dir.name}.log").open("a")
    process = subprocess.Popen(
        [sys.executable, "-m", "skyvern", "server", "--port", str(port), "--data-dir", str(data_dir), *arguments],
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
    )
    log.close()
    base_url = f"http://localhost:{port}"
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {(data_dir.parent / f'{data_dir.name}.log').read_text()[-4000:]}")
        try:
            if httpx.get(f"{base_url}/health/ready", timeout=2).status_code == 200:
                key = (data_dir / "api_key").read_text().strip()
                return ServerProcess(base_url=base_url, api_key=key, data_dir=data_dir, process=process)
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError("the server did not become ready")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_host(data_dir: Path) -> None:
    """End the browser host of a data folder, with all its browsers."""

    async def shut_down() -> None:
        from skyvern.browser.host_client import HostClient

        host = await HostClient.ensure(data_dir, owner_id="tests")
        await host.shutdown()

    if (data_dir / "host.json").exists():
        asyncio.run(shut_down())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """One server for all tests that only talk to it."""
    data_dir = tmp_path_factory.mktemp("server") / "data"
    running = start_server(data_dir)
    yield running
    running.stop()
    end_host(data_dir)


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[dict[str, str]], ServerProcess]]:
    """Start further servers, each with settings of its own; they end with the session."""
    begun: list[ServerProcess] = []

    def start(environment: dict[str, str]) -> ServerProcess:
        begun.append(start_server(tmp_path_factory.mktemp("server") / "data", environment=environment))
        return begun[-1]

    yield start
    for running in begun:
        running.stop()
        end_host(running.data_dir)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A Postgres server for all tests that want one; each makes databases of its own."""
    with cluster() as running:
        if running is None:
            pytest.skip("Postgres is not installed (apt-get install postgresql)")
        yield running


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database, on SQLite unless SKYVERN_TEST_ON says otherwise."""
    if EVERYWHERE == "postgres":
        return request.getfixturevalue("postgres").ready_database()
    return f"sqlite:///{tmp_path / 'skyvern.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def either_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database, on SQLite and on Postgres."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres").ready_database()
    return f"sqlite:///{tmp_path / 'skyvern.db'}"


@pytest.fixture
async def client(server: ServerProcess) -> AsyncIterator[Skyvern]:
    """Our SDK, connected to the shared server."""
    sdk = Skyvern(api_key=server.api_key, base_url=server.base_url)
    yield sdk
    await sdk.close()

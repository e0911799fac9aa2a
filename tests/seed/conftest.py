"""What the calls of the published page need: a server with proxy sources, the sample sites, and a workflow to run."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from skyvern import Skyvern
from skyvern.testing.sites.server import running

PROXIES = "RESIDENTIAL_GB=http://127.0.0.1:9,US-CA=http://127.0.0.1:9"


@pytest.fixture(scope="session")
def server(start: Callable[..., Any]) -> Any:  # noqa: ANN401 - the record of the root's fixture
    """A server of its own: the page's calls name proxy locations, which need a source."""
    return start({"SKYVERN_PROXIES": PROXIES})


@pytest.fixture
async def client(server) -> AsyncIterator[Skyvern]:
    """The SDK, made as the page makes it: key and address from the environment or from arguments."""
    async with Skyvern(api_key=server.api_key, base_url=server.base_url) as sdk:
        yield sdk


@pytest.fixture(scope="session")
def sites() -> Iterator[str]:
    """The sample sites' address."""
    with running() as site:
        yield site.base_url


class Receiver:
    """Takes webhooks and keeps them."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.arrived = threading.Event()
        receiver = self

        class Take(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.received.append(({key.lower(): value for key, value in self.headers.items()}, body))
                receiver.arrived.set()
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Take)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook's other end."""
    receiver = Receiver()
    yield receiver
    receiver.close()


def definition(blocks: list[dict[str, Any]], **parameters: str | tuple[str, Any]) -> dict[str, Any]:
    """A definition with these blocks and parameters (name=type, or name=(type, default))."""
    declared = []
    for key, kind in parameters.items():
        name, default = kind if isinstance(kind, tuple) else (kind, None)
        row = {"key": key, "parameter_type": "workflow", "workflow_parameter_type": name}
        declared.append(row if default is None else {**row, "default_value": default})
    return {"title": "Seed", "workflow_definition": {"parameters": declared, "blocks": blocks}}


@pytest.fixture
def save(client: Skyvern) -> Callable[..., Any]:
    """Save a workflow of these blocks and parameters, return its wpid."""

    async def save(blocks: list[dict[str, Any]], **parameters: str | tuple[str, Any]) -> str:
        workflow = await client.create_workflow(json_definition=definition(blocks, **parameters))
        return workflow.workflow_permanent_id

    return save


@pytest.fixture
def echo(save: Callable[..., Any]) -> Callable[..., Any]:
    """Save a workflow that hands its parameters back as the output of the block `echo`, return its wpid."""

    async def echo(**parameters: str | tuple[str, Any]) -> str:
        code = "\n".join(f"got_{key} = {key}" for key in parameters)
        return await save([{"label": "echo", "block_type": "code", "code": code}], **parameters)

    return echo

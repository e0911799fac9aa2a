"""The MCP server through the official MCP client, over HTTP and over stdio, against a real server."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.conftest import ServerProcess

mcp = pytest.importorskip("mcp", reason="pip install 'skyvern[mcp]'")
from mcp import Client, StdioServerParameters  # noqa: E402
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client  # noqa: E402

pytestmark = pytest.mark.long

Opened = Callable[[ServerProcess, str], AbstractAsyncContextManager[Client]]
GREETING = {
    "title": "Greeting by an agent",
    "workflow_definition": {
        "parameters": [{"key": "name", "parameter_type": "workflow", "workflow_parameter_type": "string"}],
        "blocks": [
            {"label": "greet", "block_type": "code", "code": "said = 'Hello ' + name", "parameter_keys": ["name"]}
        ],
    },
}
WAITING = {
    "title": "Waiting",
    "workflow_definition": {"parameters": [], "blocks": [{"label": "w", "block_type": "wait", "wait_sec": 60}]},
}
TOOLS = {
    "run_workflow", "wait_for_run", "get_run", "list_runs", "get_run_timeline", "cancel_run",
    "list_block_types", "describe_block", "validate_workflow", "create_workflow", "update_workflow", "get_workflow",
    "list_workflows", "list_run_artifacts", "read_run_artifact", "see_run",
    "act_on_page", "extract_from_page", "see_page",
}  # fmt: skip


@asynccontextmanager
async def over_http(server: ServerProcess, key: str) -> AsyncGenerator[Client]:
    """Open the endpoint of the server."""
    async with (
        create_mcp_http_client(headers={"x-api-key": key}) as http,
        Client(streamable_http_client(f"{server.base_url}/mcp", http_client=http)) as client,
    ):
        yield client


@asynccontextmanager
async def over_stdio(server: ServerProcess, key: str) -> AsyncGenerator[Client]:
    """Start `skyvern mcp` as an agent's program would."""
    environment = {**os.environ, "SKYVERN_BASE_URL": server.base_url, "SKYVERN_API_KEY": key}
    command = StdioServerParameters(command=sys.executable, args=["-m", "skyvern", "mcp"], env=environment)
    async with Client(command) as client:
        yield client


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """Serve one page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<title>Order</title><h1>Your order</h1><dl><dt>Order number</dt><dd>A-1042</dd></dl>"
            body += b"<a href='/next'>Confirm the order</a>"
            if self.path == "/next":
                body = b"<title>Thanks</title><h1>Thank you for your order</h1>"
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


@pytest.fixture(params=[over_http, over_stdio], ids=["http", "stdio"])
def opened(request: pytest.FixtureRequest) -> Opened:
    return request.param


async def told(client: Client, tool: str, **arguments: object) -> Any:  # noqa: ANN401 - any JSON
    """Call a tool that must succeed and return what it tells."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    found = result.structured_content
    assert found is not None
    return found["result"] if set(found) == {"result"} else found


async def refused(client: Client, tool: str, **arguments: object) -> str:
    """Call a tool that must refuse and return its words."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result.content
    return "".join(part.text for part in result.content if part.type == "text")


async def test_an_agent_makes_a_workflow_runs_it_and_reads_what_happened(opened: Opened, server: ServerProcess) -> None:
    async with opened(server, server.api_key) as client:
        assert await told(client, "validate_workflow", definition=GREETING) == {
            "valid": True, "errors": [], "warnings": [],
        }  # fmt: skip
        made = await told(client, "create_workflow", definition=GREETING)
        assert made["parameters"] == [{"key": "name", "type": "string", "required": True}]
        wpid = made["workflow_permanent_id"]
        run = await told(client, "run_workflow", workflow_id=wpid, parameters={"name": "Ada"}, wait_seconds=60)
        assert run["status"] == "completed"
        assert run["output"]["greet_output"] == {"said": "Hello Ada"}
        assert "next" not in run
        again = await told(client, "get_run", run_id=run["run_id"])
        assert again["output"] == run["output"]
        timeline = await told(client, "get_run_timeline", run_id=run["run_id"])
        assert [(row["label"], row["status"]) for row in timeline] == [("greet", "completed")]
        assert await told(client, "list_run_artifacts", run_id=run["run_id"], artifact_types=["recording"]) == []
        assert run["run_id"] in [row["run_id"] for row in await told(client, "list_runs", status=["completed"])]
        assert wpid in [row["workflow_permanent_id"] for row in await told(client, "list_workflows", search="agent")]
        second = await told(client, "update_workflow", workflow_id=wpid, definition={**GREETING, "title": "Second"})
        assert second["version"] == 2
        whole = await told(client, "get_workflow", workflow_id=wpid)
        assert whole["workflow_definition"]["blocks"][0]["label"] == "greet"
        assert (await told(client, "get_workflow", workflow_id=wpid, version=1))["title"] == GREETING["title"]


async def test_a_run_that_goes_on_can_be_waited_for_and_canceled(opened: Opened, server: ServerProcess) -> None:
    async with opened(server, server.api_key) as client:
        made = await told(client, "create_workflow", yaml=json.dumps(WAITING))
        run = await told(client, "run_workflow", workflow_id=made["workflow_permanent_id"], wait_seconds=0)
        assert run["run_id"] in run["next"]
        seen: list[str | None] = []

        async def progress(_progress: float, _total: float | None, message: str | None) -> None:
            seen.append(message)

        waited = await client.call_tool(
            "wait_for_run", {"run_id": run["run_id"], "wait_seconds": 1}, progress_callback=progress
        )
        assert waited.structured_content is not None
        assert waited.structured_content["status"] in ("created", "queued", "running")
        assert any(message and run["run_id"] in message for message in seen)
        ended = await told(client, "cancel_run", run_id=run["run_id"])
        assert ended["status"] == "canceled"


async def test_refusals_name_the_place_and_the_remedy(opened: Opened, server: ServerProcess) -> None:
    async with opened(server, server.api_key) as client:
        broken = {**GREETING, "workflow_definition": {"parameters": [], "blocks": [{"label": "a", "block_type": "no"}]}}
        checked = await told(client, "validate_workflow", definition=broken)
        assert checked["valid"] is False
        assert any("block_type" in error or "'no'" in error for error in checked["errors"])
        assert checked["errors"][0] in await refused(client, "create_workflow", definition=broken)
        assert "exactly one" in await refused(client, "create_workflow")
        made = await told(client, "create_workflow", definition=GREETING)
        assert "name" in await refused(client, "run_workflow", workflow_id=made["workflow_permanent_id"])
        assert "404" in await refused(client, "get_run", run_id="wr_0")
        assert "there are" in await refused(client, "describe_block", block_type="no")
        assert "wait_seconds" in await refused(client, "wait_for_run", run_id="wr_0", wait_seconds=10_000)


async def test_every_tool_says_what_it_does_and_what_each_argument_means(server: ServerProcess) -> None:
    async with over_http(server, server.api_key) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == TOOLS
        assert "act_on_page" in (client.instructions or "")
        for tool in tools.values():
            assert len(tool.description or "") > 60, tool.name
            assert tool.annotations is not None
            for name, shape in tool.input_schema["properties"].items():
                if name not in ("page", "page_size"):
                    assert shape.get("description"), (tool.name, name)
        assert tools["get_run"].annotations.read_only_hint is True  # type: ignore[union-attr]
        assert tools["cancel_run"].annotations.destructive_hint is True  # type: ignore[union-attr]


async def test_blocks_can_be_learnt_from_the_tools_alone(server: ServerProcess) -> None:
    async with over_http(server, server.api_key) as client:
        kinds = {row["block_type"]: row["description"] for row in await told(client, "list_block_types")}
        assert {"navigation", "extraction", "for_loop", "code"} <= set(kinds)
        assert all(kinds.values())
        described = await told(client, "describe_block", block_type="extraction")
        assert "data_extraction_goal" in json.dumps(described["json_schema"])


async def test_one_page_is_read_and_seen(server: ServerProcess, page: str) -> None:
    async with over_http(server, server.api_key) as client:
        schema = {"type": "object", "properties": {"order_number": {"type": "string"}}}
        goal = "the order number, not {{ a template }}"
        run = await told(client, "extract_from_page", url=page, goal=goal, data_schema=schema, wait_seconds=90)
        assert run["status"] == "completed", run
        assert "A-1042" in json.dumps(run["output"])
        for pictures in (
            await client.call_tool("see_run", {"run_id": run["run_id"]}),
            await client.call_tool("see_page", {"url": page}),
        ):
            assert [part.type for part in pictures.content] == ["image"], pictures.content
        listed_titles = [row["title"] for row in await told(client, "list_workflows", page_size=100)]
        assert not [title for title in listed_titles if title.endswith("for an agent")]
        listed = await told(client, "list_run_artifacts", run_id=run["run_id"], artifact_types=["recording"])
        assert listed[0]["signed_url"].startswith("http")
        words = await refused(client, "read_run_artifact", run_id=run["run_id"], artifact_id=listed[0]["artifact_id"])
        assert "is no text" in words


async def test_one_page_is_acted_on(server: ServerProcess, page: str) -> None:
    async with over_http(server, server.api_key) as client:
        goal = "Click the link 'Confirm the order'. Done when the page says 'Thank you for your order'."
        run = await told(client, "act_on_page", url=page, goal=goal, wait_seconds=90)
        assert run["status"] == "completed", run
        actions = [row.get("actions") for row in await told(client, "get_run_timeline", run_id=run["run_id"])]
        assert "click" in json.dumps(actions)


def test_the_endpoint_is_closed_without_a_key(server: ServerProcess) -> None:
    for headers in ({}, {"x-api-key": "wrong"}):
        answer = httpx.post(
            f"{server.base_url}/mcp", headers=headers, json={"jsonrpc": "2.0", "id": 1, "method": "ping"}
        )
        assert answer.status_code == 403
        assert "API key" in answer.json()["detail"]


async def test_a_wrong_key_is_told_with_its_cure_over_stdio(server: ServerProcess) -> None:
    async with over_stdio(server, "wrong") as client:
        assert "SKYVERN_API_KEY" in await refused(client, "list_workflows")


async def test_a_server_that_is_not_there_is_told_with_its_cure(server: ServerProcess) -> None:
    gone = ServerProcess(base_url="http://127.0.0.1:1", api_key="k", data_dir=server.data_dir, process=server.process)
    async with over_stdio(gone, "k") as client:
        assert "skyvern server" in await refused(client, "list_workflows")

"""The SDK without a server: what it sends, what it returns, and what it says when things go wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from skyvern import Skyvern, verify_webhook
from skyvern.client import ApiError, BadRequestError, ConnectionFailed, NotFoundError, Record, RunTimeout, SkyvernError
from skyvern.domain.canonical import canonical_bytes, signature

RUN = {"run_id": "wr_1", "status": "created", "output": None}


class Recorder:
    """Answers every request alike and keeps what was asked."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer or (lambda _request: httpx.Response(200, json=RUN))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer(request)

    @property
    def body(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.requests[-1].content)


def client(recorder: Recorder, **options: Any) -> Skyvern:  # noqa: ANN401 - options of the client
    http = httpx.AsyncClient(transport=httpx.MockTransport(recorder))
    return Skyvern(**{"api_key": "k", "base_url": "http://house:1/", "httpx_client": http, **options})


@pytest.mark.parametrize("key", ["workflow_id", "agent_id"])
async def test_run_workflow_sends_what_was_given(key: str) -> None:
    recorder = Recorder()
    run = await client(recorder).run_workflow(**{key: "wpid_1"}, parameters={"a": 1}, max_steps_override=3)
    request = recorder.requests[0]
    assert (request.method, str(request.url)) == ("POST", "http://house:1/v1/run/workflows")
    assert recorder.body == {"workflow_id": "wpid_1", "parameters": {"a": 1}}
    assert request.headers["x-api-key"] == "k"
    assert request.headers["x-max-steps-override"] == "3"
    assert run.run_id == run["run_id"] == "wr_1"


async def test_the_key_and_address_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_API_KEY", ' "from env"\n')
    monkeypatch.setenv("SKYVERN_BASE_URL", "http://elsewhere:2/")
    recorder = Recorder()
    await client(recorder, api_key=None, base_url=None).get_run("wr_1")
    assert str(recorder.requests[0].url) == "http://elsewhere:2/v1/runs/wr_1"
    assert recorder.requests[0].headers["x-api-key"] == "from env"
    monkeypatch.delenv("SKYVERN_BASE_URL")
    assert Skyvern(api_key="k", environment="anything").base_url == "http://localhost:8000"


async def test_lists_and_repeated_query_keys() -> None:
    recorder = Recorder(lambda _request: httpx.Response(200, json=[RUN]))
    (run,) = await client(recorder).get_runs_v2(status=["running", "completed"], page=2)
    assert run.status == "created"
    assert recorder.requests[0].url.query == b"page=2&status=running&status=completed"


@pytest.mark.parametrize(
    ("status", "kind"), [(400, BadRequestError), (404, NotFoundError), (402, ApiError), (503, ApiError)]
)
async def test_refusals_are_errors_with_the_servers_words(status: int, kind: type[ApiError]) -> None:
    recorder = Recorder(lambda _request: httpx.Response(status, json={"detail": "parameter 'x' is required"}))
    with pytest.raises(kind, match="parameter 'x' is required") as caught:
        await client(recorder).get_run("wr_1")
    assert caught.value.status_code == status
    assert caught.value.body == {"detail": "parameter 'x' is required"}


async def test_field_errors_are_readable() -> None:
    detail = [{"loc": ["body", "max_steps"], "msg": "must be a whole number", "type": "x"}]
    recorder = Recorder(lambda _request: httpx.Response(422, json={"detail": detail}))
    with pytest.raises(ApiError, match="422: max_steps: must be a whole number"):
        await client(recorder).run_task("p")


async def test_no_server_is_explained() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(ConnectionFailed, match="skyvern server"):
        await client(Recorder(refuse)).get_run("wr_1")


async def test_something_else_on_the_port_is_explained() -> None:
    recorder = Recorder(lambda _request: httpx.Response(200, text="<html>hello</html>"))
    with pytest.raises(SkyvernError, match="does not answer like a Skyvern server"):
        await client(recorder).get_run("wr_1")


async def test_waiting_tells_of_changes_and_ends_with_the_run() -> None:
    statuses = iter(["created", "running", "running", "completed"])
    recorder = Recorder(lambda _request: httpx.Response(200, json={**RUN, "status": next(statuses), "step_count": 0}))
    seen: list[str] = []
    run = await client(recorder).wait_for_run("wr_1", on_update=lambda run: seen.append(run.status), poll_interval=0)
    assert (run.status, seen) == ("completed", ["created", "running", "completed"])


async def test_waiting_outlives_a_restart_of_the_server_but_not_a_wrong_address() -> None:
    def restarted(_request: httpx.Request) -> httpx.Response:
        if len(recorder.requests) in (2, 3):
            raise httpx.ReadError("")
        return httpx.Response(200, json={**RUN, "status": "running" if len(recorder.requests) == 1 else "completed"})

    recorder = Recorder(restarted)
    assert (await client(recorder).wait_for_run("wr_1", poll_interval=0)).status == "completed"
    assert len(recorder.requests) == 4

    def nobody(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(ConnectionFailed, match="refused"):
        await client(Recorder(nobody)).wait_for_run("wr_1", poll_interval=0)


async def test_waiting_gives_up_in_time() -> None:
    with pytest.raises(RunTimeout, match="wr_1") as caught:
        await client(Recorder()).wait_for_run("wr_1", timeout=0)
    assert isinstance(caught.value.run, Record)


async def test_wait_for_completion() -> None:
    recorder = Recorder(lambda _request: httpx.Response(200, json={**RUN, "status": "completed"}))
    run = await client(recorder).run_workflow("wpid_1", wait_for_completion=True, timeout=5)
    assert run.status == "completed"
    assert [request.method for request in recorder.requests] == ["POST", "GET"]


@pytest.mark.parametrize(
    ("given", "name", "data"),
    [
        (b"\x00\xff", "upload", b"\x00\xff"),
        ("text", "upload.txt", b"text"),
        (io.BytesIO(b"stream"), "upload", b"stream"),
        (("named.csv", b"a,b"), "named.csv", b"a,b"),
    ],
)
async def test_uploads(given: Any, name: str, data: bytes) -> None:  # noqa: ANN401 - every accepted form
    recorder = Recorder(lambda _request: httpx.Response(200, json={"file_id": "file_1"}))
    assert (await client(recorder).upload_file(given)).file_id == "file_1"
    content = recorder.requests[0].content
    assert f'filename="{name}"'.encode() in content
    assert data in content


async def test_uploading_a_path(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF")
    recorder = Recorder(lambda _request: httpx.Response(200, json={"file_id": "file_1"}))
    await client(recorder).upload_file(path)
    assert b'filename="report.pdf"' in recorder.requests[0].content


async def test_downloads_take_the_key_only_to_the_server_itself() -> None:
    recorder = Recorder(lambda _request: httpx.Response(200, content=b"bytes"))
    sdk = client(recorder)
    for url in ("http://house:1/v1/artifacts/a_1/content?sig=1", "/v1/artifacts/a_1/content", "https://else.example/x"):
        assert await sdk.download(url) == b"bytes"
    assert ["x-api-key" in request.headers for request in recorder.requests] == [True, True, False]


def test_records_have_attributes_and_items() -> None:
    run = Record(
        {
            "run_id": "wr_1",
            "output": {"block_output": {"items": [1]}},
            "downloaded_files": [{"file_name": "a.pdf", "url": "u"}],
        }
    )
    (file,) = run.downloaded_files
    assert file.file_name == file["file_name"] == "a.pdf"
    assert type(run.output) is dict
    assert run.output["block_output"]["items"] == [1]
    assert "run_id" in run
    assert "nothing" not in run
    assert run.get("nothing") is None
    assert json.dumps(run.to_dict())
    assert run == run.to_dict()
    assert "wr_1" in repr(run)
    assert "run_id" in dir(run)
    with pytest.raises(AttributeError, match="downloaded_files, output, run_id"):
        _ = run.nothing


def test_webhooks_are_verified_over_the_raw_bytes() -> None:
    body = canonical_bytes({"run_id": "wr_1", "total": 3.0, "name": "Zoë"})
    assert body == '{"run_id":"wr_1","total":3,"name":"Zoë"}'.encode()
    good = signature(body, "key")
    assert verify_webhook(body, good, "key")
    assert verify_webhook(body.decode(), good.upper(), " key ")
    assert not verify_webhook(body + b" ", good, "key")
    assert not verify_webhook(body, good, "other")
    assert not verify_webhook(body, None, "key")
    assert not verify_webhook(body, "naïve", "key")


def test_importing_the_sdk_loads_nothing_of_the_server() -> None:
    script = (
        "import sys; from skyvern import Skyvern, verify_webhook; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & "
        "{'fastapi', 'sqlalchemy', 'playwright', 'jinja2', 'uvicorn', 'dbos', 'pydantic_ai', 'yaml'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"

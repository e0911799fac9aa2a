"""`skyvern demo`: a server and the sample sites of its own, one sample workflow, and what it left."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from skyvern.cli.listening import free_port
from skyvern.cli.local import local_settings
from skyvern.cli.terminal import show, stop
from skyvern.cli.watch import follow, show_run
from skyvern.client import Record, Skyvern, SkyvernError
from skyvern.serve.server import serve
from skyvern.serve.wiring import KEY_FILE, AlreadyServed, House
from skyvern.settings import SettingError, Settings
from skyvern.testing.sites.samples import sample_workflow
from skyvern.testing.sites.server import running

_PARAMETERS = {"first_name": "John", "last_name": "Smith", "state": "California"}
_INTERRUPTED = 130
_OWN = (
    *("DATABASE_URL", "DATA_DIR", "HOST", "PORT", "PUBLIC_URL", "ARTIFACTS_URL"),
    *("ALLOWED_PRIVATE_NETWORKS", "SAMPLE_SITES"),
)
"""Settings that the demo chooses for itself, so that it touches nothing of a real installation."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the run instead of serving on.")] = False,
) -> None:
    """See a sample workflow run from start to end."""
    home = Path(os.environ.get("SKYVERN_DATA_DIR") or "~/.skyvern").expanduser() / "demo"
    known = _Ports(home / "ports.json")
    port, site_port = free_port(known.of("server")), free_port(known.of("sites"))
    known.keep(server=port, sites=site_port)
    with running(port=site_port) as sites:
        try:
            ended = asyncio.run(_play(_settings(home, port, site_port), sites.base_url, once=once))
        except (SettingError, AlreadyServed, SkyvernError) as error:
            stop(str(error))
    if ended is None:
        raise typer.Exit(_INTERRUPTED)
    if ended.status != "completed":
        raise typer.Exit(1)


class _Ports:
    """The ports of the last time: with the same ones a second demo goes on with a run that the first left behind."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, name: str) -> int:
        try:
            return int(json.loads(self._path.read_text())[name])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def keep(self, **ports: int) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path.write_text(json.dumps(ports))


def _settings(home: Path, port: int, site_port: int) -> Settings:
    environment = {name: value for name, value in os.environ.items() if name.removeprefix("SKYVERN_") not in _OWN}
    environment["SKYVERN_ALLOWED_PRIVATE_NETWORKS"] = f"127.0.0.1/32:{site_port}"
    environment["SKYVERN_SAMPLE_SITES"] = f"http://127.0.0.1:{site_port}"
    return local_settings(environment, data_dir=home, port=port)


async def _play(settings: Settings, site_url: str, *, once: bool) -> Record | None:
    """Serve, run the sample, and serve on unless `once`; returns the run, None when interrupted before its end."""
    listening, leave = asyncio.Event(), asyncio.Event()

    def ready(house: House) -> None:
        del house
        listening.set()

    serving = asyncio.create_task(serve(settings, ready=ready, stop=leave))
    show_off = asyncio.create_task(_show_off(settings, site_url, listening))
    try:
        await asyncio.wait({serving, show_off}, return_when=asyncio.FIRST_COMPLETED)
        if not show_off.done():
            await serving
            return None
        run = show_off.result()
        if not once:
            show(f"\nThe server goes on at {settings.public_url}, the sample sites at {site_url}; Ctrl-C ends both.")
            show(f"Your API key: {_key(settings)}")
            await serving
        return run
    finally:
        show_off.cancel()
        leave.set()
        await asyncio.gather(serving, show_off, return_exceptions=True)


async def _show_off(settings: Settings, site_url: str, listening: asyncio.Event) -> Record:
    await listening.wait()
    show(f"Skyvern listens on {settings.public_url}, the sample sites on {site_url}")
    async with Skyvern(api_key=_key(settings), base_url=f"http://127.0.0.1:{settings.port}") as client:
        workflow_id = await _saved(client, sample_workflow("credential_verification", site_url))
        started = await client.run_workflow(workflow_id, parameters=_PARAMETERS)
        show(f"run {started.run_id} of workflow {workflow_id}: {started.app_url}\n")
        ended = await follow(client, started.run_id, say=show)
    show("")
    show_run(ended)
    return ended


async def _saved(client: Skyvern, definition: dict[str, Any]) -> str:
    """Return the id of the sample workflow: the one that an earlier demo saved, when it still fits."""
    title = definition["title"]
    for found in await client.get_workflows(search_key=title, page_size=100):
        if found.title != title:
            continue
        if found.workflow_definition["blocks"][0].get("url") != definition["workflow_definition"]["blocks"][0]["url"]:
            await client.update_workflow(found.workflow_permanent_id, json_definition=definition)
        return str(found.workflow_permanent_id)
    return str((await client.create_workflow(json_definition=definition)).workflow_permanent_id)


def _key(settings: Settings) -> str:
    return (settings.data_dir / KEY_FILE).read_text().strip()

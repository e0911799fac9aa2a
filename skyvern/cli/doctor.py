"""`skyvern doctor`: what is wrong on this machine and how to mend it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from typing import Annotated

import typer

from skyvern.cli.local import local_settings
from skyvern.cli.remote import base_url, key_for
from skyvern.cli.terminal import show
from skyvern.client import ConnectionFailed, ForbiddenError, Skyvern, SkyvernError
from skyvern.serve.checkup import Finding, ask_model, browser, database, disk, keys, model as model_setting, python
from skyvern.settings import Settings

_MARKS = {True: "ok    ", False: "BROKEN", None: "note  "}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(
    model: Annotated[bool, typer.Option("--model", help="Ask the configured model one small question.")] = False,
) -> None:
    """Find out what is wrong here and how to mend it; exits 1 when something is broken."""
    broken = False
    for finding in _examine(local_settings(), ask=model):
        show(f"{_MARKS[finding.good]}  {finding.about:<8}  {finding.says}")
        if finding.mend:
            show(f"{'':<18}mend it: {finding.mend}")
        broken = broken or finding.good is False
    if broken:
        raise typer.Exit(1)


def _examine(settings: Settings, *, ask: bool) -> Iterable[Finding]:
    yield python()
    yield browser()
    yield database(settings)
    yield disk(settings)
    yield keys(settings)
    if ask and settings.model:
        seconds = float(settings.model_seconds)
        yield from (asyncio.run(ask_model(name.strip(), seconds=seconds)) for name in settings.model.split("|"))
    else:
        yield model_setting(settings.model, os.environ.get)
    yield asyncio.run(server())


async def server() -> Finding:
    """Ask the server for its version, then with the key for a run."""
    url = base_url()
    async with Skyvern(api_key=key_for(url), base_url=url, timeout=5) as client:
        try:
            version = (await client.get_version()).version
            await client.get_runs(page_size=1)
        except ConnectionFailed:
            says = f"none answers at {url}"
            return Finding(about="server", good=None, says=says, mend="start it with `skyvern server`")
        except ForbiddenError:
            mend = "set SKYVERN_API_KEY; `skyvern keys create` on its machine makes a new key"
            return Finding(about="server", good=False, says=f"{url} refuses the API key", mend=mend)
        except SkyvernError as error:
            mend = "check SKYVERN_BASE_URL and the server's log"
            return Finding(about="server", good=False, says=f"{url}: {error}", mend=mend)
    return Finding(about="server", good=True, says=f"{url} answers (version {version}) and takes the key")

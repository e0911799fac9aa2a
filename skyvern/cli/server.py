"""`skyvern server`: the API, the web UI and a worker in one process."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from skyvern.api.once import FRAGMENT, GOOD_SECONDS
from skyvern.browser.host.chromium import find_chromium
from skyvern.browser.host.errors import ChromiumMissing
from skyvern.cli.listening import check_port, free_port
from skyvern.cli.local import local_settings
from skyvern.cli.terminal import err, show, stop
from skyvern.credentials import hash_key
from skyvern.serve.server import serve
from skyvern.serve.wiring import KEY_FILE, AlreadyServed, House
from skyvern.serve.worker import DeclaredDead
from skyvern.settings import SettingError, Settings
from skyvern.store import StoreError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("server")(server)


def server(
    host: Annotated[str | None, typer.Option(help="Address to listen on (SKYVERN_HOST, 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on (SKYVERN_PORT, 8000); 0 takes a free one.")
    ] = None,
    data_dir: Annotated[
        str | None, typer.Option(help="Where everything is kept (SKYVERN_DATA_DIR, ~/.skyvern).")
    ] = None,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Only answer; let other processes run.")] = False,
) -> None:
    """Serve the API, the web UI and a worker."""
    settings = local_settings(host=host, port=free_port() if port == 0 else port, data_dir=data_dir)
    check_port(settings.host, settings.port)
    if not no_worker:
        warn_without_browser()
    try:
        asyncio.run(serve(settings, worker=not no_worker, ready=_announce))
    except (SettingError, AlreadyServed, DeclaredDead, StoreError) as error:
        stop(str(error))


def _announce(house: House) -> None:
    settings = house.settings
    show(f"Skyvern listens on {settings.public_url} (API: {settings.public_url}/openapi.json)")
    show(f"data: {settings.data_dir}")
    show(f"API key: {_key_place(settings)}")
    if link := _link(house):
        show(f"Web UI, signed in, once and within {GOOD_SECONDS // 60} minutes: {link}")
    if house.first_key is not None:
        show(f"Your API key, shown this once: {house.first_key}")
    show("Ctrl-C stops the server; runs that are not finished go on at the next start.")


def _link(house: House) -> str | None:
    """Return a link that signs in with the key in the data folder, None where there is none."""
    try:
        key = (house.settings.data_dir / KEY_FILE).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return f"{house.settings.public_url}/#{FRAGMENT}={house.once.issue(hash_key(key))}"


def _key_place(settings: Settings) -> str:
    kept = settings.data_dir / KEY_FILE
    return f"in {kept}" if kept.exists() else "`skyvern keys create` makes one"


def warn_without_browser() -> None:
    """Say so when this machine has no browser that runs could use."""
    try:
        find_chromium()
    except ChromiumMissing as error:
        err.print(f"skyvern: {error} Until then only workflows without a browser run.", markup=False)

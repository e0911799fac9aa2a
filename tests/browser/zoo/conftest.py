"""The widget zoo: built once from its npm packages, then served from the disk."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from skyvern import Skyvern
from skyvern.testing.http import serving
from skyvern.testing.model_server import ModelServer, Served
from tests.browser.conftest import Site
from tests.browser.zoo.desk import Desk, Script
from tests.browser.zoo.table import WIDGETS

if TYPE_CHECKING:
    from tests.conftest import ServerProcess

HERE = Path(__file__).parent / "site"
ROOT = Path(__file__).parents[3]
NODE = ROOT / "scripts" / "node"
PAGE = """<!doctype html><html lang=en><head><meta charset=utf-8><title>Zoo</title>
<link rel=stylesheet href="/zoo/{library}.css"></head><body><script src="/zoo/{library}.js"></script></body></html>"""

FOREIGN = "<label>Account <input oninput=\"parent.postMessage(this.value, '*')\"></label>"
"""What a frame of another origin holds."""


@pytest.fixture(scope="session")
def bundles() -> Path:
    """The folder with the built pages; built when a source is newer, by one process at a time."""
    if not (HERE / "node_modules" / ".skyvern-setup").exists():
        pytest.skip("the widgets' packages are not installed: scripts/node tests/browser/zoo/site true")
    sources = sorted([*HERE.glob("src/*"), HERE / "build.js", HERE / "package-lock.json"])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    folder, stamp = HERE / "dist", HERE / "dist" / ".digest"
    with (HERE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != digest:
            built = subprocess.run(
                [NODE, HERE.relative_to(ROOT), "npm", "run", "build", "--silent"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=900,
            )
            assert built.returncode == 0, built.stderr[-2000:]
            stamp.write_text(digest)
    return folder


@pytest.fixture(scope="session")
def places(bundles: Path) -> Iterator[Mapping[str, str]]:
    """The address of every widget's page, and of the file that some goals name."""
    site = Site()
    for script in bundles.glob("*.js"):
        library, style = script.stem, script.with_suffix(".css")
        site.file(f"/zoo/{library}.js", script.read_bytes(), "text/javascript; charset=utf-8")
        site.file(f"/zoo/{library}.css", style.read_bytes() if style.exists() else b"", "text/css; charset=utf-8")
        site.page(f"/{library}", PAGE.format(library=library))
    site.page("/zoo/foreign", FOREIGN)
    invoice = site.file("/invoice.txt", b"CHF 12.50", "text/plain")
    pages = {name: f"{site.url}/{name.replace('/', '?only=')}" for name in WIDGETS}
    yield {**pages, "invoice.txt": invoice}
    site.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def desk(places: Mapping[str, str], start: Callable[[dict[str, str]], ServerProcess]) -> AsyncIterator[Desk]:
    """One server and one browser session for all widgets."""
    del places
    script = Script()
    async with serving(ModelServer([Served(data=script.answer)]).app()) as url:
        server = await asyncio.to_thread(start, {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": "local"})
        async with Skyvern(api_key=server.api_key, base_url=server.base_url) as client:
            session = await client.create_browser_session(timeout=240)
            yield Desk(client, str(session.browser_session_id), script)

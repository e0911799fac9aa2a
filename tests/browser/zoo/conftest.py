"""The widget zoo: built once from its npm packages, then served from the disk."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Site

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


@pytest.fixture
def widget(bundles: Path, site: Site) -> Callable[[str], str]:
    """Serve one widget, named `library/widget`, on a page of its own; return the address."""

    def serve(name: str) -> str:
        library, only = name.split("/")
        site.file(f"/zoo/{library}.js", (bundles / f"{library}.js").read_bytes(), "text/javascript; charset=utf-8")
        style = bundles / f"{library}.css"
        site.file(f"/zoo/{library}.css", style.read_bytes() if style.exists() else b"", "text/css; charset=utf-8")
        site.page("/zoo/foreign", FOREIGN)
        return site.page(f"/{library}", PAGE.format(library=library)) + f"?only={only}"

    return serve

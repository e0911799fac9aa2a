"""What can be broken on a machine that serves: each look says what it found and how to mend it."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from skyvern.browser.host.chromium import LaunchOptions, find_chromium, launch
from skyvern.browser.host.errors import ChromiumMissing, LaunchFailed
from skyvern.llm.errors import ModelError
from skyvern.llm.model import LanguageModel
from skyvern.serve.wiring import KEY_FILE
from skyvern.settings import SettingError, Settings, secret_key
from skyvern.store import Database, StoreError

_ENOUGH_GIGABYTES = 1.0
_MODEL_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY", "google": "GOOGLE_API_KEY"}


class Sum(BaseModel):
    """A model's answer to a sum."""

    sum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one look has found: `good` is None for what is worth knowing but not broken."""

    about: str
    good: bool | None
    says: str
    mend: str = ""


def python() -> Finding:
    """Tell which Python this is."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(about="python", good=True, says=f"{version} at {sys.executable}")


def browser() -> Finding:
    """Find Chromium and really start it."""
    try:
        binary = find_chromium()
        command = [str(binary), "--version"]
        asked = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
        if asked.returncode != 0:
            raise LaunchFailed(f"{binary} --version: {(asked.stderr or asked.stdout).strip()[-300:]}")
        asyncio.run(_start(binary))
    except (ChromiumMissing, LaunchFailed, OSError, subprocess.TimeoutExpired) as error:
        mend = "install Chromium (Debian: sudo apt-get install chromium), or name one in SKYVERN_CHROMIUM"
        return Finding(about="browser", good=False, says=str(error), mend=mend)
    return Finding(about="browser", good=True, says=f"{asked.stdout.strip()} at {binary} starts")


async def _start(binary: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="skyvern-doctor-", ignore_cleanup_errors=True) as folder:
        chromium = await launch(binary, "doctor", LaunchOptions(profile=Path(folder), proxy_port=9))
        chromium.kill()
        await chromium.wait()


def database(settings: Settings) -> Finding:
    """Open the database and bring its tables up to date."""
    try:
        with closing(Database(settings.database_url)) as opened:
            opened.migrate()
    except StoreError as error:
        mend = "check SKYVERN_DATABASE_URL and that the database runs"
        if settings.database_url.startswith("sqlite"):
            mend = "stop the server, keep a copy of the file, and put back a backup"
        return Finding(about="database", good=False, says=str(error), mend=mend)
    kind = "SQLite" if settings.database_url.startswith("sqlite") else "Postgres"
    return Finding(about="database", good=True, says=f"{kind} answers, its tables are up to date")


def disk(settings: Settings) -> Finding:
    """Weigh the room that is left for recordings and downloads."""
    free = shutil.disk_usage(settings.data_dir).free / 1e9
    says = f"{free:.1f} GB are free for {settings.data_dir}"
    if free < _ENOUGH_GIGABYTES:
        mend = "make room, or move the data with SKYVERN_DATA_DIR"
        return Finding(about="disk", good=False, says=says, mend=mend)
    return Finding(about="disk", good=True, says=says)


def keys(settings: Settings) -> Finding:
    """Look at the secret key and the API key's file, and at who else can read them."""
    try:
        if not os.environ.get("SKYVERN_SECRET_KEY") and not (settings.data_dir / "secret.key").exists():
            return Finding(about="keys", good=None, says="none yet: the first start of the server makes them")
        secret_key(settings)
    except (SettingError, OSError) as error:
        return Finding(about="keys", good=False, says=str(error), mend="set SKYVERN_SECRET_KEY as it was before")
    open_to_others = [
        str(path)
        for path in (settings.data_dir / "secret.key", settings.data_dir / KEY_FILE)
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        mend = f"chmod 600 {' '.join(open_to_others)}"
        return Finding(about="keys", good=False, says=f"others can read {', '.join(open_to_others)}", mend=mend)
    return Finding(about="keys", good=True, says="the secret key is there and only its owner can read it")


def model(name: str, variable: Callable[[str], str | None]) -> Finding:
    """Tell which mind will work, and whether its key is set."""
    if not name:
        says = "no SKYVERN_MODEL: the embedded mind works alone, and says so where it needs an LLM"
        return Finding(about="model", good=None, says=says)
    provider, separator, rest = name.partition("|")[0].strip().partition(":")
    if not separator or not rest:
        mend = "write it as provider:model, for example openai:gpt-5-mini"
        return Finding(about="model", good=False, says=f"SKYVERN_MODEL {name!r} names no provider", mend=mend)
    needed = next((key for start, key in _MODEL_KEYS.items() if provider.startswith(start)), None)
    if needed and not variable(needed):
        return Finding(about="model", good=False, says=f"{name} needs {needed}, which is not set", mend=f"set {needed}")
    return Finding(about="model", good=True, says=f"{name} is configured (`skyvern doctor --model` asks it)")


async def ask_model(name: str, *, seconds: float = 60.0) -> Finding:
    """Ask one configured model one question, in the way that runs ask."""
    asked = LanguageModel(name, timeout=seconds)
    await asked.load()
    began = time.monotonic()
    try:
        reply = await asked.ask("What is 17 + 25?", shape=Sum, system="Answer briefly.")
    except ModelError as error:
        return Finding(about="model", good=False, says=str(error), mend=_mend(name, error))
    spent = f"{time.monotonic() - began:.1f} s, {reply.usage.input_tokens} + {reply.usage.output_tokens} tokens"
    if reply.value.sum != 42:
        says = f"{name} says that 17 + 25 is {reply.value.sum} ({spent})"
        return Finding(about="model", good=None, says=says, mend="use a more capable model")
    return Finding(about="model", good=True, says=f"{name} answers in the wanted shape ({spent})")


def _mend(name: str, error: ModelError) -> str:
    provider = name.partition(":")[0]
    key = next((key for start, key in _MODEL_KEYS.items() if provider.startswith(start)), "the provider's key")
    address = os.environ.get("OPENAI_BASE_URL") if provider.startswith("openai") else None
    mends = {
        "was refused": f"set {key} to a key of this provider",
        "knows no model": "write the model's name as the provider does"
        + (f"; {address} lists its models under /models" if address else ""),
        "status 429": "wait a moment, or look at the limits and the credit of the account",
        "wanted shape": "use a more capable model, one that can call tools or answer in JSON",
        "did not answer": "try a faster model, or give it more time with SKYVERN_MODEL_SECONDS",
        "Connection error": f"see that the model's server runs and is reached from here: {address or 'its address'}",
    }
    found = next((mend for words, mend in mends.items() if words in str(error)), None)
    return found or "check SKYVERN_MODEL, the provider's key and address; docs/how-to/models.md lists them by provider"

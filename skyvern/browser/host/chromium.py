"""Finds Chromium, starts it with our flags in a process group of its own, and ends it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from skyvern.browser.host.bars import PREFERENCES
from skyvern.browser.host.errors import ChromiumMissing, LaunchFailed
from skyvern.browser.host.flags import Look
from skyvern.browser.host.processes import created, is_alive, kill_group

LAUNCH_SECONDS = 30.0
_LISTENING = re.compile(r"DevTools listening on (ws://127\.0\.0\.1:(\d+)/\S+)")
_WRAPPED = {"/usr/bin/chromium": "/usr/lib/chromium/chromium"}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_PLAYWRIGHT_BINARIES = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium_headless_shell-*/*/*headless*shell",
)
_KEPT_VARIABLES = re.compile(
    r"(PATH|HOME|USER|LOGNAME|LANG|LC_.*|TZ|TMPDIR|XDG_.*|DISPLAY|FONTCONFIG_.*|LD_LIBRARY_PATH)"
)
_TEMPORARY = "tmp"
_SOCKET_FOLDERS = ("org.chromium.Chromium.", "com.google.Chrome.")
# A socket's path has at most 107 bytes, and Chromium puts /org.chromium.Chromium.XXXXXX/SingletonSocket into TMPDIR.
_TEMPORARY_LENGTH = 107 - len("/org.chromium.Chromium.XXXXXX/SingletonSocket")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchOptions:
    """What differs from one Chromium to the next: where it keeps its profile, its proxy, its language and time zone."""

    profile: Path
    proxy_port: int
    locale: str | None = None
    timezone: str | None = None
    look: Look = field(default_factory=Look)


class Chromium:
    """A running Chromium: its process, and the address of its DevTools."""

    def __init__(self, process: asyncio.subprocess.Process, *, websocket: str, port: int, created_at: str) -> None:
        self._process = process
        self.pid = process.pid
        self.websocket, self.port, self.created = websocket, port, created_at

    @property
    def cdp_url(self) -> str:
        """The HTTP address that Playwright and other DevTools clients attach to."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        """Whether the process runs; one that died a moment ago does not, though nobody has heard of its end yet."""
        return is_alive(self.pid, self.created)

    async def wait(self) -> None:
        """Returns when the process has ended."""
        await self._process.wait()

    def kill(self) -> None:
        """Ends the whole process group at once; `wait` returns soon after."""
        kill_group(self.pid)

    async def drain(self) -> None:
        """Reads away what Chromium writes, until it ends, so that it never blocks on a full pipe."""
        if self._process.stderr:
            while await self._process.stderr.read(65536):
                pass


def forget_temporary(profile: Path) -> None:
    """Removes what a Chromium of this profile keeps among temporary files: one that was killed cannot do so itself.

    It is the folder of its single-instance socket, to which a link in the profile leads.
    """
    with suppress(OSError):
        place = Path(os.readlink(profile / "SingletonSocket")).parent
        if place.name.startswith(_SOCKET_FOLDERS):
            shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(profile.with_name(_TEMPORARY), ignore_errors=True)


def find_chromium() -> Path:
    """The Chromium to use: SKYVERN_CHROMIUM, a system one, or Playwright's own download. Raises ChromiumMissing."""
    named = os.environ.get("SKYVERN_CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise ChromiumMissing(f"SKYVERN_CHROMIUM names {named}, which is no file.")
        return Path(named)
    for candidate in (*(shutil.which(name) for name in _NAMES), *_MAC_APPS):
        if candidate and Path(candidate).is_file():
            real = Path(_WRAPPED.get(candidate, candidate))
            return real if real.is_file() else Path(candidate)
    for folder in _playwright_folders():
        for pattern in _PLAYWRIGHT_BINARIES:
            if found := sorted(folder.glob(pattern)):
                return found[-1]
    raise ChromiumMissing("No Chromium was found. Install one (for example: playwright install chromium).")


async def user_agent(binary: Path) -> str:
    """The user agent that this Chromium would have with a window: the same words without 'Headless'."""
    process = await asyncio.create_subprocess_exec(
        str(binary), "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=_environment()
    )
    output, _ = await process.communicate()
    version = re.search(rb"(\d+)\.\d+\.\d+", output)
    if not version:
        raise LaunchFailed(f"{binary} did not tell its version.")
    system = "Macintosh; Intel Mac OS X 10_15_7" if sys.platform == "darwin" else "X11; Linux x86_64"
    chrome = f"Chrome/{version[1].decode()}.0.0.0"
    return f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) {chrome} Safari/537.36"


async def launch(binary: Path, agent: str, options: LaunchOptions) -> Chromium:
    """Starts Chromium and waits until its DevTools listen. Raises LaunchFailed with its last words."""
    _prepare_profile(options.profile)
    return await start(binary, _arguments(agent, options), _environment(options))


async def start(binary: Path, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Chromium:
    """Starts Chromium with just these arguments. Raises LaunchFailed with its last words."""
    process = await asyncio.create_subprocess_exec(
        str(binary),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
        env=_environment() if environment is None else environment,
    )
    try:
        async with asyncio.timeout(LAUNCH_SECONDS):
            websocket, port = await _address(process)
        created_at = created(process.pid)
        if created_at is None:
            raise LaunchFailed("Chromium ended as soon as it had started.")
        return Chromium(process, websocket=websocket, port=port, created_at=created_at)
    except BaseException as error:  # cancelled, too, must leave no process behind
        kill_group(process.pid)
        await process.wait()
        if isinstance(error, TimeoutError):
            raise LaunchFailed(f"Chromium did not answer within {LAUNCH_SECONDS:g} s.") from None
        raise


async def _address(process: asyncio.subprocess.Process) -> tuple[str, int]:
    last_words: deque[str] = deque(maxlen=8)
    while process.stderr and (line := await process.stderr.readline()):
        text = line.decode(errors="replace").strip()
        if found := _LISTENING.search(text):
            return found[1], int(found[2])
        last_words.append(text)
    raise LaunchFailed(f"Chromium ended before it listened (it said: {' / '.join(last_words) or 'nothing'}).")


def _arguments(agent: str, options: LaunchOptions) -> list[str]:
    extra = [f"--user-data-dir={options.profile}", f"--user-agent={agent}"]
    extra.append(f"--proxy-server=http://127.0.0.1:{options.proxy_port}")
    if options.locale:
        extra += [f"--lang={options.locale}", f"--accept-lang={options.locale}"]
    return [*options.look.flags(), *extra, "about:blank"]


def _environment(options: LaunchOptions | None = None) -> dict[str, str]:
    """The variables that Chromium may see: none of ours, so that no secret gets near a page."""
    kept = {name: value for name, value in os.environ.items() if _KEPT_VARIABLES.fullmatch(name)}
    temporary = options.profile.with_name(_TEMPORARY) if options else None
    if temporary and len(os.fsencode(temporary)) <= _TEMPORARY_LENGTH:
        temporary.mkdir(parents=True, exist_ok=True)
        kept["TMPDIR"] = str(temporary)
    if options and options.timezone:
        kept["TZ"] = options.timezone
    if options and options.locale:
        kept["LANGUAGE"] = options.locale
    return kept


def _prepare_profile(profile: Path) -> None:
    """Makes PDFs download instead of opening inline, and bars the machine's own addresses; keeps what else it says."""
    place = profile / "Default" / "Preferences"
    place.parent.mkdir(parents=True, exist_ok=True)
    settings: dict[str, object] = {}
    with suppress(OSError, ValueError):
        settings = json.loads(place.read_text())
    settings["plugins"] = {"always_open_pdf_externally": True}
    settings["webrtc"] = {"ip_handling_policy": "disable_non_proxied_udp"}
    settings["credentials_enable_service"] = False
    settings["policy"] = PREFERENCES
    place.write_text(json.dumps(settings))


def _playwright_folders() -> list[Path]:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path.home()
    folders = [Path(named)] if named and named != "0" else []
    return [*folders, home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"]

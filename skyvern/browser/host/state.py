"""The saved state of a browser: its profile folder without caches, and its cookies, those of the session too.

Cookies lie beside the profile because Chromium forgets a session's cookies when it ends, and we do not want that.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from skyvern.browser.host.cdp import CdpConnection
from skyvern.browser.host.errors import BadRequest

COOKIES = "skyvern-cookies.json"
ARCHIVE = "state.tgz"
MOST_BYTES = 512 * 2**20
_LEFT_OUT = frozenset(
    {
        *("Cache", "Code Cache", "GPUCache", "DawnCache", "DawnGraphiteCache", "DawnWebGPUCache", "GrShaderCache"),
        *("GraphiteDawnCache", "ShaderCache", "CacheStorage", "ScriptCache", "component_crx_cache", "Crashpad"),
        *("BrowserMetrics", "Safe Browsing", "DevToolsActivePort", "optimization_guide_model_store"),
    }
)
_COOKIE_FIELDS = ("name", "value", "domain", "path", "secure", "httpOnly", "sameSite", "priority", "sourceScheme")


def pack(profile: Path, cookies: Sequence[dict[str, Any]], into: Path) -> None:
    """Write the state of a browser that has ended as a compressed archive. Raises OSError."""
    into.touch(mode=0o600)
    (profile / COOKIES).write_text(json.dumps(list(cookies)))
    with tarfile.open(into, "w:gz", compresslevel=3) as archive:
        archive.add(profile, arcname=".", filter=_wanted)


def _wanted(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    name = Path(member.name).name
    if name in _LEFT_OUT or name.startswith("Singleton"):
        return None
    return member if member.isfile() or member.isdir() else None


def unpack(archive: Path, profile: Path) -> None:
    """Lay a saved state where a browser will start from it; the archive is removed. Raises BadRequest."""
    profile.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(archive, "r:gz") as packed:
            if sum(member.size for member in packed) > MOST_BYTES:
                raise BadRequest(f"profile: the saved state is larger than {MOST_BYTES} bytes.")
            packed.extractall(profile, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        shutil.rmtree(profile, ignore_errors=True)
        raise BadRequest(f"profile: the saved state cannot be read: {error}") from None
    finally:
        archive.unlink(missing_ok=True)


def take_piece(archive: Path, data: bytes, *, offset: int) -> None:
    """Write a piece of a saved state that comes from elsewhere; the first one begins it anew. Raises BadRequest."""
    if offset + len(data) > MOST_BYTES:
        raise BadRequest(f"profile: the saved state is larger than {MOST_BYTES} bytes.")
    archive.touch(mode=0o600)
    if offset != (archive.stat().st_size if offset else 0):
        raise BadRequest(f"profile: a piece of the saved state is lacking before {offset}.")
    with archive.open("ab" if offset else "wb") as file:
        file.write(data)


async def restore_cookies(cdp: CdpConnection, profile: Path) -> None:
    """Give a browser the cookies of its saved state. Raises CdpError."""
    place = profile / COOKIES
    if not place.is_file():
        return
    kept = [
        {name: cookie[name] for name in _COOKIE_FIELDS if name in cookie}
        | ({} if cookie.get("session") else {"expires": cookie.get("expires", -1)})
        for cookie in json.loads(place.read_text())
    ]
    place.unlink()
    if kept:
        await cdp.call("Storage.setCookies", {"cookies": kept})

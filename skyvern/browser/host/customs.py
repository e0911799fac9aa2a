"""What a DevTools client from outside may say to a browser of ours: its pages, never the machine they run on.

    refused                                                             because
    domains that are not in `_DOMAINS` (SystemInfo, Tethering, PWA, …)  they reach the host, not the page
    the methods in `_REFUSED`                                           they end, open or re-route the browser itself
    addresses that are not of the web (`file:`, `chrome:`, …)           they show the host's files and settings
    files outside of the session's folder                               they would upload the host's files
    contexts with a proxy of their own                                  they would go past the network guard

`Browser.setDownloadBehavior` is let through with the session's own folder in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from skyvern.browser.host.errors import Refused

Json = dict[str, Any]

_DOMAINS = frozenset(
    {
        "Accessibility",
        "Animation",
        "Audits",
        "Browser",
        "CSS",
        "CacheStorage",
        "Console",
        "DOM",
        "DOMDebugger",
        "DOMSnapshot",
        "DOMStorage",
        "Debugger",
        "DeviceOrientation",
        "Emulation",
        "EventBreakpoints",
        "Fetch",
        "HeadlessExperimental",
        "HeapProfiler",
        "IO",
        "IndexedDB",
        "Input",
        "Inspector",
        "LayerTree",
        "Log",
        "Media",
        "Network",
        "Overlay",
        "Page",
        "Performance",
        "PerformanceTimeline",
        "Profiler",
        "Runtime",
        "Schema",
        "Security",
        "ServiceWorker",
        "Storage",
        "Target",
        "Tracing",
        "WebAudio",
        "WebAuthn",
    }
)
_CLOSE = "close the session instead: POST /v1/browser_sessions/{id}/close"
_REFUSED: Mapping[str, str] = {
    "Browser.close": _CLOSE,
    "Browser.crash": _CLOSE,
    "Browser.crashGpuProcess": _CLOSE,
    "Browser.executeBrowserCommand": "it acts on the machine's browser, not on a page",
    "Browser.getBrowserCommandLine": "it tells how the machine is set up",
    "Page.setDownloadBehavior": "downloads are kept in the session's folder and listed in its downloaded_files",
    "Target.exposeDevToolsProtocol": "it would give DevTools to a web page",
    "Target.openDevTools": "it opens pages of the browser itself",
    "Target.sendMessageToTarget": "attach with flatten true and send with a sessionId",
    "Target.setRemoteLocations": "it would make the browser connect elsewhere",
    "Tracing.requestMemoryDump": "it writes files on the machine",
}
_ROUTING = ("proxyServer", "proxyBypassList", "originsWithUniversalNetworkAccess")
_WEB = frozenset({"http", "https", "ws", "wss", "about", "data", "blob", "javascript"})
_LOADS = frozenset(
    {
        "Fetch.continueRequest",
        "Network.continueInterceptedRequest",
        "Network.loadNetworkResource",
        "Page.navigate",
        "Target.createTarget",
    }
)
_DOWNLOADS = "Browser.setDownloadBehavior"
_BLANKS = re.compile(r"[\x00-\x20]")


def admitted(message: Json, *, downloads: Path, folders: Iterable[Path]) -> Json:
    """Return the message as it may go on to the browser; raises Refused, which says why it may not.

    `downloads` is where the session's downloads go, `folders` are those from which a page may be given files.
    """
    method, params = str(message.get("method", "")), message.get("params")
    given: Json = cast("Json", params) if isinstance(params, dict) else {}
    if method.partition(".")[0] not in _DOMAINS:
        raise Refused(f"{method} is not offered here: its domain reaches the machine, not the pages of the session.")
    if reason := _REFUSED.get(method):
        raise Refused(f"{method} is refused: {reason}.")
    if method in _LOADS and (url := given.get("url")):
        _demand_web(method, str(url))
    if method == "Target.createBrowserContext":
        _demand_guarded(given)
    for path in _files(method, given):
        if not _inside(path, folders):
            raise Refused(
                f"{method} is refused for {path!r}: a path names a file of the browser's machine. Send the file's "
                "content (Playwright: set_input_files with name, mimeType and buffer), or a download of this session."
            )
    if method == _DOWNLOADS:
        own = {"behavior": "allowAndName", "downloadPath": str(downloads)}
        return {**message, "params": {**given, **own}}
    return message


def _demand_web(method: str, url: str) -> None:
    plain = _BLANKS.sub("", url).lower()
    while plain.startswith("view-source:"):
        plain = plain.removeprefix("view-source:")
    scheme, colon, _ = plain.partition(":")
    if not colon or scheme not in _WEB:
        raise Refused(f"{method} is refused for {url[:200]!r}: a session opens http and https addresses only.")


def _demand_guarded(params: Json) -> None:
    asked = [name for name in _ROUTING if params.get(name)]
    if asked:
        raise Refused(
            f"Target.createBrowserContext is refused with {', '.join(asked)}: it would go past the network guard; "
            "open the session with the proxy_location that you want."
        )


def _files(method: str, params: Json) -> list[str]:
    """Return the paths that a message would hand to a page."""
    if method == "DOM.setFileInputFiles":
        return [str(path) for path in params.get("files") or ()]
    if method == "Input.dispatchDragEvent" and isinstance(data := params.get("data"), dict):
        return [str(path) for path in cast("Json", data).get("files") or ()]
    return []


def _inside(path: str, folders: Iterable[Path]) -> bool:
    real = Path(path).resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)

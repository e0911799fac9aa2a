"""What a DevTools client from outside may say: the pages of its session, never the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from skyvern.browser.host.customs import admitted
from skyvern.browser.host.errors import Refused

HOME = Path("/data/browsers/pbs_1/downloads")


def passes(method: str, **params: object) -> dict[str, object]:
    return admitted({"id": 1, "method": method, "params": params}, downloads=HOME, folders=(HOME,))


@pytest.mark.parametrize(
    ("method", "params", "word"),
    [
        ("Browser.close", {}, "close the session"),
        ("Browser.getBrowserCommandLine", {}, "machine"),
        ("Tethering.bind", {"port": 1}, "domain"),
        ("SystemInfo.getInfo", {}, "domain"),
        ("PWA.launchFilesInApp", {"files": ["/etc/passwd"]}, "domain"),
        ("Extensions.loadUnpacked", {"path": "/tmp"}, "domain"),
        ("", {}, "domain"),
        ("Target.exposeDevToolsProtocol", {"targetId": "x"}, "web page"),
        ("Target.sendMessageToTarget", {"message": '{"method":"Browser.close"}'}, "flatten"),
        ("Target.createBrowserContext", {"proxyServer": "evil:1"}, "proxy_location"),
        ("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": "/etc"}, "downloaded_files"),
        ("DOM.setFileInputFiles", {"files": ["/etc/passwd"]}, "buffer"),
        ("DOM.setFileInputFiles", {"files": [f"{HOME}/../../secret.key"]}, "buffer"),
        ("Input.dispatchDragEvent", {"data": {"items": [], "files": ["/etc/passwd"]}}, "buffer"),
    ],
)
def test_what_reaches_the_machine_is_refused_with_a_remedy(method: str, params: dict[str, object], word: str) -> None:
    with pytest.raises(Refused, match=word):
        passes(method, **params)


@pytest.mark.parametrize("method", ["Page.navigate", "Target.createTarget", "Network.loadNetworkResource"])
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        " FILE:///etc/passwd",
        "fi\tle:///etc/passwd",
        "view-source:file:///etc/passwd",
        "view-source:view-source:file:///x",
        "chrome://settings",
        "devtools://devtools/bundled/x.html",
        "/etc/passwd",
        "filesystem:http://a/x",
    ],
)
def test_addresses_that_are_not_of_the_web_are_refused(method: str, url: str) -> None:
    with pytest.raises(Refused, match="http and https"):
        passes(method, url=url)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("Page.navigate", {"url": "https://example.com/file:/x"}),
        ("Page.navigate", {"url": "about:blank"}),
        ("Target.createTarget", {"url": ""}),
        ("Target.createBrowserContext", {"disposeOnDetach": True}),
        ("Runtime.evaluate", {"expression": "'file:///etc/passwd'"}),
        ("DOM.setFileInputFiles", {"files": [f"{HOME}/0a1b"]}),
        ("Input.dispatchDragEvent", {"data": {"items": []}}),
        ("Browser.getVersion", {}),
    ],
)
def test_what_pages_need_goes_through_unchanged(method: str, params: dict[str, object]) -> None:
    assert passes(method, **params) == {"id": 1, "method": method, "params": params}


def test_downloads_go_to_the_sessions_own_folder_wherever_a_client_wants_them() -> None:
    passed = passes("Browser.setDownloadBehavior", behavior="allow", downloadPath="/etc", eventsEnabled=True)
    assert passed["params"] == {"behavior": "allowAndName", "downloadPath": str(HOME), "eventsEnabled": True}

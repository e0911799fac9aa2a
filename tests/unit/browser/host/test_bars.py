"""How the machine's own addresses are shut: by Chromium's list where it is heeded, else by interception."""

from __future__ import annotations

import pytest

from skyvern.browser.host.bars import Bars, is_shut


class Pretender:
    """A connection to a Chromium that heeds the list, or does not."""

    def __init__(self, error: str | None) -> None:
        self.error = error
        self.asked: list[tuple[str, object]] = []

    async def call(self, method: str, params: dict[str, str] | None = None, *, session: str) -> dict[str, object]:
        assert session == "s"
        self.asked.append((method, (params or {}).get("url")))
        return {"errorText": self.error} if (params or {}).get("url") == "file:///" and self.error else {}


@pytest.mark.parametrize(
    ("error", "intercepts"),
    [("net::ERR_BLOCKED_BY_ADMINISTRATOR", False), ("net::ERR_ABORTED", True), (None, True)],
)
async def test_a_chromium_that_does_not_heed_the_list_is_intercepted(error: str | None, intercepts: bool) -> None:
    bars, chromium = Bars(), Pretender(error)
    assert not bars.intercepts
    assert await bars.find_out(chromium, "s") is intercepts  # type: ignore[arg-type]
    assert bars.intercepts is intercepts
    assert chromium.asked[-2:] == [("Page.navigate", "about:blank"), ("Page.resetNavigationHistory", None)]
    known = len(chromium.asked)
    assert await bars.find_out(chromium, "s") is intercepts  # type: ignore[arg-type]
    assert len(chromium.asked) == known


@pytest.mark.parametrize(
    ("url", "shut"),
    [
        ("file:///etc/passwd", True),
        ("view-source:FILE:///etc/passwd", True),
        ("chrome://version", True),
        ("devtools://devtools/bundled/inspector.html", True),
        ("https://example.com/?file:", False),
        ("about:blank", False),
    ],
)
def test_which_addresses_are_the_machines_own(url: str, shut: bool) -> None:
    assert is_shut(url) is shut

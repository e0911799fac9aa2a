"""The browser of a run at our own host: a first connection that breaks off costs the run nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from skyvern.browser.errors import AttachFailed
from skyvern.browser.host.records import BrowserInfo
from skyvern.domain.browser_session import UNRECORDED
from skyvern.domain.clock import utc_now
from skyvern.domain.run import Run
from skyvern.domain.status import RunStatus
from skyvern.engine.browsers import HostedBrowser

INFO = BrowserInfo(
    browser_id="br_1", cdp_url="http://127.0.0.1:1", pid=1, created="now", proxy_port=1, folder="/nowhere"
)


class Attached:
    """A session that somebody is attached to."""

    async def alive(self) -> bool:
        return True

    async def to_front(self, page: str | None) -> None:
        del page


class AtHost:
    """The host's browsers, of which the first `broken` connections break off."""

    data_dir, node_id = Path("/nowhere"), "n_1"

    def __init__(self, broken: int) -> None:
        self.broken, self.tried = broken, 0
        self.browsers = self

    async def warm(self) -> None:
        pass

    async def host(self) -> AtHost:
        return self

    def feed(self, browser_id: str) -> None:
        pass

    def forget(self, browser_id: str) -> None:
        pass

    async def downloads(self, browser_id: str) -> tuple[()]:
        return ()

    async def reapply(self, browser_id: str) -> None:
        pass

    async def front_page(self, browser_id: str) -> str | None:
        return None

    async def attach(self, cdp_url: str, **_: object) -> Attached:
        self.tried += 1
        if self.tried <= self.broken:
            raise AttachFailed(f"no browser to attach to: {cdp_url} broke off")
        return Attached()


def browser_at(host: AtHost) -> HostedBrowser:
    async def enter(_: str) -> BrowserInfo:
        return INFO

    async def opened(*_: object) -> None:
        pass

    now = utc_now()
    run = Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_permanent_id="wpid_1",
        workflow_id="w_1",
        status=RunStatus.RUNNING,
        title="T",
        parameters={},
        request={},
        definition={},
        settings={UNRECORDED: True},
        browser_session_id="pbs_1",
        created_at=now,
        modified_at=now,
        deadline_at=now,
    )
    unused = cast("Any", None)
    return HostedBrowser(
        cast("Any", host),
        run,
        enter=enter,
        profiles=unused,
        upstream=None,
        resolve=unused,
        fetch_file=unused,
        opened=opened,
    )


async def test_a_connection_that_breaks_off_is_made_once_more() -> None:
    host = AtHost(broken=1)
    browser = browser_at(host)
    assert isinstance(await browser.view(), Attached)
    assert host.tried == 2
    await browser.view()
    assert host.tried == 2, "one that is alive is kept"


async def test_a_browser_to_which_nobody_can_connect_is_said_to_be_one() -> None:
    host = AtHost(broken=2)
    with pytest.raises(AttachFailed, match="broke off"):
        await browser_at(host).view()
    assert host.tried == 2

"""Which browser a run works in: one of our host, its caller's own, or one of the pool on other machines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from skyvern.browser.far import FarDoor
from skyvern.credentials import Sealer
from skyvern.domain.addresses import AddressRules
from skyvern.domain.far_browser import FarBrowser, RemotePlace
from skyvern.domain.run import Run
from skyvern.engine.browsers import Enter, HostedBrowser
from skyvern.engine.checkpoints import Checkpoints
from skyvern.engine.far_browser import FarRunBrowser
from skyvern.engine.hosts import HostBrowsers
from skyvern.engine.outlets import opened_far
from skyvern.engine.pooled_browser import PooledRunBrowser, RemoteBrowsers
from skyvern.engine.ports import RunBrowser
from skyvern.engine.profiles import Profiles
from skyvern.net.dial import guarded_dial, open_dial
from skyvern.net.transport import GuardedTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUse:
    """Browsers of other machines: where they are, what keeps the state of contexts there, and a folder for our side."""

    places: tuple[RemotePlace, ...]
    checkpoints: Checkpoints
    scratch: Path


def run_browsers(
    hosts: HostBrowsers,
    sealer: Sealer,
    rules: AddressRules,
    *,
    enter: Enter,
    profiles: Profiles,
    checkpoints: Checkpoints | None,
    remote: RemoteUse,
) -> Callable[..., RunBrowser]:
    """Return what makes the browser of a run; `checkpoints` are for browsers of our own host."""
    dial, pool = guarded_dial(rules), RemoteBrowsers(remote.places)

    def there(place: RemotePlace, run: Run, wiring: Mapping[str, object]) -> FarRunBrowser:
        door = FarDoor(
            FarBrowser(address=place.address),
            dial=open_dial,
            transport=httpx.AsyncHTTPTransport,
            named_by="SKYVERN_REMOTE_BROWSERS",
        )
        return far(door, run, checkpoints=remote.checkpoints, **wiring)

    def far(door: FarDoor, run: Run, **wiring: object) -> FarRunBrowser:
        folder = remote.scratch / run.run_id / "browser"
        return FarRunBrowser(hosts.browsers, door, run, folder=folder, **wiring)  # type: ignore[arg-type]

    def make(run: Run, **wiring: object) -> RunBrowser:
        own = opened_far(sealer, run)
        if own is not None:
            return far(FarDoor(own, dial=dial, transport=lambda: GuardedTransport(rules)), run, **wiring)
        if pool.serves(run):
            return PooledRunBrowser(pool, run, at=lambda place: there(place, run, wiring))
        return HostedBrowser(
            hosts,
            run,
            enter=enter,
            profiles=profiles,
            checkpoints=checkpoints,
            **wiring,  # type: ignore[arg-type]
        )

    return make

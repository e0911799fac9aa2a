"""How a run gets out to the web: the proxy or the far browser that its caller named, sealed in its settings."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from skyvern.browser.proxies import NoSource, ProxySources
from skyvern.credentials import Purpose, Sealer
from skyvern.domain.addresses import literal_host_refusal
from skyvern.domain.far_browser import FAR_SEALED, FarBrowser, is_address, masked_address
from skyvern.domain.places import PLACE, place_of
from skyvern.domain.proxy import ProxyLocation, masked_proxy_url, parse_proxy_location
from skyvern.domain.run import Run
from skyvern.engine.rooms import Rooms
from skyvern.engine.start import LaunchRefused, Start

PROXY_SEALED = "proxy_sealed"


def outlets(start: Start, rooms: Rooms, run_id: str) -> dict[str, object]:
    """Return the settings of a run that say how it gets out; raises LaunchRefused for what cannot be."""
    return {**_proxy(start, rooms, run_id), **_far(start, rooms, run_id)}


def proxy_key(location: ProxyLocation, proxies: ProxySources) -> str:
    """Return the key of the source that serves a location; raises LaunchRefused where none does."""
    try:
        return proxies.key(location)
    except NoSource as error:
        raise LaunchRefused(str(error)) from None


def opened_proxy(sealer: Sealer, run: Run) -> str | None:
    """Return the URL of the caller's own proxy that a run was given."""
    return _opened(sealer, run, PROXY_SEALED)


def opened_far(sealer: Sealer, run: Run) -> FarBrowser | None:
    """Return the caller's own browser that a run was given."""
    text = _opened(sealer, run, FAR_SEALED)
    return None if text is None else FarBrowser.from_text(text)


def _proxy(start: Start, rooms: Rooms, run_id: str) -> dict[str, object]:
    """Return where the run's traffic comes out: `{}` is direct; an explicit location needs a source."""
    asked = start.request.proxy_location
    try:
        location = parse_proxy_location(start.workflow.settings.get("proxy_location") if asked is None else asked)
    except ValueError as error:
        raise LaunchRefused(f"proxy_location: {error}") from None
    if location is None or location.direct:
        return {}
    if location.url is not None:
        return {PROXY_SEALED: _sealed(rooms.sealer, _own_proxy(location.url, start, rooms), run_id)}
    place = place_of(location)
    return {"proxy_key": proxy_key(location, rooms.proxies), PLACE: place and asdict(place)}


def _own_proxy(url: str, start: Start, rooms: Rooms) -> str:
    """Return the caller's own proxy, with the user and password of the run that is repeated."""
    earlier = None if start.again is None else opened_proxy(rooms.sealer, start.again)
    return earlier if earlier is not None and masked_proxy_url(earlier) == url else url


def _far(start: Start, rooms: Rooms, run_id: str) -> dict[str, object]:
    """Return the caller's own browser, sealed; what its address shows only masked is that of the first run."""
    request = start.request
    address = request.browser_address
    if not address or request.browser_session_id:
        return {}
    headers = request.cdp_connect_headers or cast(
        "Mapping[str, str] | None", start.workflow.settings.get("cdp_connect_headers")
    )
    far = FarBrowser(address=address, headers=headers or {})
    earlier = None if start.again is None else opened_far(rooms.sealer, start.again)
    if earlier is not None and masked_address(earlier.address) == address:
        far = earlier
    if not is_address(far.address):
        raise LaunchRefused(f"browser_address: {far.address[:200]!r} is no ws, wss, http or https address")
    if (refusal := literal_host_refusal(far.address, rooms.rules)) is not None:
        raise LaunchRefused(f"browser_address: {refusal}")
    return {FAR_SEALED: _sealed(rooms.sealer, far.as_text(), run_id)}


def _sealed(sealer: Sealer, text: str, run_id: str) -> str:
    return base64.b64encode(sealer.seal(text.encode(), Purpose.PROXY, context=run_id)).decode()


def _opened(sealer: Sealer, run: Run, name: str) -> str | None:
    sealed = run.settings.get(name)
    if not isinstance(sealed, str):
        return None
    return sealer.open(base64.b64decode(sealed), Purpose.PROXY, context=run.run_id).decode()

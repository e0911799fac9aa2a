"""Single proxies that the operator lists by location: `RESIDENTIAL_DE=http://user:password@host:port`."""

from __future__ import annotations

from collections.abc import Mapping

from skyvern.domain.proxy import ProxyLocation


class ListedProxies:
    """A list of proxies; a target without one of its own goes to the next larger place that has one."""

    def __init__(self, proxies: Mapping[str, str]) -> None:
        self._proxies = {name.upper(): url for name, url in proxies.items()}

    def key(self, location: ProxyLocation) -> str | None:
        """Return the most exact name that is listed."""
        return next((key.upper() for key in location.keys if key.upper() in self._proxies), None)

    def url(self, key: str, *, session: str) -> str | None:
        """Return the listed URL; it is one address, whoever asks."""
        del session
        return self._proxies.get(key)

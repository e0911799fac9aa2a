"""Where upstream proxies come from: sources by `proxy_location`, one file each, asked in order.

A source that serves a location names it by a key that may be stored with a run; the URL, with its password, is made
from the key when a browser is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from skyvern.browser.proxies.listed import ListedProxies
from skyvern.browser.proxies.template import ProxyTemplate
from skyvern.domain.proxy import ProxyLocation


class ProxySource(Protocol):
    """One supplier of proxies."""

    def key(self, location: ProxyLocation) -> str | None:
        """Return the name under which this source serves a location, None where it does not."""
        ...

    def url(self, key: str, *, session: str) -> str | None:
        """Return the proxy of a key, None for keys of others. One `session` keeps one address where that is offered."""
        ...


class NoSource(Exception):
    """No source serves the location; the message names the settings that supply one."""


class ProxySources:
    """The sources of a server."""

    def __init__(self, sources: Sequence[ProxySource] = ()) -> None:
        self._sources = tuple(sources)

    @classmethod
    def of(cls, listed: Mapping[str, str], template: str = "") -> ProxySources:
        """The sources that the settings name: single proxies first, then the template for every other place."""
        return cls([ListedProxies(listed), *([ProxyTemplate(template)] if template else [])])

    def key(self, location: ProxyLocation) -> str:
        """Return the key of the first source that serves a location. Raises NoSource."""
        for source in self._sources:
            if (key := source.key(location)) is not None:
                return key
        raise NoSource(
            f"proxy_location {location.keys[-1]} has no source here: name one in SKYVERN_PROXIES (LOCATION=URL, "
            "comma-separated) or a provider's in SKYVERN_PROXY_TEMPLATE, or use proxy_location NONE"
        )

    def url(self, key: str, *, session: str) -> str | None:
        """Return the proxy of a stored key, None where no source has it any more."""
        return next((url for source in self._sources if (url := source.url(key, session=session)) is not None), None)

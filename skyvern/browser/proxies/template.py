"""The proxies of a provider whose user name says the place, written as a URL with placeholders.

    http://user-country-{country:lower}[-state-{subdivision:lower}][-city-{city}][-session-{session}]:password@host:port

Placeholders are country, subdivision, city, session (letters and digits, one for each run or browser session: one
session keeps one address) and isp (`isp` for RESIDENTIAL_ISP). `:lower`, `:upper` and `:joined` (blanks taken out)
change how a value is written; without one, blanks become `_`. What stands in brackets is left out when a placeholder in
it is empty.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote

from skyvern.domain.proxy import ProxyLocation
from skyvern.net.upstream import Upstream

_PREFIX = "template:"
_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NAMES = ("country", "subdivision", "city", "session", "isp")
_WAYS = ("lower", "upper", "joined", "")


class ProxyTemplate:
    """Every place that a provider has. Raises ValueError, without the URL, if the template cannot be used."""

    def __init__(self, template: str) -> None:
        self._template = template
        for name, way in _PLACEHOLDER.findall(template):
            if name not in _NAMES or way not in _WAYS:
                raise ValueError(
                    f"{{{name}{way and ':'}{way}}} is no placeholder: use {', '.join(_NAMES)}, "
                    "with :lower, :upper or :joined"
                )
        if "{country" not in template:
            raise ValueError("{country} is needed, so that a place is asked for")
        Upstream.parse(self._filled({"country": "US", "session": "s"}))

    def key(self, location: ProxyLocation) -> str | None:
        """Return the place as a key."""
        target = location.target
        if target is None:
            return None
        parts = (target.country, target.subdivision, target.city, "isp" if location.wants_isp else "")
        return _PREFIX + "/".join(quote(part or "", safe="") for part in parts)

    def url(self, key: str, *, session: str) -> str | None:
        """Return the URL for a place; one session is one address."""
        if not key.startswith(_PREFIX):
            return None
        country, subdivision, city, isp = key.removeprefix(_PREFIX).split("/")
        digest = hashlib.sha256(session.encode()).hexdigest()[:12]
        values = {"country": country, "subdivision": subdivision, "city": city, "isp": isp, "session": digest}
        return self._filled(values)

    def _filled(self, values: dict[str, str]) -> str:
        def present(match: re.Match[str]) -> str:
            inner = match[1]
            return inner if all(values.get(name) for name, _ in _PLACEHOLDER.findall(inner)) else ""

        def value(match: re.Match[str]) -> str:
            return quote(_written(unquote(values.get(match[1], "")), match[2] or ""), safe="")

        return _PLACEHOLDER.sub(value, _OPTIONAL.sub(present, self._template))


def _written(text: str, way: str) -> str:
    match way:
        case "lower":
            return text.lower().replace(" ", "_")
        case "upper":
            return text.upper().replace(" ", "_")
        case "joined":
            return text.lower().replace(" ", "")
        case _:
            return text.replace(" ", "_")

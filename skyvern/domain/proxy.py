"""Where a run's traffic should come out: the published forms of `proxy_location`, read into one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

_ELSEWHERE = "AR AU BR CA DE ES FR GB IE IN IT JP KR MX NL NZ PH SA TR ZA"
COUNTRIES = frozenset({"US", *_ELSEWHERE.split()})
_STATES = ("CA", "NY", "TX", "FL", "WA")
LOCATIONS: tuple[str, ...] = (
    "RESIDENTIAL",
    "RESIDENTIAL_ISP",
    *(f"US-{state}" for state in _STATES),
    *(f"RESIDENTIAL_{country}" for country in sorted(COUNTRIES - {"US"})),
    "NONE",
)
_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place, as exact as it was said."""

    country: str
    subdivision: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyLocation:
    """One wish: a named place, a city-level target, a proxy of the caller's own, or none at all."""

    name: str | None = None
    """The published name, when it was given by name."""
    country: str | None = None
    subdivision: str | None = None
    city: str | None = None
    isp: bool = False
    url: str | None = None
    """The caller's own proxy; may hold a password."""

    @property
    def direct(self) -> bool:
        """Whether no proxy is wanted."""
        return self.name == "NONE"

    @property
    def target(self) -> Target | None:
        """The place that is meant, None for a proxy of the caller's own. RESIDENTIAL alone means the United States."""
        if self.url is not None or self.direct:
            return None
        if self.name is None:
            return Target(country=self.country or "US", subdivision=self.subdivision, city=self.city)
        if self.name.startswith("US-"):
            return Target(country="US", subdivision=self.name.removeprefix("US-"))
        return Target(country=self.name[-2:] if self.name not in ("RESIDENTIAL", "RESIDENTIAL_ISP") else "US")

    @property
    def wants_isp(self) -> bool:
        """Whether a static address of a provider of internet access is wanted."""
        return self.isp or self.name == "RESIDENTIAL_ISP"

    @property
    def names_place(self) -> bool:
        """Whether a country is said; RESIDENTIAL alone leaves it to whoever lists proxies."""
        return self.target is not None and self.name not in ("RESIDENTIAL", "RESIDENTIAL_ISP")

    @property
    def keys(self) -> tuple[str, ...]:
        """Names under which a source may be configured, the most exact first."""
        if self.name is not None:
            return (self.name,)
        if self.country is None:
            return ()
        named = "RESIDENTIAL" if self.country == "US" else f"RESIDENTIAL_{self.country}"
        if self.isp and self.country == "US":
            named = "RESIDENTIAL_ISP"
        place = [part for part in (self.country, self.subdivision, self.city) if part]
        exact = ["-".join(place[:length]) for length in range(len(place), 0, -1)]
        return (*exact, named)

    def as_json(self) -> object:
        """Return the form that the wire shows: a name, a target object, or the proxy's URL without its password."""
        if self.url is not None:
            return {"url": masked_proxy_url(self.url)}
        if self.name is not None:
            return self.name
        return {"country": self.country, "subdivision": self.subdivision, "city": self.city, "isISP": self.isp}


def parse_proxy_location(value: object) -> ProxyLocation | None:
    """Read any published form; None and "" mean that nothing was said. Raises ValueError saying what is wrong."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _named(value.strip())
    if isinstance(value, Mapping):
        target = cast("Mapping[str, object]", value)
        return _target(target) if target.get("country") is not None else _own(target)
    raise ValueError(
        "proxy_location must be a name such as RESIDENTIAL_GB, an object with a country, or one with a url"
    )


def masked_proxy_url(url: str) -> str:
    """Return the URL of a proxy with its user and password hidden."""
    parts = urlsplit(url)
    return (
        url if "@" not in parts.netloc else parts._replace(netloc="*****@" + parts.netloc.rpartition("@")[2]).geturl()
    )


def _named(name: str) -> ProxyLocation:
    wanted = name.upper()
    if wanted.startswith("US_"):
        wanted = wanted.replace("_", "-")
    if wanted not in LOCATIONS:
        raise ValueError(f"{name!r} is not a proxy location; the names are {', '.join(LOCATIONS)}")
    return ProxyLocation(name=wanted)


def _target(target: Mapping[str, object]) -> ProxyLocation:
    country = str(target["country"]).strip().upper()
    if country not in COUNTRIES:
        raise ValueError(f"{target['country']!r} is not a country we know; use one of {', '.join(sorted(COUNTRIES))}")
    subdivision = _text(target, "subdivision", longest=10)
    if subdivision:
        subdivision = subdivision.upper().removeprefix(f"{country}-")
    isp = target.get("isISP")
    if isp not in (None, True, False):
        raise ValueError("isISP must be true or false")
    return ProxyLocation(
        country=country, subdivision=subdivision, city=_text(target, "city", longest=100), isp=bool(isp)
    )


def _own(target: Mapping[str, object]) -> ProxyLocation:
    url = target.get("url")
    if not isinstance(url, str):
        raise ValueError("a proxy_location object needs a country or a url")
    try:
        parts = urlsplit(url.strip())
        readable = parts.scheme.lower() in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        readable = False
    if not readable:
        raise ValueError(
            "the url of a proxy_location must look like http://user:password@host:port; https:// and socks5:// go too"
        )
    return ProxyLocation(url=url.strip())


def _text(target: Mapping[str, object], key: str, *, longest: int) -> str | None:
    value = target.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{key} must be a text of at most {longest} characters")
    return value.strip() or None

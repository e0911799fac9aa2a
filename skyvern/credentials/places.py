"""Where the secrets of a run may be used when nobody said it of the credential itself: where its author sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

_URL = re.compile(r"\b(?:https?|wss?)://[^\s\"'<>{}|\\^`]+", re.IGNORECASE)
_HOST = re.compile(r"(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![\w@-])", re.IGNORECASE)


class Places:
    """The sites that the author of a workflow named, and those that its addresses led to.

    A site is what browsers take for one: all hosts below one registrable domain (Public Suffix List, its private part
    included), or one IP address or local name. A page without TLS is none of a site that was named with `https`.
    """

    def __init__(self) -> None:
        self._sites: dict[str, bool] = {}
        """Site → whether it may be without TLS."""

    def add(self, url: str) -> None:
        """Take up the site of an address; what is no web address adds nothing."""
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname:
            self._take(parts.hostname, plain=parts.scheme in ("http", "ws"))

    def add_texts(self, value: object) -> None:
        """Take up every web address and every host name that stands in the strings of a JSON-like value."""
        if isinstance(value, str):
            for url in _URL.findall(value):
                self.add(url)
            for host in _HOST.findall(_URL.sub(" ", value)):
                if _suffixes().publicsuffix(host.lower(), accept_unknown=False):
                    self._take(host, plain=True)
        elif isinstance(value, Mapping):
            for item in cast("Mapping[object, object]", value).values():
                self.add_texts(item)
        elif isinstance(value, Sequence) and not isinstance(value, bytes):
            for item in cast("Sequence[object]", value):
                self.add_texts(item)

    def hold(self, url: str) -> bool:
        """Tell whether an address is on one of the sites."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
            return False
        plain = self._sites.get(_site(parts.hostname))
        return plain is not None and (plain or parts.scheme in ("https", "wss"))

    def __str__(self) -> str:
        return ", ".join(self._sites) or "no site"

    def _take(self, host: str, *, plain: bool) -> None:
        site = _site(host)
        self._sites[site] = self._sites.get(site, False) or plain


def _site(host: str) -> str:
    name = host.lower().rstrip(".")
    try:
        return str(ip_address(name))
    except ValueError:
        return _suffixes().privatesuffix(name) or name


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()

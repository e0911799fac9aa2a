"""The private-address rule: which network addresses a URL named by a caller may lead to.

Global unicast addresses are open to everybody. Everything else (loopback, private, link-local, carrier-grade NAT,
multicast, unspecified, reserved, cloud metadata, and the IPv6 forms that carry such an IPv4 address) is open only where
an operator listed it. Our own control ports stay shut on such addresses even where they are listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SETTING = "SKYVERN_ALLOWED_PRIVATE_NETWORKS"
DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443, "ftp": 21}

_PRIVATE_SUFFIXES = (
    *(".localhost", ".local", ".internal", ".home.arpa"),
    *(".intranet", ".home", ".lan", ".corp", ".private"),
)
"""RFC 6761, 6762 with its appendix G, 8375, and what ICANN keeps for private use."""

_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
# Blocks that the standard library calls global although nothing of the public internet lives there (RFC 6890, 7526,
# 9637, 4380), and the one metadata address that clouds took from public space.
_NEVER_GLOBAL: tuple[Network, ...] = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv4Network("168.63.129.16/32"),
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNetwork:
    """One item of the operator's list: a network and the port ranges open on it (none given = all)."""

    network: Network
    ports: tuple[tuple[int, int], ...] = ()

    def covers(self, address: Address, port: int) -> bool:
        """Whether this item opens `port` of `address`."""
        if address.version != self.network.version or address not in self.network:
            return False
        return not self.ports or any(first <= port <= last for first, last in self.ports)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """What may be connected to: every global unicast address, the listed networks, and never our control ports."""

    listed: tuple[ListedNetwork, ...] = ()
    denied_ports: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> AddressRules:
        """Rules from a comma-separated list of `CIDR[:ports]`; ports are `80`, `8000-8100` or `80|443`.

        An IPv6 network with ports is written `[fd00::/8]:443`. Raises ValueError naming the item that cannot be read.
        """
        items = (item.strip() for item in text.split(","))
        return cls(listed=tuple(_parse_item(item) for item in items if item))

    def without_ports(self, ports: Iterable[int]) -> AddressRules:
        """The same rules with more control ports shut on every address that is not global."""
        return replace(self, denied_ports=self.denied_ports | frozenset(ports))

    def allows(self, address: str | Address, port: int) -> bool:
        """Whether a connection to this address and port is permitted. Raises ValueError if it is no IP address."""
        parsed = ip_address(address.partition("%")[0]) if isinstance(address, str) else address
        forms = _forms(parsed)
        if _is_global(forms[-1]):
            return True
        if port in self.denied_ports:
            return False
        return any(item.covers(form, port) for item in self.listed for form in forms)


def literal_host_refusal(url: str, rules: AddressRules) -> str | None:
    """Why a URL that names an address (or localhost) outright must be refused, or None if it may be tried.

    Names are not resolved here; the guard that connects checks those. Addresses are read as browsers do: `127.1`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"The URL {url!r} cannot be read: {error}."
    if not host:
        return None
    port = port or DEFAULT_PORTS.get(parts.scheme.lower(), 80)
    candidates = _literal_addresses(host.rstrip("."))
    if not candidates or any(rules.allows(candidate, port) for candidate in candidates):
        return None
    return refusal(host, str(candidates[0]), port)


def refusal(host: str, address: str, port: int) -> str:
    """The sentence told to a person whose URL led to an address that the rules keep shut."""
    shown = host if host == address else f"{host} ({address})"
    return (
        f"{shown} port {port} is a private or reserved address, and workflows may not reach it. "
        f"To open it, list it in {SETTING}."
    )


def is_private_name(host: str) -> bool:
    """Whether a host name can only mean something on a private network, whoever resolves it."""
    name = host.rstrip(".").lower()
    return "." not in name or name.endswith(_PRIVATE_SUFFIXES)


def _parse_item(item: str) -> ListedNetwork:
    if item.startswith("["):
        body, bracket, rest = item[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError(f"{item!r} is not a network: write an IPv6 network with ports as [fd00::/8]:443.")
        network, ports = body, rest[1:] if rest else None
    elif item.count(":") == 1:
        network, _, ports = item.partition(":")
    else:
        network, ports = item, None
    try:
        parsed = ip_network(network.strip())
    except ValueError as error:
        raise ValueError(
            f"{item!r} is not a network in CIDR form such as 10.0.0.0/8 or 127.0.0.1/32:8010: {error}."
        ) from None
    return ListedNetwork(network=parsed, ports=() if ports is None else tuple(_parse_ports(ports, item)))


def _parse_ports(text: str, item: str) -> Iterable[tuple[int, int]]:
    for part in text.split("|"):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ValueError(f"{item!r} has ports that cannot be read: write 80, 8000-8100 or 80|443.")
        low, high = int(first), int(last) if dash else int(first)
        if not 1 <= low <= high <= 65535:
            raise ValueError(f"{item!r} has ports out of order or range: they must rise and lie in 1 to 65535.")
        yield low, high


def _forms(address: Address) -> tuple[Address, ...]:
    """The address as given and, last, the IPv4 address that it really leads to if it is a wrapper around one."""
    if isinstance(address, IPv4Address):
        return (address,)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and (any(address in block for block in _NAT64) or (int(address) >> 32 == 0 and int(address) > 1)):
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return (address,) if inner is None else (address, inner)


def _is_global(address: Address) -> bool:
    if address.is_multicast or address.is_unspecified or address.is_loopback or not address.is_global:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST_V6:
        return False
    return not any(address.version == block.version and address in block for block in _NEVER_GLOBAL)


def _literal_addresses(host: str) -> list[Address]:
    lowered = host.lower()
    if lowered == "localhost" or lowered.endswith(".localhost"):
        return [IPv4Address("127.0.0.1"), IPv6Address("::1")]
    try:
        return [ip_address(lowered.partition("%")[0])]
    except ValueError:
        number = _legacy_ipv4(lowered)
        return [] if number is None else [IPv4Address(number)]


def _legacy_ipv4(host: str) -> int | None:
    """The IPv4 address in the loose forms of the WHATWG URL standard (fewer parts, hexadecimal, octal), or None."""
    parts = host.split(".")
    if len(parts) > 4:
        return None
    values: list[int] = []
    for part in parts:
        try:
            if part.startswith("0x"):
                values.append(int(part[2:] or "0", 16))
            elif len(part) > 1 and part.startswith("0"):
                values.append(int(part, 8))
            else:
                values.append(int(part))
        except ValueError:
            return None
    *leading, last = values
    if any(value > 255 for value in leading) or last >= 256 ** (5 - len(values)):
        return None
    return sum(value << (8 * (3 - place)) for place, value in enumerate(leading)) + last

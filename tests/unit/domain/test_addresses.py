"""The private-address rule, as a table."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, strategies as st

from skyvern.domain.addresses import AddressRules, literal_host_refusal

SHUT = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "::127.0.0.1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "4000::1",
]
OPEN = ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("address", SHUT)
def test_shut_unless_listed(address: str) -> None:
    assert not AddressRules().allows(address, 80)
    assert AddressRules.parse("0.0.0.0/0,::/0").allows(address, 80)


@pytest.mark.parametrize("address", OPEN)
def test_global_unicast_is_open(address: str) -> None:
    assert AddressRules().allows(address, 443)


def test_a_listed_network_opens_its_ports_only() -> None:
    rules = AddressRules.parse("10.0.0.0/8:80|443|8000-8100, 127.0.0.1:8010 ,[fd00::/8]:443,fe80::/10,,")
    assert [port for port in (79, 80, 443, 7999, 8000, 8050, 8100, 8101) if rules.allows("10.9.9.9", port)] == [
        80,
        443,
        8000,
        8050,
        8100,
    ]
    assert rules.allows("127.0.0.1", 8010)
    assert not rules.allows("127.0.0.1", 8011)
    assert not rules.allows("127.0.0.2", 8010)
    assert rules.allows("fd00::1", 443)
    assert not rules.allows("fd00::1", 80)
    assert rules.allows("fe80::1", 1)


def test_a_listed_ipv4_network_opens_its_wrapped_forms() -> None:
    rules = AddressRules.parse("127.0.0.1/32:8010")
    assert rules.allows("::ffff:127.0.0.1", 8010)
    assert not rules.allows("::ffff:127.0.0.1", 8011)


def test_control_ports_stay_shut_even_where_listed() -> None:
    rules = AddressRules.parse("127.0.0.0/8").without_ports([8000]).without_ports({9222})
    assert rules.allows("127.0.0.1", 8001)
    assert not rules.allows("127.0.0.1", 8000)
    assert not rules.allows("::ffff:127.0.0.1", 9222)
    assert rules.allows("8.8.8.8", 8000)


@pytest.mark.parametrize(
    "item",
    ["10.0.0.1/8", "10.0.0.0/33", "intranet", "10.0.0.0/8:", "10.0.0.0/8:http", "10.0.0.0/8:0", "10.0.0.0/8:70000",
     "10.0.0.0/8:90-80", "10.0.0.0/8:80|", "[fd00::/8", "[fd00::/8]443", "[fd00::/8]:x", "10.0.0.0/8:80-"],
)  # fmt: skip
def test_a_bad_item_is_named(item: str) -> None:
    with pytest.raises(ValueError, match=r"is not a network|has ports") as failure:
        AddressRules.parse(f"10.0.0.0/8,{item}")
    assert repr(item) in str(failure.value)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://017700000001/", "http://[::1]/",
     "http://[::ffff:10.0.0.1]:80/x", "https://localhost/", "http://LOCALHOST./", "http://a.localhost:81/", "ws://10.0.0.1/",
     "http://user:pass@192.168.0.1/", "http://169.254.169.254/latest/meta-data"],
)  # fmt: skip
def test_a_literal_private_host_is_refused_with_the_setting_named(url: str) -> None:
    reason = literal_host_refusal(url, AddressRules())
    assert reason is not None
    assert "SKYVERN_ALLOWED_PRIVATE_NETWORKS" in reason


@pytest.mark.parametrize(
    "url",
    ["http://example.com/", "https://8.8.8.8/", "http://10.example.com/", "about:blank", "http://1.2.3.4.5/", "/path"],
)
def test_other_hosts_may_be_tried(url: str) -> None:
    assert literal_host_refusal(url, AddressRules()) is None


def test_a_listed_literal_host_may_be_tried() -> None:
    rules = AddressRules.parse("127.0.0.1/32:8010")
    assert literal_host_refusal("http://localhost:8010/", rules) is None
    assert literal_host_refusal("http://127.0.0.1:8010/", rules) is None
    assert literal_host_refusal("http://127.0.0.1/", rules) is not None
    assert "port 99999" not in str(literal_host_refusal("http://127.0.0.1:99999/", rules))


@given(st.ip_addresses(v=4), st.integers(1, 65535))
def test_wrapping_an_ipv4_address_never_opens_it(address: IPv4Address, port: int) -> None:
    plain = AddressRules().allows(address, port)
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}", IPv6Address((0x2002 << 112) | (int(address) << 80))):
        assert AddressRules().allows(wrapped, port) <= plain

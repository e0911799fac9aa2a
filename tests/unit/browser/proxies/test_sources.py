"""Where proxies come from: single ones, a provider's template, and what a location without either is told."""

from __future__ import annotations

import re

import pytest

from skyvern.browser.proxies import NoSource, ProxySources
from skyvern.browser.proxies.template import ProxyTemplate
from skyvern.domain.proxy import parse_proxy_location

TEMPLATE = "http://u-country-{country:lower}[-state-{subdivision:lower}][-city-{city:joined}][-{isp}][-session-{session}]:p@g:9"


def chosen(sources: ProxySources, wanted: object, session: str = "wr_1") -> str | None:
    location = parse_proxy_location(wanted)
    assert location is not None
    return sources.url(sources.key(location), session=session)


@pytest.mark.parametrize(
    ("wanted", "user"),
    [
        ("RESIDENTIAL", "u-country-us"),
        ("RESIDENTIAL_ISP", "u-country-us-isp"),
        ("RESIDENTIAL_GB", "u-country-gb"),
        ("US-CA", "u-country-us-state-ca"),
        ({"country": "BR"}, "u-country-br"),
        ({"country": "US", "subdivision": "CA", "city": "San Francisco"}, "u-country-us-state-ca-city-sanfrancisco"),
        ({"country": "FR", "city": "a/b@c:d"}, "u-country-fr-city-a%2Fb%40c%3Ad"),
        ({"country": "US", "isISP": True}, "u-country-us-isp"),
    ],
)
def test_a_template_writes_the_place_as_its_provider_wants_it(wanted: object, user: str) -> None:
    url = chosen(ProxySources.of({}, TEMPLATE), wanted)
    assert url is not None
    place, _, rest = url.removeprefix("http://").partition("-session-")
    assert place == user
    assert rest.endswith(":p@g:9")


def test_one_session_keeps_one_address_and_another_gets_another() -> None:
    sources = ProxySources.of({}, TEMPLATE)
    assert chosen(sources, "RESIDENTIAL_DE", "a") == chosen(sources, "RESIDENTIAL_DE", "a")
    assert chosen(sources, "RESIDENTIAL_DE", "a") != chosen(sources, "RESIDENTIAL_DE", "b")


def test_a_listed_proxy_goes_before_the_template() -> None:
    sources = ProxySources.of({"us-ca": "socks5://one:1"}, TEMPLATE)
    assert chosen(sources, {"country": "US", "subdivision": "CA", "city": "Fresno"}) == "socks5://one:1"
    assert "country-de" in str(chosen(sources, "RESIDENTIAL_DE"))
    assert sources.url("GONE", session="") is None


def test_a_location_without_a_source_is_told_which_settings_supply_one() -> None:
    with pytest.raises(NoSource, match=r"RESIDENTIAL_GB has no source .*SKYVERN_PROXIES.*SKYVERN_PROXY_TEMPLATE"):
        chosen(ProxySources.of({"RESIDENTIAL": "http://x:1"}), "RESIDENTIAL_GB")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("http://u-{land}:secret@g:9", "{land} is no placeholder"),
        ("http://u-{country:title}:secret@g:9", "{country:title} is no placeholder"),
        ("http://u:secret@g:9", "{country} is needed"),
        ("ftp://u-{country}:secret@g:9", "must begin with http"),
        ("http://u-{country}:secret@", "must name a host"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_without_its_password(template: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)) as refused:
        ProxyTemplate(template)
    assert "secret" not in str(refused.value)

"""What a browser shows of where it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from skyvern.domain.places import Place, place_of
from skyvern.domain.proxy import COUNTRIES, LOCATIONS, parse_proxy_location


@pytest.mark.parametrize(
    ("wanted", "locale", "timezone"),
    [
        ("RESIDENTIAL_DE", "de-DE", "Europe/Berlin"),
        ("US-CA", "en-US", "America/Los_Angeles"),
        ({"country": "US", "subdivision": "tx", "city": "Austin"}, "en-US", "America/Chicago"),
        ({"country": "US", "subdivision": "VT"}, "en-US", "America/New_York"),
        ({"country": "CA", "subdivision": "BC"}, "en-CA", "America/Vancouver"),
    ],
)
def test_language_and_time_follow_the_place(wanted: object, locale: str, timezone: str) -> None:
    place = place_of(parse_proxy_location(wanted))
    assert place is not None
    assert (place.locale, place.timezone) == (locale, timezone)


@pytest.mark.parametrize("wanted", [None, "NONE", "RESIDENTIAL", "RESIDENTIAL_ISP", {"url": "http://x:1"}])
def test_who_names_no_place_gets_none(wanted: object) -> None:
    assert place_of(parse_proxy_location(wanted)) is None


def test_every_country_has_a_place_whose_zone_exists() -> None:
    wanted: list[object] = [*LOCATIONS, *({"country": country} for country in COUNTRIES)]
    places: list[Place | None] = [place_of(parse_proxy_location(item)) for item in wanted]
    assert sum(place is None for place in places) == 3
    assert all(ZoneInfo(place.timezone) for place in places if place)

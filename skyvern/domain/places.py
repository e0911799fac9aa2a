"""What a browser shows of where it is: language, time zone and position of the place that its traffic comes from.

Time zones are the names of the tz database (of a country's largest city where it has several); positions are those of
the capital or, for a subdivision, of its largest city, to a tenth of a degree.
"""

from __future__ import annotations

from dataclasses import dataclass

from skyvern.domain.proxy import ProxyLocation

PLACE = "place"
"""Under which the settings of a run keep its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Language (BCP 47), time zone, and position in degrees."""

    locale: str
    timezone: str
    latitude: float
    longitude: float


_COUNTRIES: dict[str, tuple[str, str, float, float]] = {
    "AR": ("es-AR", "America/Argentina/Buenos_Aires", -34.6, -58.4),
    "AU": ("en-AU", "Australia/Sydney", -33.9, 151.2),
    "BR": ("pt-BR", "America/Sao_Paulo", -23.5, -46.6),
    "CA": ("en-CA", "America/Toronto", 43.7, -79.4),
    "DE": ("de-DE", "Europe/Berlin", 52.5, 13.4),
    "ES": ("es-ES", "Europe/Madrid", 40.4, -3.7),
    "FR": ("fr-FR", "Europe/Paris", 48.9, 2.4),
    "GB": ("en-GB", "Europe/London", 51.5, -0.1),
    "IE": ("en-IE", "Europe/Dublin", 53.3, -6.3),
    "IN": ("en-IN", "Asia/Kolkata", 28.6, 77.2),
    "IT": ("it-IT", "Europe/Rome", 41.9, 12.5),
    "JP": ("ja-JP", "Asia/Tokyo", 35.7, 139.7),
    "KR": ("ko-KR", "Asia/Seoul", 37.6, 127.0),
    "MX": ("es-MX", "America/Mexico_City", 19.4, -99.1),
    "NL": ("nl-NL", "Europe/Amsterdam", 52.4, 4.9),
    "NZ": ("en-NZ", "Pacific/Auckland", -36.8, 174.8),
    "PH": ("en-PH", "Asia/Manila", 14.6, 121.0),
    "SA": ("ar-SA", "Asia/Riyadh", 24.7, 46.7),
    "TR": ("tr-TR", "Europe/Istanbul", 41.0, 29.0),
    "US": ("en-US", "America/New_York", 40.7, -74.0),
    "ZA": ("en-ZA", "Africa/Johannesburg", -26.2, 28.0),
}
_SUBDIVISIONS: dict[str, tuple[str, float, float]] = {
    "US-AK": ("America/Anchorage", 61.2, -149.9),
    "US-AZ": ("America/Phoenix", 33.4, -112.1),
    "US-CA": ("America/Los_Angeles", 34.1, -118.2),
    "US-CO": ("America/Denver", 39.7, -105.0),
    "US-DC": ("America/New_York", 38.9, -77.0),
    "US-FL": ("America/New_York", 25.8, -80.2),
    "US-GA": ("America/New_York", 33.7, -84.4),
    "US-HI": ("Pacific/Honolulu", 21.3, -157.9),
    "US-IL": ("America/Chicago", 41.9, -87.6),
    "US-LA": ("America/Chicago", 30.0, -90.1),
    "US-MA": ("America/New_York", 42.4, -71.1),
    "US-MI": ("America/Detroit", 42.3, -83.0),
    "US-MN": ("America/Chicago", 45.0, -93.3),
    "US-MO": ("America/Chicago", 39.1, -94.6),
    "US-NC": ("America/New_York", 35.2, -80.8),
    "US-NJ": ("America/New_York", 40.7, -74.2),
    "US-NM": ("America/Denver", 35.1, -106.6),
    "US-NV": ("America/Los_Angeles", 36.2, -115.1),
    "US-NY": ("America/New_York", 40.7, -74.0),
    "US-OH": ("America/New_York", 40.0, -83.0),
    "US-OR": ("America/Los_Angeles", 45.5, -122.7),
    "US-PA": ("America/New_York", 40.0, -75.2),
    "US-TN": ("America/Chicago", 36.2, -86.8),
    "US-TX": ("America/Chicago", 29.8, -95.4),
    "US-UT": ("America/Denver", 40.8, -111.9),
    "US-VA": ("America/New_York", 36.9, -76.0),
    "US-WA": ("America/Los_Angeles", 47.6, -122.3),
    "US-WI": ("America/Chicago", 43.0, -87.9),
    "CA-AB": ("America/Edmonton", 51.0, -114.1),
    "CA-BC": ("America/Vancouver", 49.3, -123.1),
    "CA-QC": ("America/Toronto", 45.5, -73.6),
    "AU-QLD": ("Australia/Brisbane", -27.5, 153.0),
    "AU-SA": ("Australia/Adelaide", -34.9, 138.6),
    "AU-VIC": ("Australia/Melbourne", -37.8, 145.0),
    "AU-WA": ("Australia/Perth", -32.0, 115.9),
}


def place_of(location: ProxyLocation | None) -> Place | None:
    """Return the place of a location that names one; a proxy of the caller's own, and RESIDENTIAL alone, name none."""
    target = location.target if location is not None and location.names_place else None
    if target is None:
        return None
    locale, timezone, latitude, longitude = _COUNTRIES[target.country]
    exact = _SUBDIVISIONS.get(f"{target.country}-{(target.subdivision or '').upper()}")
    if exact is not None:
        timezone, latitude, longitude = exact
    return Place(locale=locale, timezone=timezone, latitude=latitude, longitude=longitude)

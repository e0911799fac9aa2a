"""Signed URLs: stable between requests, good for one artifact until they expire."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from skyvern.artifacts import SignedUrls

SECRET = b"0123456789abcdef0123456789abcdef"
NOON = 1_800_000_000.0 - 1_800_000_000.0 % 86_400 + 43_200


def at(moment: float, *, secret: bytes = SECRET, **changes: timedelta) -> SignedUrls:
    return SignedUrls(secret, "https://sky.example/", now=lambda: moment, **changes)


def parts(url: str) -> tuple[str, str, str]:
    query = parse_qs(urlsplit(url).query)
    return query["expiry"][0], query["kid"][0], query["sig"][0]


def test_a_signed_url_opens_its_artifact() -> None:
    url = at(NOON).sign("a_1")
    assert url.startswith("https://sky.example/v1/artifacts/a_1/content?")
    assert at(NOON).verify("a_1", *parts(url))


def test_asking_again_gives_the_same_url() -> None:
    assert at(NOON).sign("a_1") == at(NOON + 3600).sign("a_1")
    assert at(NOON).sign("a_1") != at(NOON + 86_400).sign("a_1")


@pytest.mark.parametrize(
    "lifetime", [timedelta(days=7), timedelta(hours=5), timedelta(minutes=5), timedelta(seconds=3)]
)
def test_it_lasts_at_least_its_lifetime_and_then_ends(lifetime: timedelta) -> None:
    url = at(NOON, lifetime=lifetime).sign("a_1")
    seconds = lifetime.total_seconds()
    assert at(NOON + seconds - 0.1, lifetime=lifetime).verify("a_1", *parts(url))
    assert not at(NOON + seconds * 1.5 + 1, lifetime=lifetime).verify("a_1", *parts(url))


def test_nothing_else_opens_it() -> None:
    expiry, kid, sig = parts(at(NOON).sign("a_1"))
    signed = at(NOON)
    assert not signed.verify("a_2", expiry, kid, sig)
    assert not signed.verify("a_1", str(int(expiry) + 1), kid, sig)
    assert not signed.verify("a_1", expiry, "00000000", sig)
    assert not signed.verify("a_1", expiry, kid, sig[:-1] + ("0" if sig[-1] != "0" else "1"))
    assert not signed.verify("a_1", expiry, kid, "ü")
    for odd in ("", "-1", "1e9", "١٢٣", "9" * 40, " 5"):
        assert not signed.verify("a_1", odd, kid, sig)
    assert not at(NOON, secret=b"another secret of 32 bytes......").verify("a_1", expiry, kid, sig)

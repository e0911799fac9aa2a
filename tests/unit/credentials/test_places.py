"""The sites on which a credential may be used that is bound to none of its own."""

from __future__ import annotations

import pytest

from skyvern.credentials import Places, SecretBook, SecretRefused

GIVEN = {
    "blocks": [
        {"url": "https://portal.vendor.co.uk/login", "navigation_goal": "Sign in, maybe on id.broker.example.com."},
        {"url": "http://10.1.2.3:8080/", "body": {"mail": "maria@post.net", "file": "report.pdf"}},
        {"url": "https://{{ tenant }}.made.org/", "text": "see https://help.third.io/page, then go on"},
    ]
}  # fmt: skip


@pytest.fixture
def places() -> Places:
    found = Places()
    found.add_texts(GIVEN)
    return found


@pytest.mark.parametrize(
    "url",
    ["https://vendor.co.uk/", "https://login.vendor.co.uk:8443/x", "http://example.com/", "http://10.1.2.3:9999/",
     "https://third.io/", "wss://live.third.io/"],
)  # fmt: skip
def test_a_site_that_is_named_is_all_that_lies_below_its_domain(places: Places, url: str) -> None:
    assert places.hold(url)


@pytest.mark.parametrize(
    "url",
    ["http://portal.vendor.co.uk/", "https://other.co.uk/", "https://vendor.co.uk.evil.test/", "https://post.net/",
     "https://report.pdf/", "https://vendor.co.uk@evil.test/", "https://tenant.made.org/", "https://10.1.2.4/",
     "about:blank", "file:///etc/passwd", ""],
)  # fmt: skip
def test_what_is_not_named_is_no_place(places: Places, url: str) -> None:
    assert not places.hold(url)


def test_customers_of_one_host_are_sites_of_their_own() -> None:
    places = Places()
    places.add("https://ours.github.io/")
    assert places.hold("https://ours.github.io/x")
    assert not places.hold("https://theirs.github.io/")


def test_an_unbound_credential_is_kept_to_the_places_and_a_bound_one_to_its_own(places: Places) -> None:
    book = SecretBook(b"k" * 32, "wr_1")
    book.add("free", "cred_1", {"password": "opensesame"}, origin=None)
    book.add("bound", "cred_2", {"password": "lockedword"}, origin="https://elsewhere.test")
    free, bound = (book.fields(key)["password"] for key in ("free", "bound"))
    assert book.resolve(free, origin="https://vendor.co.uk/", places=places) == "opensesame"
    assert book.resolve(bound, origin="https://elsewhere.test/", places=places) == "lockedword"
    with pytest.raises(SecretRefused, match=r"vendor\.co\.uk.* not on https://elsewhere\.test: name that site"):
        book.resolve(free, origin="https://elsewhere.test/", places=places)
    with pytest.raises(SecretRefused):
        book.resolve(bound, origin="https://vendor.co.uk/", places=places)


def test_without_any_place_nothing_is_given() -> None:
    book = SecretBook(b"k" * 32, "wr_1")
    book.add("free", "cred_1", {"password": "opensesame"}, origin=None)
    with pytest.raises(SecretRefused, match="no site"):
        book.resolve(book.fields("free")["password"], origin="https://any.test/", places=Places())

"""Which sites a workflow keeps to: how items are read, and what they permit."""

from __future__ import annotations

import pytest

from skyvern.domain.origins import parse_origin, permits


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Example.com", "example.com"),
        (" *.example.com ", "*.example.com"),
        ("example.com:8443", "example.com:8443"),
        ("https://example.com", "example.com:443"),
        ("http://example.com/", "example.com:80"),
        ("https://example.com:444", "example.com:444"),
        ("127.0.0.1:80", "127.0.0.1:80"),
        ("[::1]:80", "[::1]:80"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
    ],
)
def test_items_are_read(given: str, kept: str) -> None:
    assert parse_origin(given) == kept
    assert parse_origin(kept) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "*",
        "*.",
        "a b",
        "ftp://x.example",
        "https://x.example/path",
        "x.example:0x",
        "x.example:99999",
        "u@x.example",
        "a.*.example",
        "x..example",
        "https://",
        "[::1",
        "x.example?q",
    ],
)
def test_what_is_no_origin_is_told(given: str) -> None:
    with pytest.raises(ValueError, match="no origin"):
        parse_origin(given)


@pytest.mark.parametrize(
    ("origins", "host", "port", "permitted"),
    [
        (None, "any.example", 80, True),
        ((), "any.example", 80, False),
        (("example.com",), "EXAMPLE.com.", 443, True),
        (("example.com",), "www.example.com", 443, False),
        (("example.com",), "badexample.com", 443, False),
        (("*.example.com",), "www.example.com", 80, True),
        (("*.example.com",), "example.com", 80, True),
        (("*.example.com",), "evil-example.com", 80, False),
        (("example.com:443",), "example.com", 443, True),
        (("example.com:443",), "example.com", 80, False),
        (("[::1]:80",), "::1", 80, True),
        (("xn--bcher-kva.example",), "bücher.example", 80, True),
        (("a.example", "b.example"), "b.example", 1, True),
    ],
)
def test_what_a_list_permits(origins: tuple[str, ...] | None, host: str, port: int, permitted: bool) -> None:
    assert permits(origins, host, port) is permitted

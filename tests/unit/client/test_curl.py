"""curl commands, as people copy them from documentation and browsers, as http_request blocks."""

from __future__ import annotations

import pytest

from skyvern.blocks import block_adapter
from skyvern.client.curl import CurlRefused, block_from_curl


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("curl https://a.test/x", {"method": "GET", "url": "https://a.test/x", "follow_redirects": False}),
        ("curl -sSL a.test", {"method": "GET", "url": "http://a.test", "follow_redirects": True}),
        (
            """curl -X PUT 'https://a.test/' \\\n -H 'Content-Type: application/json' -H "X-Key: {{ key }}" \\\n"""
            """ --data-raw '{"a": [1, "x"]}' --compressed""",
            {
                "method": "PUT",
                "headers": {"Content-Type": "application/json", "X-Key": "{{ key }}"},
                "body": {"a": [1, "x"]},
            },
        ),
        (
            "curl -d a=1 -d b=2 https://a.test/",
            {
                "method": "POST",
                "body": {"a": "1", "b": "2"},
                "headers": {"Content-Type": "application/x-www-form-urlencoded"},
            },
        ),
        ("curl -d 'a=1&a=2' https://a.test/", {"body": "a=1&a=2"}),
        ("curl -XDELETE -m 2.4 https://a.test/", {"method": "DELETE", "timeout": 2}),
        ("curl -G -d q=x --data-urlencode 'r=ü y' https://a.test/?p", {"url": "https://a.test/?p&q=x&r=%C3%BC%20y"}),
        ("curl -u user:pass https://a.test/", {"headers": {"Authorization": "Basic dXNlcjpwYXNz"}}),
        (
            "curl -F name=Ana -F 'cv=@file_123;type=application/pdf' https://a.test/",
            {"method": "POST", "body": {"name": "Ana"}, "files": {"cv": "file_123"}},
        ),
        ("curl -I https://a.test/", {"method": "HEAD"}),
        ("curl -o /tmp/out.pdf https://a.test/", {"save_response_as_file": True, "download_filename": "out.pdf"}),
        ("curl --json '{}' --url https://a.test/", {"method": "POST", "body": {}}),
        (
            "curl -A me -e http://r/ -b 'a=1; b=2' https://a.test/",
            {"headers": {"User-Agent": "me", "Referer": "http://r/", "Cookie": "a=1; b=2"}},
        ),
    ],
)
def test_commands(command: str, wanted: dict[str, object]) -> None:
    block = block_from_curl(command, label="b")
    assert {key: block.get(key) for key in wanted} == wanted
    assert block_adapter.validate_python(block).problems() == ()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("wget https://a.test/", "begins with `curl`"),
        ("curl 'https://a.test/", "cannot be read"),
        ("curl -d @secret.txt https://a.test/", "reads no local file"),
        ("curl", "one URL is needed"),
        ("curl https://a.test/ https://b.test/", "has 2"),
        ("curl --proxy http://p https://a.test/", "'proxy' has no place"),
        ("curl https://a.test/ -H", "needs a value"),
        ("curl -m soon https://a.test/", "no number of seconds"),
        ("curl -F x https://a.test/", "not name=value"),
        ("curl " + "x" * 300_000, "more than 200,000"),
    ],
)
def test_what_is_refused(command: str, said: str) -> None:
    with pytest.raises(CurlRefused, match=said):
        block_from_curl(command)

"""Turns a `curl` command into an http_request block."""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

_LONG = {
    "X": "request", "H": "header", "d": "data", "F": "form", "u": "user", "A": "user-agent", "e": "referer",
    "b": "cookie", "o": "output", "m": "max-time", "L": "location", "G": "get", "I": "head", "k": "insecure",
    "O": "remote-name", "s": "silent", "S": "show-error", "v": "verbose", "i": "include", "f": "fail",
    "g": "globoff", "N": "no-buffer", "#": "progress-bar", "0": "http1.0", "4": "ipv4", "6": "ipv6",
}  # fmt: skip
_WITH_VALUE = frozenset(
    {
        "request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "form",
        "form-string", "user", "user-agent", "referer", "cookie", "output", "max-time", "url", "connect-timeout",
        "retry", "max-redirs",
    }
)  # fmt: skip
_WITHOUT = frozenset(
    {
        "location", "get", "head", "insecure", "remote-name", "silent", "show-error", "verbose", "include", "fail",
        "compressed", "globoff", "no-buffer", "progress-bar", "http1.0", "http1.1", "http2", "ipv4", "ipv6",
        "remote-header-name",
    }
)  # fmt: skip
_DATA = frozenset({"data", "data-raw", "data-binary", "data-ascii"})
_PASSED_OVER = ("connect-timeout", "retry", "max-redirs", "insecure")
_FORM = "application/x-www-form-urlencoded"
_MOST = 200_000


class CurlRefused(ValueError):
    """The command is no curl command that a block can do; the message says which part."""


@dataclass(slots=True)
class _Asked:
    method: str = ""
    urls: list[str] = field(default_factory=list[str])
    headers: dict[str, str] = field(default_factory=dict[str, str])
    data: list[str] = field(default_factory=list[str])
    form: dict[str, str] = field(default_factory=dict[str, str])
    files: dict[str, str] = field(default_factory=dict[str, str])
    flags: set[str] = field(default_factory=set[str])
    output: str = ""
    seconds: int = 30


def block_from_curl(command: str, *, label: str = "request") -> dict[str, object]:
    """Return the http_request block that does what a curl command does; raises CurlRefused."""
    if len(command) > _MOST:
        raise CurlRefused(f"the command has more than {_MOST:,} characters")
    try:
        words = shlex.split(command.replace("\\\r\n", " ").replace("\\\n", " ").replace("^\n", " "))
    except ValueError as error:
        raise CurlRefused(f"the command cannot be read: {error}") from None
    if not words or words[0].rpartition("/")[2] not in ("curl", "curl.exe"):
        raise CurlRefused("a command that begins with `curl` is needed")
    asked = _Asked()
    for option, value in _options(words[1:]):
        _take(asked, option, value)
    return _block(asked, label)


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each option by its long name with its value; a bare word is a `url`."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            yield "url", word
        elif word.startswith("--"):
            name, _, attached = word[2:].partition("=")
            yield name, _value(name, attached, rest)
        else:
            letters = word[1:]
            while letters:
                name, letters = _LONG.get(letters[0], letters[0]), letters[1:]
                if name in _WITH_VALUE:
                    yield name, _value(name, letters, rest)
                    break
                yield name, _value(name, "", rest)


def _value(name: str, attached: str, rest: list[str]) -> str:
    if name in _WITHOUT:
        return ""
    if name not in _WITH_VALUE:
        raise CurlRefused(f"curl's option {name!r} has no place in an http_request block; leave it out")
    if attached:
        return attached
    if not rest:
        raise CurlRefused(f"curl's option {name!r} needs a value")
    return rest.pop(0)


def _take(asked: _Asked, option: str, value: str) -> None:
    if option in _DATA or option == "json":
        if value.startswith("@") and option != "data-raw":
            raise CurlRefused(
                f"{option} {value}: a block reads no local file; upload it and name its id, or give the text"
            )
        asked.data.append(value)
        if option == "json":
            asked.headers |= {"Content-Type": "application/json", "Accept": "application/json"}
    elif option == "data-urlencode":
        name, sign, text = value.partition("=")
        asked.data.append(f"{name}={quote(text)}" if sign else quote(value))
    elif option in ("form", "form-string"):
        _take_form(asked, value, plain=option == "form-string")
    elif option in _PLAIN_HEADERS:
        asked.headers[_PLAIN_HEADERS[option]] = value
    elif option in _WITHOUT or option in _PASSED_OVER:
        asked.flags.add(option)
    else:
        _take_rest(asked, option, value)


_PLAIN_HEADERS = {"user-agent": "User-Agent", "referer": "Referer", "cookie": "Cookie"}


def _take_rest(asked: _Asked, option: str, value: str) -> None:
    match option:
        case "url":
            asked.urls.append(value if "://" in value or value.startswith("{{") else f"http://{value}")
        case "request":
            asked.method = value.upper()
        case "header":
            name, _, text = value.partition(":")
            asked.headers[name.strip()] = text.strip()
        case "user":
            asked.headers["Authorization"] = f"Basic {base64.b64encode(value.encode()).decode()}"
        case "output":
            asked.output = value
        case _:
            try:
                asked.seconds = max(1, round(float(value)))
            except ValueError:
                raise CurlRefused(f"{option}: {value!r} is no number of seconds") from None


def _take_form(asked: _Asked, value: str, *, plain: bool) -> None:
    name, sign, text = value.partition("=")
    if not sign:
        raise CurlRefused(f"form: {value!r} is not name=value")
    if text.startswith(("@", "<")) and not plain:
        asked.files[name] = text[1:].partition(";")[0]
    else:
        asked.form[name] = text


def _block(asked: _Asked, label: str) -> dict[str, object]:
    if len(asked.urls) != 1:
        raise CurlRefused(f"one URL is needed; the command has {len(asked.urls)}")
    url, text = asked.urls[0], "&".join(asked.data)
    if "get" in asked.flags and text:
        url, text = f"{url}{'&' if urlsplit(url).query else '?'}{text}", ""
    implied = "HEAD" if "head" in asked.flags else "POST" if text or asked.form or asked.files else "GET"
    body = _body(asked, text)
    block: dict[str, object] = {
        "label": label,
        "block_type": "http_request",
        "method": asked.method or implied,
        "url": url,
        "timeout": min(asked.seconds, 1800),
        "follow_redirects": "location" in asked.flags,
    }
    if asked.headers:
        block["headers"] = asked.headers
    if body is not None:
        block["body"] = body
    if asked.files:
        block["files"] = asked.files
    if asked.output or "remote-name" in asked.flags:
        block |= {"save_response_as_file": True}
        block |= {"download_filename": asked.output.rpartition("/")[2]} if asked.output else {}
    return block


def _body(asked: _Asked, text: str) -> object:
    """Return the body as a block holds it: JSON and forms as objects, everything else as text."""
    if asked.form or asked.files:
        return dict(asked.form) or None
    if not text:
        return None
    kind = next((value for name, value in asked.headers.items() if name.lower() == "content-type"), "")
    if not kind:
        asked.headers["Content-Type"] = kind = _FORM
    if "json" in kind:
        try:
            return cast("object", json.loads(text))
        except ValueError:
            return text
    if _FORM in kind:
        pairs = parse_qsl(text, keep_blank_values=True)
        if len(dict(pairs)) == len(pairs) and pairs and urlencode(pairs) == text:
            return dict(pairs)
    return text

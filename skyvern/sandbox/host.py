"""What every code block may call besides the page: sleeping, identifiers, URLs, HTML text, and its own error codes."""

from __future__ import annotations

import asyncio
import html
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import (
    ParseResult,
    parse_qs,
    parse_qsl,
    quote,
    quote_plus,
    unquote,
    unquote_plus,
    urlencode,
    urljoin,
    urlparse,
    urlunparse,
)
from uuid import uuid4

from pydantic_monty import ClassInstance, ExternalModule

from skyvern.sandbox.weight import weigh

_LARGEST = 1 << 20
_VERDICTS = 100
_PARTS = ("scheme", "netloc", "path", "params", "query", "fragment", "username", "password", "hostname")


class Url:
    """A URL in parts, as `urlparse` gives it."""

    def __init__(self, parts: ParseResult) -> None:
        for name in _PARTS:
            setattr(self, name, getattr(parts, name))
        self.port = parts.port
        self._parts = parts

    def geturl(self) -> str:
        """Return the whole."""
        return self._parts.geturl()


@dataclass(slots=True)
class Verdicts:
    """The error codes that one run's code made, by the message of the exception that carries them."""

    made: dict[str, tuple[str, str]]

    def make(self, code: object, reasoning: object = "") -> Exception:
        """Return what `raise ErrorCode(code, reasoning)` raises."""
        weigh((code, reasoning), _LARGEST)
        if len(self.made) >= _VERDICTS:
            del self.made[next(iter(self.made))]
        message = f"{code}: {reasoning}" if reasoning else str(code)
        self.made[message] = (str(code), str(reasoning))
        return Exception(message)


def host_functions(verdicts: Verdicts) -> dict[str, object]:
    """Return the functions that code may call by name without importing anything."""
    return {
        "sleep": _sleep,
        "uuid4": _uuid4,
        "ErrorCode": verdicts.make,
        **{name: _URL_FUNCTIONS[name] for name in ("urlparse", "urljoin", "urlencode", "quote", "unquote")},
    }


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)


def _uuid4() -> str:
    return str(uuid4())


def _split(url: str) -> ClassInstance:
    return ClassInstance(Url(urlparse(url)), eager_attrs=(*_PARTS, "port"), allowed_methods={"geturl"})


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse arguments so large that the function would hold up everybody else."""

    def call(*args: object, **kwargs: object) -> object:
        weigh((args, kwargs), _LARGEST)
        return function(*args, **kwargs)

    return call


_URL_FUNCTIONS = {
    function.__name__: _bounded(function)
    for function in (parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, urlencode, urljoin, urlunparse)
} | {"urlparse": _bounded(_split), "urlsplit": _bounded(_split)}

MODULES = {
    "urllib": ExternalModule({"parse": ExternalModule(_URL_FUNCTIONS)}),
    "uuid": ExternalModule({"uuid4": _uuid4}),
    "html": ExternalModule({"escape": _bounded(html.escape), "unescape": _bounded(html.unescape)}),
    "string": ExternalModule(
        {
            name: getattr(string, name)
            for name in (
                "ascii_letters",
                "ascii_lowercase",
                "ascii_uppercase",
                "digits",
                "hexdigits",
                "punctuation",
                "whitespace",
            )
        }
    ),
}
"""Modules that the interpreter lacks, as far as blocks need them."""

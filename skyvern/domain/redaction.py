"""Redaction by value: whatever the secret is called and wherever it stands, its text is replaced."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast
from urllib.parse import quote, quote_plus

MASK = "*****"
_SHORTEST = 4
_TELLING = 6
"""From this length on, a secret is also known in other cases and in the codings of bytes."""
_SHORTEST_WORD = 9
"""A secret of letters alone that is shorter may be a word that pages use anyway: `password`, `secret`, `admin`."""

T = TypeVar("T")


class Redactor:
    """Replaces known secret values in text, in JSON-like values and in records.

    A secret is known as it is, percent-encoded, escaped for JSON and HTML, and – when it is too long to stand
    somewhere by chance – in any case, in Base64 (at whatever byte it begins) and in hexadecimal.
    """

    __slots__ = ("_exact", "_folded", "_patterns")

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        exact: set[str] = set()
        folded: set[str] = set()
        for secret in secrets:
            if len(secret) < _SHORTEST:
                continue
            exact |= _written(secret)
            if is_telling(secret):
                folded |= {form.lower() for form in (*_written(secret), secret.encode(errors="replace").hex())}
                exact |= _coded(secret)
        self._exact = tuple(sorted(exact, key=len, reverse=True))
        self._folded = tuple(sorted(folded, key=len, reverse=True))
        self._patterns = {form: re.compile(re.escape(form), re.IGNORECASE) for form in folded}

    def text(self, text: str) -> str:
        """Return `text` with every secret replaced by the mask."""
        if len(text) < _SHORTEST:
            return text
        for form in self._exact:
            if form in text:
                text = text.replace(form, MASK)
        low = text.lower() if self._folded else ""
        for form in self._folded:
            if form in low:
                text = self._patterns[form].sub(MASK, text)
                low = text.lower()
        return text

    def data(self, data: bytes) -> bytes:
        """Return bytes, such as a file's, with every secret that stands in them as text replaced."""
        for form in self._exact:
            data = data.replace(form.encode(errors="surrogatepass"), MASK.encode())
        return data

    def value(self, value: object) -> object:
        """Return a JSON-like value with every secret in its strings (keys included) replaced."""
        if not self._exact:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(k)): self.value(v) for k, v in cast("Mapping[object, object]", value).items()}
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.value(item) for item in cast("Sequence[object]", value)]
        return value

    def record(self, record: T) -> T:
        """Return a frozen record with every secret in its texts, and in the records inside it, replaced."""
        return cast("T", self._inside(record)) if self._exact else record

    def _inside(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            masked = tuple(map(self._inside, items))
            return masked if any(new is not old for new, old in zip(masked, items, strict=True)) else items
        if isinstance(value, Mapping):
            return self.value(cast("Mapping[object, object]", value))
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed: dict[str, Any] = {}
        for field in fields(value):
            old: object = getattr(value, field.name)
            if old and (new := self._inside(old)) is not old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value


def is_telling(secret: str) -> bool:
    """Tell whether a text of a page that holds this secret holds it on purpose: it is no short common word."""
    return len(secret) >= (_SHORTEST_WORD if secret.isalpha() else _TELLING)


def _written(secret: str) -> set[str]:
    """Return the ways in which text formats write a secret."""
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        html.escape(secret),
        html.escape(secret, quote=False),
    }


def _coded(secret: str) -> set[str]:
    """Return what of the secret's Base64 stays the same whatever stands before and behind it."""
    data = secret.encode(errors="replace")
    forms: set[str] = set()
    for shift, spoilt in ((0, 0), (1, 2), (2, 3)):
        text = base64.b64encode(b"\0" * shift + data).decode().rstrip("=")
        core = text[spoilt:] if (shift + len(data)) % 3 == 0 else text[spoilt:-1]
        forms |= {core, core.replace("+", "-").replace("/", "_")}
    return forms

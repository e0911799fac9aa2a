"""Redaction by value: whatever the secret is called and wherever it stands, its text is replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from urllib.parse import quote, quote_plus

MASK = "*****"
_SHORTEST = 4


class Redactor:
    """Replaces known secret values in text and in JSON-like values, also percent-encoded and JSON-escaped."""

    __slots__ = ("_forms",)

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms: set[str] = set()
        for secret in secrets:
            if len(secret) >= _SHORTEST:
                forms |= {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
        self._forms = tuple(sorted(forms, key=len, reverse=True))

    def text(self, text: str) -> str:
        """Return `text` with every secret replaced by the mask."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def data(self, data: bytes) -> bytes:
        """Return bytes, such as a file's, with every secret that stands in them as text replaced."""
        for form in self._forms:
            data = data.replace(form.encode(errors="surrogatepass"), MASK.encode())
        return data

    def value(self, value: object) -> object:
        """Return a JSON-like value with every secret in its strings (keys included) replaced."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.text(str(k)): self.value(v) for k, v in cast("Mapping[object, object]", value).items()}
        if isinstance(value, Sequence) and not isinstance(value, bytes):
            return [self.value(item) for item in cast("Sequence[object]", value)]
        return value

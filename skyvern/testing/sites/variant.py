"""Turns a seed into the wording, order and markup of a site, so that one site can be met in many shapes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from skyvern.testing.sites.facts import VOCABULARY

T = TypeVar("T")

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One shape of one site. Seed 0 is the canonical shape: first word, given order, first markup."""

    seed: int
    site: str

    def _random(self, topic: str) -> random.Random:
        return random.Random(f"{self.seed}:{self.site}:{topic}")  # noqa: S311 (shuffles wording, guards nothing)

    def word(self, key: str) -> str:
        """The site's wording for a thing, from the vocabulary file."""
        synonyms = VOCABULARY[self.site].get(key) or VOCABULARY["common"][key]
        return synonyms[0] if self.seed == 0 else self._random(f"word:{key}").choice(synonyms)

    def order(self, topic: str, items: Sequence[T]) -> list[T]:
        """The items in the order in which this variant shows them."""
        ordered = list(items)
        if self.seed != 0:
            self._random(f"order:{topic}").shuffle(ordered)
        return ordered

    def pick(self, topic: str, options: Sequence[T]) -> T:
        """One of several ways to build a thing; the first is the canonical one."""
        return options[0] if self.seed == 0 else self._random(f"pick:{topic}").choice(options)

    def ident(self, name: str) -> str:
        """The id and form name that this variant gives to a field or element."""
        if self.seed == 0:
            return name
        digest = hashlib.sha256(f"{self.seed}:{self.site}:{name}".encode()).hexdigest()
        match self.pick("ident-style", ("hash", "control", "input")):
            case "control":
                return f"ctl00_Main_{digest[:5]}"
            case "input":
                return f"input-{int(digest[:6], 16)}"
            case _:
                return f"{_ALPHABET[int(digest[:2], 16) % 26]}{digest[2:9]}"

    def css(self, name: str) -> str:
        """The CSS class that this variant uses in place of a canonical one."""
        if self.seed == 0:
            return name
        digest = hashlib.sha256(f"class:{self.seed}:{self.site}:{name}".encode()).hexdigest()
        return f"{_ALPHABET[int(digest[:2], 16) % 26]}{digest[2:7]}"

    def values(self, form: Mapping[str, object]) -> dict[str, str]:
        """A submitted form under the canonical field names; fields that are no word of the site are left out."""
        names = {**VOCABULARY["common"], **VOCABULARY[self.site]}
        return {name: str(form[self.ident(name)]).strip() for name in names if self.ident(name) in form}

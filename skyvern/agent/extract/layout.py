"""What a page was found to say: facts (label and value) and listings (rows of facts)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value as the page shows them."""

    label: str
    value: str
    source: str
    group: str = ""
    order: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of several: its facts, its heading, all its texts and its links."""

    facts: tuple[Fact, ...]
    texts: tuple[str, ...] = ()
    heading: str = ""
    links: tuple[tuple[str, str], ...] = ()
    section: str = ""
    data: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def text(self) -> str:
        """All that it shows."""
        return " ".join((self.heading, *self.texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Rows that look alike, and what they are called."""

    name: str
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    order: int = 0
    before: str = ""
    """The line that stands directly over it, which may be all the title it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The page's facts and listings."""

    facts: tuple[Fact, ...]
    listings: tuple[Listing, ...]

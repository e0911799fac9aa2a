"""What a person showed in a browser, step by step: the raw material of a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class ShownKind(StrEnum):
    """What kind of thing was done."""

    OPEN = "open"
    CLICK = "click"
    FILL = "fill"
    CHOOSE = "choose"
    CHECK = "check"
    UNCHECK = "uncheck"
    UPLOAD = "upload"
    PRESS = "press"


class Withheld(StrEnum):
    """Of what kind a value is that was typed and not noted."""

    NOTHING = ""
    PASSWORD = "password"  # noqa: S105 - the word, not one
    CODE = "code"
    CARD = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One step; `secret` says that its value was not noted."""

    kind: ShownKind
    url: str
    role: str = ""
    name: str = ""
    selector: str = ""
    value: str = ""
    secret: Withheld = Withheld.NOTHING

    @classmethod
    def read(cls, told: Mapping[str, object]) -> Self | None:
        """Return a step as a browser told it, None for one that says nothing we know."""
        try:
            kind, secret = ShownKind(str(told.get("kind"))), Withheld(str(told.get("secret") or ""))
        except ValueError:
            return None
        texts = {key: str(told.get(key) or "") for key in ("url", "role", "name", "selector", "value")}
        return cls(kind=kind, secret=secret, **texts)

    def same_place(self, other: Shown) -> bool:
        """Whether both are about the same element."""
        return (self.url, self.role, self.name, self.selector) == (other.url, other.role, other.name, other.selector)

"""How a server is set up, and whether that works."""

from __future__ import annotations

from skyvern.contract.fields import Answer


class SettingAnswer(Answer):
    """One setting, read at the server's start."""

    name: str
    variable: str
    help: str
    value: str
    """As a person reads it; a secret is only said to be set."""
    usual: bool
    """Whether it is what it is without being set."""


class FindingAnswer(Answer):
    """What one look has found: `good` is null for what is worth knowing but not broken."""

    about: str
    good: bool | None
    says: str
    mend: str

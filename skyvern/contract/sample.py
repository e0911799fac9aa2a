"""Sample workflows: what a gallery shows."""

from __future__ import annotations

from typing import Any

from skyvern.contract.fields import Answer


class SampleAnswer(Answer):
    """A workflow for one of the sample sites, to begin with."""

    name: str
    site: str
    sites: str
    """Where its site is served."""
    title: str
    description: str | None
    json_definition: dict[str, Any]

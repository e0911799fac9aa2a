"""Recording by demonstration: what was shown in a session's browser, and the blocks that do the same."""

from __future__ import annotations

from typing import Any

from skyvern.contract.fields import Answer


class ShownStep(Answer):
    """One step of what was shown."""

    kind: str
    text: str
    """The step in words; values of secret fields are not in it."""
    url: str


class DemonstrationAnswer(Answer):
    """How a demonstration stands."""

    browser_session_id: str
    recording: bool
    steps: list[ShownStep]
    workflow_definition: dict[str, Any]
    """Parameters and blocks that do what was shown."""

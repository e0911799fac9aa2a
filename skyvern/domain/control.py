"""Who has the controls of a browser: a fact that is kept, so that it holds on every machine and after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE_SECONDS = 60
"""How long the controls stay with somebody whose connection has gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One person's hold of one browser. The agent waits at its next step until it ends."""

    browser_id: str
    organization_id: str
    holder: str
    """Who, as they named themselves or as their key is named."""
    token: str
    """Known to the holder alone: who shows it after a break of the connection still has the controls."""
    since: datetime
    seen_at: datetime
    """When the holder's connection was last there."""
    reason: str = ""
    run_id: str | None = None
    """The run whose browser it is."""

    @property
    def lapses_at(self) -> datetime:
        """When it ends if nothing is heard of the holder."""
        return self.seen_at + timedelta(seconds=GRACE_SECONDS)

    def as_json(self) -> dict[str, object]:
        """Return what others may know of it."""
        return {"holder": self.holder, "since": self.since.isoformat(), "reason": self.reason, "run_id": self.run_id}

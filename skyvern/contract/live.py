"""Looking at a browser while it works, and taking it over."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from skyvern.contract.fields import Answer, OwnRequest


class LiveLinkRequest(OwnRequest):
    """What a live link is for; an absent body asks for one that shows and takes over for ten minutes."""

    control: bool = Field(True, description="Whether who has the link may take the controls, not only look.")
    seconds: int = Field(600, ge=10, le=86_400, description="How long the link opens the live view.")
    name: str = Field(
        "", max_length=100, description="Who it is given to, told to others while they hold the controls."
    )


class LiveLinkAnswer(Answer):
    """A link that opens the live view of one run or session without an API key."""

    url: str = Field(description="The websocket's address; docs/how-to/live-view.md tells what it speaks.")
    path: str = Field(description="The same without scheme and host, for pages of our own origin.")
    expires_at: datetime


class ControlAnswer(Answer):
    """Who has the controls of a browser."""

    holder: str
    since: datetime
    reason: str
    run_id: str | None

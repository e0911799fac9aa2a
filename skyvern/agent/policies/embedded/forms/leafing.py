"""Leafs a calendar to the month that an order names ("go to December 2026")."""

from __future__ import annotations

import re
from datetime import date

from skyvern.agent.policies.embedded.finding.match import is_press
from skyvern.agent.policies.embedded.forms.reveal import leaf_of, month_shown
from skyvern.agent.policies.embedded.intents import Intent, Verb
from skyvern.agent.policies.embedded.reading.dates import dates_in
from skyvern.agent.policies.embedded.stages import Stage
from skyvern.agent.policies.embedded.state import Scene, click
from skyvern.domain.failure import element_not_found
from skyvern.domain.goal import Decision, GiveUp

LEAFED = "leaf"
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d{2}", re.IGNORECASE)
_MOST = 36


def month_meant(intent: Intent) -> date | None:
    """Return the first day of the month that is to be gone to, None where an order is about anything else."""
    said = f"{intent.target} {intent.row}".strip()
    opens = intent.verb in (Verb.OPEN, Verb.CLICK) and _MONTH.fullmatch(said) is not None
    return next(iter(dates_in(said)), None) if opens else None


def leafs(intent: Intent, scene: Scene) -> bool:
    """Tell whether an order is about the calendar that the page shows."""
    return month_meant(intent) is not None and month_shown(scene) is not None


def advance(stage: Stage, scene: Scene) -> Decision | None:
    """Return the next turn of the calendar, None when it shows the month."""
    wanted, shown = month_meant(stage.intent), month_shown(scene)
    if wanted is None or shown is None or (shown.year, shown.month) == (wanted.year, wanted.month):
        return None if not scene.page.busy or scene.state.waits > 5 else scene.wait(1.0, scene.page.busy)
    turned = scene.state.phase == LEAFED
    if turned and not scene.changed and scene.state.waits < 3:
        return scene.wait(0.7, "waiting for the calendar")
    presses = [e for e in scene.page.elements if is_press(e)]
    leaf = leaf_of(presses, later=(shown.year, shown.month) < (wanted.year, wanted.month))
    stuck = turned and not scene.changed
    if leaf is None or leaf.disabled or stuck or scene.state.pages >= _MOST:
        return GiveUp(failure=element_not_found(f"the calendar cannot be turned to {wanted:%B %Y}"))
    return scene.act(click(leaf, reasoning=stage.clause), phase=LEAFED, pages=scene.state.pages + 1)

"""Finds the time that is to be taken where a page lists the free times of several days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from skyvern.agent.lexicon import field_concept
from skyvern.agent.policies.embedded.finding.match import is_field, is_press
from skyvern.agent.policies.embedded.intents import Term
from skyvern.agent.policies.embedded.reading.dates import dates_in, parse_date
from skyvern.agent.policies.embedded.state import Scene
from skyvern.domain.failure import element_not_found
from skyvern.domain.goal import GiveUp
from skyvern.domain.page import Element

TIME = re.compile(
    r"^(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d{2})(?:\s*(?P<half>[ap])\.?m\.?|\s*(?:h|uhr))?$", re.IGNORECASE
)
_MOST_IN_CAPTION = 60


def is_birthday(term: Term) -> bool:
    """Tell whether a value is somebody's date of birth: no calendar of appointments is turned to it."""
    return field_concept(term.meaning) == "date_of_birth"


def slot(term: Term, missing: Sequence[Term], scene: Scene) -> Element | GiveUp | None:
    """Return the button for a time that stands under the wanted day, where the page lists the times of several days."""
    others = [other for other in missing if other is not term and not is_birthday(other)]
    days = [day for other in others if (day := parse_date(other.value)) is not None]
    if len(days) != 1 or not TIME.match(term.value.strip()):
        return None
    wanted = _clock(term.value)
    bearing = [e for e in scene.page.elements if is_press(e) and not is_field(e) and _clock(e.name) == wanted]
    over = [(e, day) for e in bearing if not e.disabled and (day := _day_over(e, scene)) is not None]
    if not over:
        return None
    fitting = [e for e, day in over if day == days[0]]
    if len(fitting) == 1:
        return fitting[0]
    reason = f"{term.value} is not offered on {days[0]:%d %B %Y}" if not fitting else f"several {term.value!r} that day"
    return GiveUp(failure=element_not_found(reason))


def _day_over(element: Element, scene: Scene) -> date | None:
    """Return the day of the last line above a control that is nothing but a day."""
    above = [
        line for line in scene.page.reading.lines if line.order < element.order and len(line.text) < _MOST_IN_CAPTION
    ]
    return next((days[0] for line in reversed(above) if len(days := dates_in(line.text)) == 1), None)


def _clock(text: str) -> tuple[int, int] | None:
    """Return the time of day that a text is."""
    match = TIME.match(text.strip())
    if match is None:
        return None
    hour = int(match["hour"]) % 12 + 12 * (match["half"].lower() == "p") if match["half"] else int(match["hour"])
    return hour, int(match["minute"])

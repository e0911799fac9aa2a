"""Finds the choice that gives so many stars, where the choices are told apart by their place alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from skyvern.agent.lexicon import content
from skyvern.agent.policies.embedded.finding.match import is_radio
from skyvern.domain.page import Element

_STARS = re.compile(r"(?P<number>\d{1,2})\s+(?P<sign>[a-z]+)", re.IGNORECASE)
_LEAST = 3


def rated(wanted: str, elements: Sequence[Element]) -> Element | None:
    """Return the fourth of a row of choices that are all called "star", for "4 stars"; None where there is no such."""
    match = _STARS.fullmatch(wanted.strip())
    if match is None:
        return None
    radios = [e for e in elements if is_radio(e) and not e.disabled]
    rows = [list(row) for _, row in groupby(radios, key=lambda e: (e.form, e.frame, e.group, e.name))]
    fitting = [row for row in rows if len(row) >= _LEAST and match["sign"].lower().rstrip("s") in content(row[0].name)]
    number = int(match["number"])
    return fitting[0][number - 1] if len(fitting) == 1 and 0 < number <= len(fitting[0]) else None

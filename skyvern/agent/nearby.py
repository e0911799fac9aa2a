"""The part of an observation that is near what the viewport shows."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from skyvern.domain.page import Observation


def nearby(observation: Observation, *, reach: int) -> Observation:
    """Return the observation with only what stands in the viewport or within `reach` pixels above or below it."""
    low, high = -reach, observation.viewport[1] + reach
    reading = observation.reading
    elements = tuple(one for one in observation.elements if one.box[1] < high and one.box[1] + one.box[3] > low)
    lines = tuple(line for line in reading.lines if low <= line.y < high)
    kept = {line.order for line in lines} | {one.order for one in elements}
    places = sorted({line.order for line in reading.lines} | {one.order for one in observation.elements})

    def near(order: int) -> bool:
        """Whether the line or element that stands at this place, or right after it, is near."""
        at = bisect_left(places, order)
        return at < len(places) and places[at] in kept

    return replace(
        observation,
        elements=elements,
        reading=replace(
            reading,
            lines=lines,
            pairs=tuple(pair for pair in reading.pairs if near(pair.order)),
            tables=tuple(table for table in reading.tables if near(table.order)),
        ),
    )

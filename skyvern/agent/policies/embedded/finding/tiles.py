"""Finds the tile that bears a value among those under one caption: "Premium" under "Bodily injury liability"."""

from __future__ import annotations

import re

from skyvern.agent.lexicon import content, plain, tokens
from skyvern.agent.policies.embedded.finding.match import is_field, is_press
from skyvern.domain.page import ASIDE, Element, Observation

_MOST_WORDS = 10
_MOST_ON_CARD = 24
_MOST_IN_CAPTION = 6


def tile(value: str, label: str, page: Observation) -> Element | None:
    """Return the one thing to press that says the value: a tile under a caption that says the label, else a card."""
    said, named = set(tokens(value)), set(content(label))
    if not said:
        return None
    presses = [e for e in page.elements if is_press(e) and not is_field(e) and e.landmark not in ASIDE]
    tiles = [e for e in presses if not e.href and e.role not in ("link", "tab", "row", "cell", "heading")]
    names = [plain(e.name) for e in tiles]
    bearing = [e for e in tiles if said <= set(tokens(e.name)) and len(tokens(e.name)) <= _MOST_WORDS]
    fitting = [e for e in bearing if named and named <= set(content(f"{e.group} {_caption(e, names, page)}"))]
    if (
        not fitting
        and len(bearing) == 1
        and in_a_row(bearing[0], page)
        and plain(bearing[0].name).startswith(plain(value))
    ):
        fitting = bearing
    if not fitting:
        headed = [e for e in tiles if tokens(e.name)[: len(tokens(value))] == tokens(value)]
        alone = headed if len(headed) == 1 else []  # two cards of one name: neither is meant
        fitting = [e for e in alone if len(tokens(e.name)) <= _MOST_ON_CARD and in_a_stack(e, page)]
    return fitting[0] if len(fitting) == 1 and not fitting[0].disabled else None


def in_its_card(value: str, page: Observation) -> Element | None:
    """Return the button of the one card or row that bears a value, among several that each have one to choose them."""
    said = set(tokens(value))
    choosing = [e for e in page.elements if is_press(e) and e.context and _CHOOSES.match(e.name.strip())]
    usable = [e for e in choosing if not (e.disabled or e.covered) and e.landmark not in ASIDE]
    fitting = [e for e in usable if said and said <= set(tokens(e.context))]
    alike = len({e.context for e in usable}) > 1 and len({plain(e.name) for e in fitting}) == 1
    return fitting[0] if alike and len(fitting) == 1 else None


_CHOOSES = re.compile(
    r"(?:select|choose|pick|take|auswählen|wählen|choisir|sélectionner|elegir|seleccionar|escoger)\b(?:\s+\w+){0,3}$",
    re.IGNORECASE,
)


def chosen(words: str, page: Observation) -> Element | None:
    """Return the tile that "the Basic liability" is: what it is of stands last."""
    said = words.split()
    splits = ((" ".join(said[:at]), " ".join(said[at:])) for at in range(len(said) - 1, 0, -1))
    return next((found for value, label in splits if (found := tile(value, label, page)) is not None), None)


def _caption(element: Element, names: list[str], page: Observation) -> str:
    """Return the line over an element and its neighbours that is part of none of them."""
    above = (line.text for line in reversed(page.reading.lines) if line.order < element.order)
    own = {word for name in names for word in tokens(name)}
    above = (text for text in above if text and not any(plain(text) in name for name in names))
    text = next((text for text in above if not set(tokens(text)) <= own), "")
    return text if "|" not in text and len(content(text)) <= _MOST_IN_CAPTION else ""


def in_a_stack(element: Element, page: Observation) -> bool:
    """Tell whether an element is one of several cards of one size, one below the other."""

    def alike(other: Element) -> bool:
        one, two = element.box, other.box
        return other.role == element.role and other.listener and one[0] == two[0] and one[2:] == two[2:] and one != two

    drawn = element.role in ("generic", "button", "listitem") and element.listener and not element.href
    return drawn and any(element.box) and sum(alike(other) for other in page.elements) > 0


def in_a_row(element: Element, page: Observation) -> bool:
    """Tell whether an element is one of several tiles side by side: that one is chosen may show in its colours only."""

    def alike(other: Element) -> bool:
        one, two = element.box, other.box
        return other.role == element.role and other.listener and one[1] == two[1] and one[3] == two[3] and one != two

    drawn = element.role == "generic" and element.listener and not element.href and any(element.box)
    return drawn and any(alike(other) for other in page.elements)

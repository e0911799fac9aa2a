"""Things that are named by their kind alone ("the text box", "both fields", "the 3rd check box"): which are meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from skyvern.agent.policies.embedded.finding.match import is_box, is_choice, is_file, is_press, is_radio, is_text
from skyvern.agent.policies.embedded.reading.kinds import Thing, phrases
from skyvern.domain.page import Element


def _single_line(element: Element) -> bool:
    return _typed(element) and element.tag != "textarea"


def _typed(element: Element) -> bool:
    return is_text(element) and not is_choice(element)


def _of_type(*types: str) -> Callable[[Element], bool]:
    return lambda element: element.input_type in types


def _of_role(*roles: str) -> Callable[[Element], bool]:
    return lambda element: element.role in roles


def _slides(element: Element) -> bool:
    return element.role == "slider" or element.input_type == "range"


def _button(element: Element) -> bool:
    return is_press(element) and (element.role == "button" or element.tag == "button")


_KINDS: Mapping[str, tuple[Callable[[Element], bool], ...]] = {
    "text": (_single_line, _typed),
    "area": (lambda element: element.tag == "textarea", _typed),
    "editor": (lambda element: _typed(element) and element.tag not in ("input", "textarea"), _typed),
    "list": (is_choice,),
    "checkbox": (is_box,),
    "radio": (is_radio,),
    "switch": (_of_role("switch"), is_box),
    "button": (_button,),
    "link": (_of_role("link"),),
    "tab": (_of_role("tab"),),
    "slider": (_slides,),
    "spinner": (lambda element: element.role == "spinbutton" or element.input_type == "number",),
    "password": (_of_type("password"),),
    "date": (_of_type("date"),),
    "time": (_of_type("time"),),
    "email": (_of_type("email"),),
    "file": (is_file,),
}
"""What is of a kind, the narrower meaning first: the wider one holds where the page has nothing of the narrower."""


def of_kind(kind: str, elements: Sequence[Element]) -> list[Element]:
    """Return what is of a kind, in reading order."""
    for fits in _KINDS[kind]:
        if found := [element for element in elements if fits(element)]:
            return sorted(found, key=lambda element: element.order)
    return []


def meant(thing: Thing, elements: Sequence[Element]) -> list[Element]:
    """Return what a phrase means: one element, as many as it says, or all that could be meant when it does not say."""
    found = of_kind(thing.kind, elements)
    if thing.number:
        place = thing.number - 1 if thing.number > 0 else len(found) + thing.number
        return [found[place]] if 0 <= place < len(found) else []
    if thing.every > 0:
        return found if len(found) == thing.every else []
    return found


def numbered(thing: Thing, elements: Sequence[Element], *, count: int = 0) -> list[str]:
    """Return a phrase for each single thing that "both fields" or "all boxes" means, [] when their number differs.

    With `count` there are as many whatever the page seems to have.
    """
    if not thing.every or thing.number:
        return []
    return phrases(thing, count or len(meant(thing, elements)))

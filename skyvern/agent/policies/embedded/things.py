"""Things that are named by their kind alone ("the text box", "both fields", "the 3rd check box"): which are meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from skyvern.agent.policies.embedded.match import is_box, is_choice, is_file, is_press, is_radio, is_text
from skyvern.domain.page import Element

ANY_ONE = "any one"
"""Stands before a kind where it does not matter which one of it is taken."""
_ORDINAL_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
ORDINALS: Mapping[str, int] = {word: place for place, word in enumerate(_ORDINAL_WORDS, start=1)}
_NUMERAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "all": -1, "every": -1, "each": -1}
_FILLERS = re.compile(
    r"the|an?|this|that|these|those|my|your|its|of|on|in|page|form|screen|given|provided|following|empty|blank|available|"
    r"same|single|only|one|new|below|above|here|shown"
)


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
_NOUNS: Mapping[str, str] = {
    **dict.fromkeys(("text field", "textfield", "text box", "textbox", "text input", "input", "field"), "text"),
    **dict.fromkeys(("box", "text entry", "input field", "input box", "entry field", "input textbox"), "text"),
    **dict.fromkeys(("text area", "textarea", "multi-line field", "multiline field"), "area"),
    **dict.fromkeys(("text editor", "editor", "rich text editor"), "editor"),
    **dict.fromkeys(("dropdown", "drop-down", "drop down", "dropdown list", "drop-down list", "dropdown menu"), "list"),
    **dict.fromkeys(("drop-down menu", "select", "select box", "combo box", "combobox", "list box", "listbox"), "list"),
    **dict.fromkeys(("checkbox", "check box", "tick box", "tickbox"), "checkbox"),
    **dict.fromkeys(("radio button", "radio"), "radio"),
    **dict.fromkeys(("switch", "toggle"), "switch"),
    **dict.fromkeys(("button", "push button"), "button"),
    **dict.fromkeys(("link", "hyperlink"), "link"),
    "tab": "tab",
    "slider": "slider",
    **dict.fromkeys(("spinner", "spin box", "number field", "stepper", "number input"), "spinner"),
    **dict.fromkeys(("password field", "password box"), "password"),
    **dict.fromkeys(("date field", "date picker", "datepicker", "date input", "date box"), "date"),
    **dict.fromkeys(("time field", "time picker", "timepicker", "time input", "time box"), "time"),
    **dict.fromkeys(("email field", "email input"), "email"),
    **dict.fromkeys(("file field", "file input", "upload field"), "file"),
}
_SELF_TELLING = frozenset(["date", "time", "password", "email"])
"""Kinds whose own word is a label too: "as the date" means the one field that takes dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One or several things of a kind: `number` counts from 1, -1 is the last; `every` is how many, -1 all."""

    kind: str
    number: int = 0
    every: int = 0
    plural: bool = False


def bare(text: str) -> Thing | None:
    """Read a phrase that names its thing by kind and place only; None when it says anything more."""
    words = [word.strip(".,;:!") for word in text.lower().split()]
    number = every = 0
    kept: list[str] = []
    for word in words:
        place = ORDINALS.get(word) or (int(match[1]) if (match := _NUMERAL.fullmatch(word)) else 0)
        if (place or word == "last") and not kept and not number:
            number = place or -1
        elif word in _COUNTS and not kept and not every:
            every = _COUNTS[word]
        elif kept or not _FILLERS.fullmatch(word):
            kept.append(word)
    while kept and _FILLERS.fullmatch(kept[-1]):
        kept.pop()
    noun = " ".join(kept)
    for text_of, plural in ((noun, False), (noun.removesuffix("es"), True), (noun.removesuffix("s"), True)):
        if kind := _NOUNS.get(text_of) or _NOUNS.get(text_of.removeprefix("input ")):
            return Thing(kind=kind, number=number, every=every, plural=plural)
    return None


def kind_told(label: str) -> str:
    """Return the kind of field that a label tells by itself ("date", "time"), "" when it tells none."""
    word = label.strip().lower()
    return word if word in _SELF_TELLING else ""


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
    noun = next(noun for noun, kind in _NOUNS.items() if kind == thing.kind)
    return [f"{_ordinal(place + 1)} {noun}" for place in range(count or len(meant(thing, elements)))]


def _ordinal(place: int) -> str:
    return _ORDINAL_WORDS[place - 1] if place <= len(_ORDINAL_WORDS) else f"{place}th"

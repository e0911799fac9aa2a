"""Reads things that are named by their kind alone: "the text box", "both fields", "the 3rd check box"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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


def phrases(thing: Thing, count: int) -> list[str]:
    """Return a phrase for each single one of so many things: "first text field", "second text field"."""
    noun = next(noun for noun, kind in _NOUNS.items() if kind == thing.kind)
    return [f"{_ordinal(place)} {noun}" for place in range(1, count + 1)]


def _ordinal(place: int) -> str:
    return _ORDINAL_WORDS[place - 1] if place <= len(_ORDINAL_WORDS) else f"{place}th"

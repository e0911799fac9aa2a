"""Finds the element that is meant: scores names, hints, group and row, and refuses to choose between near-equals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from skyvern.agent.lexicon import (
    BUTTONS,
    concepts,
    content,
    field_concept,
    plain,
    section,
    similarity,
    tokens,
)
from skyvern.agent.policies.embedded.reading.dates import of_period
from skyvern.domain.page import ASIDE, Element, Observation

THRESHOLD = 0.62
MARGIN = 0.06
TEXT_ROLES = frozenset(["textbox", "searchbox", "spinbutton", "textarea", "combobox"])
BOX_ROLES = frozenset(["checkbox", "switch", "menuitemcheckbox"])
PRESS_ROLES = frozenset(
    [
        "button",
        "link",
        "tab",
        "menuitem",
        "menuitemradio",
        "option",
        "treeitem",
        "img",
        "generic",
        "gridcell",
        "summary",
        "disclosuretriangle",
        "row",
        "cell",
        "listitem",
        "heading",
    ]
)
_WEAK_LANDMARKS = frozenset(["banner", "contentinfo", "navigation", "complementary"])
_CHOSEN = re.compile(r"\*?\s*\b(?:no files? (?:chosen|selected)|choose files?|browse|upload|attach)\b", re.IGNORECASE)
_DROPPED = re.compile(
    r"\b(?:drop|drag)\b.*\b(?:here|files?|into|onto)\b|\bhierher\b.*\bzieh|\bablegen\b|\b(?:déposez|glissez)\b|"
    r"\b(?:arrastra|suelta|arraste|solte)\w*\b",
    re.IGNORECASE,
)
""" "Drop your invoice here": what a place for files without a button of its own says."""
_SHORT = 120
_HEAD = re.compile(r"^(\w+(?: \w+)?) (?:for|of|to) \w")
"""What a label is about before it says of what: "Reason for visit"."""
_HANDLE = re.compile(r"(?<!\S)@[\w.-]+")
""" "@ida" is that account, not the word."""
_COUNTED = re.compile(r"[\[({]\d{1,4}[\])}]")
""" "Reports (2)", "{2} By owner": a number in brackets counts, and names no record."""
_KIND_OF_CODE = re.compile(r"^[a-z]+(?: [a-z]+)?\s+(?=#?(?=\S*\d{3})[\w/-]+$)")
""" "Invoice EN-0009": a long number tells the row, which need not say of what it is."""
_SUBMIT_TYPES = frozenset(["submit", "image"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An element and how well it fits."""

    element: Element
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The outcome of looking for one thing: found, several alike, or nothing near enough."""

    element: Element | None = None
    rivals: tuple[Element, ...] = ()
    near: tuple[Element, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Tell whether several fit about equally."""
        return self.element is None and bool(self.rivals)


def is_file(element: Element) -> bool:
    """Tell whether a file can be given to this element."""
    return element.input_type == "file"


def is_drop_zone(element: Element) -> bool:
    """Tell whether a place says that files are dropped on it."""
    said = _DROPPED.search(element.name) is not None and len(element.name) < _SHORT
    return element.listener and element.role in ("generic", "region", "button", "group") and said


def is_text(element: Element) -> bool:
    """Tell whether one types into this element."""
    return (
        element.role in TEXT_ROLES
        and element.input_type not in ("file", "checkbox", "radio", "hidden")
        and element.tag != "select"
    )


def is_editor(element: Element) -> bool:
    """Tell whether one writes text of several lines into this element."""
    return element.tag == "textarea" or (element.role == "textbox" and element.tag != "input")


def is_choice(element: Element) -> bool:
    """Tell whether one chooses an option in this element."""
    return (
        element.tag == "select"
        or element.role in ("listbox", "select")
        or (element.role == "combobox" and bool(element.options or element.popup))
        or (element.role == "button" and element.popup == "listbox")
    )


def is_box(element: Element) -> bool:
    """Tell whether this is ticked or cleared."""
    return element.role in BOX_ROLES or element.input_type == "checkbox"


def is_radio(element: Element) -> bool:
    """Tell whether this is one of a group of which one is chosen."""
    return element.role == "radio" or element.input_type == "radio"


def is_slider(element: Element) -> bool:
    """Tell whether the element is a handle that is moved to a number, and says what the number is of."""
    return element.role == "slider" and bool(element.name)


def is_field(element: Element) -> bool:
    """Tell whether the element takes a value."""
    kinds = (is_text, is_choice, is_box, is_radio, is_file, is_slider)
    return any(kind(element) for kind in kinds)


def is_press(element: Element) -> bool:
    """Tell whether the element is there to be pressed."""
    return (element.role in PRESS_ROLES and not is_field(element)) or (element.listener and not is_field(element))


def is_submit(element: Element) -> bool:
    """Tell whether pressing this sends its form by its own nature."""
    return element.input_type in _SUBMIT_TYPES and element.role == "button"


def label_score(wanted: str, element: Element) -> float:
    """Return how well a field's labels fit words that were said for it."""
    if is_file(element):
        element = replace(element, name=_CHOSEN.sub(" ", element.name) or _caption(wanted, element.context))
    own = similarity(wanted, element.name)
    best = own
    named = field_concept(element.name) if element.name else ""
    meant = field_concept(wanted)
    contradicted = bool(named and meant and named != meant)
    if element.autocomplete:
        code = element.autocomplete.split()[-1]
        concept = (section("autocomplete").get(code) or ("",))[0]
        if concept and concept == meant and not contradicted:
            best = max(best, 0.93)
    if element.group and element.name and own > 0.2:
        best = max(best, 0.97 * similarity(wanted, f"{element.group} {element.name}"))
    head = _HEAD.match(element.name)
    if head and ((not meant and not named) or (" for " in element.name and field_concept(head[1]) == meant)):
        best = max(best, 0.86 * similarity(wanted, head[1]))
    own_words = content(element.name)
    if not meant and content(wanted) and len(own_words) > 1 and own_words[-len(content(wanted)) :] == content(wanted):
        best = max(best, 0.76)
    weak = [0.94 * similarity(wanted, element.placeholder), 0.7 * similarity(wanted, element.description)]
    weak += [0.84 * similarity(wanted, hint) for hint in element.hints]
    if not element.name and element.hints:
        weak.append(0.8 * similarity(wanted, " ".join(element.hints)))
    top = max(weak)
    if named and not contradicted and meant and named == meant:
        top = min(top, 1.0)
    if contradicted or (named and not meant and own < 0.3):
        top *= 0.5
    return max(best, top)


def _caption(wanted: str, context: str) -> str:
    """Return what stands first beside a field without a name, where it is what is wanted: "Cover letter Attach …"."""
    words = content(wanted)
    return wanted if words and content(context)[: len(words)] == words else ""


def press_score(wanted: str, element: Element) -> float:
    """Return how well a button's or link's labels fit words that were said for it."""
    best = similarity(wanted, element.name)
    if 0.85 < best < 0.97 and not set(content(wanted)) & set(content(element.name)):
        best = 0.79
    acts = element.role in ("button", "menuitem") and element.landmark not in _WEAK_LANDMARKS
    best = max(
        best,
        _short_score(wanted, element.name),
        _prefix_score(wanted, element.name),
        _head_score(wanted, _bare(element.name), acts=acts),
    )
    best = max(best, 0.85 * similarity(wanted, element.description) if element.description else 0.0)
    for hint in element.hints:
        best = max(best, (0.84 if not element.name else 0.72) * similarity(wanted, hint))
    return best


def _short_score(wanted: str, name: str) -> float:
    """A name that cuts the wanted words short ("Rate con" for "rate confirmation"), or gives their initials."""
    one, two = plain(wanted).split(), plain(name).split()
    telling = [word for word in one if word not in ("the", "a", "an", "of", "for", "and")]
    begun = len(telling) == len(two) > 1 and all(
        word.startswith(short) and (len(short) > 2 or word == short)
        for word, short in zip(telling, (word.rstrip(".") for word in two), strict=True)
    )
    initials = "".join(word[0] for word in one)
    whole = name.isupper() and len(initials) > 2 and name in (initials.upper(), "".join(w[0] for w in telling).upper())
    return 0.9 if (begun and telling != two) or whole else 0.0


def _prefix_score(wanted: str, name: str) -> float:
    """A long name (a card that is one link) that begins with or holds all the wanted words."""
    one, two = content(wanted), content(name)
    if not one or len(two) <= len(one):
        return 0.0
    joined, inside = " ".join(one), f" {' '.join(two)} "
    if len(joined) < 2 or f" {joined} " not in inside:
        return 0.0
    if two[0] in _LOOKING and two[1:] == one:
        return 0.93
    start = 0.06 if inside.startswith(f" {joined} ") else 0.0
    branded = 0.1 if len(name.split()) == 1 else 0.0  # "CertFind" is a name, and no certificate
    return 0.78 + start + 0.12 * len(one) / len(two) - branded


_LOOKING = ("open", "view", "show", "go", "see")


def _bare(name: str) -> str:
    return re.sub(r"\([^)]*\)", " ", name)


def _head_score(wanted: str, name: str, *, acts: bool) -> float:
    """A short name ("Statements", "Open statement") that is the head of what is wanted ("the monthly statements").

    A button of the page itself may bear the deed alone ("Delete" for "delete draft"); a menu's "Start" is a place.
    """
    one = content(wanted)
    two = tuple(word for word in content(name) if word not in _LOOKING)
    if one and changes(one[0]) - changes(name):
        return 0.0
    if len(one) < 2 or not two or len(two) >= len(one):
        return 0.0
    deed = acts and one[: len(two)] == two and bool(concepts(" ".join(two), among=(BUTTONS,)))
    if one[-len(two) :] != two:
        return 0.68 if deed else 0.0
    return 0.66 + 0.2 * len(two) / len(one)


_CHANGING = frozenset(f"{BUTTONS}:{idea}" for idea in ("add", "delete", "edit", "pay", "register", "save", "cancel"))


def changes(words: str) -> frozenset[str]:
    """Return which changes the first of some words orders: "View cart" adds nothing to it, "Orders" cancels none."""
    first = " ".join(content(words)[:1])
    return frozenset(concepts(first, among=(BUTTONS,))) & _CHANGING if first else frozenset()


def prior(element: Element) -> float:
    """Return the small preference that a place on the page gives: main content before header and footer."""
    value = 0.0
    if element.landmark == "dialog":
        value += 0.06
    elif element.landmark == "main":
        value += 0.03
    elif element.landmark in _WEAK_LANDMARKS:
        value -= 0.04
    if element.disabled:
        value -= 0.2
    if element.readonly:
        value -= 0.15
    if not element.in_viewport:
        value -= 0.005
    return value


def choose(
    elements: Iterable[Element],
    score: Callable[[Element], float],
    *,
    threshold: float = THRESHOLD,
    margin: float = MARGIN,
) -> Choice:
    """Return the element that fits best, if it beats every other that is not the same thing by the margin."""
    ranked = sorted(
        (Candidate(element=element, score=score(element)) for element in elements), key=lambda one: -one.score
    )
    good = [one for one in ranked if one.score >= threshold]
    if not good:
        return Choice(near=tuple(one.element for one in ranked[:6] if one.score > 0.2))
    best = good[0]
    rivals = [one for one in good[1:] if best.score - one.score < margin and not same_thing(best.element, one.element)]
    if not rivals:
        return Choice(element=best.element)
    return Choice(rivals=(best.element, *(one.element for one in rivals)))


def same_thing(one: Element, other: Element) -> bool:
    """Tell whether two elements lead to the same: links to one address, or one control wrapped in another."""
    if one.href and one.href == other.href and not one.href.endswith("#"):
        return True
    return (
        _inside(one.box, other.box)
        and similarity(one.name, other.name) > 0.6
        and (one.role != other.role or (one.role == "generic" and one.name == other.name))
    )


def _inside(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    if not (one[2] and other[2]):
        return False
    inner, outer = sorted((one, other), key=lambda box: box[2] * box[3])
    return (
        inner[0] >= outer[0] - 2
        and inner[1] >= outer[1] - 2
        and inner[0] + inner[2] <= outer[0] + outer[2] + 2
        and inner[1] + inner[3] <= outer[1] + outer[3] + 2
        and outer[2] * outer[3] <= 6 * max(1, inner[2] * inner[3])
    )


@lru_cache(maxsize=20_000)
def row_score(wanted: str, text: str) -> float:
    """Return how surely a row's text is the row that is meant: every code and number must be there."""
    bare = _KIND_OF_CODE.sub("", wanted)
    if bare != wanted and (alone := row_score(bare, text)):
        return max(alone * 0.95, _row_score(wanted, text))
    return _row_score(wanted, text)


def _row_score(wanted: str, text: str) -> float:
    period = of_period(wanted, text)
    if period is not None:
        literal = wanted.strip().isalpha() and wanted.strip() in text.split()
        return 1.0 if period or literal else 0.0
    text = _COUNTED.sub(" ", text) if wanted.strip().isdigit() else text
    want, have = tokens(wanted), frozenset(tokens(text))
    if not want or not have:
        return 0.0
    loose = plain(wanted).strip() if not _HANDLE.search(wanted) else ""
    if loose and re.search(rf"(?<!\w){re.escape(loose)}(?!\w)", plain(text)):
        return 1.0
    codes = [word for word in want if any(char.isdigit() for char in word)]
    if any(word not in have for word in codes):
        return 0.0
    if any(handle not in text.casefold().split() for handle in _HANDLE.findall(wanted.casefold())):
        return 0.0
    telling = content(wanted)
    hits = sum(word in have for word in telling)
    share = hits / len(telling)
    if share < 1 and similarity(wanted, text) >= 0.85:
        return 0.9
    return share * 0.95


def in_row(element: Element, row: str) -> float:
    """Return how surely an element belongs to the row, card, section or group that is meant."""
    return max(
        row_score(row, element.context) if element.context else 0.0,
        0.98 * row_score(row, element.name),
        0.95 * row_score(row, element.description) if element.description else 0.0,
        0.92 * similarity(row, element.group) if element.group else 0.0,
        0.9 * max((similarity(row, hint) for hint in element.hints), default=0.0),
    )


def names(elements: Sequence[Element], *, limit: int = 8) -> str:
    """Return element names for a person's eyes: 'A', 'B', 'C'."""
    seen: list[str] = []
    for element in elements:
        name = element.name or element.placeholder or " ".join(element.hints[:1])
        if name and name not in seen:
            seen.append(name)
    return ", ".join(repr(name) for name in seen[:limit]) + (", …" if len(seen) > limit else "")


def is_button_for(element: Element, *ideas: str) -> bool:
    """Tell whether a name is listed for one of the button ideas (search, submit, next, …)."""
    name = element.name or " ".join(element.hints[:1])
    found = concepts(name, among=(BUTTONS,)) or _verb_abroad(name)
    return any(f"{BUTTONS}:{idea}" in found for idea in ideas)


def goes_on(field: Element, page: Observation) -> bool:
    """Tell whether a field belongs to one step of several: what stands with it in a form leads to the next."""
    if not field.form or field.landmark in (*ASIDE, "search"):
        return False
    own = (e for e in page.elements if e.form == field.form and is_press(e))
    return any(is_button_for(e, "next") or _GOES_ON.search(e.name) for e in own)


_GOES_ON = re.compile(r"\b(?:next|continue|weiter|suivant|continuer|siguiente|continuar|seguinte)\W*$", re.IGNORECASE)
_MOST_ON_BUTTON = 6


@lru_cache(maxsize=20_000)
def _verb_abroad(name: str) -> frozenset[str]:
    """Return what the infinitive of a longer name says: *Antrag verbindlich einreichen*, *Envoyer mon dossier*."""
    words = re.findall(r"[^\W\d_]+", plain(name))
    if not 1 < len(words) <= _MOST_ON_BUTTON:
        return frozenset()
    first, last = words[0], words[-1]
    for word, fits in ((last, last.endswith("n")), (first, first.endswith(("er", "ir", "re", "ar")))):
        if fits and word not in _english_verbs() and (found := concepts(word, among=(BUTTONS,))):
            return found
    return frozenset()


@lru_cache(maxsize=1)
def _english_verbs() -> frozenset[str]:
    return frozenset(plain(phrase) for phrases in section("verbs").values() for phrase in phrases)

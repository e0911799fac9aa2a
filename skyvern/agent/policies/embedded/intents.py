"""What a goal asks for, as data: the intents that its clauses mean and the values that go with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

SECTIONS = ("disclosuretriangle", "summary", "tab", "treeitem")
"""Roles of what is opened to be read: an order to expand "the section" means one of these."""


class Verb(StrEnum):
    """What a clause wants done."""

    FILL = "fill"
    FILL_FORM = "fill_form"
    SEARCH = "search"
    CHECK = "check"
    UNCHECK = "uncheck"
    SELECT = "select"
    UPLOAD = "upload"
    SUBMIT = "submit"
    CLICK = "click"
    OPEN = "open"
    GOTO = "goto"
    LOGIN = "login"
    DOWNLOAD = "download"
    DISMISS = "dismiss"
    NEXT = "next"
    PAGINATE = "paginate"
    SORT = "sort"
    PRESS = "press"
    SCROLL = "scroll"
    WAIT = "wait"
    HOVER = "hover"
    DRAG = "drag"
    BACK = "back"
    RELOAD = "reload"
    READ = "read"
    """Look, note, extract: nothing to do to the page."""
    COMPLETE = "complete"
    TERMINATE = "terminate"
    DO = "do"
    """An order in the page's own words ("Approve the request"): a button may bear its name."""
    DIALOG = "dialog"
    """How the question that the last act brings up is answered: `amount` 1 = yes, 0 = no."""
    UNKNOWN = "unknown"


class Which(StrEnum):
    """Which of several look-alike things is meant."""

    ANY = ""
    FIRST = "first"
    LAST = "last"
    LATEST = "latest"
    OLDEST = "oldest"
    ALL = "all"
    NTH = "nth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A value and what it means: the label said for it in the goal, or the payload key that it came from."""

    value: str
    label: str = ""
    key: str = ""
    checked: bool | None = None
    """Set for boxes to tick (True) or clear (False); the label names the box."""
    option: bool = False
    """The goal said "select", so a list, radio or combobox is meant rather than a text field."""
    file: bool = False
    within: str = ""
    """The section of the form that was named for it."""
    row: str = ""
    """Words of the row that its field stands in."""
    ending: str | None = None
    """Set where the value is only how one of the offered things begins, and how that ends ("" = as it likes)."""
    source: str = ""
    """Words that point at the value on the page ("the 4th word of the text"), where the goal does not say it."""
    optional: bool = False
    """From the payload only, not said in the goal: filled where a field wants it, not missed where none does."""

    @property
    def meaning(self) -> str:
        """Return the best words for what this value is."""
        return self.label or self.key.replace("_", " ").replace(".", " ")

    @property
    def mark(self) -> str:
        """Return what is noted of it once it was put in."""
        return f"{self.meaning}={self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing that the goal asks for."""

    verb: Verb
    clause: str
    """The words of the goal that it came from."""
    target: str = ""
    """Name of the thing to press, open, download, hover, …"""
    row: str = ""
    """Words of the row, card or section that the target stands in."""
    also: tuple[str, ...] = ()
    """More that is known of the row (place, kind), to tell rows apart that fit alike."""
    best: str = ""
    """What its record has most or least of ("ticket with the shortest duration"), instead of words that stand in it."""
    near: str = ""
    """The record that an order before was about: of several alike controls, the one in it is meant."""
    objects: tuple[str, ...] = ()
    """Names in an order of the page's own words: they must stand where it is carried out."""
    roles: tuple[str, ...] = ()
    which: Which = Which.ANY
    number: int = 0
    terms: tuple[Term, ...] = ()
    condition: str = ""
    """Do it only if this holds."""
    otherwise: bool = False
    """Do it only if the condition does not hold."""
    until: str = ""
    """Do it again until this holds."""
    optional: bool = False
    passing: bool = False
    """It only leads to what the next order is about: a menu's entry, a place of the application."""
    own: bool = False
    """It is said to belong to what is open ("its history"): the menus of the application are not meant."""
    keeps: bool = False
    """It sets something in a record, which is not set before it is saved."""
    amount: int = 0
    text: str = ""
    """What a native prompt is answered with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A goal as understood: what to do in order, when it is reached, when to stop, and what must not be done."""

    intents: tuple[Intent, ...] = ()
    complete: tuple[str, ...] = ()
    terminate: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Clauses that ask for something and were not understood."""
    facts: tuple[Term, ...] = field(default=())
    """Values stated without an order to do something with them."""
    prose: tuple[str, ...] = ()
    """Sentences that state something which was not understood as values."""

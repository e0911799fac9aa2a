"""Which function performs which kind of action."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from functools import cache

import skyvern.browser.actions as room
from skyvern.browser.scene import Scene
from skyvern.domain.page import Action, ActionKind, ActionResult

Perform = Callable[[Scene, Action], Awaitable[ActionResult]]

_performers: dict[ActionKind, Perform] = {}


def action(kind: ActionKind) -> Callable[[Perform], Perform]:
    """Register a function as the way to do one kind of action; two for one kind are a mistake."""

    def register(perform: Perform) -> Perform:
        if kind in _performers:
            raise ValueError(f"two functions perform {kind}")
        _performers[kind] = perform
        return perform

    return register


@cache
def performers() -> dict[ActionKind, Perform]:
    """Return every registered action; the files of this room are imported once."""
    for module in pkgutil.iter_modules(room.__path__):
        importlib.import_module(f"{room.__name__}.{module.name}")
    return dict(_performers)

"""What a server tells of itself: its settings as a person reads them, and the doctor's looks at it."""

from __future__ import annotations

import ast
import asyncio
import inspect
import os
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, fields
from functools import cache
from itertools import pairwise
from typing import cast

from skyvern.domain.spending import MICROS, Budgets
from skyvern.serve.checkup import Finding, ask_model, browser, database, disk, keys, model, python
from skyvern.settings import Settings

_WORDS = re.compile(r"(SKYVERN_\w+): (.*)", re.DOTALL)
_USER = re.compile(r"//(?:(?!,\w+://)\S)*@")
"""Up to the last @ of an address: a password may hold one, and a slash or a comma too."""
_LOOK_SECONDS = 120.0


class ThisServer:
    """Implements the port `Installation` of `api`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def settings(self) -> list[Mapping[str, object]]:
        """Return every setting with its value, secrets masked."""
        words = _words()
        return [_told(self._settings, item, *words[item.name]) for item in fields(Settings) if item.name in words]

    async def findings(self, *, ask: bool) -> list[Mapping[str, object]]:
        """Look at what can be broken; with `ask` the configured models are asked a small question each."""
        here = [asyncio.to_thread(look, self._settings) for look in (database, disk, keys)]
        found = await asyncio.gather(asyncio.to_thread(python), asyncio.to_thread(browser), *here)
        return [asdict(finding) for finding in [*found, *await self._minds(ask=ask)]]

    async def _minds(self, *, ask: bool) -> list[Finding]:
        name = self._settings.model
        if not ask or not name:
            return [model(name, os.environ.get)]
        seconds = min(float(self._settings.model_seconds), _LOOK_SECONDS)
        return list(await asyncio.gather(*(ask_model(one.strip(), seconds=seconds) for one in name.split("|"))))


def _told(settings: Settings, item: Field[object], variable: str, words: str) -> Mapping[str, object]:
    value = cast("object", getattr(settings, item.name))
    shown = _shown(value) if item.repr else ("set" if value else "")
    return {"name": item.name, "variable": variable, "help": words, "value": shown, "usual": value == _usual(item)}


def _usual(item: Field[object]) -> object:
    """Return what a setting is when nobody sets it, None where it depends on others."""
    if item.default is not MISSING:
        return item.default
    return None if item.default_factory is MISSING else item.default_factory()


def _shown(value: object) -> str:
    """Return a value as text; names and passwords in addresses are hidden."""
    match value:
        case bool():
            return str(value).lower()
        case Budgets(limits=limits):
            tokens = [f"{scope}={limit.tokens}" for scope, limit in limits.items() if limit.tokens is not None]
            money = [
                f"{scope}=${limit.micros / MICROS:g}" for scope, limit in limits.items() if limit.micros is not None
            ]
            return ",".join(tokens + money)
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return ",".join(f"{key}={_shown(item)}" for key, item in items)
        case tuple():
            return ",".join(_shown(item) for item in cast("tuple[object, ...]", value))
        case _:
            return _USER.sub("//•••@", str(value))


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Field → its variable and what it says, from the text below each field of `Settings`."""
    body = cast("ast.ClassDef", ast.parse(inspect.getsource(Settings)).body[0]).body
    found: dict[str, tuple[str, str]] = {}
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as words)):
                if said := _WORDS.match(words):
                    found[name] = said[1], " ".join(said[2].split())
            case _:
                pass
    return found

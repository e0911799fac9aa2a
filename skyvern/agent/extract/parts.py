"""Reads a record that is shown in parts: tabs that hold what the first of them does not show, one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from skyvern.agent.extract import Extraction, merge
from skyvern.agent.extract.labels import spread
from skyvern.agent.lexicon import content, root
from skyvern.domain.goal import Act, History
from skyvern.domain.page import ASIDE, Action, ActionKind, Element, Observation

PARTS, OPENED = "parts", "opened"
_MOST = 8
_HERE = re.compile(r"\b(?:active|current|selected)\b", re.IGNORECASE)
_CHANGING = re.compile(
    r"^(?:add|new|create|edit|change|delete|remove|save|send|submit|pay|log ?out|sign ?out|cancel|print)\b",
    re.IGNORECASE,
)


def with_parts(found: Extraction, history: History) -> Extraction:
    """Return what this part shows together with what the parts before it did; what was found first stays."""
    before, here = _fields(history.notes.get(PARTS)), _fields(found.data)
    if not before or not here:
        return found
    whole = _fields(merge(before, here))
    missing = tuple(path for path in found.missing if whole.get(path, "") is None or "[" in path or "." in path)
    told = {key: str(value) for key, value in whole.items() if value is not None and key not in found.evidence}
    left = tuple(path for path in found.required if path in missing)
    return replace(found, data=whole, missing=missing, required=left, evidence={**told, **found.evidence})


def further(found: Extraction, observation: Observation, history: History) -> Act | None:
    """Open the next part that may hold what is missing: first one that is called like it, then any other tab."""
    opened = cast("Sequence[str]", history.notes.get(OPENED, ()))
    missing = [path for path in found.missing if "[" not in path and "." not in path]
    if not missing or not _fields(found.data) or len(opened) >= _MOST:
        return None
    words = {root(word) for path in missing for word in content(spread(path))}
    parts = [e for e in _parts(observation) if e.name not in opened and not e.selected]
    called = [e for e in parts if words & {root(word) for word in content(e.name)}]
    following = next(iter(called), None) or next((e for e in parts if e.role == "tab"), None)
    if following is None:
        return None
    action = Action(kind=ActionKind.CLICK, ref=following.ref, intention=f"open {following.name!r}")
    notes: dict[str, object] = {PARTS: dict(_fields(found.data)), OPENED: [*opened, following.name]}
    return Act(actions=(action,), reasoning=f"{', '.join(missing[:3])} may be under {following.name!r}", notes=notes)


def _fields(data: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", data) if isinstance(data, Mapping) else {}


def _parts(observation: Observation) -> list[Element]:
    """Return the tabs of what the page is about: tabs by their role, or alike controls of which one is marked."""
    inner = [e for e in observation.elements if e.landmark not in ASIDE and e.name and not e.disabled]
    pressed = [e for e in inner if e.role in ("tab", "button", "link") and not _CHANGING.match(e.name)]
    marked = {_strip(e) for e in pressed if _HERE.search(" ".join(e.hints))}
    alike = [e for e in pressed if e.hints and _strip(e) in marked and not _HERE.search(" ".join(e.hints))]
    return [e for e in pressed if e.role == "tab" or e in alike]


def _strip(element: Element) -> tuple[str, str, str]:
    return element.role, element.group, _HERE.sub("", " ".join(element.hints[:1])).strip()

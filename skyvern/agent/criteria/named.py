"""Tells by which names and codes a goal knows the one thing that it is about, and where a page bears them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skyvern.agent.criteria.clauses import clauses
from skyvern.agent.criteria.scene import Scene, even
from skyvern.agent.extract.choose import identifiers
from skyvern.agent.lexicon import tokens
from skyvern.domain.goal import Goal, History
from skyvern.domain.page import ActionKind, ActionRecord

_PROPER = re.compile(r"(?<![.!?] )(?<!^)(?:[^\W\d_a-z][\w'’-]+)(?:\s+[^\W\d_a-z][\w'’.-]+)+")
_CALLED = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:\s+[^\W\d_a-z][\w.'’-]*){1,3}")
_CODE = re.compile(r"\b[A-Z]{1,4}[-/]?\d[\w/-]*\b")
_NAMING = re.compile(r"name|title|number|\bno\b|_no$|code|reference|\bref\b|\bid\b|_id$|position|job|product", re.I)
_PRESSES = (ActionKind.CLICK, ActionKind.KEYPRESS, ActionKind.GOTO_URL)
_SETS = (ActionKind.INPUT_TEXT, ActionKind.SELECT_OPTION, ActionKind.CHECKBOX)


def names_in(text: str) -> tuple[str, ...]:
    """Return the codes and quoted texts of a text, or its first name in capitals; () where it tells none."""
    codes = identifiers(text) or tuple(_CODE.findall(text))
    proper = _PROPER.search(text)
    return codes or ((proper[0],) if proper is not None else ())


def meant(scene: Scene, *, of: str = "") -> tuple[str, ...]:
    """Return what the thing must bear that a statement speaks of: named there, else by the goal's values or words."""
    if said := names_in(of):
        return said
    if scene.goal is None:
        return ()
    values = [one for one in scene.goal.values if len(one.text.strip()) > 1 and not _is_address(one.text)]
    telling = [one.text for one in values if _NAMING.search(one.name) or identifiers(one.text)]
    telling = telling or [one.text for one in values if _CALLED.fullmatch(one.text.strip())]
    return tuple(dict.fromkeys(telling)) or names_in(clauses(scene.goal.text).rest)


def _is_address(text: str) -> bool:
    return "://" in text or "@" in text


def borne(names: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell whether texts bear what a thing is known by: one of its codes, and every word of its names."""
    words = {word for text in texts for word in tokens(text)}
    written = "\n".join(even(text) for text in texts)
    codes = [name for name in names if any(char.isdigit() for char in name)]
    called = [name for name in names if name not in codes]

    def stands(name: str) -> bool:
        return set(tokens(name)) <= words or even(name) in written

    return bool(names) and (not codes or any(map(stands, codes))) and all(map(stands, called))


def pressed(scene: Scene) -> ActionRecord | None:
    """Return the press that went well last, None where none was made."""
    records = scene.history.records if scene.history is not None else ()
    return next(
        (
            one
            for one in reversed(records)
            if one.action.kind is ActionKind.CLICK and one.element is not None and one.result and one.result.ok
        ),
        None,
    )


def searched(scene: Scene) -> bool:
    """Tell whether something was asked of the page in this run: a field was set and a press or key followed."""
    records = scene.history.records if scene.history is not None else ()
    done = [one for one in records if one.result is not None and one.result.ok]
    first = next((at for at, one in enumerate(done) if one.action.kind in _SETS), None)
    return first is not None and any(one.action.kind in _PRESSES or _sends_itself(one, scene) for one in done[first:])


def lumped(history: History, goal: Goal | None) -> bool:
    """Tell whether what was searched for last was several values of a goal in one field, and not one person's name.

    That nothing is found then tells nothing: the page may know each of them.
    """
    typed = [one.action.text for one in history.records if one.action.kind is ActionKind.INPUT_TEXT]
    last = even(typed[-1]) if typed else ""
    held = [one for one in (goal.values if goal is not None else ()) if len(one.text) > 1 and even(one.text) in last]
    return len(held) > 1 and not all("name" in one.name for one in held)


def _sends_itself(record: ActionRecord, scene: Scene) -> bool:
    """Whether a page searches while one types: what was typed is still in its field, and lines are new."""
    typed = record.action.kind is ActionKind.INPUT_TEXT and bool(record.action.text)
    kept = any(even(e.value) == even(record.action.text) for e in scene.inputs if e.value)
    return typed and kept and any(line.new for line in scene.observation.reading.lines)

"""Which of several options a wording means: exact, then without case, then the only one that begins or contains."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def pick(labels: Sequence[str], wanted: str, *, values: Sequence[str] = ()) -> int | None:
    """Return the index of the option meant, None when none or several equally would be."""
    if not wanted.strip():
        return None
    for pool in (labels, values):
        for index, text in enumerate(pool):
            if text == wanted:
                return index
    goal = plain(wanted)
    if not goal:
        return None
    plains = [plain(label) for label in labels]
    for matches in (
        [i for i, text in enumerate(plains) if text == goal],
        [i for i, text in enumerate(values) if plain(text) == goal],
        [i for i, text in enumerate(plains) if text.startswith(goal)],
        [i for i, text in enumerate(plains) if _holds_words(text, goal)],
        [i for i, text in enumerate(plains) if goal in text and len(goal) > 2],
        [i for i, text in enumerate(plains) if text and _holds_words(goal, text) and len(text) > 2],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches and len({plains[i] for i in matches}) == 1:
            return matches[0]
        if matches:
            return None
    return None


def plain(text: str) -> str:
    """Return text without case, accents, punctuation and double spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def _holds_words(text: str, words: str) -> bool:
    return f" {words} " in f" {text} "

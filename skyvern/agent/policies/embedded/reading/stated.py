"""Reads what is stated without an order: short names with their values, the words before a value, names of files."""

from __future__ import annotations

import re

from skyvern.agent.policies.embedded.reading.values import CLOSE, OPEN, clean_label
from skyvern.agent.policies.embedded.reading.verbs import leading_verb

_TERSE = re.compile(
    rf"^(?P<label>[A-Za-z][\w'-]*(?:\s+[a-z][\w'-]*){{0,2}})\s+"
    rf"(?P<value>{OPEN}\d+{CLOSE}|(?=\S*\d)[\w/.-]+|[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){{0,2}})$"
)


def terse_pairs(body: str) -> list[tuple[str, str]]:
    """Read "plate 7KLM552, VIN 9041, county Baker": two or more names, each with a value of figures or capitals."""
    found: list[tuple[str, str]] = []
    for piece in re.split(r"\s*[,;]\s*(?:and\s+)?", body.strip(" .")):
        match = _TERSE.match(piece)
        if match is None or leading_verb(piece) is not None:
            return []
        found.append((match["label"], match["value"]))
    return found if len(found) > 1 else []


def named_by(words: list[str]) -> str:
    return re.sub(
        r"^(?:with|by|of|for|is|has|the|was|and|whose|in)\s+|\s+(?:is|are|was)$",
        "",
        clean_label(" ".join(words)),
        flags=re.IGNORECASE,
    )


def is_file_name(value: str) -> bool:
    """Tell whether a value names a file that could be uploaded."""
    return bool(
        re.search(r"\.(?:pdf|docx?|xlsx?|csv|txt|png|jpe?g|zip|odt|rtf)(?:\?|$)", value, re.IGNORECASE)
        or value.startswith("file_")
    )

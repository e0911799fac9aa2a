"""Cuts a goal's text into lines and sentences: bullets, numbering, wrapped prose, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from skyvern.agent.policies.embedded.reading.verbs import leading_verb

_BULLET = re.compile(
    r"^\s*(?:(?:step\s+\d{1,2}\s*[:.)–-]?)|[-*•·–—▪◦]|\(?\d{1,2}[.):](?=\s)|\(?[a-h][.)](?=\s)|\[[ x]?\])\s*",
    re.IGNORECASE,
)


_PAIR_LINE = re.compile(r"^[\w' /-]{2,40}(?::|\s=)\s*\S")


_INLINE_NUMBER = re.compile(r"(?:(?<=^)|(?<=[\s.;,]))\(?(\d{1,2})[.)]\s+(?=\S)")


_ABBREVIATED = re.compile(
    r"(?:\b(?i:e\.g|i\.e|etc|nos|st|dr|mr|mrs|ms|jr|sr|inc|ltd|co|corp|vs|approx|u\.s|dept)|\b[A-Z])\.$"
)


_NUMBERED = re.compile(r"\b[Nn]o\.$")
""" "Invoice No. 5" goes on, "received before: No." does not."""


_STOP = re.compile(r"(?<=[.!?])(?=\s)|(?<=[.!?])$")


def lines(text: str) -> Iterator[str]:
    """Yield the goal's lines without bullets; wrapped prose is joined again, inline numbering is broken up."""
    joined: list[str] = []
    for raw in text.replace("\r", "").splitlines():
        line = raw.strip()
        if not line:
            joined.append("")
            continue
        single = (
            _BULLET.match(line) or _PAIR_LINE.match(line) or not line[0].islower() or leading_verb(line) is not None
        )
        if joined and joined[-1] and joined[-1][-1] not in ".:;!?" and not single:
            joined[-1] += " " + line
        else:
            joined.append(line)
    for line in joined:
        if line:
            yield from _numbered(line)


def _numbered(line: str) -> Iterator[str]:
    found = list(_INLINE_NUMBER.finditer(line))
    if len(found) >= 2 and [int(match[1]) for match in found][:2] == [1, 2]:
        edges = [match.start() for match in found] + [len(line)]
        if line[: edges[0]].strip():
            yield line[: edges[0]].strip()
        for start, end in pairwise(edges):
            yield _BULLET.sub("", line[start:end].strip())
        return
    yield _BULLET.sub("", line)


def sentences(line: str) -> Iterator[str]:
    """Yield the sentences of a line; abbreviations and decimals do not end one."""
    current = held = ""
    for part in _STOP.split(line):
        if not held:
            current += part
        elif re.match(r"\s*[\d#\ue000]", part):
            current, held = current + part, ""
        else:
            yield held
            current, held = part, ""
        if current.strip() and not _ABBREVIATED.search(current) and current.rstrip()[-1:] in ".!?":
            if _NUMBERED.search(current):
                held = current.strip()
                continue
            yield current.strip()
            current = ""
    if current.strip():
        yield current.strip()

"""Finds the COMPLETE and TERMINATE clauses that authors write inside a goal."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLAUSE = re.compile(
    r"(?:^|(?<=[\s.;,(]))(?P<verb>(?:consider (?:it|this|the goal|the task) )?(?:COMPLETE|Complete|Completed|Done"
    r"|DONE|TERMINATE|Terminate|terminate|Stop|STOP)(?: the (?:task|run|block|goal|workflow))?)"
    r"\s+(?:when|if|once|as soon as|after|only when|only if)\s+(?P<what>.+?)(?=$|(?<!\bno)(?<!\bNo)[.;!]+(?=\s|$)"
    r"|\s+(?:and\s+)?(?:TERMINATE|COMPLETE)\s+(?:when|if))",
    re.S,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """When a goal is reached, when to stop, and the goal without these clauses."""

    complete: tuple[str, ...] = ()
    terminate: tuple[str, ...] = ()
    rest: str = ""


def clauses(text: str) -> Clauses:
    """Split a goal such as `Search for Jo. COMPLETE when results shown. TERMINATE if nothing is found.`"""
    complete: list[str] = []
    terminate: list[str] = []

    def take(found: re.Match[str]) -> str:
        ends = re.search(r"terminate|stop", found["verb"], re.I)
        (terminate if ends else complete).append(" ".join(found["what"].split()))
        return ""

    rest = re.sub(r"\s+([.;!])", r"\1", _CLAUSE.sub(take, text))
    rest = " ".join(re.sub(r"(?:[.;!]\s*){2,}", ". ", rest).split()).strip(" ;")
    return Clauses(complete=tuple(complete), terminate=tuple(terminate), rest=rest)

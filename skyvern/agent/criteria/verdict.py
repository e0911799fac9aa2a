"""What a criterion came to: it holds, it does not, or the page cannot tell; and how verdicts combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`holds` is None when the page does not tell; `why` says what on the page shows it."""

    holds: bool | None
    why: str
    silent: bool = False
    """It does not hold only in so far as the page says nothing of it."""
    untried: bool = False
    """It does not hold because nothing was tried yet, which is no sign of its opposite."""
    plainly: bool = False
    """The page says so of that very thing, in so many words."""


def yes(why: str, *, plainly: bool = False) -> Verdict:
    """The criterion holds."""
    return Verdict(holds=True, why=why, plainly=plainly)


def no(why: str) -> Verdict:
    """The criterion does not hold."""
    return Verdict(holds=False, why=why)


def silence(why: str) -> Verdict:
    """The page says nothing of it."""
    return Verdict(holds=False, why=why, silent=True)


def untried(why: str) -> Verdict:
    """It does not hold yet: nothing was done that could have brought it about."""
    return Verdict(holds=False, why=why, untried=True)


def unknown(why: str) -> Verdict:
    """It cannot be told."""
    return Verdict(holds=None, why=why)


def negated(verdict: Verdict) -> Verdict:
    """The opposite."""
    return Verdict(holds=None if verdict.holds is None else not verdict.holds, why=verdict.why)


def both(verdicts: Sequence[Verdict]) -> Verdict:
    """All must hold: one that does not decides, then one that cannot be told."""
    for holds in (False, None):
        if found := next((v for v in verdicts if v.holds is holds), None):
            return found
    return yes("; ".join(v.why for v in verdicts))


def either(verdicts: Sequence[Verdict]) -> Verdict:
    """One must hold: one that does decides, then one that cannot be told."""
    for holds in (True, None):
        if found := next((v for v in verdicts if v.holds is holds), None):
            return found
    return no("; ".join(v.why for v in verdicts))

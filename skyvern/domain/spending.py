"""What language models may cost: limits for a run, a workflow and an organisation, and one charge for each request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

SCOPES = ("run", "workflow", "organization")
"""Smallest first. A run's limit holds for the whole run, the others for a calendar month (UTC)."""
MICROS = 1_000_000
_AMOUNT = re.compile(r"^(?P<dollar>\$)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[kKmM]?)$")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most that a scope may use; None is no limit. Money is in millionths of a US dollar."""

    tokens: int | None = None
    micros: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The limits of an installation, by scope."""

    limits: Mapping[str, Limit] = field(default_factory=dict[str, Limit])

    @property
    def in_money(self) -> bool:
        """Whether some limit is in money, so that prices have to be known."""
        return any(limit.micros is not None for limit in self.limits.values())

    @classmethod
    def parse(cls, text: str) -> Budgets:
        """Read `run=200k,workflow=$20,organization=$100`; raises ValueError naming the part that is wrong."""
        limits: dict[str, Limit] = {}
        for item in filter(None, (part.strip() for part in text.split(","))):
            scope, _, amount = (part.strip() for part in item.partition("="))
            found = _AMOUNT.match(amount)
            if scope not in SCOPES or found is None:
                raise ValueError(f"{item!r} is not run=, workflow= or organization= with tokens (200k) or money ($5)")
            number = float(found["number"]) * _UNITS[found["unit"].lower()]
            old = limits.get(scope, Limit())
            limits[scope] = (
                Limit(tokens=old.tokens, micros=round(number * MICROS))
                if found["dollar"]
                else Limit(tokens=int(number), micros=old.micros)
            )
        return cls(limits=limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who asks a model: a run, for the execution of a block where there is one."""

    organization_id: str
    run_id: str
    workflow_permanent_id: str | None
    block_run_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One request to a model: reserved with the most it may use, settled with what it did use."""

    charge_id: str
    organization_id: str
    run_id: str
    workflow_permanent_id: str | None
    model: str
    tokens: int
    micros: int
    at: datetime
    settled: bool = False
    settled_at: datetime | None = None
    """When the answer came; None while there is none."""
    answer_tokens: int | None = None
    """Those of `tokens` that the model wrote; None where nobody counted them."""
    block_run_id: str | None = None
    """The execution of a block that asked; None in charges from before that was noted."""


class OverBudget(Exception):
    """A request would pass the limit of a scope."""

    def __init__(self, *, scope: str, limit: str, used: str) -> None:
        period = "" if scope == "run" else " this month"
        super().__init__(f"the {scope} may use {limit}{period} and has used or reserved {used}")
        self.scope = scope

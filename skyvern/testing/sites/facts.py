"""The data behind the sample sites (people, invoices, states, vocabulary), read once from the packaged files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

PORTAL_USERNAME = "harborview"
PORTAL_PASSWORD = "Tide-Pool-42"  # noqa: S105 (a demo account)


def _read(name: str) -> Any:  # noqa: ANN401 (whatever the JSON file holds)
    return json.loads(files("skyvern.testing.sites").joinpath("data", name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One certified member of the registry."""

    account_number: str
    first_name: str
    last_name: str
    state: str
    city: str
    licence_type: str
    certification_status: str
    valid_through: str
    certified_since: str
    employer: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """One invoice of the vendor portal; dates are ISO, the amount is in US dollars."""

    number: str
    date: str
    due_date: str
    amount: float
    status: str
    description: str

    @property
    def money(self) -> str:
        return f"${self.amount:,.2f}"

    @property
    def shown_date(self) -> str:
        return date.fromisoformat(self.date).strftime("%m/%d/%Y")

    @property
    def shown_due_date(self) -> str:
        return date.fromisoformat(self.due_date).strftime("%m/%d/%Y")


VOCABULARY: dict[str, dict[str, list[str]]] = _read("vocabulary.json")
STATES: list[tuple[str, str]] = [(code, name) for code, name in _read("states.json")]
STATE_NAMES: dict[str, str] = dict(STATES)
PEOPLE: list[Person] = [Person(**row) for row in _read("people.json")]
INVOICES: list[Invoice] = [Invoice(**row) for row in _read("invoices.json")]
SCHOOLS: list[str] = _read("schools.json")
COUNTRIES: list[str] = _read("countries.json")
DESK: dict[str, Any] = _read("desk.json")

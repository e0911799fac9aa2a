"""Text as pages show it becomes numbers, days, choices and booleans, or is refused."""

# ruff: noqa: E501, ANN401 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

from typing import Any

import pytest

from skyvern.agent.extract.schema import Wanted
from skyvern.agent.extract.values import UNFIT, as_date, coerce, number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1,234.50", 1234.5), ("1.234,50 €", 1234.5), ("1 234 567,89 €", 1234567.89), ("(12)", -12), ("3 items", 3), ("1,234", 1234),
        ("0,5", 0.5), ("12.5%", 12.5), ("INV-104", None), ("4.5 out of 5", 4.5), ("4/5", 4), ("2.3k", 2300), ("USD 45", 45), ("-5", -5),
        ("−7.5", -7.5), ("none", None), ("3 of 7", None), ("about 12", 12), ("Total: 1'250.00", 1250.0), ("12345678", 12345678),
        ("A1", None), ("1.5 million", 1500000),
    ],
)  # fmt: skip
def test_number(text: str, expected: float | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/31/2027", "2027-12-31"), ("31.12.2027", "2027-12-31"), ("June 5, 2026", "2026-06-05"), ("5 Jun 2026", "2026-06-05"),
        ("2026-01-02", "2026-01-02"), ("13/02/2026", "2026-02-13"), ("Sept. 3rd, 2025", "2025-09-03"), ("soon", None),
        ("01/02/2026 – 03/04/2026", None), ("valid until 4 March 2030", "2030-03-04"), ("2026-13-45", None),
    ],
)  # fmt: skip
def test_date(text: str, expected: str | None) -> None:
    day = as_date(text)
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("N/A", Wanted(kind="string"), None),
        ("—", Wanted(kind="number"), None),
        ("yes", Wanted(kind="boolean"), True),
        ("Not available", Wanted(kind="boolean"), None),
        ("maybe", Wanted(kind="boolean"), UNFIT),
        ("Part-time", Wanted(choices=("full_time", "part_time")), "part_time"),
        ("Not active", Wanted(choices=("active", "inactive")), UNFIT),
        ("Currently: OPEN", Wanted(choices=("open", "closed")), "open"),
        ("4", Wanted(kind="integer", choices=(3, 4)), 4),
        ("3.5", Wanted(kind="integer"), UNFIT),
        ("3.0", Wanted(kind="integer"), 3),
        ("Mail: a.b@c.example (work)", Wanted(format="email"), "a.b@c.example"),
    ],
)
def test_coerce(text: str, wanted: Wanted, expected: Any) -> None:
    assert coerce(text, wanted) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("64.00 (12.80 each)", "number", 64.0),
        ("12 (3 new)", "integer", 12),
        ("(4 of 5)", "number", UNFIT),
        ("5-10", "number", UNFIT),
    ],
)
def test_what_stands_in_brackets_is_said_beside_a_number(text: str, kind: str, expected: Any) -> None:
    assert coerce(text, Wanted(name="amount", kind=kind)) == expected

"""Sentences that compare what a run knows; what they do not decide stays open."""

from __future__ import annotations

import pytest

from skyvern.agent.comparison import compare

VALUES: dict[str, object] = {
    "total": "€ 1.234,50",
    "get_invoice_output": {"extracted_information": {"due_date": "2026-01-05", "lines": [1, 2], "paid": False}},
    "name": "Żaneta",
    "empty_list": [],
    "a_output": {"status": "failed"},
    "b_output": {"status": "completed"},
}


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("total > 1000", True),
        ("The total is greater than or equal to 1234.5", True),
        ("total is under $1,000.00", False),
        ("the number of lines is not 2", False),
        ("lines is more than 1", True),
        ("paid is true", False),
        ("paid is not true", True),
        ("due date starts with 2026", True),
        ("name is one of Anna, Żaneta or Ola", True),
        ("name does not contain 'net'", False),
        ("empty list is empty", True),
        ("empty list is not empty", False),
        ("the total is present and the name equals żaneta", True),
        ("the status of a is failed", True),
    ],
)
def test_holds(sentence: str, holds: bool) -> None:
    assert compare(sentence, VALUES).holds is holds


@pytest.mark.parametrize(
    "sentence",
    ["the customer is unhappy", "status is failed", "please go on", "name is greater than 5", "", "is", "> 5"],
)
def test_stays_open(sentence: str) -> None:
    assert compare(sentence, VALUES).holds is None


def test_words_are_text_where_values_were_put_in() -> None:
    assert compare("approved by Ann is approved by Ann", {}, rendered=True).holds is True
    assert compare("approved by Ann is approved by Ann", {}).holds is None

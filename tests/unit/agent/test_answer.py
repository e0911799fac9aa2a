"""What an extraction goal comes to as a decision: data, the next page, a moment's wait, or a reason."""

from __future__ import annotations

import time

import pytest

from skyvern.agent.extract import extract, merge
from skyvern.agent.extract.answer import answer_extraction
from skyvern.domain.failure import Category
from skyvern.domain.goal import Act, Decision, Done, GiveUp, Goal, GoalKind, History, Wait
from skyvern.domain.page import Observation
from skyvern.testing.observations import element, lines, page, pairs, select, table

RECORD = page(lines("# Ann Lee"), pairs({"Status": "Active", "Average rating": "4.5", "City": "Rome"}), title="Ann Lee")
STATUS = {"type": "object", "properties": {"status": {"type": "string"}}}
ITEMS = {"type": "array", "items": {"type": "object", "properties": {"item": {"type": "string"}}}}


def answer(
    wish: str, seen: Observation, schema: object = None, *, notes: dict[str, object] | None = None, looked: bool = True
) -> Decision:
    goal = Goal(kind=GoalKind.EXTRACTION, extraction=wish, schema=schema)
    return answer_extraction(goal, seen, History(notes={**({"looked": True} if looked else {}), **(notes or {})}))


@pytest.mark.parametrize(
    "wish",
    [
        "Summarise the record in two sentences",
        "Translate the status into French",
        "Which of these is the best offer?",
        "Analyze the sentiment of the reviews",
        "Classify the person as senior or junior",
        "How many letters does the name have?",
    ],
)
def test_thinking_needs_a_model(wish: str) -> None:
    decision = answer(wish, RECORD)
    assert isinstance(decision, GiveUp)
    assert decision.failure.reason.startswith("needs an LLM:")


def test_a_label_is_no_order_to_think() -> None:
    decision = answer("Extract the average rating", RECORD)
    assert isinstance(decision, Done)
    assert decision.data == {"average_rating": "4.5"}


def test_an_unfinished_page_is_waited_for() -> None:
    assert isinstance(answer("Get the status", page(busy="3 requests"), STATUS), Wait)
    assert isinstance(answer("Get the status", page(lines("Loading…")), STATUS), Wait)
    first = answer("Get the status", page(lines("# Hello")), STATUS, looked=False)
    assert isinstance(first, Wait)
    assert first.notes == {"looked": True}


def test_nothing_found_is_a_failure_that_names_the_fields() -> None:
    decision = answer("Get it", page(lines("# Search", "No records found."), title="Search"), STATUS)
    assert isinstance(decision, GiveUp)
    assert decision.failure.category is Category.DATA_EXTRACTION_FAILURE
    assert "status" in decision.failure.reason
    assert "No records found." in decision.failure.reason


def test_a_required_field_must_be_there() -> None:
    schema = {
        "type": "object",
        "properties": {"status": {"type": "string"}, "salary": {"type": "number"}},
        "required": ["salary"],
    }
    decision = answer("Get it", RECORD, schema)
    assert isinstance(decision, GiveUp)
    assert "required fields were not found: salary" in decision.failure.reason


def test_an_empty_list_is_an_answer() -> None:
    decision = answer("Extract all items", page(lines("# Items", "There are no items to display.")), ITEMS)
    assert isinstance(decision, Done)
    assert decision.data == []
    only = answer(
        "Extract all items",
        page(lines("No items found"), table(("Item", "Price"), ("No items found", "No items found"))),
        ITEMS,
    )
    assert isinstance(only, Done)
    assert only.data == []


def test_doubt_is_said() -> None:
    rows = page(table(("Name", "Status"), ("Ann", "Active"), ("Bo", "Lapsed")))
    decision = answer("Get the status", rows, STATUS)
    assert isinstance(decision, GiveUp)
    assert "2 rows fit (Active, Lapsed)" in decision.failure.reason


def test_a_condition_that_no_column_tells_needs_a_model() -> None:
    rows = page(table(("Item", "Price"), ("Lamp", "$5"), ("Desk", "$9")))
    decision = answer("Extract all items that are made of wood", rows, ITEMS)
    assert isinstance(decision, GiveUp)
    assert decision.failure.reason.startswith("needs an LLM:")


def test_every_page_is_read() -> None:
    first = page(table(("Item",), ("A",), ("B",)), element("link", "Next", ref="n"), fingerprint="1")
    step = answer("Extract the items of all pages", first, ITEMS)
    assert isinstance(step, Act)
    assert step.actions[0].ref == "n"
    last = page(table(("Item",), ("C",)), element("link", "Next", ref="n", disabled=True), fingerprint="2")
    done = answer("Extract the items of all pages", last, ITEMS, notes=dict(step.notes))
    assert isinstance(done, Done)
    assert done.data == [{"item": "A"}, {"item": "B"}, {"item": "C"}]


def test_a_list_that_grows_is_read_once() -> None:
    short = page(table(("Item",), ("A",)), element("button", "Load more", ref="m"), fingerprint="1")
    step = answer("Extract the items of all pages", short, ITEMS)
    assert isinstance(step, Act)
    assert step.actions[0].ref == "m"
    whole = page(table(("Item",), ("A",), ("B",)), fingerprint="2")
    done = answer("Extract the items of all pages", whole, ITEMS, notes=dict(step.notes))
    assert isinstance(done, Done)
    assert done.data == [{"item": "A"}, {"item": "B"}]


def test_a_next_link_that_leads_nowhere_ends_the_list() -> None:
    seen = page(table(("Item",), ("A",)), element("link", "Next", ref="n"), fingerprint="1")
    step = answer("Extract the items of all pages", seen, ITEMS)
    assert isinstance(step, Act)
    done = answer("Extract the items of all pages", seen, ITEMS, notes=dict(step.notes))
    assert isinstance(done, Done)
    assert done.data == [{"item": "A"}]


def test_merge() -> None:
    assert merge({"rows": [1], "total": None}, {"rows": [2], "total": 3}) == {"rows": [1, 2], "total": 3}
    assert merge(None, [1]) == [1]


def test_a_long_table_is_read_in_time() -> None:
    rows = [(f"P-{n}", f"Person {n}", f"${n}.00", "Active" if n % 2 else "Lapsed") for n in range(1000)]
    seen = page(table(("Number", "Name", "Fee", "Status"), *rows))
    schema = {
        "type": "array",
        "items": {"type": "object", "properties": {"number": {"type": "string"}, "fee": {"type": "number"}}},
    }
    begun = time.perf_counter()
    found = extract("Extract all active persons", schema, seen)
    assert time.perf_counter() - begun < 4
    assert isinstance(found.data, list)
    assert len(found.data) == 500


def test_everything_of_a_list_is_read_though_it_stands_on_a_later_page() -> None:
    def part(names: tuple[str, ...], said: str, *turns: object) -> Observation:
        return page(table(("Item",), *((name,) for name in names)), lines(said), *turns, fingerprint=said)

    first, then = element("link", "First", ref="f"), element("link", "Next", ref="n")
    wish = "Extract every item"
    back = answer(wish, part(("C",), "Showing 3 to 3 of 3 entries", first), ITEMS)
    assert isinstance(back, Act)
    assert back.actions[0].ref == "f"
    on = answer(wish, part(("A", "B"), "Showing 1 to 2 of 3 entries", then), ITEMS, notes=dict(back.notes))
    assert isinstance(on, Act)
    assert on.actions[0].ref == "n"
    notes = {**back.notes, **on.notes}
    done = answer(wish, part(("C",), "Showing 3 to 3 of 3 entries", first), ITEMS, notes=notes)
    assert isinstance(done, Done)
    assert done.data == [{"item": "A"}, {"item": "B"}, {"item": "C"}]


@pytest.mark.parametrize("wish", ["Extract every item on this page", "Extract the items"])
def test_a_list_that_is_not_wanted_whole_is_not_turned(wish: str) -> None:
    seen = page(table(("Item",), ("A",), ("B",)), lines("1-2 of 3"), element("link", "Next", ref="n"), fingerprint="1")
    assert isinstance(answer(wish, seen, ITEMS), Done)


def test_a_field_may_name_a_row_and_a_column() -> None:
    seen = page(table(("PLAN", "TAKEN", "AVAILABLE"), ("Annual leave", "16.5", "4.5"), ("Sick leave", "2.0", "8.0")))
    schema = {"type": "object", "properties": {name: {"type": "number"} for name in ("annual_leave_available", "sick")}}
    decision = answer("How many days of annual leave are available?", seen, schema)
    assert isinstance(decision, Done)
    assert decision.data == {"annual_leave_available": 4.5, "sick": None}


def test_a_row_of_page_numbers_leads_to_the_next_one() -> None:
    pager = [element("link", number, ref=f"p{number}", context="1 2 3") for number in ("2", "3")]
    first = page(table(("Item",), ("A",)), *pager, fingerprint="1")
    step = answer("Extract the items of all pages", first, ITEMS)
    assert isinstance(step, Act)
    assert step.actions[0].ref == "p2"
    amount = element("link", "2", ref="two", context="A 2 pieces")
    assert isinstance(answer("Extract the items of all pages", page(table(("Item",), ("A",)), amount), ITEMS), Done)


def test_a_filter_that_filters_nothing_names_no_rows() -> None:
    rows = page(table(("Item",), ("A",), ("B",)), select("Kind", "-- All --", "Tools", chosen="-- All --"))
    done = answer("Extract all items", rows, ITEMS)
    assert isinstance(done, Done)
    assert done.data == [{"item": "A"}, {"item": "B"}]


def test_times_that_stand_alone_are_times() -> None:
    schema = {"type": "object", "properties": {"times": {"type": "array", "items": {"type": "string"}}}}
    seen = page(lines("# Book"), element("generic", "09:00"), element("generic", "15:30"), element("button", "Back"))
    decision = answer("List of the free times", seen, schema)
    assert isinstance(decision, Done)
    assert decision.data == {"times": ["09:00", "15:30"]}

"""Orders that pick things, write remarks, choose by most or least in a place, and name what holds what."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.embedded.intents import Verb
from skyvern.agent.policies.embedded.reading.grammar import understand
from skyvern.domain.goal import Goal, GoalKind


def intents(text: str) -> list[tuple[Verb, str, tuple[str, ...]]]:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    return [(one.verb, one.best or one.target, one.objects) for one in plan.intents]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Add the Blue Lamp to the cart", [(Verb.DO, "add to cart", ("Blue Lamp",))]),
        ("Put 'Garden hose' into my basket", [(Verb.DO, "add to basket", ("Garden hose",))]),
        ("Add this item to the wish list", [(Verb.DO, "add to wish list", ())]),
        ("Save the Blue Lamp to my favourites", [(Verb.DO, "add to favourites", ("Blue Lamp",))]),
        (
            "Remove the Blue Lamp from the shopping cart",
            [(Verb.OPEN, "shopping cart", ()), (Verb.DO, "remove", ("Blue Lamp",))],
        ),
    ],
)
def test_things_are_picked_and_put_back(text: str, wanted: list[tuple[Verb, str, tuple[str, ...]]]) -> None:
    assert intents(text) == wanted


def test_it_is_what_was_searched_for() -> None:
    assert intents("Search for 'Blue Lamp' and add it to the cart")[-1] == (Verb.DO, "add to cart", ("Blue Lamp",))


def test_several_are_asked_for_by_their_quantity() -> None:
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text="Add three Blue Lamps to the cart"))
    filled, deed = plan.intents
    assert [(term.label, term.value) for term in filled.terms] == [("quantity of Blue Lamp", "3")]
    assert deed.objects == ("Blue Lamp",)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Search for 'Blue Lamp' and add a quantity of 3 to the cart", "quantity of Blue Lamp"),
        ("Add a quantity of 3 Blue Lamp to the basket", "quantity of Blue Lamp"),
        ("Put a total of 3 units of 'Steel Spade' into the cart", "quantity of Steel Spade"),
    ],
)
def test_a_quantity_is_said_in_so_many_words(text: str, label: str) -> None:
    filled, deed = understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents[-2:]
    assert [(term.label, term.value) for term in filled.terms] == [(label, "3")]
    assert deed.objects == (label.removeprefix("quantity of "),)


@pytest.mark.parametrize("text", ["Add a new address to the address book", "Add a note to the order"])
def test_what_is_made_is_not_picked(text: str) -> None:
    assert all(verb is not Verb.DO for verb, _, _ in intents(text))


def test_a_condition_names_what_it_is_about() -> None:
    text = "If 'Blue Lamp' is available, add it to the cart. If it is unavailable, TERMINATE."
    plan = understand(Goal(kind=GoalKind.NAVIGATION, text=text))
    assert plan.terminate == ('"Blue Lamp" is unavailable',)
    assert plan.intents[0].objects == ("Blue Lamp",)


def test_a_remark_is_written_where_its_thing_is() -> None:
    plan = understand(
        Goal(kind=GoalKind.NAVIGATION, text="Write a review for Blue Lamp with the title 'Bright' and a score of 5")
    )
    opened, form, sent = plan.intents
    assert (opened.verb, opened.target) == (Verb.OPEN, "Blue Lamp")
    assert [(term.label, term.value) for term in form.terms] == [("title", "Bright"), ("score", "5")]
    assert sent.verb is Verb.SUBMIT


def test_the_place_of_what_is_best_is_opened_before() -> None:
    assert intents("Open the cheapest lamp in the Garden section") == [
        (Verb.OPEN, "Garden", ()),
        (Verb.CLICK, "the cheapest lamp", ()),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [("Open the permits table", "permits"), ("Open the Garden category", "Garden"), ("Open the Sales board", "Sales")],
)
def test_what_holds_things_is_named_without_its_kind(text: str, target: str) -> None:
    assert intents(text) == [(Verb.OPEN, target, ())]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("Sort the list by price from high to low", -1), ("Sort by price, low to high", 1), ("Sort by name, A to Z", 1)],
)
def test_orders_of_lists(text: str, amount: int) -> None:
    (one,) = understand(Goal(kind=GoalKind.NAVIGATION, text=text)).intents
    assert (one.verb, one.target, one.amount) == (Verb.SORT, text.split(" by ")[1].split()[0].strip(","), amount)


@pytest.mark.parametrize(
    "text",
    [
        "Check out. Enter Harbour as Order name. Submit the order.",
        "Open the cart and check out. Enter Rush as Comment. Submit the requisition.",
    ],
)
def test_to_check_out_is_the_way_to_the_form(text: str) -> None:
    verbs = [verb for verb, _, _ in intents(text)]
    assert verbs[-3:] == [Verb.OPEN, Verb.FILL, Verb.SUBMIT]

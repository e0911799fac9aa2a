"""Lists, carts and forms that stand side by side: the mind takes the control that is meant, and no other."""

from __future__ import annotations

from dataclasses import replace

from skyvern.domain.page import ActionKind, Alert, Element, Observation, Option, Reading
from skyvern.testing.observations import lines
from tests.unit.agent.embedded.walking import deeds, walked

CLICK = ActionKind.CLICK


def press(ref: str, name: str, **more: object) -> Element:
    return replace(Element(ref=ref, role="button", name=name, tag="button", landmark="main"), **more)


def field(ref: str, name: str, **more: object) -> Element:
    made = Element(ref=ref, role="textbox", name=name, tag="input", input_type="text", landmark="main")
    return replace(made, **more)


def page(*elements: Element, text: tuple[str, ...] = (), at: str = "", said: str = "") -> Observation:
    return Observation(
        url=f"http://site/{at}",
        title="Store",
        elements=elements,
        reading=Reading(lines=lines(*text)),
        alerts=(Alert(text=said, kind="success"),) if said else (),
        status=200,
        fingerprint=f"{at} {said} {[e.ref for e in elements]}",
    )


CART = press("cart", "View cart", landmark="banner")
LAMP = press("lamp", "Add to cart", context="Blue Lamp 12.00 In stock Add to cart")
CHAIR = press("chair", "Add to cart", context="Red Chair 40.00 In stock Add to cart")


async def test_what_only_shows_the_cart_adds_nothing_to_it() -> None:
    done = deeds(await walked("Add the Blue Lamp to the cart", page(CART, text=("# Blue Lamp", "Sold out"))))
    assert (CLICK, "cart") not in done
    assert done[-1][0] is ActionKind.TERMINATE


async def test_a_thing_is_added_from_its_own_card() -> None:
    views = page(CART, LAMP, CHAIR), page(CART, LAMP, CHAIR, said="Red Chair has been added to your cart.")
    goal = "Put the Red Chair into my cart. COMPLETE when the cart contains the Red Chair"
    assert deeds(await walked(goal, *views)) == [(CLICK, "chair")]


async def test_one_of_each_is_added_where_it_is_listed_and_then_ordered() -> None:
    rows = [
        press(f"{sign}{at}", name, context=f"{dish} - +", hints=(sign,))
        for at, dish in enumerate(("Lentil soup", "Rye bread", "Plum cake"))
        for sign, name in (("less", "-"), ("add", "+"))
    ]
    views = [page(*rows, press("go", "Order now"), at=str(at)) for at in range(3)]
    way = await walked("Order one of each dish: Plum cake, Lentil soup", *views, page(text=("# Thank you",), at="end"))
    assert deeds(way) == [(CLICK, "add2"), (CLICK, "add0"), (CLICK, "go")]


async def test_a_list_of_one_has_no_rows_and_is_told_by_its_form() -> None:
    one = Element(ref="name", role="link", name="Blue Lamp", landmark="main", form="f1", href="http://site/lamp")
    cart = page(one, press("out", "Remove", form="f1"), text=("# Cart",), at="cart")
    empty = page(text=("# Cart", "Your cart is empty."), at="cart")
    goal = "Remove the Blue Lamp from the cart. COMPLETE when the cart is empty"
    assert deeds(await walked(goal, cart, empty)) == [(CLICK, "out")]


async def test_a_record_is_opened_by_its_link_and_not_by_its_box() -> None:
    row = "Blue Lamp L-7 Actions"
    box = Element(ref="box", role="checkbox", name="Blue Lamp", landmark="main", context=row, input_type="checkbox")
    link = Element(ref="link", role="link", name="Blue Lamp", landmark="main", context=row, href="http://site/7")
    done = deeds(await walked("Open the product Blue Lamp", page(box, link), page(text=("# Blue Lamp",), at="7")))
    assert done == [(CLICK, "link")]


async def test_the_cart_is_opened_and_not_added_to() -> None:
    opened = page(text=("# Cart",), at="cart")
    assert deeds(await walked("Open the cart", page(LAMP, CHAIR, CART), opened)) == [(CLICK, "cart")]


async def test_an_account_is_registered_in_the_form_that_registers() -> None:
    both = (
        field("e1", "Email", form="f1"),
        field("p1", "Password", form="f1", input_type="password"),
        press("in", "Log in", form="f1"),
        field("e2", "Email", form="f2"),
        field("p2", "Password", form="f2", input_type="password"),
        field("p3", "Confirm password", form="f2", input_type="password"),
        press("new", "Register", form="f2"),
    )
    put = {"e2": "ann@site.example", "p2": "Lamp-77", "p3": "Lamp-77"}
    filled = [replace(e, value=put.get(e.ref, "")) for e in both]
    goal = "Register an account with the email ann@site.example and the password 'Lamp-77'"
    done = deeds(await walked(goal, page(*both), page(*filled), page(text=("# Welcome",), at="home")))
    typed = [ref for kind, ref in done if kind is ActionKind.INPUT_TEXT]
    assert set(typed) == {"e2", "p2", "p3"}
    assert done[-1] == (CLICK, "new")


async def test_a_list_is_sorted_by_its_list_of_orders() -> None:
    orders = Element(
        ref="sort",
        role="combobox",
        name="Sort by",
        tag="select",
        landmark="main",
        options=(Option(label="Price high to low"), Option(label="Price low to high"), Option(label="Name A to Z")),
    )
    done = deeds(await walked("Sort the lamps by price from low to high", page(orders, LAMP), page(orders, CHAIR)))
    assert done == [(ActionKind.SELECT_OPTION, "sort")]


async def test_a_field_is_looked_for_in_the_part_of_the_form_that_is_akin() -> None:
    tabs = (press("t1", "Photos", role="tab"), press("t2", "Stock and pricing", role="tab"))
    general = page(press("t0", "General", role="tab", selected=True), *tabs, field("n", "Name", value="Lamp", form="f"))
    priced = page(
        press("t0", "General", role="tab"),
        tabs[0],
        replace(tabs[1], selected=True),
        field("pr", "Price", value="9", form="f"),
        press("save", "Save", form="f"),
        at="priced",
    )
    done = deeds(await walked("Set the price to 12.50", general, priced))
    assert done[:2] == [(CLICK, "t2"), (ActionKind.INPUT_TEXT, "pr")]


async def test_a_filter_in_parts_gets_its_column_its_sign_and_its_value() -> None:
    def choice(ref: str, hint: str, *labels: str) -> Element:
        options = tuple(Option(label=label) for label in labels)
        return Element(
            ref=ref,
            role="combobox",
            name="",
            tag="select",
            hints=(hint,),
            form="f",
            options=options,
            order=int(ref[1:]),
        )

    sign = choice("e2", "filter op", "=", "!=", "contains")
    value = field("e3", "", hints=("filter value",), form="f", order=3)
    apply = press("e4", "Apply", form="f", order=4)
    seen = page(choice("e1", "filter column", "- column -", "status", "kind"), sign, value, apply)
    put = {"e1": "status", "e2": "=", "e3": "Rejected"}
    chosen = replace(seen, elements=tuple(replace(e, value=put.get(e.ref, "")) for e in seen.elements), fingerprint="2")
    for goal in ("Show only the rows where status = Rejected", "Filter the table where the status is Rejected"):
        done = deeds(await walked(goal, seen, chosen, page(apply, at="rejected")))
        select, typed = ActionKind.SELECT_OPTION, ActionKind.INPUT_TEXT
        assert set(done[:3]) == {(select, "e1"), (select, "e2"), (typed, "e3")}
        assert done[3] == (CLICK, "e4")


async def test_a_new_thing_is_not_typed_into_the_form_of_something_else() -> None:
    ways = [
        Element(ref=name.lower(), role="link", name=name, landmark="complementary", href=f"http://site/{name}")
        for name in ("Basics", "Milestones")
    ]
    save = press("save", "Save", form="f")
    basics = page(*ways, field("n", "Name", value="Harbour", form="f"), save, text=("# Basics",))
    own = page(
        *ways, field("m", "Name", form="g"), press("add", "Add", form="g"), text=("# Milestones",), at="milestones"
    )
    put = replace(own, elements=(*ways, replace(own.elements[2], value="Autumn"), own.elements[3]), fingerprint="put")
    goal = "Add a new milestone named 'Autumn'"
    done = deeds(await walked(goal, basics, own, put, page(*ways, text=("# Milestones", "Autumn"), at="done")))
    assert done[:2] == [(CLICK, "milestones"), (ActionKind.INPUT_TEXT, "m")]


async def test_what_bears_all_the_words_is_opened_after_what_bears_some() -> None:
    tickets = Element(ref="t", role="link", name="View tickets", landmark="navigation", href="http://site/t")
    active = Element(ref="a", role="link", name="{1} Active tickets", landmark="main", href="http://site/1")
    mine = Element(ref="b", role="link", name="{2} Active tickets by owner", landmark="main", href="http://site/2")
    views = page(tickets), page(tickets, active, mine, at="t"), page(text=("# Active tickets",), at="1")
    assert deeds(await walked("View the active tickets report", *views)) == [(CLICK, "t"), (CLICK, "a")]


async def test_nothing_is_saved_to_look_for_a_field() -> None:
    done = deeds(await walked("Set its price to 12.50", page(press("save", "Save"), text=("# Lamp",))))
    assert [kind for kind, _ in done] == [ActionKind.TERMINATE]

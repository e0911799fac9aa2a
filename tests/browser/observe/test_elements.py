"""What an observation says about the things that can be acted on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Action, ActionKind, Element, Observation

Show = Callable[..., Awaitable[Observation]]


def only(observation: Observation, **facts: object) -> Element:
    found = [e for e in observation.elements if all(getattr(e, key) == value for key, value in facts.items())]
    assert len(found) == 1, [(e.role, e.name) for e in observation.elements]
    return found[0]


NAMES = [
    ("<label for=a>First name</label><input id=a>", "First name"),
    ("<label>Last name <input></label>", "Last name"),
    ("<input id=b><label for=b>After it</label>", "After it"),
    ("<span id=l1>Billing</span><span id=l2>Street</span><input aria-labelledby='l1 l2'>", "Billing Street"),
    ("<input aria-label='Search all'>", "Search all"),
    ("<input title='Your age'>", "Your age"),
    ("<input placeholder='you@example.com'>", "you@example.com"),
    ("<div>City: <input></div>", "City:"),
    ("<div><span>Zip code</span><div><input></div></div>", "Zip code"),
    ("<div class=float><input><label>Floating</label></div>", "Floating"),
    ("<table><tr><th>Item</th><th>Quantity</th></tr><tr><td>Pen</td><td><input></td></tr></table>", None),
    ("<table><tr><td>Account</td><td><input></td></tr></table>", "Account"),
    ("<table><tr><th>Rank</th><td>low</td><th>State</th><td><input></td></tr></table>", "State"),
    ("<dl><dt>Nickname</dt><dd><input></dd></dl>", "Nickname"),
    ("<label>Country<select><option>Norway<option>Sweden</select></label>", "Country"),
    ("<label for=s>E-mail *</label><input id=s>", "E-mail"),
    ("<label>E-mail <span aria-hidden=true>*</span><input></label>", "E-mail"),
]


@pytest.mark.parametrize(("body", "name"), NAMES)
async def test_fields_are_named_as_people_read_them(show: Show, body: str, name: str | None) -> None:
    observation = await show(body)
    fields = [e for e in observation.elements if e.role in {"textbox", "combobox"}]
    assert len(fields) == 1
    assert fields[0].name == (name or "Quantity") or (name is None and fields[0].name == "Quantity Pen")


async def test_buttons_links_and_choices_take_their_names_from_content(show: Show) -> None:
    observation = await show(
        """<button>Save <b>all</b></button><a href=/x><img alt="Home" src=/i.png></a><input type=submit value=Go>
        <button aria-label=Close>×</button><button title=Trash><svg><use href="#icon-trash"/></svg></button>
        <input type=checkbox id=c><label for=c>I agree</label><input type=radio name=r id=r><label for=r>Red</label>
        <div role=switch aria-checked=true tabindex=0>Dark</div><div role=checkbox aria-checked=false
tabindex=0>News</div>
        <details><summary>More</summary><p>Hidden text</p></details>"""
    )
    assert [(e.role, e.name, e.checked) for e in observation.elements] == [
        ("button", "Save all", None),
        ("link", "Home", None),
        ("button", "Go", None),
        ("button", "Close", None),
        ("button", "Trash", None),
        ("checkbox", "I agree", False),
        ("radio", "Red", False),
        ("switch", "Dark", True),
        ("checkbox", "News", False),
        ("button", "More", None),
    ]
    assert observation.elements[-1].expanded is False
    assert "Hidden text" not in observation.reading.text
    assert observation.elements[0].role == "button"
    assert observation.elements[1].href.endswith("/x")


async def test_an_icon_button_without_a_name_has_hints(show: Show) -> None:
    observation = await show("<button class='btn delete-row' id=rowDelete><i class='fa fa-trash'></i></button>")
    button = only(observation, role="button")
    assert button.name == ""
    assert "row delete" in button.hints
    assert any("trash" in hint for hint in button.hints)


async def test_states_and_surroundings(show: Show) -> None:
    observation = await show(
        """<h1>Order</h1><nav aria-label=Top><a href=/h>Home</a></nav><main><form id=f>
        <fieldset><legend>Delivery</legend><label>Day <input type=date value=2026-01-02 required></label>
        <label>Note <input value=x readonly></label><label>Old <input disabled value=y></label></fieldset>
        <h2>Payment</h2><label for=p>Card</label>
        <input id=p aria-invalid=true aria-describedby=pe autocomplete=cc-number><span id=pe>Card number is wrong</span>
        <label>Password <input type=password value=secret></label><label>File <input type=file accept=.pdf></label>
        <button>Pay</button></form><ul><li>Pen 3 € <button>Remove</button></li></ul></main>"""
    )
    day, card = only(observation, name="Day"), only(observation, name="Card")
    assert (day.group, day.required, day.value, day.landmark, day.input_type) == (
        "Delivery",
        True,
        "2026-01-02",
        "main",
        "date",
    )
    assert only(observation, name="Note").readonly
    assert only(observation, name="Old").disabled
    assert (card.group, card.invalid, card.error, card.autocomplete) == (
        "Payment",
        True,
        "Card number is wrong",
        "cc-number",
    )
    assert only(observation, name="Password").value == "•••"
    assert only(observation, name="File").accept == ".pdf"
    assert only(observation, name="Home").landmark == "navigation"
    assert "Pen 3 €" in only(observation, name="Remove").context
    assert day.form == card.form != ""
    assert only(observation, name="Remove").form == ""
    assert [(alert.text, alert.kind) for alert in observation.alerts] == [("Card number is wrong", "error")]
    assert "secret" not in str(observation)


async def test_look_alike_boxes_are_the_surroundings_of_what_stands_in_them(show: Show) -> None:
    post = "<div class='post'><b>{}</b><p>{}</p><button>Reply</button></div>"
    body = post.format("Ida", "Rain again.") + post.format("Jon", "Sun here.")
    fields = "<div class=line><label>Town <input></label></div><div class=line><label>Street <input></label></div>"
    observation = await show(f"<main>{body}<form>{fields}</form></main>")
    replies = [element.context for element in observation.elements if element.name == "Reply"]
    assert replies == ["Ida Rain again. Reply", "Jon Sun here. Reply"]
    assert only(observation, name="Town").context == ""


async def test_options_of_native_and_custom_lists(show: Show) -> None:
    observation = await show(
        """<label>State <select><option value="">Choose<option value=CA selected>California<option value=NY
disabled>New York</select></label>
        <div role=combobox aria-expanded=true aria-controls=lb aria-label=Fruit tabindex=0>Apple</div>
        <ul role=listbox id=lb><li role=option aria-selected=true>Apple</li><li role=option>Pear</li></ul>"""
    )
    state, fruit = only(observation, name="State"), only(observation, name="Fruit")
    assert [(o.label, o.value, o.selected, o.disabled) for o in state.options] == [
        ("Choose", "", False, False),
        ("California", "CA", True, False),
        ("New York", "NY", False, True),
    ]
    assert (fruit.expanded, fruit.value, fruit.popup) == (True, "Apple", "listbox")
    assert [(o.label, o.selected) for o in fruit.options] == [("Apple", True), ("Pear", False)]


async def test_frames_and_open_shadow_roots(show: Show, site, session: BrowserSession) -> None:
    other = site.page("/inner", "<button>Inside</button><p>Frame text</p>").replace("127.0.0.1", "localhost")
    observation = await show(
        f"""<p>Before</p><iframe src="{other}" width=300 height=100></iframe><p>After</p><div id=host></div>
        <script>const r = host.attachShadow({{mode: 'open'}});
        r.innerHTML = '<label for=q>Query</label><input id=q><p><slot></slot></p>';
        host.innerHTML = '<span>Slotted</span>'</script>"""
    )
    inside = only(observation, name="Inside")
    assert inside.frame == "f1"
    assert inside.ref.startswith("f1e")
    assert inside.box[1] > 30
    assert only(observation, role="textbox").name == "Query"
    assert [line.text for line in observation.reading.lines] == [
        "Before",
        "Inside",
        "Frame text",
        "After",
        "Query",
        "Slotted",
    ]


async def test_listeners_pointers_and_handlers_make_things_clickable(show: Show) -> None:
    observation = await show(
        """<div id=a>Listener</div><div onclick="1">Attribute</div><div
style="cursor:pointer">Pointer</div><div>Plain</div>
        <div id=p>Property</div><script>a.addEventListener('click', () => 1); p.onclick = () => 1;
        document.body.addEventListener('click', () => 1)</script>"""
    )
    assert [e.name for e in observation.elements] == ["Listener", "Attribute", "Pointer", "Property"]
    assert all(e.listener for e in observation.elements)


async def test_covered_things_are_said_to_be(show: Show) -> None:
    observation = await show(
        """<button style="position:absolute;top:50px;left:50px">Under</button>
        <div style="position:absolute;inset:0;top:40px;background:#fff">Overlay</div>
        <button style="position:absolute;top:5px;left:5px">Free</button>
        <div style="position:fixed;left:0;top:300px;opacity:0;width:10px;height:10px"><button>Ghost</button></div>"""
    )
    assert only(observation, name="Under").covered
    assert not only(observation, name="Free").covered


async def test_hidden_inputs_behind_labels_are_there_and_hidden_things_are_not(show: Show) -> None:
    observation = await show(
        """<style>.sr{position:absolute;opacity:0;width:0;height:0}</style>
        <label><input type=checkbox class=sr><span>Terms</span></label>
        <input type=file id=up style="display:none"><label for=up>Choose a picture</label>
        <button style="display:none">No</button><button style="visibility:hidden">Nor</button><input type=hidden
name=t value=v>"""
    )
    assert [(e.role, e.name) for e in observation.elements] == [("checkbox", "Terms"), ("file", "Choose a picture")]


async def test_references_survive_a_redraw_and_new_things_are_marked(show: Show, session: BrowserSession) -> None:
    first = await show("<div id=box><button>One</button><button>Two</button></div>")
    page = await session.page()
    await page.evaluate("() => { box.innerHTML = '<button>One</button><button>Two</button><button>Three</button>' }")
    second = await session.observe()
    assert [e.ref for e in second.elements][:2] == [e.ref for e in first.elements]
    assert [e.new for e in second.elements] == [False, False, True]
    assert second.fingerprint != first.fingerprint
    third = await session.observe()
    assert third.fingerprint == second.fingerprint
    assert not any(e.new for e in third.elements)


async def test_references_of_another_document_are_never_reused(show: Show) -> None:
    first = await show("<button>One</button>", "/one")
    second = await show("<button>Two</button>", "/two")
    assert {e.ref for e in first.elements}.isdisjoint(e.ref for e in second.elements)


async def test_nothing_is_left_among_the_globals_of_the_page(show: Show, session: BrowserSession) -> None:
    page = await session.page()
    await page.goto("about:blank")
    before = await page.evaluate("() => Object.keys(window).length + Object.getOwnPropertyNames(window).length")
    await session.observe()
    after = await page.evaluate("() => Object.keys(window).length + Object.getOwnPropertyNames(window).length")
    assert before == after


async def test_what_slides_in_is_waited_for_and_what_turns_for_ever_is_not(show: Show, session: BrowserSession) -> None:
    await show(
        """<style>@keyframes turn { to { rotate: 360deg } } #spin { animation: turn 1s infinite }
        #veil { opacity: 0; transition: opacity .7s }</style><div id=spin>~</div><div id=veil>veil</div>
        <button onclick="veil.style.opacity = 1">Open</button>
        <script>veil.ontransitionend = () => veil.insertAdjacentHTML('afterend', '<label>Name<input></label>')
        </script>"""
    )
    opening = next(e.ref for e in (await session.observe()).elements if e.name == "Open")
    assert (await session.act(Action(kind=ActionKind.CLICK, ref=opening))).ok
    assert "Name" in {element.name for element in (await session.observe()).elements}


async def test_a_bar_that_listens_does_not_take_the_name_of_its_button(show: Show) -> None:
    observation = await show(
        """<div id=bar style="height:24px;width:300px"><span>&nbsp;</span>
<button style="float:right">Close</button></div>
<script>document.getElementById('bar').addEventListener('mousedown', () => {})</script>"""
    )
    assert [(element.role, element.name) for element in observation.elements] == [("button", "Close")]


async def test_a_row_that_lays_out_the_page_is_no_record(show: Show) -> None:
    grid = "<table><tr><td><a href='/p'>Pen</a></td><td>3 €</td></tr></table>"
    observation = await show(f"<table><tr><td><a href='/'>Home</a></td><td>{grid}</td></tr></table>")
    assert only(observation, name="Home").context == ""
    assert only(observation, name="Pen").context == "Pen 3 €"


async def test_what_is_closed_tells_what_it_holds(show: Show) -> None:
    observation = await show(
        """<style>.m{display:none}.has:hover .m{display:block}</style><nav><ul><li><a href="#" data-bs-toggle=dropdown>
        Billing</a><ul hidden><li><a href=/bills>Bills &amp; statements</a></li><li><a href=/rates>Rates</a></li></ul>
        </li></ul></nav>
        <header><div class=has>Patients ▾<div class=m><a href=/my>My appointment</a></div></div></header>
        <div onclick="1">My time</div><div style="display:none"><a href=/leave>Leave request</a></div>
        <main><p>Text</p><div id=w style="display:none" role=dialog><button>Send</button></div>
        <button data-bs-target="#w">Ask</button></main>"""
    )
    held = {e.name: e.holds for e in observation.elements if e.holds}
    assert held == {
        "Billing": ("Bills & statements", "Rates"),
        "Patients ▾": ("My appointment",),
        "My time": ("Leave request",),
        "Ask": ("Send",),
    }


async def test_a_row_that_comes_back_is_told_from_the_one_that_stood_in_its_place(
    show: Show, session: BrowserSession
) -> None:
    await show(
        """<div id=f><p><a href=#1>View</a> first</p></div>
        <button onclick="const a = f.firstElementChild; f.replaceChildren(spare); spare = a">Turn</button>
        <script>spare = document.createElement('p'); spare.innerHTML = '<a href=#2>View</a> second'</script>"""
    )
    for _ in range(2):
        turned = await session.observe()
        await session.act(Action(kind=ActionKind.CLICK, ref=only(turned, name="Turn").ref))
    back = await session.observe()
    result = await session.act(Action(kind=ActionKind.CLICK, ref=only(back, name="View").ref))
    assert result.ok, result.message


async def test_the_rows_of_a_panel_that_is_drawn_as_a_card_are_records(show: Show) -> None:
    row = "<div class=line><div>{}</div><div>{}</div><div><button class=kb>More</button></div></div>"
    bar = "<div class=bar><button>Export</button></div><div class='line head'><div>No.</div><div>Sum</div></div>"
    panel = await show(f"<div class=card>{bar}{row.format('B-1', 40)}{row.format('B-2', 50)}</div>")
    assert [e.context for e in panel.elements if e.name == "More"] == ["B-1 40 More", "B-2 50 More"]
    rope = "<div class=line>Rope</div><div class=line>12 € <button>Add</button></div>"
    card = f"<div class=card><div class=line>{{}}</div>{rope}</div>"
    cards = await show(card.format("Blue") + card.format("Red"))
    assert [e.context for e in cards.elements if e.name == "Add"] == ["Blue Rope 12 € Add", "Red Rope 12 € Add"]


async def test_a_figure_of_another_part_of_the_page_names_no_box(show: Show) -> None:
    observation = await show(
        "<div><div>7</div></div><div><input type=checkbox> <input type=checkbox></div>"
        "<div><div><input type=radio name=r></div><div>5</div></div>"
    )
    assert [element.name for element in observation.elements] == ["", "", "5"]

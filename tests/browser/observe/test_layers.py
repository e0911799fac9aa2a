"""Pages of plain boxes: windows, bars, feet and lists that no role tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from skyvern.domain.page import Element, Observation

    Show = Callable[[str], Awaitable[Observation]]

_PAGE = (
    "<h1>Orders</h1><p>All that was ordered this month.</p><a href=/one>First order</a> <button>Export</button>"
    + "<p>One more line.</p>" * 12
)


def named(page: Observation, name: str) -> Element:
    return next(element for element in page.elements if element.name == name)


@pytest.mark.parametrize(
    "layer",
    [
        "<div style='position:fixed;inset:0;background:#0008'>"
        "<div style='background:#fff;width:300px;margin:120px auto'><h3>New terms</h3>"
        "<p>They hold from May.</p><button>Fine</button></div></div>",
        "<div style='position:fixed;inset:0;background:#0008'></div><div style='position:absolute;z-index:9;left:400px;"
        "top:150px;width:480px;height:300px;background:#fff'><b>New terms</b><span tabindex=0>Fine</span></div>",
        "<section style='position:fixed;top:100px;left:300px;width:700px;height:400px;background:#fff'>"
        "<div class=title>New terms</div><p>They hold from May.</p><a href=#>Fine</a></section>",
    ],
)
async def test_a_box_over_the_page_is_a_window(show: Show, layer: str) -> None:
    page = await show(f"{_PAGE}{layer}")
    assert (named(page, "Fine").landmark, named(page, "Fine").group) == ("dialog", "New terms")
    assert named(page, "Export").landmark == ""


@pytest.mark.parametrize(
    "body",
    [
        "<div style='position:fixed;inset:0;overflow:auto'><h1>Desk</h1><p>Work.</p><button>Fine</button></div>",
        f"{_PAGE}<div style='position:absolute;top:200px;z-index:9'><button>Fine</button></div>",
        f"{_PAGE}<div style='position:fixed;bottom:0;left:0;right:0;height:60px'><button>Fine</button></div>",
        f"{_PAGE}<div style='position:relative;top:20px;height:600px'><button>Fine</button></div>",
    ],
    ids=("the page itself", "a menu", "a bar of buttons", "what is moved a little"),
)
async def test_other_boxes_are_no_windows(show: Show, body: str) -> None:
    assert named(await show(body), "Fine").landmark == ""


async def test_a_bar_about_cookies_says_so(show: Show) -> None:
    bar = "<div style='position:fixed;bottom:0'><span>We use cookies.</span><button>Only needed</button></div>"
    assert "cookies" in named(await show(_PAGE + bar), "Only needed").group


async def test_the_bar_at_the_top_and_the_foot(show: Show) -> None:
    links = "".join(f"<a href=/{word}>{word}</a> " for word in ("Start", "Shop", "Help"))
    foot = "<div class=pied>Our letter <input aria-label=Mail> <button>Join</button></div>"
    page = await show(f"<div class=x>{links}</div><div>{_PAGE}</div>{foot}")
    found = [named(page, name).landmark for name in ("Shop", "Export", "Mail", "Join")]
    assert found == ["navigation", "", "contentinfo", "contentinfo"]
    assert "Orders" not in named(page, "Join").group


async def test_a_list_of_links_that_is_the_page_is_no_bar(show: Show) -> None:
    links = "".join(f"<li><a href=/{word}>{word}</a>" for word in ("North", "South", "East", "West"))
    assert named(await show(f"<h1>Regions</h1><ul>{links}</ul>"), "East").landmark == ""


async def test_choices_are_asked_about_by_the_words_above_them(show: Show) -> None:
    asked = "".join(
        f"<div><div>{question}</div><label><input type=radio name=q{n}>Yes</label> "
        f"<label><input type=radio name=q{n}>No</label></div>"
        for n, question in enumerate(("Do you smoke? *", "Do you drive?"))
    )
    extras = "<div>Extras<br><label><input type=checkbox>Sauna</label> <label><input type=checkbox>Pool</label></div>"
    page = await show(f"<h2>Health</h2><form>{asked}{extras}</form>")
    assert [e.group for e in page.elements] == ["Do you smoke?"] * 2 + ["Do you drive?"] * 2 + ["Extras"] * 2
    assert page.elements[0].required


async def test_the_parts_of_a_date_are_named_and_say_of_which(show: Show) -> None:
    parts = "<div>Birthday<div><input placeholder=TT><input placeholder=MM><input placeholder=JJJJ></div></div>"
    page = await show(f"<h2>You</h2><form>{parts}</form>")
    assert [(e.name, e.group) for e in page.elements] == [(p, "Birthday") for p in ("Day", "Month", "Year")]


_OPEN = "onclick=\"this.parentNode.classList.toggle('open')\""
_STYLE = "<style>.list{display:none;position:absolute;background:#fff}.open .list{display:block}</style>"


@pytest.mark.parametrize(
    "box",
    [
        f"<div>Region</div><div class=f><div {_OPEN}>Please select ▾</div>"
        "<div class=list><div>North</div><div>South</div></div></div>",
        f"<label>Region</label><div><button type=button {_OPEN}>Choose…</button>"
        "<ul class=list><li>North<li>South</ul></div>",
        "<div tabindex=0 aria-haspopup=listbox><span>Region</span><div onclick=1>&nbsp;</div>"
        "<ul class=list role=listbox><li role=option>North<li role=option>South</ul></div>",
    ],
    ids=("boxes", "a button", "half told"),
)
async def test_a_list_drawn_of_boxes_is_one_field(show: Show, box: str) -> None:
    page = await show(f"{_STYLE}<form><div>{box}</div><button>Send</button></form>")
    field = page.elements[0]
    assert [e.name for e in page.elements] == ["Region", "Send"]
    assert (field.role, field.value, [o.label for o in field.options]) == ("combobox", "", ["North", "South"])


async def test_a_menu_of_deeds_is_no_field(show: Show) -> None:
    deeds = "<div class=list><div>Open</div><div>Delete</div></div>"
    page = await show(f"{_STYLE}<div><div>Invoice 12</div><div><span {_OPEN}>Actions ▾</span>{deeds}</div></div>")
    assert named(page, "Actions ▾").role != "combobox"


async def test_the_chip_that_its_class_marks_is_chosen(show: Show) -> None:
    chips = "".join(f"<button class='chip {more}'>{time}</button>" for time, more in (("9:00", ""), ("9:30", "on")))
    page = await show(f"<h2>Times</h2><div>{chips}</div>")
    assert [e.selected for e in page.elements] == [None, True]


async def test_a_part_of_a_form_is_no_record(show: Show) -> None:
    card = "".join(f"<p><label>{word} <input></label></p>" for word in ("Name", "Street", "Town", "Mail"))
    page = await show(f"<div class=card>{card}<button>Next</button></div>")
    assert {e.context for e in page.elements} == {""}


async def test_a_box_with_an_arrow_under_its_label_is_a_list(show: Show) -> None:
    box = "<div tabindex=0 onclick=1 style='display:flex'><span>{}</span><span>▾</span></div>"
    page = await show(
        f"<h2>Visit</h2><div><div>Ward *</div>{box.format('&nbsp;')}<div>Bed</div>{box.format('Left')}</div>"
    )
    assert [(e.role, e.name, e.value) for e in page.elements] == [("combobox", "Ward", ""), ("combobox", "Bed", "Left")]
    assert page.elements[0].required


async def test_a_field_for_files_is_for_what_stands_above_it(show: Show) -> None:
    drop = "<div><span>Drop it here or</span> <span tabindex=0>browse</span><input type=file></div>"
    page = await show(f"<form><div>Receipt</div>{drop}</form>")
    assert next(e.name for e in page.elements if e.input_type == "file") == "Receipt"


async def test_the_dots_of_a_row_are_a_menu(show: Show) -> None:
    rows = "".join(f"<li>Bill {n} <button onclick=1 aria-label='Options for bill {n}'>⋯</button></li>" for n in (1, 2))
    page = await show(f"<ul>{rows}</ul><button onclick=1>Options</button>")
    assert [e.popup for e in page.elements] == ["menu", "menu", ""]
    steps = "<li>Amount <button aria-label=Less>−</button><b>1</b><button aria-label=More>+</button></li>"
    assert [e.popup for e in (await show(f"<ul>{steps}</ul>")).elements] == ["", ""]


async def test_a_field_with_words_of_its_own_is_not_called_by_the_heading(show: Show) -> None:
    page = await show("<h2>Bills</h2><div><div><input placeholder='Number of the bill'></div></div>")
    assert page.elements[0].name == "Number of the bill"

"""What an observation lets one read: lines, tables, pairs, records, alerts, data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Observation

Show = Callable[..., Awaitable[Observation]]


def pairs(observation: Observation) -> dict[str, str]:
    return {pair.label: pair.value for pair in observation.reading.pairs}


async def test_lines_come_in_order_with_levels_and_regions(show: Show) -> None:
    observation = await show(
        """<header>Shop</header><main><h1>Big <em>news</em></h1><p>One <b>bold</b> word.<br>Second line</p>
        <h3>Small</h3><div>Text<span hidden>no</span></div><p style="opacity:0">invisible</p>
        <span style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)">hidden</span></main>
        <footer>End</footer>"""
    )
    assert [(line.text, line.level, line.region) for line in observation.reading.lines] == [
        ("Shop", 0, "banner"),
        ("Big news", 1, "main"),
        ("One bold word.", 0, "main"),
        ("Second line", 0, "main"),
        ("Small", 3, "main"),
        ("Text", 0, "main"),
        ("End", 0, "contentinfo"),
    ]


async def test_a_line_tells_which_of_its_words_an_element_says(show: Show) -> None:
    observation = await show(
        """<p>See <a href=/a>the  first</a>, <a href=/b><b>the</b> second</a> or <button>neither</button>.</p>
        <table><tr><th>Name<th>Do</tr><tr><td>Ada<td><a href=/e>Edit</a> <a href=/d>Delete</a></table>
        <a href=/card><h3>Card</h3><p>Its text</p></a><p><a name=x>Plain</a> text</p>"""
    )
    names = {element.ref: element.name for element in observation.elements}
    parts = {line.text: [(text, names.get(ref, "")) for text, ref in line.parts] for line in observation.reading.lines}
    assert parts["See the first, the second or neither."] == [
        ("See ", ""), ("the first", "the first"), (", ", ""), ("the second", "the second"), (" or ", ""),
        ("neither", "neither"), (".", ""),
    ]  # fmt: skip
    assert parts["Ada | Edit Delete"] == [("Ada | ", ""), ("Edit", "Edit"), (" ", ""), ("Delete", "Delete")]
    assert parts["Card"] == [("Card", "Card Its text")]
    assert parts["Its text"] == []
    assert parts["Plain text"] == []


async def test_lines_since_the_last_look_are_new(show: Show, session: BrowserSession) -> None:
    first = await show("<p>Cart</p><p id=count>1 item</p>")
    assert not any(line.new for line in first.reading.lines)
    page = await session.page()
    await page.evaluate("document.getElementById('count').textContent = '2 items'")
    second = await session.look()
    assert [(line.text, line.new) for line in second.reading.lines] == [("Cart", False), ("2 items", True)]
    assert not any(line.new for line in (await session.look()).reading.lines)


async def test_a_line_tells_where_it_begins(show: Show) -> None:
    observation = await show(
        """<body style="margin:0;font:16px/20px sans-serif"><div style="height:300px"></div>First<br>Second
        <div style="position:absolute;top:900px">Third <b>bold</b></div>
        <iframe style="position:absolute;top:1000px;border:0"
        srcdoc="<body style='margin:0'><p style='margin:40px 0'>Inside">
        </iframe>"""
    )
    places = {line.text: line.y for line in observation.reading.lines}
    assert abs(places["First"] - 300) < 4
    assert abs(places["Second"] - 320) < 4
    assert abs(places["Third bold"] - 900) < 4
    assert abs(places["Inside"] - 1040) < 4


async def test_a_drop_down_reads_as_what_is_chosen(show: Show) -> None:
    observation = await show(
        """<table><tr><th>Priority</th><td>
<select><option>critical</option><option selected>wish</option></select></td></tr>
<tr><th>Keyword</th><td><select><option value="">none</option></select><input value="door"> (list)</td></tr></table>
        <dl><dt>State</dt><dd><select><option>open</option><option selected>in progress</option></select></dd></dl>"""
    )
    found = pairs(observation)
    assert (found["Priority"], found["State"]) == ("wish", "in progress")
    assert "none" not in found.get("Keyword", "")


async def test_tables_with_headers_spans_and_links(show: Show) -> None:
    observation = await show(
        """<table><caption>Invoices</caption><thead><tr><th>No</th><th>Date</th><th>Total</th></tr></thead>
        <tbody><tr><td><a href=/i/1>1</a></td><td
rowspan=2>2026-01-01</td><td>10</td></tr><tr><td>2</td><td>20</td></tr></tbody></table>
        <table><tr style="font-weight:bold"><td>Name</td><td>Points</td></tr><tr><td>Ann</td><td>3</td></tr></table>"""
    )
    first, second = observation.reading.tables
    assert (first.caption, first.headers) == ("Invoices", ("No", "Date", "Total"))
    assert [[cell.text for cell in row] for row in first.rows] == [["1", "2026-01-01", "10"], ["2", "2026-01-01", "20"]]
    assert first.rows[0][0].links[0][1].endswith("/i/1")
    assert second.headers == ("Name", "Points")
    assert len(second.rows) == 1


async def test_grids_of_roles_are_tables(show: Show) -> None:
    observation = await show(
        """<div role=table aria-label=People><div role=row><span role=columnheader>Name</span><span
role=columnheader>Age</span></div>
        <div role=row><span role=cell>Ann</span><span role=cell>33</span></div></div>"""
    )
    (table,) = observation.reading.tables
    assert (table.caption, table.headers) == ("People", ("Name", "Age"))
    assert [[cell.text for cell in row] for row in table.rows] == [["Ann", "33"]]


PAIRS = [
    "<dl><dt>Status</dt><dd>Active</dd></dl>",
    "<dl><div><dt>Status</dt><dd>Active</dd></div></dl>",
    "<table><tr><th>Status</th><td>Active</td></tr><tr><th>Level</th><td>3</td></tr></table>",
    "<table><tr><td>Status</td><td>Active</td></tr><tr><td>Level</td><td>3</td></tr></table>",
    "<p>Status: Active</p>",
    "<p><b>Status:</b> Active</p>",
    "<p><strong>Status</strong> Active</p>",
    "<p><strong>Status</strong> – Active</p>",
    "<div>Status:</div><div>Active</div>",
    "<div class=row><span>Status</span><strong>Active</strong></div>",
    "<div><div class=label>Status</div><div class=value>Active</div></div>",
    "<div><label>Status</label><span>Active</span></div>",
    "<div style='display:grid;grid-template-columns:1fr 1fr'><div class=k>Status</div><div "
    "class=v>Active</div><div class=k>Level</div><div class=v>3</div></div>",
    "<ul><li><span class=label>Status</span> <span>Active</span></li><li><span "
    "class=label>Level</span> <span>3</span></li></ul>",
    "<div class=fact><h4>Status</h4><p>Active</p></div>",
    "<label>Status <input value=Active></label>",
    "<label>Status <select><option>Closed<option selected>Active</select></label>",
    "<b>Name:</b> Ann<br><b>Status:</b> Active<br>",
]


@pytest.mark.parametrize("body", PAIRS)
async def test_labels_and_values_are_found_however_they_are_written(show: Show, body: str) -> None:
    assert pairs(await show(f"<main>{body}</main>")).get("Status") == "Active"


async def test_look_alike_cards_are_records(show: Show) -> None:
    card = "<div class=card><h3><a href=/p/{0}>{1}</a></h3><p>Price: {2}</p><p class=note>In stock</p></div>"
    cards = "".join(
        card.format(i, name, price) for i, (name, price) in enumerate([("Pen", "1 €"), ("Cup", "5 €"), ("Bag", "9 €")])
    )
    observation = await show(f"<main><h2>Goods</h2><div class=grid>{cards}</div></main>")
    group = next(g for g in observation.reading.groups if len(g.records) == 3)
    assert [record.heading for record in group.records] == ["Pen", "Cup", "Bag"]
    assert [record.pairs[0].value for record in group.records] == ["1 €", "5 €", "9 €"]
    assert group.records[1].texts == ("Cup", "Price: 5 €", "In stock")
    assert group.records[2].links[0][1].endswith("/p/2")
    assert group.heading == "Goods"


async def test_equal_facts_of_two_records_stay_two(show: Show) -> None:
    number = "<div><span>No.</span><a href=/{0}>{0}</a></div>"
    card = f"<div class=item>{number}<div><span>Status</span><span>Open</span></div></div>"
    observation = await show("<main>" + card.format("A1") + card.format("A2") + "</main>")
    group = next(g for g in observation.reading.groups if len(g.records) == 2)
    assert [[(pair.label, pair.value) for pair in record.pairs] for record in group.records] == [
        [("No.", "A1"), ("Status", "Open")],
        [("No.", "A2"), ("Status", "Open")],
    ]


async def test_a_message_beside_a_field_is_its_error(show: Show) -> None:
    observation = await show(
        """<form><div class=a1><label>Name <input></label><p style="color:#c00">This field is required</p></div>
        <div class=a1><label>City <input></label></div></form>"""
    )
    assert [(alert.text, alert.kind) for alert in observation.alerts] == [("This field is required", "error")]
    assert [element.error for element in observation.elements] == ["This field is required", ""]


async def test_list_items_are_records(show: Show) -> None:
    observation = await show("<ul><li><a href=/1>First</a> today</li><li><a href=/2>Second</a> gone</li></ul>")
    (group,) = observation.reading.groups
    assert [record.texts for record in group.records] == [("First today",), ("Second gone",)]


async def test_structured_data_and_meta(show: Show) -> None:
    observation = await show(
        """<html><head><title>T</title><meta name=description content="About us"><meta property=og:title content=OG>
        <script type="application/ld+json">{"@type": "Product", "name": "Pen"}</script></head><body>x</body></html>"""
    )
    assert observation.reading.json_ld[0]["name"] == "Pen"
    assert observation.reading.meta == {"description": "About us", "og:title": "OG"}


ALERTS = [
    ("<div role=alert>Wrong password</div>", "error"),
    ("<div class='alert alert-success'>Saved.</div>", "success"),
    ("<p class=error-message>Name is required</p>", "error"),
    ("<div role=status>Thank you</div>", "success"),
    ("<div class=toast>File uploaded</div>", "info"),
    ("<div aria-live=polite>3 results</div>", "info"),
    ("<div class='alert alert-warning'>Careful</div>", "warning"),
]


@pytest.mark.parametrize(("body", "kind"), ALERTS)
async def test_messages_are_alerts(show: Show, body: str, kind: str) -> None:
    observation = await show(body)
    assert [alert.kind for alert in observation.alerts] == [kind]


BUSY = [
    "<div aria-busy=true><p>…</p></div>",
    "<div class=spinner style='width:20px;height:20px'></div>",
    "<progress></progress>",
    "<div role=progressbar style='width:10px;height:10px'></div>",
    "<p>Loading…</p>",
    "<p>Please wait...</p>",
    "<p>Checking the server…</p>",
    "<style>@keyframes rot{to{transform:rotate(1turn)}} "
    "i{display:block;width:20px;height:20px;animation:rot 1s infinite}</style><i></i>",
]


@pytest.mark.parametrize("body", BUSY)
async def test_unfinished_pages_say_so(show: Show, body: str) -> None:
    assert (await show(body)).busy != ""


@pytest.mark.parametrize(
    "body",
    [
        "<p>Loading docks are open</p>",
        "<p>Working time *</p>",
        "<progress value=1 max=1></progress>",
        "<div class=loaded>x</div>",
        "<a href=/ class=loading-dock>Dock</a>",
    ],
)
async def test_finished_pages_are_not_busy(show: Show, body: str) -> None:
    assert (await show(body)).busy == ""


async def test_status_of_the_document(show: Show, site, session) -> None:
    site.page("/bad", "<h1>Oops</h1>", status=500)
    await session.goto(site.url + "/bad")
    assert (await session.observe()).status == 500
    assert (await show("<p>fine</p>")).status == 200


async def test_a_look_waits_for_what_the_page_fetches(show: Show, site) -> None:
    site.file("/data", b"Late but here", "text/plain")
    site.replies["/data"].wait = 0.5
    observation = await show(
        "<p id=t></p><script>fetch('/data').then(r => r.text()).then(x => { t.textContent = x })</script>"
    )
    assert "Late but here" in observation.reading.text
    assert observation.busy == ""


async def test_a_look_waits_for_the_picture_that_is_all_a_link_shows(show: Show, site, session) -> None:
    drawn = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>"
    site.file("/cart.svg", drawn, "image/svg+xml")
    site.replies["/cart.svg"].wait = 0.45
    page = await session.page()
    await page.goto(site.page("/shop", "<a href=/cart><img src=/cart.svg alt=Cart></a>"), wait_until="domcontentloaded")
    assert [element.name for element in (await session.observe()).elements] == ["Cart"]


async def test_a_stream_does_not_keep_the_look_waiting_for_ever(show: Show, site, session) -> None:
    site.file("/poll", b"never", "text/plain")
    site.replies["/poll"].wait = 6
    observation = await show("<p>Ready</p><script>fetch('/poll')</script>")
    assert "Ready" in observation.reading.text
    assert "request" in observation.busy or observation.busy == ""


async def test_the_name_of_an_icon_is_no_word_of_the_page(show: Show) -> None:
    observation = await show(
        """<style>.sign {font-family: "Material Icons"} .big {font-size: 22px}</style>
        <table><tr><th>Boat<i class=sign>arrow_upward</i><th><i class=sign>arrow_upward</i>Length</tr>
        <tr class=table-danger><td>Ida failed<td>12 m<tr><td>Gull<td>9 m</table>
        <button><i class=sign>delete_forever</i></button> <button><i class=sign>add</i> New boat</button>
        <div><section class=card><p class=text-caption>Berth: 4</p><div class=big>Ida</div><i>Sloop</i></section>
        <section class=card><p class=text-caption>Berth: 7</p><div class=big>Gull</div><i>Ketch</i></section></div>"""
    )
    assert observation.reading.tables[0].headers == ("Boat", "Length")
    assert [e.name for e in observation.elements if e.role == "button"] == ["delete forever", "New boat"]
    assert "arrow" not in observation.reading.text
    assert observation.alerts == ()
    assert [record.heading for group in observation.reading.groups for record in group.records] == ["Ida", "Gull"]


async def test_a_code_in_strong_letters_and_the_badge_behind_it(show: Show) -> None:
    style = "<style>i{background:#cfc;border-radius:8px;padding:2px 8px;font-style:normal}</style>"
    card = "<article><h3>{}</h3><p>Berth no. <b>{}</b> <i>{}</i></p><a href=/b>Open</a></article>"
    said = "<p>See <b>all</b> of it</p><p>Your number is <b>77</b>.</p>"
    one = await show(f"{style}<h1>Yard</h1>{card.format('Blue Heron', 'B-17', 'Ashore')}{said}")
    assert [(pair.label, pair.value, pair.source) for pair in one.reading.pairs] == [
        ("Berth no.", "B-17", "sibling"), ("", "Ashore", "badge"),
    ]  # fmt: skip
    two = await show(style + "<main>" + card.format("Heron", "B-17", "Ashore") + card.format("Kite", "B-9", "Afloat"))
    found = [
        (record.texts, {pair.label: pair.value for pair in record.pairs}) for record in two.reading.groups[0].records
    ]
    assert found == [
        (("Heron", "Berth no. B-17", "Ashore", "Open"), {"Berth no.": "B-17"}),
        (("Kite", "Berth no. B-9", "Afloat", "Open"), {"Berth no.": "B-9"}),
    ]


async def test_words_with_room_between_them_are_words_apart(show: Show) -> None:
    observation = await show(
        """<style>.tab { padding: 0 8px } b { padding: 1px }</style>
        <div><span class=tab onclick="1">Rates</span><span class=tab onclick="1">Outages</span></div>
        <p>un<b>break</b>able, <b style="padding: 0 9px">bold</b>.</p>
        <p><span>1 bd</span><span style="margin-left: 12px">640 sqft</span></p>"""
    )
    assert [line.text for line in observation.reading.lines] == ["Rates Outages", "unbreakable, bold.", "1 bd 640 sqft"]


async def test_boxes_in_a_line_have_lines_of_their_own(show: Show) -> None:
    card = "<div style='display: inline-block'><b>{}</b><p>{}</p></div>"
    observation = await show(
        "<section>" + card.format("Time off", "11 days") + card.format("Time sheet", "not sent") + "</section>"
        "<p>Call <span style='display: inline-block'><b>now</b></span> or later</p>"
    )
    assert [line.text for line in observation.reading.lines] == [
        "Time off", "11 days", "Time sheet", "not sent", "Call now or later",
    ]  # fmt: skip

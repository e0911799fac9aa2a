"""Extraction and criteria on real pages of many makes, through the real observer."""

# ruff: noqa: E501, ANN401 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from skyvern.agent.criteria import judge
from skyvern.agent.extract import extract, invalid, ungrounded
from skyvern.domain.page import Observation

Show = Callable[..., Awaitable[Observation]]


def obj(**fields: Any) -> dict[str, Any]:
    made = {name: {"type": kind} if isinstance(kind, str) else kind for name, kind in fields.items()}
    return {"type": "object", "properties": made}


def arr(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": obj(**fields)}


PAGES: dict[str, str] = {
    "dl in divs": """<main><h1>Vehicle record</h1><dl><div><dt>Plate</dt><dd>KX-7781</dd></div><div><dt>Keeper</dt><dd>Rosa Ibarra</dd></div>
      <div><dt>First registered</dt><dd>4 May 2016</dd></div><div><dt>Tax due</dt><dd>£165.00</dd></div></dl></main>""",
    "spans": """<header><nav><a href=/>Home</a><a href=/x>Permits</a></nav></header><section><h2>Permit 2024-118</h2>
      <div class=row><span class=l>Applicant</span><span class=v>Orchard Homes LLC</span></div>
      <div class=row><span class=l>Valuation</span><span class=v>$240,000</span></div>
      <div class=row><span class=l>Permit status</span><span class=v>Under review</span></div></section>""",
    "bold labels": """<h1>Shipment</h1><p><b>Tracking number:</b> 1Z-55-81</p><p><b>Carrier:</b> Swift Freight<br><b>Weight:</b> 12.4 kg</p><p><strong>Delivered on:</strong> March 9, 2026</p>""",
    "th rows": """<h1>Account</h1><table><tr><th>Account holder</th><td>T. Brandt</td></tr><tr><th>IBAN</th><td>DE02 1203 0000 0000 2020 51</td></tr>
      <tr><th>Balance</th><td>1.204,55 €</td></tr></table>""",
    "cards": """<h1>Open positions</h1><div class=grid>
      <article><h3><a href=/j/1>Data engineer</a></h3><p class=loc>Leeds</p><p>£52,000</p><p>Full time</p></article>
      <article><h3><a href=/j/2>Nurse manager</a></h3><p class=loc>York</p><p>£44,500</p><p>Part time</p></article>
      <article><h3><a href=/j/3>Site foreman</a></h3><p class=loc>Hull</p><p>£39,000</p><p>Full time</p></article></div>""",
    "list items": """<h2>Branches</h2><ul class=branches><li><strong>Northside</strong><br>Phone: 555-0101<br>Opens: 8 am</li>
      <li><strong>Riverside</strong><br>Phone: 555-0102<br>Opens: 9 am</li><li><strong>Old Town</strong><br>Phone: 555-0103<br>Opens: 10 am</li></ul>""",
    "aria grid": """<h1>Devices</h1><div role=table aria-label=Devices><div role=row><span role=columnheader>Device</span><span role=columnheader>Serial</span><span role=columnheader>State</span></div>
      <div role=row><span role=cell>Router</span><span role=cell>R-100</span><span role=cell>Online</span></div>
      <div role=row><span role=cell>Switch</span><span role=cell>S-220</span><span role=cell>Offline</span></div></div>""",
    "receipt": """<h1>Receipt</h1><table><thead><tr><th>Item</th><th>Qty</th><th>Price</th></tr></thead><tbody><tr><td>Bolts</td><td>10</td><td>$4.00</td></tr>
      <tr><td>Glue</td><td>2</td><td>$9.50</td></tr></tbody><tfoot><tr><td colspan=2>Subtotal</td><td>$13.50</td></tr><tr><td colspan=2>Tax</td><td>$1.08</td></tr><tr><td colspan=2>Total</td><td>$14.58</td></tr></tfoot></table>
      <p>Receipt no. 7741</p>""",
    "json-ld": """<h1>Moonrise Kettle</h1><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Moonrise Kettle","sku":"MK-2","brand":{"@type":"Brand","name":"Halden"},
      "offers":{"@type":"Offer","price":"39.00","priceCurrency":"EUR","availability":"https://schema.org/InStock"}}</script><p>A kettle.</p>""",
    "form": """<form><label>Display name <input name=a value="K. Osei"></label><label for=b>Time zone</label><select id=b><option>UTC</option><option selected>Accra</option></select>
      <label><input type=checkbox checked> Weekly digest</label><label>Secret <input type=password value=hunter2></label></form>""",
    "two sections": """<section><h2>Sender</h2><dl><dt>Name</dt><dd>Anna Falk</dd><dt>City</dt><dd>Malmö</dd></dl></section>
      <section><h2>Recipient</h2><dl><dt>Name</dt><dd>Bert Roos</dd><dt>City</dt><dd>Gent</dd></dl></section>""",
    "thanks": """<div role=alert class="alert alert-success">Your booking is confirmed.</div><h1>Booking confirmed</h1><p>Your booking reference is QX4-77. We sent an e-mail to you.</p>""",
    "no hits": """<h1>Search</h1><form><input name=q value="zz"><button>Search</button></form><p>Sorry, we couldn't find any tenders matching your criteria.</p>""",
}  # fmt: skip

CASES: list[tuple[str, str, Any, Any]] = [
    ("dl in divs", "Get the record", obj(plate_number="string", keeper="string", first_registration_date={"type": "string", "format": "date"}, tax_due="number", colour="string"),
     {"plate_number": "KX-7781", "keeper": "Rosa Ibarra", "first_registration_date": "2016-05-04", "tax_due": 165, "colour": None}),
    ("spans", "Get the permit", obj(applicant="string", valuation="integer", status="string"),
     {"applicant": "Orchard Homes LLC", "valuation": 240000, "status": "Under review"}),
    ("bold labels", "Get the shipment", obj(tracking_number="string", carrier="string", weight="string", delivery_date={"type": "string", "format": "date"}),
     {"tracking_number": "1Z-55-81", "carrier": "Swift Freight", "weight": "12.4 kg", "delivery_date": "2026-03-09"}),
    ("th rows", "Get the account", obj(account_holder="string", iban="string", balance="number"),
     {"account_holder": "T. Brandt", "iban": "DE02 1203 0000 0000 2020 51", "balance": 1204.55}),
    ("cards", "Extract all positions", obj(jobs=arr(title="string", salary="number", url="string")),
     {"jobs": [{"title": "Data engineer", "salary": 52000, "url": "/j/1"}, {"title": "Nurse manager", "salary": 44500, "url": "/j/2"}, {"title": "Site foreman", "salary": 39000, "url": "/j/3"}]}),
    ("cards", "Extract all part time positions", arr(title="string"), [{"title": "Nurse manager"}]),
    ("cards", "Extract all positions over £40,000", arr(title="string"), [{"title": "Data engineer"}, {"title": "Nurse manager"}]),
    ("list items", "Extract all branches", arr(name="string", phone="string"),
     [{"name": "Northside", "phone": "555-0101"}, {"name": "Riverside", "phone": "555-0102"}, {"name": "Old Town", "phone": "555-0103"}]),
    ("list items", "Get the phone of the Riverside branch", obj(phone="string"), {"phone": "555-0102"}),
    ("aria grid", "Extract all devices", arr(device="string", serial_number="string", state="string"),
     [{"device": "Router", "serial_number": "R-100", "state": "Online"}, {"device": "Switch", "serial_number": "S-220", "state": "Offline"}]),
    ("aria grid", "Which devices are offline? List the offline devices", arr(device="string"), [{"device": "Switch"}]),
    ("receipt", "Extract the line items, subtotal, tax and total", obj(items=arr(item="string", quantity="integer", price="number"), subtotal="number", tax="number", total="number"),
     {"items": [{"item": "Bolts", "quantity": 10, "price": 4}, {"item": "Glue", "quantity": 2, "price": 9.5}], "subtotal": 13.5, "tax": 1.08, "total": 14.58}),
    ("json-ld", "Get the product", obj(name="string", price="number", currency="string", sku="string"), {"name": "Moonrise Kettle", "price": 39, "currency": "EUR", "sku": "MK-2"}),
    ("form", "Read the settings", obj(display_name="string", time_zone="string", weekly_digest="boolean", secret="string"),
     {"display_name": "K. Osei", "time_zone": "Accra", "weekly_digest": True, "secret": None}),
    ("two sections", "Get both parties", obj(sender=obj(name="string", city="string"), recipient=obj(name="string", city="string")),
     {"sender": {"name": "Anna Falk", "city": "Malmö"}, "recipient": {"name": "Bert Roos", "city": "Gent"}}),
    ("thanks", "Get the booking reference", obj(booking_reference="string"), {"booking_reference": "QX4-77"}),
    ("spans", "Extract applicant and valuation", None, {"applicant": "Orchard Homes LLC", "valuation": "$240,000"}),
    ("aria grid", "Extract all devices", None, [{"device": "Router", "serial": "R-100", "state": "Online"}, {"device": "Switch", "serial": "S-220", "state": "Offline"}]),
]  # fmt: skip

JUDGED: list[tuple[str, str, bool | None]] = [
    ("thanks", "the booking is confirmed", True), ("thanks", "a success message is shown", True), ("thanks", "an error is displayed", False),
    ("thanks", 'the page says "Booking confirmed"', True), ("no hits", "results are shown", False), ("no hits", "no results were found", True),
    ("no hits", "no tenders are found", True), ("cards", "at least 3 positions are listed", True), ("cards", "results are displayed", True),
    ("aria grid", "the device table is shown", True), ("aria grid", "the state of Switch is Offline", True), ("aria grid", "the state of the Router is Offline", False),
    ("form", "Weekly digest is checked", True), ("form", "the time zone is Accra", True), ("form", "the display name is empty", False),
    ("spans", "the permit status is Approved", False), ("spans", "the permit is under review", None), ("th rows", "the balance is more than 1,000", True),
    ("dl in divs", "the vehicle record is shown", True), ("receipt", "the total is $14.58", True), ("receipt", "the table has exactly 2 rows", True),
]  # fmt: skip


def _absolute(value: Any, base: str) -> Any:
    if isinstance(value, dict):
        return {key: _absolute(inner, base) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_absolute(inner, base) for inner in cast("list[Any]", value)]
    return base + value if isinstance(value, str) and value.startswith("/") else value


@pytest.mark.parametrize(("name", "goal", "schema", "expected"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
async def test_extract(name: str, goal: str, schema: Any, expected: Any, show: Show, site: Any) -> None:
    seen = await show(PAGES[name])
    found = extract(goal, schema, seen)
    assert found.data == _absolute(expected, site.url), (found, seen.reading)
    assert invalid(found.data, schema) == ()
    assert ungrounded(found.data, seen) == ()


@pytest.mark.parametrize(("name", "criterion", "holds"), JUDGED, ids=[f"{c[0]}: {c[1]}" for c in JUDGED])
async def test_judge(name: str, criterion: str, holds: bool | None, show: Show) -> None:
    verdict = judge(criterion, await show(PAGES[name]))
    assert verdict.holds is holds, verdict.why

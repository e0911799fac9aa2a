"""Extraction to a schema from pages of many shapes: right values, null for what is absent or cannot be told apart."""

# ruff: noqa: E501, ANN401 - tables of cases read best a line each, and hold values of any kind
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from skyvern.agent.extract import extract, invalid, ungrounded
from skyvern.domain.page import Line, Observation
from skyvern.testing.observations import alert, element, group, lines, page, pairs, record, select, table


def obj(**fields: Any) -> dict[str, Any]:
    made = {name: {"type": kind} if isinstance(kind, str) else kind for name, kind in fields.items()}
    return {"type": "object", "properties": made}


def arr(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": obj(**fields)}


MEMBERS = table(
    ("Name", "City", "State", "Profession", "Member no.", "Standing", ""),
    ("Ann Lee", "Salem", "Oregon", "Nurse", "7731002", "Active", "View -> https://site.example/m/7731002"),
    ("Ann Lee", "Boise", "Idaho", "Nurse", "7731940", "Lapsed", "View -> https://site.example/m/7731940"),
    ("Bo Ray", "Salem", "Oregon", "Midwife", "7740001", "Active", "View -> https://site.example/m/7740001"),
)
BILLS = table(
    ("Bill no.", "Issued on", "Due", "Amount", "Status"),
    ("B-1001", "03/01/2026", "04/01/2026", "$1,200.00", "Paid"),
    ("B-1002", "03/15/2026", "04/15/2026", "$89.50", "Open"),
    ("B-1003", "05/02/2026", "06/02/2026", "$2,410.10", "Overdue"),
    ("B-1004", "04/20/2026", "05/20/2026", "$640.00", "Open"),
    ("Total", "", "", "$4,339.60", ""),
    caption="Bills",
)
PRODUCTS = group(
    record(
        "Desk lamp", "$24.99", "4.5 out of 5", heading="Desk lamp", links=[("Desk lamp", "https://shop.example/lamp")]
    ),
    record(
        "Floor lamp",
        "$119.00",
        "4 out of 5",
        heading="Floor lamp",
        links=[("Floor lamp", "https://shop.example/floor")],
    ),
    record("Wall light", "$54.00", heading="Wall light", links=[("Wall light", "https://shop.example/wall")]),
    heading="Lighting",
)
PROFILE = page(
    lines("# Dr. Mara Quinn", "Professional licence record"),
    pairs({"Licence number": "RN-204-551", "Status": "Active", "Expiration date": "June 30, 2027", "Employer": "—"}),
    title="Licence record – Board of Nursing",
)

CASES: list[tuple[str, Observation, str, Any, Any, dict[str, Any]]] = [
    ("dl, snake case", PROFILE, "Get the licence", obj(license_number="string", status="string"),
     {"license_number": "RN-204-551", "status": "Active"}, {}),
    ("dash is null", PROFILE, "Get it", obj(employer="string", status="string"), {"employer": None, "status": "Active"}, {}),
    ("absent is null", PROFILE, "Get it", obj(status="string", disciplinary_action="string"),
     {"status": "Active", "disciplinary_action": None}, {}),
    ("name from heading", PROFILE, "Get the holder", obj(full_name="string", license_number="string"),
     {"full_name": "Dr. Mara Quinn", "license_number": "RN-204-551"}, {}),
    ("date format", PROFILE, "Get it", obj(expiry_date={"type": "string", "format": "date"}), {"expiry_date": "2027-06-30"}, {}),
    ("date kept as shown", PROFILE, "Get it", obj(valid_until="string"), {"valid_until": "June 30, 2027"}, {}),
    ("camel case", PROFILE, "Get it", obj(licenseNumber="string", expirationDate="string"),
     {"licenseNumber": "RN-204-551", "expirationDate": "June 30, 2027"}, {}),
    ("organisation prefix", PROFILE, "Get it", obj(nbn_licence_number="string"), {"nbn_licence_number": "RN-204-551"}, {}),
    ("enum normalised", PROFILE, "Get it", obj(status={"enum": ["ACTIVE", "LAPSED"]}), {"status": "ACTIVE"}, {}),
    ("enum without match", PROFILE, "Get it", obj(status={"enum": ["open", "closed"]}, license_number="string"),
     {"status": None, "license_number": "RN-204-551"}, {}),
    ("boolean from status", page(pairs({"Newsletter": "Yes", "Blocked": "No"})), "Get it",
     obj(newsletter="boolean", blocked="boolean"), {"newsletter": True, "blocked": False}, {}),
    ("anyOf null", PROFILE, "Get it", obj(status={"anyOf": [{"type": "string"}, {"type": "null"}]}), {"status": "Active"}, {}),
    ("type list", PROFILE, "Get it", obj(status={"type": ["string", "null"]}), {"status": "Active"}, {}),
    ("row by payload", page(MEMBERS), "Extract member number and standing", obj(member_number="string", standing="string"),
     {"member_number": "7731940", "standing": "Lapsed"}, {"first_name": "Ann", "last_name": "Lee", "state": "Idaho"}),
    ("row by state code", page(MEMBERS), "Extract member number", obj(member_number="string", status="string"),
     {"member_number": "7731940", "status": "Lapsed"}, {"name": "Ann Lee", "state": "ID"}),
    ("row by goal", page(MEMBERS), "Extract the member number of Bo Ray", obj(member_number="string"), {"member_number": "7740001"}, {}),
    ("row by search form", page(MEMBERS, element("textbox", "Last name", "Lee"), select("State", "Any", "Oregon", "Idaho", chosen="Oregon")),
     "Extract the member number", obj(member_number="string"), {"member_number": "7731002"}, {}),
    ("ambiguous rows are null", page(MEMBERS), "Extract the member number of Ann Lee", obj(member_number="string", profession="string"),
     {"member_number": None, "profession": "Nurse"}, {}),
    ("link of a row", page(MEMBERS), "Extract the profile url of Bo Ray", obj(member_no="string", profile_url="string"),
     {"member_no": "7740001", "profile_url": "https://site.example/m/7740001"}, {}),
    ("single row", page(table(("Name", "Certificate #", "State of certification"), ("Jo Hill", "C-9", "Valid"))), "Get it",
     obj(certificate_number="string"), {"certificate_number": "C-9"}, {}),
    ("all rows", page(BILLS), "Extract all bills", arr(bill_number="string", amount="number"),
     [{"bill_number": f"B-100{n}", "amount": a} for n, a in ((1, 1200), (2, 89.5), (3, 2410.1), (4, 640))], {}),
    ("array inside object", page(BILLS), "Extract all bills", obj(bills=arr(number="string", status="string")),
     {"bills": [{"number": f"B-100{n}", "status": s} for n, s in ((1, "Paid"), (2, "Open"), (3, "Overdue"), (4, "Open"))]}, {}),
    ("filter by value", page(BILLS), "Extract all open bills", arr(bill_number="string"),
     [{"bill_number": "B-1002"}, {"bill_number": "B-1004"}], {}),
    ("filter by two values", page(BILLS), "Extract the bills that are paid or overdue", arr(bill_number="string"),
     [{"bill_number": "B-1001"}, {"bill_number": "B-1003"}], {}),
    ("filter by negation", page(BILLS), "Extract all bills that are not paid", arr(bill_number="string"),
     [{"bill_number": "B-1002"}, {"bill_number": "B-1003"}, {"bill_number": "B-1004"}], {}),
    ("filter by amount", page(BILLS), "Extract all bills over $1,000", arr(bill_number="string"),
     [{"bill_number": "B-1001"}, {"bill_number": "B-1003"}], {}),
    ("filter by date", page(BILLS), "Extract all bills issued after 04/01/2026", arr(bill_number="string"),
     [{"bill_number": "B-1003"}, {"bill_number": "B-1004"}], {}),
    ("first two", page(BILLS), "Extract the first two bills", arr(bill_number="string"),
     [{"bill_number": "B-1001"}, {"bill_number": "B-1002"}], {}),
    ("latest", page(BILLS), "Extract the most recent bill", obj(bill_number="string", status="string"),
     {"bill_number": "B-1003", "status": "Overdue"}, {}),
    ("highest", page(BILLS), "Extract the bill with the highest amount", obj(bill_number="string"), {"bill_number": "B-1003"}, {}),
    ("second row", page(BILLS), "Extract the number of the second bill in the list", obj(bill_number="string"), {"bill_number": "B-1002"}, {}),
    ("by code", page(BILLS), "What is the status of B-1004?", obj(status="string"), {"status": "Open"}, {}),
    ("by missing code", page(BILLS), "What is the status of B-1099?", obj(status="string", amount="number"),
     {"status": None, "amount": None}, {}),
    ("total row", page(BILLS), "Extract the total", obj(grand_total="number"), {"grand_total": 4339.6}, {}),
    ("total beside rows", page(BILLS), "Extract all bills and the total",
     obj(bills=arr(bill_number="string"), total="number"),
     {"bills": [{"bill_number": f"B-100{n}"} for n in (1, 2, 3, 4)], "total": 4339.6}, {}),
    ("column of strings", page(BILLS), "List all bill numbers", obj(bill_numbers={"type": "array", "items": {"type": "string"}}),
     {"bill_numbers": ["B-1001", "B-1002", "B-1003", "B-1004"]}, {}),
    ("cards", page(PRODUCTS), "Extract all products", arr(name="string", price="number", url="string"),
     [{"name": "Desk lamp", "price": 24.99, "url": "https://shop.example/lamp"},
      {"name": "Floor lamp", "price": 119.0, "url": "https://shop.example/floor"},
      {"name": "Wall light", "price": 54.0, "url": "https://shop.example/wall"}], {}),
    ("card lacks a field", page(PRODUCTS), "Extract all products", arr(title="string", rating="number"),
     [{"title": "Desk lamp", "rating": 4.5}, {"title": "Floor lamp", "rating": 4}, {"title": "Wall light", "rating": None}], {}),
    ("cheapest card", page(PRODUCTS), "Get the name and price of the cheapest product", obj(name="string", price="number"),
     {"name": "Desk lamp", "price": 24.99}, {}),
    ("one card by name", page(PRODUCTS), "Get the price of the floor lamp", obj(price="number"), {"price": 119.0}, {}),
    ("euro decimals", page(pairs({"Gesamtpreis / Total": "1.234,50 €", "Menge / Quantity": "3"})), "Get it",
     obj(total="number", quantity="integer"), {"total": 1234.5, "quantity": 3}, {}),
    ("inline pairs", page(lines("# Bo Ray", "Licence: 4411 · Status: Suspended · Since: 2011")), "Get it",
     obj(license_number="string", status="string", since="string"),
     {"license_number": "4411", "status": "Suspended", "since": "2011"}, {}),
    ("number in a message", page(alert("Thank you. Your reference number is AP-2231.", "success")), "Get it",
     obj(reference_number="string"), {"reference_number": "AP-2231"}, {}),
    ("pair in a message", page(lines("# Order placed", "Confirmation number: 88-121-X")), "Get it",
     obj(confirmation_number="string"), {"confirmation_number": "88-121-X"}, {}),
    ("json-ld", page(lines("# Trail shoe"), json_ld=[{"@type": "Product", "name": "Trail shoe", "sku": "TS-1",
     "offers": {"@type": "Offer", "price": "89.90", "priceCurrency": "EUR"}}]), "Get the product",
     obj(name="string", price="number", sku="string"), {"name": "Trail shoe", "price": 89.9, "sku": "TS-1"}, {}),
    ("form values", page(element("textbox", "Company name", "Harbour Ltd"), element("textbox", "Contact e-mail", "a@b.example"),
     element("checkbox", "Paper invoices", checked=False)), "Read the profile",
     obj(company_name="string", email="string", paper_invoices="boolean"),
     {"company_name": "Harbour Ltd", "email": "a@b.example", "paper_invoices": False}, {}),
    ("nested by section", page(pairs({"Street": "1 Elm", "City": "Salem"}, group="Billing address"),
     pairs({"Street": "9 Oak", "City": "Boise"}, group="Shipping address", order=10)), "Get both addresses",
     obj(billing_address=obj(street="string", city="string"), shipping_address=obj(street="string", city="string")),
     {"billing_address": {"street": "1 Elm", "city": "Salem"}, "shipping_address": {"street": "9 Oak", "city": "Boise"}}, {}),
    ("flat by section in doubt", page(pairs({"City": "Salem"}, group="Billing address"),
     pairs({"City": "Boise"}, group="Shipping address", order=10)), "Get the city", obj(city="string"), {"city": None}, {}),
    ("goal names the section", page(pairs({"City": "Salem"}, group="Billing address"),
     pairs({"City": "Boise"}, group="Shipping address", order=10)), "Get the city of the shipping address", obj(city="string"),
     {"city": "Boise"}, {}),
    ("two statuses in doubt", page(pairs({"Account standing": "Good", "Payment status": "Late", "Review status": "Done"})),
     "Get the status", obj(delivery_status="string", payment_status="string"), {"delivery_status": None, "payment_status": "Late"}, {}),
    ("more specific label", page(pairs({"Certification status": "Valid", "City": "Rome"})), "Get it", obj(status="string"), {"status": "Valid"}, {}),
    ("description hint", page(pairs({"Jurisdiction": "Ohio", "Serial": "X1"})), "Get it",
     obj(place={"type": "string", "description": "Jurisdiction shown in the record"}, s={"type": "string", "title": "Serial"}),
     {"place": "Ohio", "s": "X1"}, {}),
    ("comparison table", page(table(("Plan", "Basic", "Pro"), ("Price", "$5", "$20"), ("Seats", "1", "10"), row_heads=True)),
     "Get the price and seats of the Pro plan", obj(price="number", seats="integer"), {"price": 20, "seats": 10}, {}),
    ("no header table", page(table((), ("Model", "X-200"), ("Weight", "2.5 kg"))), "Get it",
     obj(model="string", weight="string"), {"model": "X-200", "weight": "2.5 kg"}, {}),
    ("list of skills", page(pairs({"Skills": "Python, Go and Rust"})), "Get the skills",
     obj(skills={"type": "array", "items": {"type": "string"}}), {"skills": ["Python", "Go", "Rust"]}, {}),
    ("JSON string schema", PROFILE, "Get it", '{"type":"object","properties":{"status":{"type":"string"}}}', {"status": "Active"}, {}),
    ("example schema", PROFILE, "Get it", {"status": "string"}, {"status": "Active"}, {}),
    ("legacy list schema", page(BILLS), "Extract all bills", [{"bill_number": "string"}],
     [{"bill_number": f"B-100{n}"} for n in (1, 2, 3, 4)], {}),
    ("$ref", PROFILE, "Get it", {"type": "object", "properties": {"status": {"$ref": "#/$defs/s"}}, "$defs": {"s": {"type": "string"}}},
     {"status": "Active"}, {}),
    ("free form fields", PROFILE, "Extract the licence number, status and expiration date.", None,
     {"licence_number": "RN-204-551", "status": "Active", "expiration_date": "June 30, 2027"}, {}),
    ("free form list", page(BILLS), "Extract all bills with bill number and status", None,
     [{"bill_number": f"B-100{n}", "status": s} for n, s in ((1, "Paid"), (2, "Open"), (3, "Overdue"), (4, "Open"))], {}),
    ("free form for each", page(PRODUCTS), "Extract the name and price of every product", None,
     [{"name": "Desk lamp", "price": "$24.99"}, {"name": "Floor lamp", "price": "$119.00"}, {"name": "Wall light", "price": "$54.00"}], {}),
    ("two tables, named", page(table(("Date", "Amount"), ("Jan 1", "5"), caption="Payments"), table(("Date", "Amount"), ("Feb 2", "7"), caption="Refunds", order=9)),
     "Extract all refunds", obj(refunds=arr(date="string", amount="number")), {"refunds": [{"date": "Feb 2", "amount": 7}]}, {}),
    ("sectioned table", page(table(("Item", "Qty"), ("Fruit", "Fruit"), ("Apple", "2"), ("Nuts", "Nuts"), ("Almond", "9"))),
     "Extract all items", arr(item="string", quantity="integer"), [{"item": "Apple", "quantity": 2}, {"item": "Almond", "quantity": 9}], {}),
    ("number with unit", page(pairs({"In stock": "14 pcs", "Unit price": "USD 3.20"})), "Get it", obj(stock="integer", price="number"),
     {"stock": 14, "price": 3.2}, {}),
    ("a plain date is no due date", page(pairs({"Bill no.": "B-7", "Date": "01/02/2026", "Total": "$4.00"})), "Get it",
     obj(due_date="string", invoice_date="string", total="number"), {"due_date": None, "invoice_date": "01/02/2026", "total": 4}, {}),
    ("each date its own", page(pairs({"Permit no.": "P-77", "Date": "03/04/2026", "Payable until": "04/04/2026", "Expires": "03/04/2027"})),
     "Get it", obj(due_date="string", expiration_date="string"), {"due_date": "04/04/2026", "expiration_date": "03/04/2027"}, {}),
    ("dates in a list", page(table(("Policy no.", "Date", "Premium"), ("K-1", "05/01/2026", "$10"), ("K-2", "06/01/2026", "$20"))),
     "Extract all policies", arr(policy_number="string", end_date="string"),
     [{"policy_number": "K-1", "end_date": None}, {"policy_number": "K-2", "end_date": None}], {}),
    ("a whole name is no last name", page(pairs({"Name": "Ann Lee", "City": "Rome"})), "Get it",
     obj(last_name="string", city="string"), {"last_name": None, "city": "Rome"}, {}),
    ("a number is no date", page(pairs({"Order number": "A-1/2026", "Customer": "Bo Ray"})), "Get it",
     obj(order_date="string", order_number="string"), {"order_date": None, "order_number": "A-1/2026"}, {}),
    ("a code in the heading is no subject", page(lines("# TK-4471"), pairs({"Ticket number": "TK-4471", "State": "open", "Owner": "Bo"})), "Get it",
     obj(subject="string", ticket_number="string"), {"subject": None, "ticket_number": "TK-4471"}, {}),
    ("what a thing is for", page(pairs({"Claim no.": "C-9", "Particulars": "Broken window", "Sum": "$90.00"})), "Get it",
     obj(description="string", amount="number"), {"description": "Broken window", "amount": 90}, {}),
]  # fmt: skip


def test_one_label_all_over_the_page_makes_a_list() -> None:
    shown = pairs({"Milestone": "Spring"}) + pairs({"Milestone": "Autumn"}, order=3)
    found = extract("All milestones", obj(milestones={"type": "array", "items": {"type": "string"}}), page(shown))
    assert found.data == {"milestones": ["Spring", "Autumn"]}


SHELF = group(
    record("Blue Lamp", "€12.50", "In stock", "Add to cart", heading="Blue Lamp"),
    record("Old Lamp", "€9.00", "Unavailable", heading="Old Lamp"),
)


def test_cards_without_labels_are_read_by_what_their_texts_look_like() -> None:
    schema = obj(products=arr(title="string", price="number", availability="string", colour="string"))
    found = extract("All products", schema, page(lines("# All products"), SHELF))
    data: Any = found.data
    first, second = data["products"]
    assert first == {"title": "Blue Lamp", "price": 12.5, "availability": "In stock", "colour": None}
    assert second == {"title": "Old Lamp", "price": 9, "availability": "Unavailable", "colour": None}


@pytest.mark.parametrize(
    ("goal", "told", "count"),
    [
        ("How many rows does the permits table have?", "240 rows", 240),
        ("The number of entries", "Showing 1 to 10 of 1,057 entries", 1057),
        ("How many rows are there?", "3 files", None),
        ("How many rows are there?", "12 rows of 240 rows", None),
    ],
)
def test_how_many_is_read_where_the_page_tells_it(goal: str, told: str, count: int | None) -> None:
    found = extract(goal, obj(count="integer"), page(lines("# Permits", told)))
    assert found.data == {"count": count}


@pytest.mark.parametrize(
    ("observation", "goal", "schema", "expected", "payload"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_extract(observation: Observation, goal: str, schema: Any, expected: Any, payload: dict[str, Any]) -> None:
    found = extract(goal, schema, observation, payload=payload)
    assert found.data == expected, found
    assert invalid(found.data, schema) == ()
    assert ungrounded(found.data, observation) == ()


def test_of_two_tables_the_one_is_read_that_the_line_above_says_is_meant() -> None:
    first = replace(table(("Berth", "Pier", "State"), ("North", "A", "free"), ("South", "B", "free")), order=20)
    second = replace(table(("Berth", "Pier"), ("Crane", "C"), ("Quay", "D")), order=40)
    over = (Line(text="Berths let to you", order=10), Line(text="Vacant berths (take one)", order=30))
    seen = page(first, second, title="Harbour")
    seen = replace(seen, reading=replace(seen.reading, lines=over))
    schema = obj(berths=arr(berth="string", pier="string", state="string"))
    data: Any = extract("All vacant berths with their pier and state", schema, seen).data
    assert [row["pier"] for row in data["berths"]] == ["C", "D"]


def test_boxes_with_a_pair_each_are_the_fields_of_one_thing() -> None:
    said = {"Queue": "IT Support", "Priority": "High", "Owner": "Ida"}
    boxes = tuple(replace(record(label, value), pairs=pairs({label: value})) for label, value in said.items())
    seen = page(pairs(said), group(*boxes), title="Ticket 5")
    data: Any = extract("The ticket", obj(queue="string", priority="string"), seen).data
    assert data == {"queue": "IT Support", "priority": "High"}


BALANCES = page(
    table(
        ("Plan", "Accrued", "Taken", "Left"),
        ("Vacation 2026", "24", "9", "15"),
        ("Vacation 2025 (carried over)", "2", "2", "0"),
        ("Care days", "5", "1", "4"),
    )
)


@pytest.mark.parametrize(
    ("goal", "fields", "data"),
    [
        ("Extract the accrued and left vacation of 2026 and the care days left.",
         obj(vacation_accrued="integer", vacation_left="integer", care_days_left="integer"),
         {"vacation_accrued": 24, "vacation_left": 15, "care_days_left": 4}),
        ("Extract the vacation accrued and the care days left.",
         obj(vacation_accrued="integer", care_days_left="integer"), {"vacation_accrued": None, "care_days_left": 4}),
    ],
)  # fmt: skip
def test_a_field_that_names_another_row_takes_no_cell_of_this_one(goal: str, fields: Any, data: Any) -> None:
    assert extract(goal, fields, BALANCES).data == data


def test_numbers_of_a_calendar_are_no_times() -> None:
    month = table(("Su", "Mo", "Tu"), ("1", "2", "3"), ("8", "9", "10"), caption="December")
    seen = page(month, element("button", "8:15 AM"), element("button", "4:45 PM"))
    times = {"type": "array", "items": {"type": "string"}}
    assert extract("Extract the free times.", obj(free_times=times), seen).data == {
        "free_times": ["8:15 AM", "4:45 PM"]
    }


JOBS = group(
    record("Repair W-204", "Queued", heading="Repair W-204"),
    record("Repair W-205", "Finished", heading="Repair W-205"),
    heading="Repairs",
)


def test_the_heading_of_a_card_bears_its_number() -> None:
    items = {"type": "array", "items": obj(repair_number="string", status="string")}
    assert extract("Extract all repairs", obj(repairs=items), page(JOBS)).data == {
        "repairs": [{"repair_number": "W-204", "status": "Queued"}, {"repair_number": "W-205", "status": "Finished"}]
    }


CLINICS = group(
    record("Elm Clinic", "Open on Sundays", heading="Elm Clinic"),
    record("Oak Clinic", "Not open on Sundays", heading="Oak Clinic"),
    record("Ash Clinic", heading="Ash Clinic"),
)


def test_a_card_says_or_denies_what_a_field_is_called() -> None:
    found = extract("Extract all clinics", arr(name="string", open_on_sundays="boolean"), page(CLINICS)).data
    assert found == [
        {"name": "Elm Clinic", "open_on_sundays": True},
        {"name": "Oak Clinic", "open_on_sundays": False},
        {"name": "Ash Clinic", "open_on_sundays": None},
    ]


def test_the_one_way_to_reach_somebody_is_no_particular_persons() -> None:
    seen = page(
        lines("# Water meeting", "Posted May 4, 2026 by Ana Frey", "Write to water@town.example before Friday.")
    )
    fields = obj(contact_email="string", applicant_email="string", author="string")
    assert extract("Extract the notice", fields, seen).data == {
        "contact_email": "water@town.example",
        "applicant_email": None,
        "author": "Ana Frey",
    }


def test_a_unit_in_a_name_and_a_format_in_a_description() -> None:
    told = obj(
        length_ft="number", applicant_name="string", inspected={"type": "string", "description": "ISO date, YYYY-MM-DD"}
    )
    seen = page(lines("# Dock"), pairs({"Length": "84 ft", "Applicant": "Ida Blum", "Inspected": "June 2, 2026"}))
    assert extract("Extract the dock", told, seen).data == {
        "length_ft": 84,
        "applicant_name": "Ida Blum",
        "inspected": "2026-06-02",
    }


def test_a_sentence_tells_a_number_by_its_kind() -> None:
    seen = page(lines("# Received", "Your complaint was filed under ticket T-0091 and goes to the harbour office."))
    assert extract("Extract the ticket number", obj(ticket_number="string"), seen).data == {"ticket_number": "T-0091"}

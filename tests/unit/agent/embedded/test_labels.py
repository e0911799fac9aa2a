"""Labels that mean the same and labels that do not; values, options and dates in their many forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from skyvern.agent.lexicon import field_concept, same_value, section, similarity
from skyvern.agent.policies.embedded.finding.match import row_score
from skyvern.agent.policies.embedded.forms.putting import alike, option_for, written
from skyvern.agent.policies.embedded.reading.dates import dates_in, of_period, parse_date
from skyvern.domain.page import Element, Option

SURE = 0.85
WEAK = 0.62


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first name", "Given name(s)"),
        ("first_name", "Forename *"),
        ("last name", "Surname"),
        ("state", "Jurisdiction"),
        ("licence number", "License No."),
        ("license number", "Registration #"),
        ("zip", "Post code"),
        ("phone", "Telephone number"),
        ("company", "Organisation name"),
        ("date of birth", "DOB"),
        ("sign in", "Log on"),
        ("download", "Export"),
        ("username", "Email or username"),
        ("city", "City / Town"),
        ("work authorisation", "Right to work"),
        ("account number", "Member no."),
        ("first name", "Vorname"),
        ("last name", "Nom de famille"),
        ("last name", "Apellidos"),
        ("last name", "Sobrenome"),
        ("e-mail", "Correo electrónico"),
        ("e-mail", "Adresse e-mail"),
        ("phone", "Telefonnummer *"),
        ("phone", "Número de telefone"),
        ("address", "Straße und Hausnummer"),
        ("zip", "Postleitzahl"),
        ("zip", "Code postal"),
        ("city", "Ciudad"),
        ("date of birth", "Geburtsdatum"),
        ("date of birth", "Data de nascimento"),
        ("password", "Mot de passe"),
        ("password", "Contraseña"),
        ("password", "Senha"),
        ("message", "Ihre Nachricht"),
        ("amount", "Montant"),
        ("invoice number", "Rechnungsnummer"),
        ("save", "Änderungen speichern"),
        ("cancel", "Abbrechen"),
        ("search", "Rechercher"),
        ("submit", "Enviar"),
        ("next", "Avançar"),
        ("delete", "Supprimer"),
    ],
)
def test_labels_that_mean_the_same(one: str, other: str) -> None:
    assert similarity(one, other) >= SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first name", "Last name"),
        ("state", "Status"),
        ("email", "Email again"),
        ("start date", "End date"),
        ("billing address", "Email"),
        ("account number", "Phone number"),
        ("password", "New password"),
        ("city", "County"),
        ("issue date", "Expiry date"),
    ],
)
def test_labels_that_do_not(one: str, other: str) -> None:
    assert similarity(one, other) < WEAK


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_a_share_and_full_for_the_same(one: str, other: str) -> None:
    assert 0.0 <= similarity(one, other) <= 1.0
    assert similarity(one, one) in (0.0, 1.0)


def test_every_autocomplete_code_names_a_known_field() -> None:
    fields = section("fields")
    assert all(names[0] in fields for names in section("autocomplete").values())


def test_no_phrase_stands_for_two_fields_that_exclude_each_other() -> None:
    assert field_concept("password") == "password"
    assert field_concept("state") == "state"
    assert field_concept("email") == "email"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("California", "CA", True),
        ("ny", "New York", True),
        ("Germany", "DE", True),
        ("USA", "United States", True),
        ("Jan", "January", True),
        ("Yes", "true", True),
        ("Texas", "TN", False),
        ("Male", "Female", False),
    ],
)
def test_values(one: str, other: str, same: bool) -> None:
    assert same_value(one, other) is same


def options(*labels: str) -> list[Option]:
    return [Option(label=label, value=label) for label in labels]


@pytest.mark.parametrize(
    ("labels", "value", "chosen"),
    [
        (("CA", "CO"), "California", "CA"),
        (("California (CA)", "Colorado (CO)"), "CA", "California (CA)"),
        (("NV - Nevada", "NE - Nebraska"), "Nebraska", "NE - Nebraska"),
        (("Full-time", "Part-time"), "full time", "Full-time"),
        (("Basic plan", "Pro plan"), "Pro", "Pro plan"),
        (("Pro plan monthly", "Pro plan yearly"), "Pro", None),
        (("Red", "Blue"), "Green", None),
    ],
)
def test_options(labels: tuple[str, ...], value: str, chosen: str | None) -> None:
    found = option_for(options(*labels), value)
    assert (found.label if found else None) == chosen


@pytest.mark.parametrize(
    "text", ["2026-03-05", "03/05/2026", "5.3.2026", "March 5, 2026", "Mar 5 2026", "5 March 2026", "March 5th, 2026"]
)
def test_dates_are_read(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 5)


def test_dates_in_rows_and_periods() -> None:
    row = "INV-3 Feb 28, 2026 $12.00 due 03/30/2026"
    assert dates_in(row) == [date(2026, 2, 28), date(2026, 3, 30)]
    assert of_period("February 2026", row) is True
    assert of_period("2025", row) is False
    assert of_period("Baker Ltd", row) is None


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (Element(ref="e", role="textbox", name="Day", input_type="date"), "2026-03-05"),
        (Element(ref="e", role="textbox", name="Day", placeholder="MM/DD/YYYY"), "03/05/2026"),
        (Element(ref="e", role="textbox", name="Day (dd.mm.yyyy)"), "05.03.2026"),
        (Element(ref="e", role="textbox", name="Month", input_type="month"), "2026-03"),
        (Element(ref="e", role="textbox", name="Day"), "March 5, 2026"),
    ],
)
def test_dates_are_written_as_the_field_wants_them(field: Element, expected: str) -> None:
    assert written("March 5, 2026", field) == expected


def test_a_mask_around_digits_is_no_other_value() -> None:
    assert alike("(555) 010-9911", "5550109911")
    assert not alike("(555) 010-9911", "5550109912")


@pytest.mark.parametrize(
    ("wanted", "row", "meant"),
    [
        ("INV-1042", "INV-1042 03/01/2026 $5", True),
        ("INV-104", "INV-1042 03/01/2026 $5", False),
        ("John Smith", "Smith, John · Ohio", True),
        ("John Smith", "Jane Smith · Ohio", False),
        ("January 2026", "Invoice 7 2026-01-09", True),
    ],
)
def test_rows(wanted: str, row: str, meant: bool) -> None:
    assert (row_score(wanted, row) >= 0.8) is meant


def test_a_slip_of_the_pen_is_forgiven() -> None:
    assert similarity("Adress", "Address") >= WEAK

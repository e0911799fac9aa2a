"""Google Sheets by a service account against a stand-in that checks the signature of its assertion."""

from __future__ import annotations

import json

import httpx
import pytest

from skyvern.blocks.base import FetchFailed
from skyvern.credentials import SecretBook
from skyvern.domain.sheet import SheetCall, SpreadsheetRef, column_index, column_name
from skyvern.engine.google import Google
from skyvern.engine.oauth import Tokens
from skyvern.testing.google import GoogleStandIn

HERE = "http://google.test"


def google(stand_in: GoogleStandIn) -> Google:
    transport = httpx.ASGITransport(app=stand_in.app())
    tokens = Tokens(google=f"{HERE}/token", transport=lambda: transport)
    return Google(sheets=HERE, tokens=tokens, transport=lambda: transport)


async def ask(there: Google, secret: str, *, origin: str | None = None) -> object:
    book = SecretBook(b"a secret of this test's own making", "wr_1")
    book.add("google", "cred_1", {"secret_value": secret}, origin=origin)
    return await there.call(
        SheetCall(method="GET", path="/v4/spreadsheets/stand-in-spreadsheet"),
        book.fields("google"),
        resolve=lambda text, place: book.resolve(text, origin=place),
        redactor=book.redactor,
    )


async def test_a_service_account_signs_in_once_for_many_calls() -> None:
    stand_in = GoogleStandIn({"Data": []})
    there = google(stand_in)
    assert await ask(there, stand_in.account) == {"sheets": [{"properties": {"sheetId": 0, "title": "Data"}}]}
    await ask(there, stand_in.account)
    assert stand_in.tokens == 1


async def test_a_token_as_it_is() -> None:
    assert await ask(google(GoogleStandIn({})), "ya29.stand-in") == {"sheets": []}
    assert await ask(google(GoogleStandIn({})), json.dumps({"access_token": "ya29.stand-in"})) == {"sheets": []}


@pytest.mark.parametrize(
    ("secret", "word"),
    [
        (GoogleStandIn({}).account, "Invalid JWT Signature"),
        ("{not json", "is not JSON"),
        ('{"private_key": "x", "client_email": "a@b"}', "private_key"),
        ('{"something": "else"}', "refresh_token"),
        ("ya29.other", "shared with"),
    ],
)
async def test_what_cannot_sign_in_is_told(secret: str, word: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        await ask(google(GoogleStandIn({})), secret)
    assert word in caught.value.failure.reason
    assert "BEGIN" not in caught.value.failure.reason


async def test_a_credential_bound_elsewhere_is_not_used() -> None:
    with pytest.raises(FetchFailed, match="may be used on"):
        await ask(google(GoogleStandIn({})), "ya29.stand-in", origin="https://bank.example")


def test_addresses_of_spreadsheets() -> None:
    url = "https://docs.google.com/spreadsheets/d/1AbC-dEf_123456/edit?usp=sharing#gid=77"
    assert SpreadsheetRef.parse(url) == SpreadsheetRef(spreadsheet_id="1AbC-dEf_123456", sheet_id=77)
    assert SpreadsheetRef.parse(" 1AbC-dEf_123456 ").sheet_id is None
    for wrong in ("https://example.org/x", "", "short"):
        with pytest.raises(ValueError, match="spreadsheet"):
            SpreadsheetRef.parse(wrong)


def test_letters_of_columns() -> None:
    assert [column_name(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_index(column_name(n)) == n for n in range(1000))

"""Credentials over HTTP: every kind, and that secrets never come back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from skyvern.credentials import current_code

if TYPE_CHECKING:
    from tests.api.conftest import House

KINDS: list[tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]]] = [
    (
        "password",
        {"username": "ada", "password": "correct horse", "totp": "JBSWY3DPEHPK3PXP"},
        {"username": "ada", "has_totp": True, "totp_type": "none", "totp_identifier": None},
        ("correct horse", "JBSWY3DPEHPK3PXP"),
    ),
    (
        "credit_card",
        {
            "card_number": "4242 4242 4242 4242",
            "card_cvv": "987",
            "card_exp_month": "12",
            "card_exp_year": "2030",
            "card_brand": "visa",
            "card_holder_name": "Ada L",
        },
        {"last_four": "4242", "brand": "visa"},
        ("4242 4242", "987"),
    ),
    ("secret", {"secret_value": "s3cr3t-value", "secret_label": "token"}, {"secret_label": "token"}, ("s3cr3t-value",)),
]


@pytest.mark.parametrize(("kind", "fields", "public", "secrets"), KINDS, ids=[row[0] for row in KINDS])
async def test_life_of_a_credential(
    http: httpx.AsyncClient, kind: str, fields: dict[str, Any], public: dict[str, Any], secrets: tuple[str, ...]
) -> None:
    body = {"name": f"my {kind}", "credential_type": kind, "credential": fields}
    made = await http.post("/v1/credentials", json=body)
    assert made.status_code == 201, made.text
    identifier = made.json()["credential_id"]
    assert identifier.startswith("cred_")
    assert made.json()["credential"] == public
    read = await http.get(f"/v1/credentials/{identifier}")
    listed = await http.get(f"/v1/credentials?page=1&page_size=10&search=MY&credential_type={kind}")
    assert [item["credential_id"] for item in listed.json()] == [identifier]
    changed = await http.post(f"/v1/credentials/{identifier}/update", json={**body, "name": "renamed"})
    assert changed.json()["name"] == "renamed"
    for answer in (made, read, listed, changed):
        assert not any(secret in answer.text for secret in secrets)
    assert (await http.post(f"/v1/credentials/{identifier}/delete")).status_code == 204
    assert (await http.get(f"/v1/credentials/{identifier}")).status_code == 404
    assert (await http.post(f"/v1/credentials/{identifier}/delete")).status_code == 404


async def test_a_code_of_the_authenticator_is_given_on_request_and_written_down(http: httpx.AsyncClient) -> None:
    fields = {"username": "ada", "password": "correct horse", "totp": "JBSWY3DPEHPK3PXP"}
    made = await http.post(
        "/v1/credentials", json={"name": "with codes", "credential_type": "password", "credential": fields}
    )
    identifier = made.json()["credential_id"]
    assert made.json()["last_used_at"] is None
    answer = await http.post(f"/v1/credentials/{identifier}/code")
    told = answer.json()
    assert told["code"] in {current_code(fields["totp"]), current_code(fields["totp"], time.time() - 30)}
    assert 0 < told["seconds_left"] <= 30
    assert answer.headers["cache-control"] == "no-store"
    assert (await http.get(f"/v1/credentials/{identifier}")).json()["last_used_at"] is not None
    [entry] = (await http.get("/v1/audit?deed=credential_used")).json()["entries"]
    assert entry["subject"] == identifier
    assert told["code"] not in str(entry)


async def test_a_credential_without_an_authenticator_says_so(http: httpx.AsyncClient) -> None:
    fields = {"username": "ada", "password": "correct horse"}
    made = await http.post("/v1/credentials", json={"name": "n", "credential_type": "password", "credential": fields})
    refused = await http.post(f"/v1/credentials/{made.json()['credential_id']}/code")
    assert refused.status_code == 409
    assert "authenticator secret" in refused.json()["detail"]
    assert (await http.post("/v1/credentials/cred_0/code")).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "n", "credential_type": "password", "credential": {"username": "u"}}, 422),
        ({"name": "n", "credential_type": "password", "credential": {"secret_value": "u"}}, 422),
        ({"name": "n", "credential_type": "passport", "credential": {"username": "u", "password": "p"}}, 422),
        ({"credential_type": "password", "credential": {"username": "u", "password": "p"}}, 422),
        (
            {
                "name": "n",
                "credential_type": "password",
                "credential": {"username": "u", "password": "p"},
                "vault_type": "bitwarden",
            },
            400,
        ),
    ],
)
async def test_what_is_no_credential_is_refused(http: httpx.AsyncClient, body: dict[str, Any], status: int) -> None:
    assert (await http.post("/v1/credentials", json=body)).status_code == status


async def test_the_vault_really_holds_what_was_given(http: httpx.AsyncClient, house) -> None:
    body = {"name": "n", "credential_type": "password", "credential": {"username": "ada", "password": "correct horse"}}
    identifier = (await http.post("/v1/credentials", json=body)).json()["credential_id"]
    opened = await house.app.state.deps.vault.read(house.organization.organization_id, identifier)
    assert opened.fields == {"username": "ada", "password": "correct horse"}


async def test_a_pushed_code_is_kept_and_told_back(http: httpx.AsyncClient, stranger: httpx.AsyncClient) -> None:
    body = {"totp_identifier": "ann@example.org", "content": "Your code is 482913", "source": "email"}
    kept = await http.post("/v1/credentials/totp", json=body)
    assert kept.status_code == 200, kept.text
    answer = kept.json()
    assert answer["totp_code_id"].startswith("totp_")
    assert (answer["code"], answer["content"], answer["type"]) == ("482913", "Your code is 482913", "totp")
    assert answer["created_at"] == answer["modified_at"]
    assert (await http.post("/v1/credentials/totp", json={**body, "content": "nothing"})).json()["code"] == "nothing"
    refused = await http.post("/v1/credentials/totp", json={**body, "content": "nothing in this one"})
    assert (refused.status_code, "one-time code" in refused.json()["detail"]) == (400, True)
    unknown = await http.post("/v1/credentials/totp", json={**body, "workflow_run_id": "wr_1"})
    assert (unknown.status_code, "wr_1" in unknown.json()["detail"]) == (400, True)
    assert (await http.post("/v1/credentials/totp", json={"content": "1"})).status_code == 422
    assert (await stranger.post("/v1/credentials/totp", json=body)).status_code == 403


async def test_pushed_codes_are_listed_masked_newest_first(
    http: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for content in ("111111", "222222"):
        await http.post("/v1/credentials/totp", json={"totp_identifier": "list@example.org", "content": content})
    listed = await http.get("/v1/credentials/totp", params={"totp_identifier": "list@example.org"})
    assert [(row["code"], row["content"], row["type"]) for row in listed.json()] == [("*****", "*****", "totp")] * 2
    assert listed.json()[0]["created_at"] >= listed.json()[1]["created_at"]
    one = await http.get("/v1/credentials/totp", params={"totp_identifier": "list@example.org", "page_size": 1})
    assert len(one.json()) == 1
    assert (await http.get("/v1/credentials/totp", params={"totp_identifier": "nobody"})).json() == []
    assert (await stranger.get("/v1/credentials/totp")).status_code == 403


async def test_a_credential_is_renamed_and_put_into_a_folder_and_keeps_its_secrets(
    http: httpx.AsyncClient, stranger: httpx.AsyncClient, house
) -> None:
    body = {"name": "n", "credential_type": "password", "credential": {"username": "ada", "password": "correct horse"}}
    place = f"/v1/credentials/{(await http.post('/v1/credentials', json=body)).json()['credential_id']}"
    folder = (await http.post("/v1/folders", json={"title": "Vendors"})).json()["folder_id"]
    renamed = (await http.patch(place, json={"name": "Portal"})).json()
    assert (renamed["name"], renamed["folder_id"]) == ("Portal", None)
    moved = (await http.patch(place, json={"folder_id": folder})).json()
    assert (moved["name"], moved["folder_id"]) == ("Portal", folder)
    assert (await http.post(f"{place}/update", json=body)).json()["folder_id"] == folder
    opened = await house.app.state.deps.vault.read(house.organization.organization_id, place.rpartition("/")[2])
    assert opened.fields == {"username": "ada", "password": "correct horse"}
    refused = await http.patch(place, json={"folder_id": "fld_1"})
    assert (refused.status_code, "folder_id: there is no folder 'fld_1'" in refused.json()["detail"]) == (400, True)
    assert (await http.patch(place, json={"name": ""})).status_code == 422
    assert (await stranger.patch(place, json={"name": "x"})).status_code == 403
    assert (await http.patch("/v1/credentials/cred_1", json={"name": "x"})).status_code == 404
    assert (await http.delete(f"/v1/folders/{folder}")).status_code == 200
    assert (await http.get(place)).json()["folder_id"] is None
    await http.patch(place, json={"folder_id": None})


async def test_what_is_said_beside_the_secrets_is_kept(http: httpx.AsyncClient) -> None:
    body = {
        "name": "n",
        "credential_type": "secret",
        "credential": {"secret_value": "s3cr3t-value"},
        "proxy_location": "RESIDENTIAL",
        "proxy_session_id": "ps_1",
        "auto_profile_disabled": True,
    }
    made = (await http.post("/v1/credentials", json=body)).json()
    read = (await http.get(f"/v1/credentials/{made['credential_id']}")).json()
    assert (read["proxy_location"], read["proxy_session_id"]) == ("RESIDENTIAL", "ps_1")
    assert (read["auto_profile_disabled"], read["pin_saved_session_ip"]) == (True, False)


async def test_a_credential_that_another_key_sealed_is_told(house: House, http: httpx.AsyncClient) -> None:
    body = {"name": "Bank", "credential_type": KINDS[0][0], "credential": KINDS[0][1]}
    kept = (await http.post("/v1/credentials", json=body)).json()["credential_id"]
    await house.database.write(
        lambda connection: connection.exec_driver_sql("UPDATE credential SET sealed = substr(sealed, 1, 20)").rowcount
    )
    told = await http.post(f"/v1/credentials/{kept}/code")
    assert (told.status_code, "is SKYVERN_SECRET_KEY the one that sealed it?" in told.json()["detail"]) == (500, True)

"""Vaults of other makers: what each kind of parameter opens, what is refused, and that no failure quotes a secret."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import httpx
import pytest
from pydantic import TypeAdapter

from skyvern.contract.parameters import AnyParameter
from skyvern.credentials import CredentialError, ForeignVaults, SecretBook, VaultFailed, VaultItem, VaultUnconfigured
from skyvern.credentials.vaults.asking import Asker
from skyvern.credentials.vaults.aws_secrets import AwsSecrets, authorization
from skyvern.credentials.vaults.onepassword import OnePassword
from skyvern.serve.vaults import foreign_vaults
from skyvern.settings import SettingError, read_settings
from skyvern.testing.http import serving
from skyvern.testing.vaults import VaultsStandIn

SEED = "GEZDGNBVGY3TQOJQ"
KEYS = {
    "bitwarden_client_id_aws_secret_key": "id",
    "bitwarden_client_secret_aws_secret_key": "secret",
    "bitwarden_master_password_aws_secret_key": "bw/master",
}
LOGIN = {"parameter_type": "bitwarden_login_credential", **KEYS}
PERSON = {
    "parameter_type": "bitwarden_sensitive_information",
    "bitwarden_collection_id": "people",
    "bitwarden_identity_key": "maria",
    **KEYS,
}
CARD = {"parameter_type": "bitwarden_credit_card_data", "bitwarden_collection_id": "cards", **KEYS}
ONE = {"parameter_type": "onepassword", "vault_id": "v 1", "item_id": "portal"}
AZURE = {
    "parameter_type": "azure_vault_credential",
    "vault_name": "harbor",
    "username_key": "user",
    "password_key": "pass",
}


def filled() -> VaultsStandIn:
    """The four vaults with one of everything."""
    made = VaultsStandIn()
    made.aws = {"token": "aws-held-value", "bw/master": made.master_password}
    made.onepassword["v 1", "portal"] = {
        "category": "LOGIN",
        "urls": [{"primary": True, "href": "https://portal.test/in"}, {"href": "app://portal"}],
        "fields": [
            {"id": "username", "purpose": "USERNAME", "value": "ann"},
            {"id": "password", "purpose": "PASSWORD", "type": "CONCEALED", "value": "one-held"},
            {"id": "x1", "type": "OTP", "label": "one-time password", "value": f"otpauth://totp/a?secret={SEED}"},
            {"id": "x2", "type": "STRING", "label": "backup seed", "value": SEED},
        ],
    }
    made.azure = {("harbor", "user"): "ann", ("harbor", "pass"): "azure-held", ("harbor", "seed"): SEED}
    uris = [{"uri": "https://portal.test/login"}, {"uri": "androidapp://a"}, {"uri": "https://(a|b)", "match": 4}]
    login = {"username": "ann", "password": "bw-held", "totp": SEED, "uris": uris}
    made.bitwarden = [
        {"id": "1", "name": "portal", "type": 1, "collectionIds": ["sites"], "login": login},
        {"id": "2", "name": "shop", "type": 1, "collectionIds": ["sites"], "login": {"username": "bo"}},
        {
            "id": "3",
            "name": "maria",
            "type": 4,
            "collectionIds": ["people"],
            "identity": {"ssn": "000-00-0097", "firstName": "Maria"},
            "fields": [{"name": "member", "value": "M-1"}],
        },
        {
            "id": "4",
            "name": "company",
            "type": 3,
            "collectionIds": ["cards"],
            "card": {
                "number": "4111111111111234",
                "code": "123",
                "expMonth": "7",
                "expYear": "2030",
                "brand": "visa",
                "cardholderName": "Ann",
            },
        },
    ]
    return made


def parameter(given: Mapping[str, object]) -> AnyParameter:
    """Read a parameter."""
    return TypeAdapter[AnyParameter](AnyParameter).validate_python({"key": "secret", **given})


async def opened(stand_in: VaultsStandIn, given: Mapping[str, object], **more: str) -> VaultItem:
    """Open a parameter on a server that knows the stand-in."""
    refused: CredentialError | None = None
    async with serving(stand_in.app()) as url:
        vaults = foreign_vaults(read_settings({**stand_in.environment(url), **more}))
        try:
            return await vaults.open(parameter(given), {"site": "https://portal.test"})
        except CredentialError as error:
            refused = error
    raise refused


@pytest.mark.covers(
    "parameter onepassword",
    "parameter azure_vault_credential",
    "parameter bitwarden_login_credential",
    "parameter bitwarden_sensitive_information",
    "parameter bitwarden_credit_card_data",
)
@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"parameter_type": "aws_secret", "aws_key": "token"}, {"secret_value": "aws-held-value"}),
        (ONE, {"username": "ann", "password": "one-held", "totp": f"otpauth://totp/a?secret={SEED}"}),
        ({**ONE, "totp_field_name": "backup seed"}, {"username": "ann", "password": "one-held", "totp": SEED}),
        (AZURE, {"username": "ann", "password": "azure-held"}),
        ({**AZURE, "totp_secret_key": "seed"}, {"username": "ann", "password": "azure-held", "totp": SEED}),
        ({**LOGIN, "bitwarden_item_id": "1"}, {"username": "ann", "password": "bw-held", "totp": SEED}),
        ({**LOGIN, "url_parameter_key": "site"}, {"username": "ann", "password": "bw-held", "totp": SEED}),
        ({**PERSON, "bitwarden_identity_fields": ["ssn", "member"]}, {"ssn": "000-00-0097", "member": "M-1"}),
        (
            {**CARD, "bitwarden_item_id": "4"},
            {
                "card_holder_name": "Ann",
                "card_brand": "visa",
                "card_number": "4111111111111234",
                "card_exp_month": "7",
                "card_exp_year": "2030",
                "card_cvv": "123",
            },
        ),
    ],
)
async def test_a_parameter_opens(given: dict[str, object], fields: dict[str, str]) -> None:
    item = await opened(filled(), given)
    assert item.fields == fields
    assert "held" not in repr(item)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"parameter_type": "aws_secret", "aws_key": "none"}, "secret 'none': answered 400 ResourceNotFoundException"),
        ({**ONE, "item_id": "gone"}, "1Password: item 'gone' of vault 'v 1': answered 404: there is no such item"),
        ({**ONE, "totp_field_name": "none"}, "has no field 'none' (totp_field_name)"),
        ({**AZURE, "password_key": "gone"}, "secret 'gone' of vault 'harbor': answered 404 SecretNotFound"),
        ({**AZURE, "vault_name": "evil.test/x"}, "vault_name: 'evil.test/x' is no name of Azure's"),
        ({**AZURE, "username_key": "../x"}, "username_key: '../x' is no name of Azure's"),
        ({**LOGIN, "bitwarden_item_id": "9"}, "Bitwarden: item '9': answered 400"),
        ({**LOGIN, "bitwarden_item_id": "1", "bitwarden_collection_id": "cards"}, "is not in the collection 'cards'"),
        ({**LOGIN, "bitwarden_collection_id": "sites"}, "there is 2 of them, where one is needed"),
        (LOGIN, "names no bitwarden_item_id, collection or URL"),
        ({**CARD, "bitwarden_item_id": "1"}, "is not of the kind"),
        ({**PERSON, "bitwarden_identity_fields": ["passport"]}, "identity 'maria' has no passport"),
    ],
)
async def test_what_cannot_be_opened_is_told(given: dict[str, object], said: str) -> None:
    with pytest.raises(VaultFailed) as failed:
        await opened(filled(), given)
    assert said in str(failed.value)


@pytest.mark.parametrize(
    ("given", "setting", "said"),
    [
        ({"parameter_type": "aws_secret", "aws_key": "token"}, "SKYVERN_AWS_SECRET_ACCESS_KEY", "InvalidSignature"),
        (ONE, "SKYVERN_ONEPASSWORD_TOKEN", "answered 401"),
        (AZURE, "SKYVERN_AZURE_CLIENT_SECRET", "an access token: answered 401 invalid_client"),
        ({**LOGIN, "bitwarden_item_id": "1"}, "SKYVERN_BITWARDEN_PASSWORD", "its unlocking: answered 400"),
    ],
)
async def test_wrong_access_is_refused_and_not_quoted(given: dict[str, object], setting: str, said: str) -> None:
    with pytest.raises(VaultFailed) as failed:
        await opened(filled(), given, **{setting: "wrong-held"})
    assert said in str(failed.value)
    assert "held" not in str(failed.value)


async def test_bitwarden_is_unlocked_once_and_azure_gives_one_token() -> None:
    stand_in = filled()
    async with serving(stand_in.app()) as url:
        vaults = foreign_vaults(read_settings(stand_in.environment(url)))
        for _ in range(2):
            await vaults.open(parameter({**LOGIN, "bitwarden_item_id": "1"}), {})
            await vaults.open(parameter(AZURE), {})
    assert [stand_in.asked.count(name) for name in ("unlock", "sync", "token")] == [1, 1, 1]


async def test_bitwarden_that_is_not_signed_in_or_has_no_password_says_what_to_do() -> None:
    given = {**LOGIN, "bitwarden_item_id": "1"}
    stand_in = filled()
    with pytest.raises(VaultUnconfigured, match="SKYVERN_BITWARDEN_PASSWORD"):
        await opened(stand_in, given, SKYVERN_AWS_REGION="")
    stand_in.signed_in = False
    with pytest.raises(VaultFailed, match="bw login"):
        await opened(stand_in, given)


@pytest.mark.parametrize(
    ("given", "setting"),
    [
        ({"parameter_type": "aws_secret", "aws_key": "token"}, "SKYVERN_AWS_REGION"),
        (ONE, "SKYVERN_ONEPASSWORD_URL"),
        (AZURE, "SKYVERN_AZURE_TENANT_ID"),
        ({**LOGIN, "bitwarden_item_id": "1"}, "SKYVERN_BITWARDEN_URL"),
    ],
)
async def test_a_vault_that_is_not_set_up_names_its_settings(given: dict[str, object], setting: str) -> None:
    vaults = foreign_vaults(read_settings({}))
    with pytest.raises(VaultUnconfigured, match=setting):
        vaults.demand(parameter(given))
    with pytest.raises(VaultUnconfigured, match=setting):
        await vaults.open(parameter(given), {})
    with pytest.raises(CredentialError):
        ForeignVaults().demand(parameter(given))


async def test_no_question_lasts_for_ever() -> None:
    class Silent(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            raise AssertionError

    asker = Asker(vault="1Password", seconds=0.05, transport=Silent)
    vault = OnePassword(url="http://silent", token="t", asker=asker)
    with pytest.raises(VaultFailed, match=r"no answer within 0\.05 s"):
        await vault.open(parameter(ONE), {})


async def test_opening_an_item_has_one_limit_for_all_its_questions() -> None:
    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            raise AssertionError

    vaults = ForeignVaults(
        [OnePassword(url="http://slow", token="t", asker=Asker(vault="1", transport=Slow))], seconds=0
    )
    with pytest.raises(VaultFailed, match="1Password: no secret within 0 s"):
        await vaults.open(parameter(ONE), {})


async def test_a_token_that_no_header_can_carry_is_a_failure_that_does_not_quote_it() -> None:
    with pytest.raises(VaultFailed) as failed:
        await opened(filled(), ONE, SKYVERN_ONEPASSWORD_TOKEN="wröng-held")
    assert "not reached (UnicodeEncodeError)" in str(failed.value)
    assert "held" not in str(failed.value)


@pytest.mark.parametrize(
    ("given", "addresses"),
    [
        (ONE, ("https://portal.test/in",)),
        ({**LOGIN, "bitwarden_item_id": "1"}, ("https://portal.test/login",)),
        (AZURE, ()),
    ],
)
async def test_the_web_addresses_of_an_item_are_told(given: dict[str, object], addresses: tuple[str, ...]) -> None:
    assert (await opened(filled(), given)).addresses == addresses


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: httpx.Response(200, text="<html>one-held</html>"),
        lambda request: httpx.Response(200, json=["one-held"]),
        lambda request: httpx.Response(302, headers={"location": "http://evil/one-held"}),
        lambda request: httpx.Response(500, json={"error": "one held by one"}),
    ],
)
async def test_strange_answers_are_failures(answer: Callable[[httpx.Request], httpx.Response]) -> None:
    asker = Asker(vault="AWS", transport=lambda: httpx.MockTransport(answer))
    with pytest.raises(VaultFailed) as failed:
        await AwsSecrets(region="r", access_key="a", secret_key="s", asker=asker).secret("k")
    assert "held" not in str(failed.value)


def test_the_signature_is_that_of_amazons_own_example() -> None:
    """`post-vanilla` of the Signature Version 4 test suite."""
    signed = authorization(
        {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"},
        b"",
        region="us-east-1",
        access_key="AKIDEXAMPLE",
        secret_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        service="service",
    )
    assert signed.endswith("Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")


def test_addresses_are_looked_at_when_the_server_starts() -> None:
    with pytest.raises(SettingError, match="SKYVERN_BITWARDEN_URL: an http or https URL"):
        read_settings({"SKYVERN_BITWARDEN_URL": "localhost:8087"})


def test_a_text_is_one_token_and_all_of_an_identity_is_masked() -> None:
    book = SecretBook(b"0123456789abcdef", "wr_1")
    book.add("key", "key", {"secret_value": "aws-held"}, origin=None, text=True)
    book.add("person", "person", {"ssn": "000-00-0097"}, origin=None, all_secret=True)
    token = book.shown("key")
    assert isinstance(token, str)
    assert book.resolve(f"Bearer {token}", origin="https://a.test") == "Bearer aws-held"
    assert isinstance(book.shown("person"), dict)
    assert book.redactor().text("aws-held 000-00-0097") == "***** *****"

"""The local vault: fields are checked, sealed, shown only in part, and read back by their owner alone."""

from __future__ import annotations

import pytest

from skyvern.credentials import CredentialMissing, InvalidCredential, LocalVault, SealBroken, Sealer
from skyvern.domain.credential import CredentialType
from skyvern.testing.memory import MemoryCredentials

SECRET = b"0123456789abcdef0123456789abcdef"
LOGIN = {"username": "eve", "password": "hunter2", "totp": "GEZDGNBVGY3TQOJQ", "totp_identifier": "eve", "metadata": {}}
CARD = {
    "card_number": "4111 1111 1111 1234",
    "card_cvv": "123",
    "card_exp_month": "01",
    "card_exp_year": "2030",
    "card_brand": "visa",
    "card_holder_name": "Eve",
    "billing_address": {"city": "Graz", "line2": None},
}


@pytest.fixture
def rows() -> MemoryCredentials:
    return MemoryCredentials()


@pytest.fixture
def vault(rows: MemoryCredentials) -> LocalVault:
    return LocalVault(rows, Sealer(SECRET))


async def test_a_password_comes_back_and_never_shows(vault: LocalVault, rows: MemoryCredentials) -> None:
    made = await vault.create("o_1", name="Shop", type=CredentialType.PASSWORD, fields=LOGIN, tested_url="https://a")
    assert made.public == {"username": "eve", "totp_type": "none", "totp_identifier": "eve", "has_totp": True}
    opened = await vault.read("o_1", made.credential_id)
    assert opened.fields == {"username": "eve", "password": "hunter2", "totp": "GEZDGNBVGY3TQOJQ"}
    assert opened.credential == made
    assert "hunter2" not in repr(opened)
    assert b"hunter2" not in rows.rows[made.credential_id].sealed


async def test_a_card_is_flat_and_shows_its_last_digits(vault: LocalVault) -> None:
    made = await vault.create("o_1", name="Visa", type=CredentialType.CREDIT_CARD, fields=CARD)
    assert made.public == {"last_four": "1234", "brand": "visa"}
    fields = (await vault.read("o_1", made.credential_id)).fields
    assert fields["billing_address_city"] == "Graz"
    assert "billing_address_line2" not in fields


async def test_a_secret(vault: LocalVault) -> None:
    fields = {"secret_value": "s3cret", "secret_label": "API"}
    made = await vault.create("o_1", name="Key", type=CredentialType.SECRET, fields=fields)
    assert made.public == {"secret_label": "API"}
    assert (await vault.read("o_1", made.credential_id)).fields == {"secret_value": "s3cret"}


async def test_replacing_changes_everything_but_id_and_age(vault: LocalVault) -> None:
    made = await vault.create("o_1", name="Shop", type=CredentialType.PASSWORD, fields=LOGIN)
    fields = {"secret_value": "s3cret"}
    now = await vault.replace("o_1", made.credential_id, name="Key", type=CredentialType.SECRET, fields=fields)
    assert (now.credential_id, now.created_at, now.name) == (made.credential_id, made.created_at, "Key")
    assert (await vault.read("o_1", made.credential_id)).fields == fields


async def test_others_and_the_deleted_find_nothing(vault: LocalVault) -> None:
    made = await vault.create("o_1", name="Shop", type=CredentialType.PASSWORD, fields=LOGIN)
    with pytest.raises(CredentialMissing):
        await vault.read("o_2", made.credential_id)
    await vault.delete("o_1", made.credential_id)
    for lost in (vault.read("o_1", made.credential_id), vault.delete("o_1", made.credential_id)):
        with pytest.raises(CredentialMissing):
            await lost


async def test_another_key_opens_nothing(vault: LocalVault, rows: MemoryCredentials) -> None:
    made = await vault.create("o_1", name="Shop", type=CredentialType.PASSWORD, fields=LOGIN)
    other = LocalVault(rows, Sealer(b"another secret of 32 bytes......"))
    with pytest.raises(SealBroken):
        await other.read("o_1", made.credential_id)


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        (CredentialType.PASSWORD, {"password": ""}, "password"),
        (CredentialType.PASSWORD, {"username": None}, "username"),
        (CredentialType.PASSWORD, {"totp": "hunter2!"}, "totp"),
        (CredentialType.PASSWORD, {"totp_type": "pigeon"}, "totp_type"),
        (CredentialType.CREDIT_CARD, {"card_cvv": ""}, "card_cvv"),
        (CredentialType.SECRET, {}, "secret_value"),
    ],
)
async def test_an_unusable_field_is_named_and_not_shown(
    vault: LocalVault, kind: CredentialType, change: dict[str, object], field: str
) -> None:
    base = {CredentialType.PASSWORD: LOGIN, CredentialType.CREDIT_CARD: CARD, CredentialType.SECRET: {}}[kind]
    with pytest.raises(InvalidCredential) as refused:
        await vault.create("o_1", name="x", type=kind, fields={**base, **change})
    assert refused.value.field == field
    assert "hunter2" not in str(refused.value)

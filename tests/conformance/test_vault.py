"""One suite for the port of foreign vaults: what every vault says of itself and does without its settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skyvern.credentials import ForeignVault, ForeignVaults, VaultUnconfigured
from skyvern.credentials.vaults.aws_secrets import AwsSecrets
from skyvern.credentials.vaults.azure_key_vault import AzureKeyVault
from skyvern.credentials.vaults.bitwarden import Bitwarden
from skyvern.credentials.vaults.onepassword import OnePassword
from skyvern.serve.vaults import foreign_vaults
from skyvern.settings import Settings, read_settings
from tests.unit.credentials.test_foreign_vaults import AZURE, LOGIN, ONE, filled, opened, parameter

AWS = {"parameter_type": "aws_secret", "aws_key": "token"}
BITWARDEN = {**LOGIN, "bitwarden_item_id": "1"}
EVERY = [(AwsSecrets, AWS), (AzureKeyVault, AZURE), (Bitwarden, BITWARDEN), (OnePassword, ONE)]


@pytest.mark.parametrize(("make", "given"), EVERY)
async def test_every_vault(make: Callable[[], ForeignVault], given: dict[str, object]) -> None:
    vault = make()
    assert vault.name
    assert str(given["parameter_type"]) in vault.kinds
    assert vault.missing
    assert set(vault.missing) <= {f"SKYVERN_{name.upper()}" for name in Settings.__dataclass_fields__}
    with pytest.raises(VaultUnconfigured, match=vault.missing[0]):
        ForeignVaults([vault]).demand(parameter(given))
    assert ForeignVaults.serves(parameter(given))
    item = await opened(filled(), given)
    assert item.fields
    assert all(value not in repr(item) for value in item.fields.values())


def test_the_server_knows_each_kind() -> None:
    vaults = foreign_vaults(read_settings(filled().environment("http://127.0.0.1:1")))
    for _, given in EVERY:
        vaults.demand(parameter(given))

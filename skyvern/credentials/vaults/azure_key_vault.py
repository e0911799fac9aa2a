"""Azure Key Vault, as an application of its directory: `azure_vault_credential` parameters."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from skyvern.contract.parameters import AnyParameter, AzureVaultParameter
from skyvern.credentials.vaults import VaultItem
from skyvern.credentials.vaults.asking import Asker

LOGIN = "https://login.microsoftonline.com"
VAULTS = "https://{vault}.vault.azure.net"
_SCOPE = "https://vault.azure.net/.default"
_VERSION = "7.4"
_NAME = re.compile(r"[A-Za-z0-9-]{1,127}")
"""What vaults and secrets may be called; nothing else gets into the address that the token is sent to."""
_SPARE = 60.0


@dataclass(slots=True, kw_only=True)
class AzureKeyVault:
    """Asks the REST API with a token of the client-credentials grant, kept until shortly before it lapses."""

    tenant: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    login_url: str = LOGIN
    vault_url: str = VAULTS
    """`{vault}` stands for the vault's name."""
    asker: Asker = field(default_factory=lambda: Asker(vault="Azure Key Vault"))
    name: str = "Azure Key Vault"
    kinds: frozenset[str] = frozenset({"azure_vault_credential"})
    _token: str = field(default="", repr=False)
    _until: float = 0.0

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that are not set."""
        given = {
            "SKYVERN_AZURE_TENANT_ID": self.tenant,
            "SKYVERN_AZURE_CLIENT_ID": self.client_id,
            "SKYVERN_AZURE_CLIENT_SECRET": self.client_secret,
        }
        return tuple(name for name, value in given.items() if not value)

    async def open(self, parameter: AnyParameter, values: Mapping[str, object]) -> VaultItem:
        """Return the secrets under the parameter's keys as one login. Raises `VaultFailed`."""
        del values
        assert isinstance(parameter, AzureVaultParameter)  # noqa: S101 - no other is brought here
        keys = {"username": parameter.username_key, "password": parameter.password_key}
        if parameter.totp_secret_key:
            keys["totp"] = parameter.totp_secret_key
        for place, name in (("vault_name", parameter.vault_name), *((f"{key}_key", keys[key]) for key in keys)):
            if not _NAME.fullmatch(name):
                raise self.asker.failed(f"{place.replace('totp_', 'totp_secret_')}: {name!r} is no name of Azure's")
        return VaultItem(fields={field: await self._secret(parameter.vault_name, key) for field, key in keys.items()})

    async def _secret(self, vault: str, key: str) -> str:
        what = f"secret {key!r} of vault {vault!r}"
        answer = await self.asker.ask(
            "GET",
            f"{self.vault_url.replace('{vault}', vault)}/secrets/{key}",
            what=what,
            params={"api-version": _VERSION},
            headers={"authorization": f"Bearer {await self._access()}"},
        )
        if not (value := answer.get("value")):
            raise self.asker.failed(f"{what} is empty")
        return str(value)

    async def _access(self) -> str:
        if time.monotonic() < self._until:
            return self._token
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": _SCOPE,
        }
        url = f"{self.login_url}/{quote(self.tenant, safe='')}/oauth2/v2.0/token"
        answer = await self.asker.ask("POST", url, what="an access token", data=form)
        lasts = answer.get("expires_in")
        self._token = str(answer.get("access_token") or "")
        if not self._token:
            raise self.asker.failed("an access token: the answer holds none")
        self._until = time.monotonic() + (float(lasts) if isinstance(lasts, int | float) else 300.0) - _SPARE
        return self._token

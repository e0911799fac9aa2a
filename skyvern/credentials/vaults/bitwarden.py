"""Bitwarden (or Vaultwarden), through `bw serve`: logins, identities and cards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from skyvern.contract.parameters import (
    AnyParameter,
    BitwardenCardParameter,
    BitwardenLoginParameter,
    BitwardenSensitiveParameter,
)
from skyvern.credentials.errors import VaultFailed, VaultUnconfigured
from skyvern.credentials.vaults import VaultItem
from skyvern.credentials.vaults.asking import Asker, inner, objects, web_addresses
from skyvern.credentials.vaults.aws_secrets import AwsSecrets

_LOGIN, _CARD, _IDENTITY = 1, 3, 4
"""Types of item."""
_NO_HOST = (4, 5)
"""Ways in which a login's address is matched that name no host: by a regular expression, and never."""
_CARD_FIELDS = {
    "cardholderName": "card_holder_name",
    "brand": "card_brand",
    "number": "card_number",
    "expMonth": "card_exp_month",
    "expYear": "card_exp_year",
    "code": "card_cvv",
}
_PASSWORD = "SKYVERN_BITWARDEN_PASSWORD"  # noqa: S105 - the name of a setting
_SYNC_SECONDS = 60.0
Parameter = BitwardenLoginParameter | BitwardenSensitiveParameter | BitwardenCardParameter


@dataclass(slots=True, kw_only=True)
class Bitwarden:
    """Asks the Vault Management API. The operator has signed `bw` in; a locked vault is unlocked when it is needed.

    The master password is the operator's setting, else the AWS secret that the parameter names.
    """

    url: str = ""
    password: str = field(default="", repr=False)
    aws: AwsSecrets = field(default_factory=AwsSecrets)
    asker: Asker = field(default_factory=lambda: Asker(vault="Bitwarden"))
    name: str = "Bitwarden"
    kinds: frozenset[str] = frozenset(
        {"bitwarden_login_credential", "bitwarden_sensitive_information", "bitwarden_credit_card_data"}
    )
    _synced: float = 0.0
    _door: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that are not set."""
        return () if self.url else ("SKYVERN_BITWARDEN_URL",)

    async def open(self, parameter: AnyParameter, values: Mapping[str, object]) -> VaultItem:
        """Return the login, identity or card. Raises `CredentialError`."""
        assert isinstance(parameter, Parameter)  # noqa: S101 - no others are brought here
        async with self._door:
            await self._unlock(parameter.bitwarden_master_password_aws_secret_key)
            await self._sync()
        match parameter:
            case BitwardenLoginParameter():
                return await self._login(parameter, values)
            case BitwardenSensitiveParameter():
                return await self._identity(parameter)
            case BitwardenCardParameter():
                item = await self._item(parameter.bitwarden_item_id, parameter.bitwarden_collection_id, kind=_CARD)
                card = inner(item.get("card"))
                return VaultItem(fields={name: str(card[key]) for key, name in _CARD_FIELDS.items() if card.get(key)})

    async def _unlock(self, password_key: str) -> None:
        status = inner((await self._ask("GET", "/status", what="its status")).get("template")).get("status")
        if status == "unauthenticated":
            raise self.asker.failed("`bw serve` is not signed in: run `bw login` where it runs")
        if status != "locked":
            return
        password = self.password
        if not password:
            if self.aws.missing or not password_key:
                raise VaultUnconfigured("the master password of Bitwarden", (_PASSWORD,))
            password = await self.aws.secret(password_key)
        await self._ask("POST", "/unlock", what="its unlocking", json={"password": password})

    async def _sync(self) -> None:
        """Have `bw serve` look for changes, once a minute; without the server it goes on with what it knows."""
        if self._synced and time.monotonic() < self._synced + _SYNC_SECONDS:
            return
        with suppress(VaultFailed):
            await self._ask("POST", "/sync", what="its synchronisation")
        self._synced = time.monotonic()

    async def _login(self, parameter: BitwardenLoginParameter, values: Mapping[str, object]) -> VaultItem:
        collection, given = parameter.bitwarden_collection_id, parameter.url_parameter_key
        if parameter.bitwarden_item_id:
            item = await self._item(parameter.bitwarden_item_id, collection, kind=_LOGIN)
        else:
            query = {"collectionId": collection} if collection else {}
            if given:
                query["url"] = str(values.get(given) or given)
            if not query:
                raise self.asker.failed(f"parameter {parameter.key!r} names no bitwarden_item_id, collection or URL")
            item = await self._only(query, kind=_LOGIN, what="login")
        login = inner(item.get("login"))
        found = {name: str(login[name]) for name in ("username", "password", "totp") if login.get(name)}
        addresses = web_addresses(
            row.get("uri") for row in objects(login.get("uris")) if row.get("match") not in _NO_HOST
        )
        return VaultItem(fields=found, addresses=addresses, totp_identifier=parameter.totp_identifier or "")

    async def _identity(self, parameter: BitwardenSensitiveParameter) -> VaultItem:
        name = parameter.bitwarden_identity_key
        query = {"collectionId": parameter.bitwarden_collection_id, "search": name}
        item = await self._only(query, kind=_IDENTITY, what=f"identity {name!r}", name=name)
        held = dict(_identity_fields(item))
        lacking = [wanted for wanted in parameter.bitwarden_identity_fields if wanted not in held]
        if lacking:
            raise self.asker.failed(f"identity {name!r} has no {', '.join(lacking)} (bitwarden_identity_fields)")
        return VaultItem(
            fields={wanted: held[wanted] for wanted in parameter.bitwarden_identity_fields}, all_secret=True
        )

    async def _item(self, item_id: str, collection: str | None, *, kind: int) -> dict[str, object]:
        what = f"item {item_id!r}"
        item = await self._ask("GET", f"/object/item/{quote(item_id, safe='')}", what=what)
        if item.get("type") != kind:
            raise self.asker.failed(f"{what} is not of the kind that the parameter's type says")
        if collection and collection not in _texts(item.get("collectionIds")):
            raise self.asker.failed(f"{what} is not in the collection {collection!r}")
        return item

    async def _only(self, query: Mapping[str, str], *, kind: int, what: str, name: str = "") -> dict[str, object]:
        """Return the one item that is found; one that is called exactly so goes before all others."""
        answer = await self._ask("GET", "/list/object/items", what=what, params=query)
        found = [item for item in objects(answer.get("data")) if item.get("type") == kind]
        named = [item for item in found if name and name in (item.get("name"), item.get("id"))]
        found = named or found
        if len(found) != 1:
            said = "none" if not found else f"{len(found)} of them, where one is needed"
            raise self.asker.failed(f"{what} where {', '.join(query)} match: there is {said}")
        return found[0]

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        what: str,
        json: object = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, object]:
        answer = await self.asker.ask(method, self.url + path, what=what, json=json, params=params)
        if answer.get("success") is False:
            raise self.asker.failed(f"{what}: refused")
        return inner(answer.get("data"))


def _identity_fields(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for row in objects(item.get("fields")):
        if row.get("value"):
            yield str(row.get("name")), str(row["value"])
    yield from ((name, str(value)) for name, value in inner(item.get("identity")).items() if value)


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]

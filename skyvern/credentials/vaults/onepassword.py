"""1Password, through a Connect server: `onepassword` parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from skyvern.contract.parameters import AnyParameter, OnePasswordParameter
from skyvern.credentials.vaults import VaultItem
from skyvern.credentials.vaults.asking import Asker, objects, web_addresses

_PURPOSES = {"USERNAME": "username", "PASSWORD": "password"}
_CARD = {
    "cardholder": "card_holder_name",
    "type": "card_brand",
    "ccnum": "card_number",
    "cvv": "card_cvv",
}
"""Ids of the fields of a credit card item; `expiry` is year and month in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePassword:
    """Asks the Connect REST API (`GET /v1/vaults/{vault}/items/{item}`)."""

    url: str = ""
    token: str = field(default="", repr=False)
    asker: Asker = field(default_factory=lambda: Asker(vault="1Password"))
    name: str = "1Password"
    kinds: frozenset[str] = frozenset({"onepassword"})

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that are not set."""
        given = {"SKYVERN_ONEPASSWORD_URL": self.url, "SKYVERN_ONEPASSWORD_TOKEN": self.token}
        return tuple(name for name, value in given.items() if not value)

    async def open(self, parameter: AnyParameter, values: Mapping[str, object]) -> VaultItem:
        """Return the item. Raises `VaultFailed`."""
        del values
        assert isinstance(parameter, OnePasswordParameter)  # noqa: S101 - no other is brought here
        what = f"item {parameter.item_id!r} of vault {parameter.vault_id!r}"
        place = f"/v1/vaults/{quote(parameter.vault_id, safe='')}/items/{quote(parameter.item_id, safe='')}"
        item = await self.asker.ask(
            "GET", self.url + place, what=what, headers={"authorization": f"Bearer {self.token}"}
        )
        rows = objects(item.get("fields"))
        found = dict(_read(rows, credit_card=item.get("category") == "CREDIT_CARD"))
        wanted = parameter.totp_field_name
        seeds = [str(row["value"]) for row in rows if row.get("value") and _is_seed(row, wanted)]
        if seeds:
            found["totp"] = seeds[0]
        elif wanted:
            raise self.asker.failed(f"{what} has no field {wanted!r} (totp_field_name)")
        if not found:
            raise self.asker.failed(f"{what} has no user name, password or card")
        addresses = web_addresses(row.get("href") for row in objects(item.get("urls")))
        return VaultItem(fields=found, addresses=addresses, totp_identifier=parameter.totp_identifier or "")


def _is_seed(row: Mapping[str, object], wanted: str | None) -> bool:
    return wanted in (row.get("label"), row.get("id")) if wanted else row.get("type") == "OTP"


def _read(rows: list[dict[str, object]], *, credit_card: bool) -> Iterator[tuple[str, str]]:
    for row in rows:
        value = str(row.get("value") or "")
        if not value:
            continue
        by_id = _CARD.get(str(row.get("id"))) if credit_card else None
        if name := _PURPOSES.get(str(row.get("purpose"))) or by_id:
            yield name, value
        elif credit_card and row.get("id") == "expiry":
            digits = "".join(char for char in value if char.isdigit())
            yield from (("card_exp_year", digits[:4]), ("card_exp_month", digits[4:6]))
        elif row.get("type") == "CONCEALED" and row.get("id") in ("credential", "password"):
            yield "secret_value" if row.get("id") == "credential" else "password", value

"""The fields of each kind of credential: which it must have, which are secret, which may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from skyvern.credentials.errors import InvalidCredential
from skyvern.credentials.totp import read_totp
from skyvern.domain.credential import CredentialType

REQUIRED: dict[CredentialType, tuple[str, ...]] = {
    CredentialType.PASSWORD: ("username", "password"),
    CredentialType.CREDIT_CARD: (
        "card_number",
        "card_cvv",
        "card_exp_month",
        "card_exp_year",
        "card_brand",
        "card_holder_name",
    ),
    CredentialType.SECRET: ("secret_value",),
}

SECRET_FIELDS = frozenset({"password", "totp", "card_number", "card_cvv", "secret_value"})
"""Fields whose values are redacted wherever they appear."""

_NOT_TYPED = frozenset({"metadata", "totp_type", "totp_identifier", "secret_label"})
"""Facts about a credential that nobody types into a page."""

TOTP_TYPES = frozenset({"authenticator", "email", "text", "passkey", "none"})


def check(kind: CredentialType, fields: Mapping[str, object]) -> None:
    """Refuse a field map that a run could not use. Raises `InvalidCredential`, which names the field."""
    for name in REQUIRED[kind]:
        value = fields.get(name)
        if not isinstance(value, str) or not value:
            raise InvalidCredential(name, "is required")
    if kind is not CredentialType.PASSWORD:
        return
    if fields.get("totp"):
        read_totp(str(fields["totp"]))
    if (fields.get("totp_type") or "none") not in TOTP_TYPES:
        raise InvalidCredential("totp_type", f"must be one of {', '.join(sorted(TOTP_TYPES))}")


def public(kind: CredentialType, fields: Mapping[str, object]) -> dict[str, object]:
    """Return what may be shown of a credential (contract 2.5)."""
    match kind:
        case CredentialType.PASSWORD:
            return {
                "username": fields["username"],
                "totp_type": fields.get("totp_type") or "none",
                "totp_identifier": fields.get("totp_identifier"),
                "has_totp": bool(fields.get("totp")),
            }
        case CredentialType.CREDIT_CARD:
            digits = "".join(char for char in str(fields["card_number"]) if char.isdigit())
            return {"last_four": digits[-4:], "brand": fields["card_brand"]}
        case CredentialType.SECRET:
            return {"secret_label": fields.get("secret_label")}


def typed(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the fields that a run may type, flat: `billing_address.city` becomes `billing_address_city`."""
    flat: dict[str, str] = {}
    for name, value in fields.items():
        if name in _NOT_TYPED or value is None or value == "":
            continue
        if isinstance(value, Mapping):
            inner = cast("Mapping[str, object]", value)
            flat |= {f"{name}_{key}": text for key, text in typed(inner).items()}
        else:
            flat[name] = str(value)
    return flat

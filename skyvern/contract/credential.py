"""Credentials as callers give them and as the server shows them, secrets never (contract 2.5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from skyvern.contract.fields import Answer, Proxy, Request


class PasswordFields(Request):
    """A user name, a password and perhaps a second factor."""

    username: str = Field(min_length=1)
    password: SecretStr = Field(min_length=1)
    totp: SecretStr | None = None
    totp_type: Literal["authenticator", "email", "text", "passkey", "none"] = "none"
    totp_identifier: str | None = None
    metadata: dict[str, str] | None = None


class CardFields(Request):
    """A payment card."""

    card_number: SecretStr = Field(min_length=1)
    card_cvv: SecretStr = Field(min_length=1)
    card_exp_month: SecretStr = Field(min_length=1)
    card_exp_year: SecretStr = Field(min_length=1)
    card_brand: str = Field(min_length=1)
    card_holder_name: SecretStr = Field(min_length=1)
    billing_address: dict[str, str | None] | None = None
    billing_email: str | None = None
    billing_phone: str | None = None
    metadata: dict[str, str] | None = None


class SecretFields(Request):
    """Any single secret."""

    secret_value: SecretStr = Field(min_length=1)
    secret_label: str | None = None


FIELDS: dict[str, type[PasswordFields] | type[CardFields] | type[SecretFields]] = {
    "password": PasswordFields,
    "credit_card": CardFields,
    "secret": SecretFields,
}
"""The shape of `credential` that each `credential_type` demands."""


class CredentialRequest(Request):
    """The body of create and update."""

    name: str = Field(min_length=1)
    credential_type: Literal["password", "credit_card", "secret"]
    credential: PasswordFields | CardFields | SecretFields
    vault_type: str | None = None
    proxy_location: Proxy = None
    browser_profile_id: str | None = None
    tested_url: str | None = None
    proxy_session_id: str | None = None
    rotate_proxy_session_id: bool = False
    auto_profile_disabled: bool = False
    pin_saved_session_ip: bool = False

    @field_validator("credential", mode="before")
    @classmethod
    def _shape_follows_type(cls, value: object, info: ValidationInfo) -> object:
        """Read it as its type says, so that a rejection names the fields of that type and of no other."""
        fields = FIELDS.get(info.data.get("credential_type", ""))
        return fields.model_validate(value) if fields else value


class CredentialChange(Request):
    """The body of `PATCH`: what is left out stays; `folder_id` null takes the credential out of its folder."""

    name: str | None = Field(default=None, min_length=1)
    folder_id: str | None = None


class CredentialAnswer(Answer):
    """A credential without its secrets."""

    credential_id: str
    name: str
    credential_type: str
    credential: dict[str, Any]
    vault_type: str | None = None
    browser_profile_id: str | None = None
    tested_url: str | None = None
    folder_id: str | None = None
    last_used_at: datetime | None = None
    """Ours, beyond the contract: when a run or a person was last given it, as far as the audit log goes back."""


class OneTimeCodeAnswer(Answer):
    """The code that a credential's authenticator shows now."""

    code: str
    seconds_left: float


class TotpRequest(Request):
    """The body of `POST /v1/credentials/totp`: a message with a second factor, as it came."""

    totp_identifier: str = Field(min_length=1, max_length=500)
    content: str = Field(min_length=1, max_length=100_000)
    task_id: str | None = None
    workflow_id: str | None = None
    workflow_run_id: str | None = None
    source: str | None = None
    expired_at: datetime | None = None
    type: Literal["totp", "magic_link"] | None = None


class TotpAnswer(Answer):
    """A code that was kept."""

    totp_code_id: str
    totp_identifier: str
    organization_id: str
    content: str
    code: str
    type: str | None = None
    otp_type: str | None = None
    task_id: str | None = None
    workflow_id: str | None = None
    workflow_run_id: str | None = None
    source: str | None = None
    expired_at: str | None = None
    created_at: str
    modified_at: str

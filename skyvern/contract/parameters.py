"""The ten kinds of parameter that a definition may declare (contract 3.3), and the one block outputs are kept in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

RESERVED_KEYS = frozenset(
    {
        "current_item",
        "current_value",
        "current_index",
        "current_date",
        "workflow_title",
        "workflow_id",
        "workflow_permanent_id",
        "workflow_run_id",
        "workflow_run_outputs",
        "workflow_run_summary",
    }
)
"""Names that templates find in every run, so no parameter may take them."""

Key = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class WorkflowParameterType(StrEnum):
    """What a workflow parameter's value is coerced to."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    JSON = "json"
    FILE_URL = "file_url"
    CREDENTIAL_ID = "credential_id"


class ParameterBase(BaseModel):
    """What every parameter has. Unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    key: Key
    description: str | None = None

    @field_validator("key")
    @classmethod
    def _plain_name(cls, key: str) -> str:
        if not key.isidentifier():
            raise ValueError(
                f"{key!r} is not a valid name: use letters, digits and underscores, not starting with a digit"
            )
        if key in RESERVED_KEYS:
            raise ValueError(f"{key!r} is a name that every run defines itself; choose another")
        return key


class WorkflowParameter(ParameterBase):
    """A value given when the workflow is run."""

    parameter_type: Literal["workflow"]
    workflow_parameter_type: WorkflowParameterType
    default_value: str | int | float | bool | dict[str, object] | list[object] | None = None


class ContextParameter(ParameterBase):
    """A value looked up, by this parameter's key, in the object that another parameter holds."""

    parameter_type: Literal["context"]
    source_parameter_key: str


class OutputParameter(ParameterBase):
    """Where a block's output is kept; normally implied by the block."""

    parameter_type: Literal["output"]


class AwsSecretParameter(ParameterBase):
    """A secret of AWS Secrets Manager."""

    parameter_type: Literal["aws_secret"]
    aws_key: str


class CredentialParameter(ParameterBase):
    """A stored credential, by its id or by the key of a workflow parameter that holds the id."""

    parameter_type: Literal["credential"]
    credential_id: str
    credential_ids: list[str] | None = None
    selection_strategy: str | None = None
    fallback_credential_ids: list[str] | None = None
    fallback_trigger: str | None = None


class OnePasswordParameter(ParameterBase):
    """An item of a 1Password vault."""

    parameter_type: Literal["onepassword"]
    vault_id: str
    item_id: str
    totp_field_name: str | None = None
    totp_identifier: str | None = None


class AzureVaultParameter(ParameterBase):
    """Keys of an Azure key vault."""

    parameter_type: Literal["azure_vault_credential"]
    vault_name: str
    username_key: str
    password_key: str
    totp_secret_key: str | None = None


class _BitwardenParameter(ParameterBase):
    bitwarden_client_id_aws_secret_key: str
    bitwarden_client_secret_aws_secret_key: str
    bitwarden_master_password_aws_secret_key: str


class BitwardenLoginParameter(_BitwardenParameter):
    """A login kept in Bitwarden."""

    parameter_type: Literal["bitwarden_login_credential"]
    url_parameter_key: str | None = None
    bitwarden_collection_id: str | None = None
    bitwarden_item_id: str | None = None
    totp_identifier: str | None = None


class BitwardenSensitiveParameter(_BitwardenParameter):
    """Fields of an identity kept in Bitwarden."""

    parameter_type: Literal["bitwarden_sensitive_information"]
    bitwarden_collection_id: str
    bitwarden_identity_key: str
    bitwarden_identity_fields: list[str]


class BitwardenCardParameter(_BitwardenParameter):
    """A credit card kept in Bitwarden."""

    parameter_type: Literal["bitwarden_credit_card_data"]
    bitwarden_collection_id: str
    bitwarden_item_id: str


AnyParameter = Annotated[
    WorkflowParameter
    | ContextParameter
    | OutputParameter
    | AwsSecretParameter
    | CredentialParameter
    | OnePasswordParameter
    | AzureVaultParameter
    | BitwardenLoginParameter
    | BitwardenSensitiveParameter
    | BitwardenCardParameter,
    Field(discriminator="parameter_type"),
]

ID_FIELDS: dict[str, tuple[str, str]] = {
    "workflow": ("workflow_parameter_id", "wp"),
    "output": ("output_parameter_id", "op"),
    "aws_secret": ("aws_secret_parameter_id", "asp"),
    "credential": ("credential_parameter_id", "cp"),
    "onepassword": ("onepassword_credential_parameter_id", "opp"),
    "azure_vault_credential": ("azure_vault_credential_parameter_id", "azcp"),
    "bitwarden_login_credential": ("bitwarden_login_credential_parameter_id", "blc"),
    "bitwarden_sensitive_information": ("bitwarden_sensitive_information_parameter_id", "bsi"),
    "bitwarden_credit_card_data": ("bitwarden_credit_card_data_parameter_id", "bccd"),
}
"""Name of the id field and prefix of the id that a resolved parameter carries (contract 3.2); `context` has none."""

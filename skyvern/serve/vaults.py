"""Builds the vaults of other makers from the settings."""

from __future__ import annotations

from skyvern.credentials import ForeignVaults
from skyvern.credentials.vaults.aws_secrets import AwsSecrets
from skyvern.credentials.vaults.azure_key_vault import LOGIN, VAULTS, AzureKeyVault
from skyvern.credentials.vaults.bitwarden import Bitwarden
from skyvern.credentials.vaults.onepassword import OnePassword
from skyvern.settings import Settings


def foreign_vaults(settings: Settings) -> ForeignVaults:
    """Return every vault, also those that are not configured, which then say so."""
    aws = AwsSecrets(
        region=settings.aws_region,
        access_key=settings.aws_access_key_id,
        secret_key=settings.aws_secret_access_key,
        session_token=settings.aws_session_token,
        url=settings.aws_secrets_url,
    )
    azure = AzureKeyVault(
        tenant=settings.azure_tenant_id,
        client_id=settings.azure_client_id,
        client_secret=settings.azure_client_secret,
        login_url=settings.azure_login_url or LOGIN,
        vault_url=settings.azure_vault_url or VAULTS,
    )
    bitwarden = Bitwarden(url=settings.bitwarden_url, password=settings.bitwarden_password, aws=aws)
    onepassword = OnePassword(url=settings.onepassword_url, token=settings.onepassword_token)
    return ForeignVaults((aws, azure, bitwarden, onepassword))

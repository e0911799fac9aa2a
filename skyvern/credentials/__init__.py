"""Secrets: kept sealed in vaults, seen as opaque tokens, revealed only where they are typed or sent."""

from __future__ import annotations

from skyvern.credentials.codes import CodeBox, PushedCode
from skyvern.credentials.errors import (
    CredentialError,
    CredentialMissing,
    InvalidCredential,
    SealBroken,
    SecretRefused,
    VaultFailed,
    VaultUnconfigured,
)
from skyvern.credentials.foreign import ForeignVaults
from skyvern.credentials.keys import hash_key, issue_key, new_api_key, open_key
from skyvern.credentials.places import Places
from skyvern.credentials.ports import CredentialRows
from skyvern.credentials.seal import SHORTEST_SECRET, Purpose, Sealer
from skyvern.credentials.tokens import SecretBook
from skyvern.credentials.totp import current_code, read_totp
from skyvern.credentials.vaults import ForeignVault, OpenedCredential, Vault, VaultItem
from skyvern.credentials.vaults.local import LocalVault

__all__ = [
    "SHORTEST_SECRET",
    "CodeBox",
    "CredentialError",
    "CredentialMissing",
    "CredentialRows",
    "ForeignVault",
    "ForeignVaults",
    "InvalidCredential",
    "LocalVault",
    "OpenedCredential",
    "Places",
    "Purpose",
    "PushedCode",
    "SealBroken",
    "Sealer",
    "SecretBook",
    "SecretRefused",
    "Vault",
    "VaultFailed",
    "VaultItem",
    "VaultUnconfigured",
    "current_code",
    "hash_key",
    "issue_key",
    "new_api_key",
    "open_key",
    "read_totp",
]

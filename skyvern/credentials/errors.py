"""What can go wrong with secrets. No message ever holds a secret's value.

CredentialError
├── InvalidCredential   a field is missing or unusable: the message names it
├── CredentialMissing   the vault has no such credential: it was deleted, or is another organisation's
├── VaultUnconfigured   a parameter names a vault that this server was told nothing of: the message names the settings
├── VaultFailed         a vault of another maker did not answer, refused, or has no such item
├── SealBroken          sealed bytes cannot be opened: SKYVERN_SECRET_KEY differs from the one that sealed them
└── SecretRefused       a secret was about to go to an origin that its credential is not meant for
"""

from __future__ import annotations

from collections.abc import Sequence


class CredentialError(Exception):
    """Something is wrong with a credential."""


class InvalidCredential(CredentialError):
    """A field of a credential is missing or unusable."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"credential field {field!r} {problem}")
        self.field = field


class CredentialMissing(CredentialError):
    """There is no such credential here."""

    def __init__(self, credential_id: str) -> None:
        super().__init__(f"there is no credential {credential_id}")
        self.credential_id = credential_id


class VaultUnconfigured(CredentialError):
    """A vault is named that the operator has not set up."""

    def __init__(self, vault: str, settings: Sequence[str]) -> None:
        super().__init__(f"{vault} is not configured on this server: set {', '.join(settings)}")
        self.settings = tuple(settings)


class VaultFailed(CredentialError):
    """A vault gave no secret; `said` tells why and never quotes what the vault holds."""

    def __init__(self, vault: str, said: str) -> None:
        super().__init__(f"{vault}: {said}")


class SealBroken(CredentialError):
    """What was sealed cannot be opened with this key."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"a sealed {purpose} cannot be opened: is SKYVERN_SECRET_KEY the one that sealed it?")
        self.purpose = purpose


class SecretRefused(CredentialError):
    """A secret may not be used at this origin; `remedy` tells what would allow it."""

    def __init__(self, credential_id: str, *, bound: str, asked: str, remedy: str = "") -> None:
        told = f"credential {credential_id} may be used on {bound} only, not on {asked}"
        super().__init__(f"{told}: {remedy}" if remedy else told)
        self.credential_id = credential_id
        self.bound = bound
        self.asked = asked

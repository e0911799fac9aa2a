"""Where credentials are kept: one port, one file per vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from skyvern.contract.parameters import AnyParameter
from skyvern.domain.credential import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCredential:
    """A credential with its fields readable; lives only as long as a run needs it and never shows its values."""

    credential: Credential
    fields: Mapping[str, str] = field(repr=False)
    """username, password, totp (the seed) | card_number, … | secret_value; absent ones are left out."""


class Vault(Protocol):
    """What a run needs of any vault."""

    async def read(self, organization_id: str, credential_id: str, /) -> OpenedCredential:
        """Return a credential with its fields. Raises `CredentialMissing`, `SealBroken`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultItem:
    """What a vault of another maker holds for a parameter; lives as long as an `OpenedCredential`."""

    fields: Mapping[str, str] = field(repr=False)
    """Named as those of our own credentials: username, password, totp | card_number, … | secret_value | any others."""
    addresses: tuple[str, ...] = ()
    """The web addresses that the item names: it is for their hosts only. Empty for an item that names none."""
    totp_identifier: str = ""
    """Whose pushed codes belong to it."""
    all_secret: bool = False
    """Whether every field is masked, not only those that are secret by their names."""
    text: bool = False
    """Whether templates see the text of `secret_value` instead of an object."""


class ForeignVault(Protocol):
    """A vault of another maker: the operator configures it, parameters name what lies in it."""

    @property
    def name(self) -> str:
        """The vault's name for people."""
        ...

    @property
    def kinds(self) -> frozenset[str]:
        """The types of parameter that it serves."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that it cannot do without and that are not set; empty when it can be asked."""
        ...

    async def open(self, parameter: AnyParameter, values: Mapping[str, object], /) -> VaultItem:
        """Return what a parameter names; `values` are the run's. Raises `CredentialError`, within half a minute."""
        ...

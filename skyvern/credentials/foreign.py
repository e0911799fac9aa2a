"""The vaults of other makers as one: which of them serves a parameter, and whether it can."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from skyvern.contract.parameters import (
    AnyParameter,
    ContextParameter,
    CredentialParameter,
    OutputParameter,
    WorkflowParameter,
)
from skyvern.credentials.errors import VaultFailed, VaultUnconfigured
from skyvern.credentials.vaults import ForeignVault, VaultItem

SECONDS = 30.0
"""How long opening one item may take, unlocking and all questions together."""


class ForeignVaults:
    """Finds the vault of each parameter."""

    def __init__(self, vaults: Iterable[ForeignVault] = (), *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._by_kind = {kind: vault for vault in vaults for kind in vault.kinds}

    @staticmethod
    def serves(parameter: AnyParameter) -> bool:
        """Tell whether a parameter is one for a vault of another maker."""
        return not isinstance(parameter, WorkflowParameter | ContextParameter | OutputParameter | CredentialParameter)

    def demand(self, parameter: AnyParameter) -> None:
        """Raise `VaultUnconfigured` for a parameter whose vault the operator has not set up."""
        self._vault(parameter)

    async def open(self, parameter: AnyParameter, values: Mapping[str, object]) -> VaultItem:
        """Return what a parameter names, within `SECONDS`. Raises `CredentialError`."""
        vault = self._vault(parameter)
        try:
            async with asyncio.timeout(self._seconds):
                return await vault.open(parameter, values)
        except TimeoutError:
            raise VaultFailed(vault.name, f"no secret within {self._seconds:g} s") from None

    def _vault(self, parameter: AnyParameter) -> ForeignVault:
        kind = parameter.parameter_type
        vault = self._by_kind.get(kind)
        if vault is None:
            raise VaultUnconfigured(f"a vault for parameters of the type {kind!r}", ("its settings",))
        if vault.missing:
            raise VaultUnconfigured(vault.name, vault.missing)
        return vault

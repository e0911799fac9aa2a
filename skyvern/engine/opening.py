"""Opens the secrets that a run's parameters name: those of our own vault, and those of other makers."""

from __future__ import annotations

from collections.abc import Sequence

from skyvern.contract.parameters import AnyParameter
from skyvern.credentials import CredentialError, SecretBook, VaultFailed
from skyvern.domain.audit import Deed
from skyvern.domain.run import Run
from skyvern.engine.parameters import credential_references
from skyvern.engine.rooms import Rooms


async def open_secrets(rooms: Rooms, run: Run, declared: Sequence[AnyParameter]) -> SecretBook:
    """Return the secrets of a run behind opaque tokens. Raises `CredentialError`, naming the parameter."""
    book = SecretBook(rooms.secret, run_id=run.run_id)
    for key, credential_id in credential_references(declared, run.parameters).items():
        opened = await rooms.vault.read(run.organization_id, credential_id)
        await rooms.store.audit.note(
            run.organization_id, Deed.CREDENTIAL_USED, actor=run.run_id, subject=credential_id, parameter=key
        )
        book.add(
            key,
            credential_id,
            opened.fields,
            origin=opened.credential.tested_url,
            totp_identifier=str(opened.credential.public.get("totp_identifier") or ""),
        )
    for parameter in filter(rooms.vaults.serves, declared):
        try:
            item = await rooms.vaults.open(parameter, run.parameters)
            book.add(
                parameter.key,
                parameter.key,
                item.fields,
                origin=None,
                addresses=item.addresses,
                totp_identifier=item.totp_identifier,
                all_secret=item.all_secret,
                text=item.text,
            )
        except CredentialError as error:
            raise VaultFailed(f"parameter {parameter.key!r}", str(error)) from None
    return book

"""Credentials as callers see them: what is public, never a secret (contract 2.5)."""

from __future__ import annotations

from skyvern.domain.credential import Credential, CredentialType


def present_credential(item: Credential) -> dict[str, object]:
    """Return a credential without its secrets."""
    return {
        "credential_id": item.credential_id,
        "name": item.name,
        "credential_type": item.credential_type.value,
        "credential": _public(item),
        "vault_type": "skyvern",
        "browser_profile_id": item.browser_profile_id,
        "auto_profile_disabled": False,
        "pin_saved_session_ip": False,
        "tested_url": item.tested_url,
        "user_context": None,
        "save_browser_session_intent": None,
        "run_sequentially": False,
        "folder_id": None,
        "proxy_location": None,
        "proxy_session_id": None,
        "created_by": None,
    }


def _public(item: Credential) -> dict[str, object]:
    facts = dict(item.public)
    match item.credential_type:
        case CredentialType.PASSWORD:
            facts.setdefault("username", "")
            facts.setdefault("totp_type", "none")
        case CredentialType.CREDIT_CARD:
            facts.setdefault("last_four", "")
            facts.setdefault("brand", "")
        case CredentialType.SECRET:
            facts.setdefault("secret_label", None)
    return facts

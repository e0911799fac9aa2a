"""Credentials as callers see them: what is public, never a secret (contract 2.5)."""

from __future__ import annotations

from datetime import datetime

from skyvern.credentials import PushedCode
from skyvern.domain.clock import iso
from skyvern.domain.credential import Credential, CredentialType, OneTimeCode
from skyvern.domain.redaction import MASK


def present_credential(item: Credential, *, last_used_at: datetime | None = None) -> dict[str, object]:
    """Return a credential without its secrets."""
    return {
        "credential_id": item.credential_id,
        "name": item.name,
        "credential_type": item.credential_type.value,
        "credential": _public(item),
        "vault_type": "skyvern",
        "browser_profile_id": item.browser_profile_id,
        "auto_profile_disabled": item.options.get("auto_profile_disabled", False),
        "pin_saved_session_ip": item.options.get("pin_saved_session_ip", False),
        "tested_url": item.tested_url,
        "user_context": None,
        "save_browser_session_intent": None,
        "run_sequentially": False,
        "folder_id": item.options.get("folder_id"),
        "proxy_location": item.options.get("proxy_location"),
        "proxy_session_id": item.options.get("proxy_session_id"),
        "created_by": None,
        "last_used_at": iso(last_used_at),
    }


def present_code(pushed: PushedCode, *, content: str) -> dict[str, object]:
    """Return a kept code to whoever pushed it."""
    return present_code_row(pushed.row, code=pushed.code, content=content)


def present_code_row(row: OneTimeCode, *, code: str = MASK, content: str = MASK) -> dict[str, object]:
    """Return a kept code, masked: lists say that one came, and for whom."""
    return {
        "totp_code_id": row.totp_code_id,
        "totp_identifier": row.totp_identifier,
        "organization_id": row.organization_id,
        "content": content,
        "code": code,
        "type": row.kind.value,
        "otp_type": row.kind.value,
        "task_id": row.task_id,
        "workflow_id": row.workflow_permanent_id,
        "workflow_run_id": row.run_id,
        "source": row.source,
        "expired_at": iso(row.expires_at),
        "created_at": iso(row.created_at),
        "modified_at": iso(row.created_at),
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

"""Keys, organisations and the audit log as callers see them."""

from __future__ import annotations

from skyvern.domain.audit import AuditEntry
from skyvern.domain.clock import iso
from skyvern.domain.organization import ApiKey, Organization


def present_key(key: ApiKey) -> dict[str, object]:
    """Return a key, without its text."""
    return {
        "api_key_id": key.api_key_id,
        "name": key.name,
        "scope": key.scope.value,
        "created_at": iso(key.created_at),
        "expires_at": iso(key.expires_at),
        "revoked_at": iso(key.revoked_at),
    }


def present_organization(organization: Organization) -> dict[str, object]:
    """Return an organisation."""
    return {
        "organization_id": organization.organization_id,
        "name": organization.name,
        "created_at": iso(organization.created_at),
    }


def present_audit_entry(entry: AuditEntry) -> dict[str, object]:
    """Return a deed."""
    return {
        "audit_id": entry.audit_id,
        "at": iso(entry.at),
        "actor": entry.actor,
        "deed": entry.deed.value,
        "subject": entry.subject,
        "details": dict(entry.details),
    }

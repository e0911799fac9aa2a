"""Tags as callers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from skyvern.domain.clock import iso
from skyvern.domain.tag import Tag, TagEvent, TagKey, TagValue, usual_color

_SOURCE = "api"
"""How every tag comes today: over the API, by whoever holds the key."""


def present_tag(tag: Tag) -> dict[str, object]:
    """Return one tag."""
    made = iso(tag.created_at)
    words: dict[str, object] = {"key": tag.key, "value": tag.value, "color": tag.color}
    return words | {"source": _SOURCE, "set_at": made, "set_by": _SOURCE, "created_at": made}


def present_tag_event(event: TagEvent) -> dict[str, object]:
    """Return one change of a tag."""
    return {
        "tag_event_id": event.event_id,
        "key": event.key,
        "value": event.value,
        "event_type": event.change.value,
        "color": usual_color(event.key, event.value),
        "source": _SOURCE,
        "set_at": iso(event.at),
        "set_by": _SOURCE,
        "created_at": iso(event.at),
    }


def present_batch(found: Mapping[str, Iterable[Tag]]) -> dict[str, list[dict[str, object]]]:
    """Return the tags of several things."""
    return {subject_id: [present_tag(tag) for tag in tags] for subject_id, tags in found.items()}


def present_tag_key(row: TagKey) -> dict[str, object]:
    """Return a key."""
    return {"key": row.key, "description": row.description, "workflow_count": row.workflow_count}


def present_tag_value(row: TagValue) -> dict[str, object]:
    """Return a value of a key."""
    return {"key": row.key, "value": row.value, "color": row.color, "workflow_count": row.workflow_count}

"""The tables of tags."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Index, String, Table

from skyvern.domain.tag import TagChange, TagSubject
from skyvern.store.columns import CleanText, Word
from skyvern.store.tables import metadata

tag = Table(
    "tag",
    metadata,
    Column("organization_id", String(80), primary_key=True),
    Column("subject", Word(TagSubject), primary_key=True),
    Column("subject_id", String(80), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("value", CleanText, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Index(None, "organization_id", "key"),
)
tag_key = Table(
    "tag_key",
    metadata,
    Column("organization_id", String(80), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("description", CleanText),
)
tag_value = Table(
    "tag_value",
    metadata,
    Column("organization_id", String(80), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("value", String(256), primary_key=True),
    Column("color", String(40), nullable=False),
)
tag_event = Table(
    "tag_event",
    metadata,
    Column("event_id", String(80), primary_key=True),
    Column("organization_id", String(80), nullable=False),
    Column("subject", Word(TagSubject), nullable=False),
    Column("subject_id", String(80), nullable=False),
    Column("key", String(64), nullable=False),
    Column("value", CleanText, nullable=False),
    Column("change", Word(TagChange), nullable=False),
    Column("at", DateTime, nullable=False),
    Index(None, "subject_id", "at"),
)

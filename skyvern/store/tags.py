"""Tags of workflows and runs, the words that describe them, and the history of their changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, delete, exists, func, insert, or_, select, update

from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.tag import Tag, TagChange, TagEvent, TagKey, TagSubject, TagValue, usual_color
from skyvern.store.database import Database
from skyvern.store.errors import NameTaken
from skyvern.store.rows import every
from skyvern.store.tables import columns_of
from skyvern.store.tag_tables import tag, tag_event, tag_key, tag_value

_EVENTS = select(*columns_of(TagEvent, tag_event))
_PREFIX = {TagSubject.WORKFLOW: "tge", TagSubject.RUN: "rtge"}


class Tags:
    """The tags of every organisation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, organization_id: str, subject: TagSubject, ids: Collection[str]) -> dict[str, list[Tag]]:
        """Return the tags of each of these things, by key; a thing without tags has an empty list."""

        def read(connection: Connection) -> dict[str, list[Tag]]:
            found: dict[str, list[Tag]] = {subject_id: [] for subject_id in ids}
            colors = _colors(connection, organization_id)
            rows = connection.execute(
                select(tag.c.subject_id, tag.c.key, tag.c.value, tag.c.created_at)
                .where(_of(organization_id, subject), tag.c.subject_id.in_(ids))
                .order_by(tag.c.key)
            )
            for subject_id, key, value, made in rows:
                color = colors.get((key, value)) or usual_color(key, value)
                found[subject_id].append(Tag(subject_id=subject_id, key=key, value=value, color=color, created_at=made))
            return found

        return await self._database.read(read)

    async def change(
        self,
        organization_id: str,
        subject: TagSubject,
        subject_id: str,
        *,
        put: Mapping[str, str],
        remove: Collection[str] = (),
        colors: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """Set these tags and take those away, in one transaction, and remember what changed."""

        def change(connection: Connection) -> None:
            remove_tags(connection, organization_id, subject, subject_id, keys=remove)
            put_tags(connection, organization_id, subject, subject_id, put)
            for (key, value), color in (colors or {}).items():
                _set_color(connection, organization_id, key, value, color)

        await self._database.write(change)

    async def history(
        self,
        organization_id: str,
        subject: TagSubject,
        subject_id: str,
        *,
        limit: int = 100,
        since: datetime | None = None,
        key: str | None = None,
    ) -> list[TagEvent]:
        """Return what happened to a thing's tags, latest first."""
        statement = _EVENTS.where(
            tag_event.c.organization_id == organization_id,
            tag_event.c.subject == subject,
            tag_event.c.subject_id == subject_id,
        )
        if since is not None:
            statement = statement.where(tag_event.c.at >= since)
        if key is not None:
            statement = statement.where(tag_event.c.key == key)
        statement = statement.order_by(tag_event.c.at.desc(), tag_event.c.event_id.desc()).limit(limit)
        return await every(self._database, statement, TagEvent)

    async def keys(self, organization_id: str) -> list[TagKey]:
        """Return every key that is in use or described."""

        def read(connection: Connection) -> list[TagKey]:
            counted = select(tag.c.key, func.sum(_one_if_workflow())).where(tag.c.organization_id == organization_id)
            counts = {key: int(count) for key, count in connection.execute(counted.group_by(tag.c.key))}
            described = connection.execute(
                select(tag_key.c.key, tag_key.c.description).where(tag_key.c.organization_id == organization_id)
            )
            words: dict[str, str | None] = {row[0]: row[1] for row in described}
            return [
                TagKey(key=key, description=words.get(key), workflow_count=counts.get(key, 0))
                for key in sorted(counts.keys() | words.keys())
            ]

        return await self._database.read(read)

    async def describe_key(self, organization_id: str, key: str, description: str | None) -> bool:
        """Write a key's description; False when there is no such key."""
        if key not in {row.key for row in await self.keys(organization_id)}:
            return False

        def write(connection: Connection) -> None:
            where = (tag_key.c.organization_id == organization_id) & (tag_key.c.key == key)
            connection.execute(delete(tag_key).where(where))
            row = {"organization_id": organization_id, "key": key, "description": description}
            connection.execute(insert(tag_key), row)

        await self._database.write(write)
        return True

    async def delete_key(self, organization_id: str, key: str) -> tuple[int, int] | None:
        """Take a key off everything; return off how many workflows and runs, None when there is no such key."""
        if key not in {row.key for row in await self.keys(organization_id)}:
            return None

        def remove(connection: Connection) -> tuple[int, int]:
            where = (tag_key.c.organization_id == organization_id) & (tag_key.c.key == key)
            connection.execute(delete(tag_key).where(where))
            return _remove_everywhere(connection, organization_id, tag.c.key == key)

        return await self._database.write(remove)

    async def values(self, organization_id: str, key: str | None = None) -> list[TagValue]:
        """Return every value that is in use, of one key or of all."""

        def read(connection: Connection) -> list[TagValue]:
            statement = select(tag.c.key, tag.c.value, func.sum(_one_if_workflow())).where(
                tag.c.organization_id == organization_id
            )
            if key is not None:
                statement = statement.where(tag.c.key == key)
            colors = _colors(connection, organization_id)
            rows = connection.execute(statement.group_by(tag.c.key, tag.c.value).order_by(tag.c.key, tag.c.value))
            return [
                TagValue(
                    key=name,
                    value=value,
                    color=colors.get((name, value)) or usual_color(name, value),
                    workflow_count=int(count),
                )
                for name, value, count in rows
            ]

        return await self._database.read(read)

    async def color(self, organization_id: str, key: str, value: str, color: str) -> None:
        """Give a value its colour."""
        await self._database.write(lambda connection: _set_color(connection, organization_id, key, value, color))

    async def delete_value(self, organization_id: str, key: str, value: str) -> tuple[int, int]:
        """Take a value off everything; return off how many workflows and runs."""
        where = (tag.c.key == key) & (tag.c.value == value)
        return await self._database.write(lambda connection: _remove_everywhere(connection, organization_id, where))

    async def rename_value(self, organization_id: str, key: str, old: str, new: str) -> int:
        """Give a value another name everywhere; return on how many workflows. Raises NameTaken."""

        def rename(connection: Connection) -> int:
            taken = select(tag.c.key).where(
                tag.c.organization_id == organization_id, tag.c.key == key, tag.c.value == new
            )
            if connection.execute(taken.limit(1)).first() is not None:
                raise NameTaken(f"value of the tag {key!r}", new)
            where = (tag.c.organization_id == organization_id) & (tag.c.key == key) & (tag.c.value == old)
            subjects = connection.execute(select(tag.c.subject, tag.c.subject_id).where(where)).all()
            connection.execute(update(tag).where(where).values(value=new))
            held = (tag_value.c.organization_id == organization_id) & (tag_value.c.key == key)
            connection.execute(delete(tag_value).where(held, tag_value.c.value == new))
            connection.execute(update(tag_value).where(held, tag_value.c.value == old).values(value=new))
            for subject, subject_id in subjects:
                _remember(connection, organization_id, subject, subject_id, (key, new), TagChange.SET)
            return sum(subject is TagSubject.WORKFLOW for subject, _ in subjects)

        return await self._database.write(rename)


def put_tags(
    connection: Connection, organization_id: str, subject: TagSubject, subject_id: str, put: Mapping[str, str]
) -> None:
    """Set tags inside a transaction; one that says the same already changes nothing."""
    where = _of(organization_id, subject) & (tag.c.subject_id == subject_id)
    held = connection.execute(select(tag.c.key, tag.c.value).where(where))
    there: dict[str, str] = {row[0]: row[1] for row in held}
    for key, value in put.items():
        if there.get(key) == value:
            continue
        if key in there:
            connection.execute(update(tag).where(where, tag.c.key == key).values(value=value))
        else:
            row = {
                "organization_id": organization_id,
                "subject": subject,
                "subject_id": subject_id,
                "key": key,
                "value": value,
                "created_at": utc_now(),
            }
            connection.execute(insert(tag), row)
        _remember(connection, organization_id, subject, subject_id, (key, value), TagChange.SET)


def remove_tags(
    connection: Connection, organization_id: str, subject: TagSubject, subject_id: str, *, keys: Collection[str]
) -> None:
    """Take tags away inside a transaction."""
    where = _of(organization_id, subject) & (tag.c.subject_id == subject_id) & tag.c.key.in_(keys)
    for key, value in connection.execute(select(tag.c.key, tag.c.value).where(where)).all():
        _remember(connection, organization_id, subject, subject_id, (key, value), TagChange.REMOVED)
    connection.execute(delete(tag).where(where))


def tagged(
    subject: TagSubject, organization_id: str, subject_id: ColumnElement[str], wanted: Sequence[str]
) -> Iterable[ColumnElement[bool]]:
    """Yield the conditions that a row carries every one of these tags, each written `key`, or `key:value`."""
    for text in wanted:
        key, colon, value = text.partition(":")
        says = tag.c.key == key
        condition = (says & (tag.c.value == value)) if colon else or_(says, tag.c.value == text)
        yield exists().where(_of(organization_id, subject), tag.c.subject_id == subject_id, condition)


def _of(organization_id: str, subject: TagSubject) -> ColumnElement[bool]:
    return (tag.c.organization_id == organization_id) & (tag.c.subject == subject)


def _one_if_workflow() -> ColumnElement[int]:
    return case((tag.c.subject == TagSubject.WORKFLOW, 1), else_=0)


def _colors(connection: Connection, organization_id: str) -> dict[tuple[str, str], str]:
    statement = select(tag_value.c.key, tag_value.c.value, tag_value.c.color)
    rows = connection.execute(statement.where(tag_value.c.organization_id == organization_id))
    return {(key, value): color for key, value, color in rows}


def _set_color(connection: Connection, organization_id: str, key: str, value: str, color: str) -> None:
    where = (tag_value.c.organization_id == organization_id) & (tag_value.c.key == key) & (tag_value.c.value == value)
    connection.execute(delete(tag_value).where(where))
    row = {"organization_id": organization_id, "key": key, "value": value, "color": color}
    connection.execute(insert(tag_value), row)


def _remove_everywhere(connection: Connection, organization_id: str, condition: ColumnElement[bool]) -> tuple[int, int]:
    where = (tag.c.organization_id == organization_id) & condition
    rows = connection.execute(select(tag.c.subject, tag.c.subject_id, tag.c.key, tag.c.value).where(where)).all()
    for subject, subject_id, key, value in rows:
        _remember(connection, organization_id, subject, subject_id, (key, value), TagChange.REMOVED)
    connection.execute(delete(tag).where(where))
    workflows = sum(row[0] is TagSubject.WORKFLOW for row in rows)
    return workflows, len(rows) - workflows


def _remember(
    connection: Connection,
    organization_id: str,
    subject: TagSubject,
    subject_id: str,
    pair: tuple[str, str],
    change: TagChange,
) -> None:
    row = {
        "event_id": new_id(_PREFIX[subject]),
        "organization_id": organization_id,
        "subject": subject,
        "subject_id": subject_id,
        "key": pair[0],
        "value": pair[1],
        "change": change,
        "at": utc_now(),
    }
    connection.execute(insert(tag_event), row)

"""What the SDK returns: the server's JSON with attribute access beside item access."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, cast

_PLAIN = frozenset(
    {"output", "outputs", "parameters", "run_request", "workflow_definition", "data_schema", "settings", "json_schema"}
)
"""Keys whose values belong to the workflow's author: they stay plain dicts and lists."""
_SHOWN = ("run_id", "workflow_permanent_id", "credential_id", "artifact_id", "file_id", "title", "name", "status")


class Record(Mapping[str, Any]):
    """`run.status` and `run["status"]` are the same; nested objects are records too, `output` stays a plain dict."""

    __slots__ = ("_data",)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = {key: value if key in _PLAIN else as_record(value) for key, value in data.items()}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the server sent
        """Return the value of a key; raises AttributeError that names the keys there are."""
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._data[name]
        except KeyError:
            raise AttributeError(f"no {name!r} here; there are {', '.join(sorted(self._data))}") from None

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - whatever the server sent
        """Return the value of a key."""
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys."""
        return iter(self._data)

    def __len__(self) -> int:
        """Count the keys."""
        return len(self._data)

    def __dir__(self) -> list[str]:
        """List the keys beside the methods, for completion in a shell."""
        return [*super().__dir__(), *self._data]

    def __eq__(self, other: object) -> bool:
        """Compare by content, with plain dicts too."""
        if isinstance(other, Record):
            return self._data == other._data
        return isinstance(other, Mapping) and self.to_dict() == other

    __hash__ = None

    def __repr__(self) -> str:
        """Show what identifies the record, and its other keys by name."""
        shown = {key: self._data[key] for key in _SHOWN if key in self._data} or self._data
        rest = len(self._data) - len(shown)
        said = ", ".join(f"{key}={value!r}" for key, value in shown.items())
        return f"<{said}{f', and {rest} more' if rest else ''}>"

    def keys(self) -> KeysView[str]:
        """Return the keys."""
        return self._data.keys()

    def items(self) -> ItemsView[str, Any]:
        """Return keys and values."""
        return self._data.items()

    def values(self) -> ValuesView[Any]:
        """Return the values."""
        return self._data.values()

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists all the way down."""
        return cast("dict[str, Any]", _plain(self._data))


def as_record(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Turn JSON objects into records, also inside lists."""
    if isinstance(value, Record):
        return value
    if isinstance(value, Mapping):
        return Record(cast("Mapping[str, Any]", value))
    if isinstance(value, list):
        return [as_record(item) for item in cast("list[object]", value)]
    return value


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    return value

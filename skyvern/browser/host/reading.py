"""Reads the parameters of a gateway request, so that a bad one is answered by name instead of by a stack trace."""

from __future__ import annotations

from typing import Any, TypeVar

from skyvern.browser.host.errors import BadRequest

T = TypeVar("T")


class Parameters:
    """The parameters of one request. Every getter raises BadRequest naming the parameter that does not fit."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A text that must be there."""
        return self._need(name, self._get(name, str))

    def optional_text(self, name: str) -> str | None:
        """A text, or None if absent or null."""
        return self._get(name, str)

    def number(self, name: str, default: float) -> float:
        """A number, or the default."""
        value = self._values.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadRequest(f"{name} must be a number.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; absent is false."""
        return bool(self._get(name, bool))

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts, or None."""
        values = self._get(name, list[Any])
        if values is None:
            return None
        if not all(isinstance(item, str) for item in values):
            raise BadRequest(f"{name} must be a list of texts.")
        return tuple(values)

    def ports(self, name: str) -> tuple[int, ...]:
        """A list of port numbers; absent is empty."""
        values = self._get(name, list[Any]) or []
        if not all(isinstance(item, int) and 0 < item < 65536 for item in values):
            raise BadRequest(f"{name} must be a list of ports.")
        return tuple(values)

    def table(self, name: str) -> dict[str, Any]:
        """An object; absent is empty."""
        return self._get(name, dict[str, Any]) or {}

    def files(self, name: str, *, most: int) -> list[dict[str, Any]]:
        """A list of objects, at least one."""
        values = self._get(name, list[Any]) or []
        if not 0 < len(values) <= most or not all(isinstance(item, dict) for item in values):
            raise BadRequest(f"{name} must be a list of 1 to {most} objects.")
        return values

    def _get(self, name: str, kind: type[T]) -> T | None:
        value = self._values.get(name)
        if value is None:
            return None
        plain = getattr(kind, "__origin__", kind)
        if not isinstance(value, plain):
            raise BadRequest(f"{name} must be a {plain.__name__}.")
        return value

    def _need(self, name: str, value: T | None) -> T:
        if value is None:
            raise BadRequest(f"{name} is missing.")
        return value

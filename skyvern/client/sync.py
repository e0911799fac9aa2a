"""The same client for programs without asyncio: each verb blocks until it is answered."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, cast

from skyvern.client.record import Record
from skyvern.client.skyvern import Skyvern

_CLOSING_SECONDS = 10.0


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="skyvern-client", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - whatever the verb returns
        """Run a coroutine there and wait for it; an interrupt ends it too."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """End the loop and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()


class SyncSkyvern:
    """`Skyvern` whose methods return answers instead of coroutines; names, arguments and errors are the same."""

    def __init__(self, api_key: str | None = None, **options: Any) -> None:  # noqa: ANN401 - those of Skyvern
        self._client = Skyvern(api_key, **options)
        self._loop = _Loop()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a verb or a group of verbs
        """Return a verb that blocks, or a group of such verbs like `schedules`."""
        if name.startswith("_"):
            raise AttributeError(name)
        return _blocking(getattr(self._client, name), self._loop)

    def __dir__(self) -> list[str]:
        """List the verbs, for completion in a shell."""
        return sorted({*super().__dir__(), *(name for name in dir(self._client) if not name.startswith("_"))})

    def __enter__(self) -> Self:
        """Use as `with SyncSkyvern() as client:` to close the connections at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections and end the thread."""
        self._loop.run(self._client.close())
        self._loop.close()


class _Group:
    """A group of verbs, each blocking."""

    def __init__(self, group: object, loop: _Loop) -> None:
        self._group = group
        self._loop = loop

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a verb
        """Return a verb that blocks."""
        return _blocking(getattr(self._group, name), self._loop)


def _blocking(value: Any, loop: _Loop) -> Any:  # noqa: ANN401 - any attribute of the client
    if inspect.iscoroutinefunction(value):
        verb: Callable[..., Coroutine[Any, Any, Any]] = value

        @functools.wraps(verb)
        def blocking(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - those of the verb
            return _held(loop.run(verb(*arguments, **options)), loop)

        return blocking
    return _held(value, loop)


def _held(value: Any, loop: _Loop) -> Any:  # noqa: ANN401 - an attribute of the client, or what a verb returned
    """Return what has verbs of its own as a group of verbs that block."""
    if isinstance(value, list):
        return [_held(item, loop) for item in cast("list[Any]", value)]
    has_verbs = type(value).__module__.startswith("skyvern.client.") and not isinstance(value, Record)
    return _Group(value, loop) if has_verbs else value

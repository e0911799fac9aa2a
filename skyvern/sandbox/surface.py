"""What a code block sees of the live page: wrapped objects that do what the allow-list offers and nothing else.

No path of this machine goes in or out, no function of the code reaches the page, time-outs are `TimeoutError`, and
whatever the code left open (a wait that never came, a call never awaited) is closed with the block.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from types import TracebackType
from typing import Any, cast

from pydantic_monty import ClassInstance, ClassType

from skyvern.sandbox.offers import CHANGES, EXPECTATIONS, FILE_CALLS, OFFERS, VERBS, Offer, refusal
from skyvern.sandbox.records import FileSource, Intent, PageVerbs
from skyvern.sandbox.weight import weigh

_MESSAGE = 2000
_BANNER = re.compile(r"^=+( logs )?=+\n?", re.MULTILINE)
_LARGEST = 16 << 20
_WILDCARDS = 8
_PATTERN = re.compile(r"re\.compile\((?P<quote>['\"]).*(?P=quote)(, re\.[A-Z]+(\|re\.[A-Z]+)*)?\)\Z", re.DOTALL)
_URL_CALLS = EXPECTATIONS | {"wait_for_url", "frame"}
_FLAGS = {"IGNORECASE": re.IGNORECASE, "MULTILINE": re.MULTILINE, "DOTALL": re.DOTALL, "ASCII": re.ASCII}
_OPAQUE = ("<function ", "<coroutine object ", "<module ", "<class ")


class Expectation:
    """A wait that has begun; `settle` sees it through, `value` gives what came."""

    def __init__(self, watch: AbstractAsyncContextManager[Any]) -> None:
        self._watch = watch
        self._info: Any = None
        self._settled = False

    async def begin(self) -> Expectation:
        """Begin to wait."""
        self._info = await self._watch.__aenter__()
        return self

    async def settle(self) -> None:
        """Wait until the event came."""
        self._settled = True
        await self._watch.__aexit__(None, None, None)

    async def value(self) -> object:
        """Return what came."""
        return await self._info.value

    def is_done(self) -> bool:
        """Tell whether the event came already."""
        return bool(self._info.is_done())

    async def abandon(self) -> None:
        """Stop waiting, if nobody saw it through."""
        if not self._settled:
            self._settled = True
            await self._watch.__aexit__(asyncio.CancelledError, asyncio.CancelledError(), None)


class Surface:
    """All wrapped objects of one run of one block, and what must be closed after it."""

    def __init__(
        self, files: FileSource | None = None, intend: Intent | None = None, verbs: PageVerbs | None = None
    ) -> None:
        self._files = files
        self._intend = intend
        self._verbs = verbs or {}
        self._intending = asyncio.Lock()
        self._expectations: list[Expectation] = []
        self._unstarted: dict[Coroutine[Any, Any, Any], Awaitable[Any]] = {}
        self._under_way: dict[asyncio.Future[Any], Awaitable[Any]] = {}

    def wrap(self, value: object) -> object:
        """Return what the code may hold for a value of the page: plain data as it is, known objects wrapped."""
        match value:
            case None | bool() | int() | float() | str() | bytes() | date():
                return value
            case list() | tuple():
                return [self.wrap(item) for item in cast("Sequence[object]", value)]
            case dict():
                return {key: self.wrap(item) for key, item in cast("Mapping[object, object]", value).items()}
            case _:
                kind = type(value).__name__
                if kind not in OFFERS:
                    raise TypeError(f"{kind} objects are not offered in code blocks")
                return Wrapped(value, surface=self, offer=OFFERS[kind])

    def call(self, target: object, name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        """Do one call of the code on one object; a coroutine when it must be awaited."""
        kind = type(target).__name__
        if name not in OFFERS[kind].calls:
            raise AttributeError(refusal(kind, name))
        weigh((args, kwargs), _LARGEST)
        if kwargs.get("path") is not None:
            raise PermissionError(f"{name}: path= is not offered, code blocks have no files; use the value it returns")
        if name in VERBS:
            return self._verb(name, args, kwargs)
        if name == "path":
            return self.hold(_file_name(target))
        if name in EXPECTATIONS:
            return self.hold(self._expect(target, name, _urls(name, args), _urls_named(name, kwargs)))
        if name in FILE_CALLS:
            return self.hold(self._give_files(target, name, args, kwargs), effect=f"{kind}.{name}")
        with _Translated():
            revived = tuple(_revive(value, name) for value in args)
            named = {key: _revive(value, name) for key, value in kwargs.items()}
            result = getattr(target, name)(*revived, **named)
        if not inspect.isawaitable(result):
            return self.wrap(result)
        return self.hold(result, effect=f"{kind}.{name}" if name in CHANGES else None)

    def _verb(self, name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        """Have the agent do something on the page; only what it does by acting may have an effect."""
        if name not in self._verbs:
            raise AttributeError(f"page.{name} needs the agent, and there is none here")
        return self.hold(self._verbs[name](*args, **kwargs), effect="page.act" if name == "act" else None)

    def hold(self, work: Awaitable[Any], *, effect: str | None = None) -> Coroutine[Any, Any, object]:
        """Return a coroutine that awaits `work` and wraps its result, remembered in case nobody awaits it.

        An `effect` is intended before it is begun.
        """

        async def finish() -> object:
            self._unstarted.pop(held, None)
            future = asyncio.ensure_future(work if effect is None else self._after_intent(effect, work))
            self._under_way[future] = work
            try:
                with _Translated():
                    return self.wrap(await future)
            finally:
                self._under_way.pop(future, None)

        held = finish()
        self._unstarted[held] = work
        return held

    async def _after_intent(self, effect: str, work: Awaitable[Any]) -> object:
        """Do `work` once it was told what is about to be done, which is told once a block."""
        try:
            async with self._intending:
                if self._intend is not None:
                    await self._intend(effect)
                    self._intend = None
        except BaseException:  # a cancelled call, too, must drop the work that it will never await
            _drop(work)
            raise
        return await work

    async def close(self) -> None:
        """Close what the code left open: calls under way are cancelled, calls never awaited are dropped."""
        open_calls = dict(self._under_way)
        for future in open_calls:
            future.cancel()
        await asyncio.gather(*open_calls, return_exceptions=True)
        for work in open_calls.values():
            _drop(work)
        for held, work in self._unstarted.items():
            held.close()
            _drop(work)
        self._unstarted.clear()
        for expectation in self._expectations:
            await expectation.abandon()
        self._expectations.clear()

    async def _expect(self, target: object, name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        expectation = await Expectation(getattr(target, name)(*args, **kwargs)).begin()
        self._expectations.append(expectation)
        return expectation

    async def _give_files(self, target: object, name: str, args: tuple[object, ...], kwargs: dict[str, Any]) -> object:
        position = FILE_CALLS[name] + (1 if type(target).__name__ in ("Page", "Frame") else 0)
        if "files" in kwargs:
            kwargs = {**kwargs, "files": await self._payloads(kwargs["files"])}
        elif len(args) > position:
            args = (*args[:position], await self._payloads(args[position]), *args[position + 1 :])
        return await getattr(target, name)(*args, **kwargs)

    async def _payloads(self, given: object) -> list[Mapping[str, object]]:
        items = cast("Sequence[object]", given) if isinstance(given, (list, tuple)) else [given]
        return [await self._payload(item) for item in items]

    async def _payload(self, item: object) -> Mapping[str, object]:
        match item:
            case {"name": str(name), "mimeType": str(kind), "buffer": bytes() | str() as content}:
                return {
                    "name": name,
                    "mimeType": kind,
                    "buffer": content.encode() if isinstance(content, str) else content,
                }
            case str() if self._files is not None:
                return await self._files(item)
            case str():
                raise PermissionError(f"no file {item!r}: code blocks have no files; give name, mimeType and buffer")
            case _:
                raise TypeError("a file is the name of a file of this run, or a dict of name, mimeType and buffer")


class Wrapped(ClassInstance):
    """One object of the page as the interpreter holds it."""

    def __init__(self, value: object, *, surface: Surface, offer: Offer) -> None:
        super().__init__(
            value, lazy_attrs=offer.attributes, allowed_methods=offer.calls, class_type=_class_type(type(value))
        )
        self._surface = surface

    def convert_value(self, /, name: str, value: object) -> object:
        """Wrap what an attribute gives."""
        return self._surface.wrap(value)

    def call_method(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401 - Monty's
        """Do a call of the code."""
        return self._surface.call(self.value, name, args, kwargs)

    def attr_error(self, name: str) -> AttributeError:
        """Say why a name is not there."""
        return AttributeError(refusal(type(self.value).__name__, name))


class _Translated:
    """Turns the browser library's exceptions into those that the code can catch by name; known by their class names."""

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None or error is None or not issubclass(kind, Exception) or kind.__module__ == "builtins":
            return
        message = _BANNER.sub("", str(error)).strip()[:_MESSAGE]
        if any(base.__name__ == "TimeoutError" for base in kind.__mro__):
            raise TimeoutError(message) from None
        raise RuntimeError(message) from None


def _drop(work: Awaitable[Any]) -> None:
    """Close what will not be awaited; what has ended stays as it is."""
    if inspect.iscoroutine(work):
        work.close()


_TYPES: dict[type[Any], ClassType] = {}


def _class_type(kind: type[Any]) -> ClassType:
    if kind not in _TYPES:
        _TYPES[kind] = ClassType(kind)
    return _TYPES[kind]


async def _file_name(download: Any) -> str:  # noqa: ANN401 - a Download, or a stand-in of it
    """Wait until a download is complete; return its name, for its place on disk is nobody's business."""
    failure = await download.failure()
    if failure:
        raise RuntimeError(f"the download failed: {failure}")
    return str(download.suggested_filename)


def _urls(name: str, args: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(_revive(value, name) for value in args)


def _urls_named(name: str, kwargs: Mapping[str, object]) -> dict[str, object]:
    return {key: _revive(value, name) for key, value in kwargs.items()}


def _revive(value: object, call: str) -> object:
    """Turn the text of a compiled pattern, which is how one crosses, into the pattern again; refuse functions."""
    if not isinstance(value, str):
        return value
    if value.startswith(_OPAQUE) and call not in ("fill", "type", "press_sequentially", "insert_text", "set_content"):
        raise TypeError(f"{call}: functions cannot be given to the page; give text, a glob or a pattern")
    if call in _URL_CALLS:
        if _PATTERN.match(value) or value.count("*") > _WILDCARDS:
            raise ValueError(f"{call}: give the URL or a glob with at most {_WILDCARDS} stars, such as '**/api/*'")
        return value
    if call.startswith(("get_by_", "filter", "locator")) and _PATTERN.match(value):
        return _pattern(value)
    return value


def _pattern(text: str) -> re.Pattern[str]:
    """Read `re.compile('…', re.IGNORECASE|re.DOTALL)` without running it."""
    call = cast("ast.Call", ast.parse(text, mode="eval").body)
    names = [node.attr for argument in call.args[1:] for node in ast.walk(argument) if isinstance(node, ast.Attribute)]
    flags = re.RegexFlag(0)
    for name in names:
        flags |= _FLAGS.get(name, re.RegexFlag(0))
    return re.compile(str(ast.literal_eval(call.args[0])), flags)

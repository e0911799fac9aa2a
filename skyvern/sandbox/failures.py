"""Reads the interpreter's exceptions as ours, with the author's line numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic_monty import Frame, MontyCrashedError, MontyError, MontyRuntimeError, MontySyntaxError

from skyvern.sandbox.errors import (
    CodeError,
    CodeFailed,
    CodeMemoryExceeded,
    CodeProblem,
    CodeSyntaxError,
    CodeTimeout,
    UserErrorCode,
)
from skyvern.sandbox.host import Verdicts
from skyvern.sandbox.records import CodeLimits
from skyvern.sandbox.source import Source

_MESSAGE = 4000
_PARSER = "The monty syntax parser does not yet support "


@dataclass(frozen=True, slots=True)
class _Place:
    line: int
    column: int
    function: str | None


def read_failure(
    error: MontyError, *, source: Source, offset: int, limits: CodeLimits, verdicts: Verdicts
) -> CodeError:
    """Return what happened to the code. `offset` is the number of our lines before the author's."""
    if isinstance(error, MontyCrashedError):
        return CodeTimeout(limits.seconds) if error.timed_out else CodeFailed("the interpreter ended unexpectedly")
    if not isinstance(error, (MontyRuntimeError, MontySyntaxError)):
        return CodeFailed(_words(error))
    places = _places(error.traceback(), source, offset)
    line = places[-1].line if places else None
    cause = error.exception()
    message = str(cause)
    match cause:
        case TimeoutError() if message.startswith(("feed time limit exceeded", "turn time limit exceeded")):
            return CodeTimeout(limits.seconds, line=line)
        case MemoryError():
            return CodeMemoryExceeded(limits.memory_bytes, line=line)
        case SyntaxError():
            return _syntax(message, places)
        case NotImplementedError() if message.startswith(_PARSER):
            return _syntax(message.removeprefix(_PARSER) + " is not supported", places)
        case Exception() if type(cause) is Exception and message in verdicts.made:
            code, reasoning = verdicts.made[message]
            return UserErrorCode(code, reasoning, line=line)
        case _:
            return CodeFailed(_words(error), line=line, traceback=_traceback(places, source, _words(error)))


def _syntax(message: str, places: Sequence[_Place]) -> CodeSyntaxError:
    place = places[-1] if places else _Place(1, 1, None)
    return CodeSyntaxError([CodeProblem(line=place.line, column=place.column, message=message)])


def _words(error: MontyError) -> str:
    return str(error).strip()[:_MESSAGE]


def _places(frames: Sequence[Frame], source: Source, offset: int) -> list[_Place]:
    """Keep the frames in the author's lines, numbered as the author sees them."""
    places: list[_Place] = []
    for frame in frames:
        index = frame.line - offset - 1
        if 0 <= index < len(source.numbers):
            places.append(_Place(source.numbers[index], frame.column, frame.function_name))
    return places


def _traceback(places: Sequence[_Place], source: Source, message: str) -> str:
    lines = ["Traceback (most recent call last):"]
    for place in places[-50:]:
        where = "" if place.function in (None, "<module>") else f", in {place.function}"
        lines.append(f"  line {place.line}{where}")
        lines.append(f"    {source.lines[place.line - 1].strip()}")
    return "\n".join([*lines, message])

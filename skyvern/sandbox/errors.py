"""What can go wrong with a code block, as one small tree.

CodeError
├── CodeSyntaxError       the code cannot run here; says which lines and what to write instead
├── CodeFailed            the code raised; says what, on which line
├── CodeTimeout           the code computed for longer than its limit
├── CodeMemoryExceeded    the code wanted more memory than its limit
├── CodeOutputTooLarge    the values that it leaves are too large to keep
└── UserErrorCode         the code raised `ErrorCode(code, reasoning)`: its author's own verdict
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeProblem:
    """One thing in a block's code that cannot run, at its place in the author's text (both numbers from 1)."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return the problem as one line for people."""
        return f"line {self.line}: {self.message}"


class CodeError(Exception):
    """A code block did not finish. `prints` is what it had printed; `line` is the author's line, if known."""

    line: int | None = None
    prints: tuple[str, ...] = ()


class CodeSyntaxError(CodeError):
    """The code uses something that code blocks do not have; correct the lines that `problems` names."""

    def __init__(self, problems: Sequence[CodeProblem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
        self.line = problems[0].line if problems else None


class CodeFailed(CodeError):
    """The code raised an exception; `traceback` shows the author's lines that led there."""

    def __init__(self, message: str, *, line: int | None = None, traceback: str = "") -> None:
        super().__init__(message if line is None else f"{message} (line {line})")
        self.message = message
        self.line = line
        self.traceback = traceback


class CodeTimeout(CodeError):
    """The code computed for `seconds`, its limit; let it do less. Waiting with `await sleep(…)` is not counted."""

    def __init__(self, seconds: float, *, line: int | None = None) -> None:
        where = "" if line is None else f" (line {line})"
        super().__init__(f"the code computed for longer than its limit of {seconds:g} s{where}")
        self.seconds = seconds
        self.line = line


class CodeMemoryExceeded(CodeError):
    """The code wanted more than `memory_bytes`, its limit; keep less at a time."""

    def __init__(self, memory_bytes: int, *, line: int | None = None) -> None:
        where = "" if line is None else f" (line {line})"
        super().__init__(f"the code needed more memory than its limit of {memory_bytes / 1_000_000:g} MB{where}")
        self.memory_bytes = memory_bytes
        self.line = line


class CodeOutputTooLarge(CodeError):
    """The values that the code leaves are `size` bytes of JSON, over `limit`; leave only what later blocks need."""

    def __init__(self, size: int, limit: int, *, largest: str | None = None) -> None:
        what = "the returned value" if largest is None else f"the variables together, most of them in {largest!r},"
        super().__init__(
            f"the output is too large: {what} would be {size:,} bytes of JSON, the limit is {limit:,}; "
            "keep less, or name what later blocks do not need with a leading underscore"
        )
        self.size = size
        self.limit = limit


class UserErrorCode(CodeError):
    """The code gave up on purpose with one of its author's error codes."""

    def __init__(self, code: str, reasoning: str, *, line: int | None = None) -> None:
        super().__init__(f"{code}: {reasoning}" if reasoning else code)
        self.code = code
        self.reasoning = reasoning
        self.line = line

"""What goes into a code block and what comes out of it, besides the code itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

PageSource: TypeAlias = Callable[[], Awaitable[object]]
"""Gives the live page when a block turns out to need one."""

FileSource: TypeAlias = Callable[[str], Awaitable[Mapping[str, object]]]
"""Gives a file of the run by its name as `name`, `mimeType` and `buffer` (bytes). Raises FileNotFoundError."""

Intent: TypeAlias = Callable[[str], Awaitable[None]]
"""Told once, before the first call of the code that may change something; the call waits for it, or fails with it."""

PageVerbs: TypeAlias = Mapping[str, Callable[..., Awaitable[object]]]
"""What the agent does on the page for code: act, extract, locate, prompt, validate. They raise RuntimeError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLimits:
    """How much one block may use. `seconds` counts computing only, neither sleeping nor waiting for the page."""

    seconds: float = 30.0
    memory_bytes: int = 256_000_000
    output_bytes: int = 1 << 20
    print_chars: int = 64 * 1024
    host_calls: int = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeResult:
    """What a block left: its variables or the value it returned, as JSON values, and the lines it printed.

    `left_out` names variables that have no JSON form (a compiled pattern, an element of the page).
    """

    output: object
    prints: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

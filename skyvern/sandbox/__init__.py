"""Code blocks: the author's Python in a sandboxed interpreter, with the page as the only thing it can reach."""

from __future__ import annotations

from skyvern.sandbox.check import check_code
from skyvern.sandbox.errors import (
    CodeError,
    CodeFailed,
    CodeMemoryExceeded,
    CodeOutputTooLarge,
    CodeProblem,
    CodeSyntaxError,
    CodeTimeout,
    UserErrorCode,
)
from skyvern.sandbox.interpreter import CodeSandbox
from skyvern.sandbox.records import CodeLimits, CodeResult, FileSource, PageSource

__all__ = [
    "CodeError",
    "CodeFailed",
    "CodeLimits",
    "CodeMemoryExceeded",
    "CodeOutputTooLarge",
    "CodeProblem",
    "CodeResult",
    "CodeSandbox",
    "CodeSyntaxError",
    "CodeTimeout",
    "FileSource",
    "PageSource",
    "UserErrorCode",
    "check_code",
]

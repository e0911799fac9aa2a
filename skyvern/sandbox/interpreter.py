"""Runs code blocks in worker processes of the sandboxed interpreter: warm, limited, and gone when cancelled."""

from __future__ import annotations

import ast
import asyncio
import builtins
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from keyword import iskeyword
from types import TracebackType
from typing import Any, Literal, Self, cast

from pydantic_monty import AsyncMonty, AsyncMontySession, MontyError, OSPolicy, ResourceLimits

from skyvern.sandbox.check import bound_names, parse, problems_in
from skyvern.sandbox.errors import CodeError, CodeFailed, CodeProblem, CodeSyntaxError
from skyvern.sandbox.failures import read_failure
from skyvern.sandbox.host import MODULES, Verdicts, host_functions
from skyvern.sandbox.records import CodeLimits, CodeResult, FileSource, Intent, PageSource, PageVerbs
from skyvern.sandbox.scope import FIELDS, GIVEN, field_function, read_output, surround
from skyvern.sandbox.source import Source, prepare
from skyvern.sandbox.surface import Surface

_LOOKUPS = frozenset({"locals", "eval", "exec"})
"""With these, code can read a variable without mentioning its name."""

_CLOCKS: OSPolicy = {"sleep_system_max": float("inf")}
_THREADS_SECONDS = 0.05
"""The interpreter's threads let go of Python a moment after the pool says that it is closed, and nothing tells when;
a process that ends within that moment aborts."""


class CodeSandbox:
    """A pool of interpreter processes for code blocks; an async context manager that starts at the first block.

    A process serves one block at a time and takes about 6 MB; blocks beyond `max_processes` wait for one.
    """

    def __init__(self, *, min_processes: int = 1, max_processes: int = 32) -> None:
        self._pool = AsyncMonty(min_processes=min_processes, max_processes=max_processes)
        self._starting = asyncio.Lock()
        self._started = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the processes now, so that the first block need not wait for them."""
        async with self._starting:
            if not self._started:
                await self._pool.__aenter__()
                self._started = True

    async def close(self) -> None:
        """End the processes."""
        async with self._starting:
            if self._started:
                self._started = False
                await self._pool.__aexit__(None, None, None)
                await asyncio.sleep(_THREADS_SECONDS)

    async def run(
        self,
        code: str,
        *,
        variables: Mapping[str, object] | None = None,
        secrets: Mapping[str, Mapping[str, object]] | None = None,
        page: PageSource | None = None,
        files: FileSource | None = None,
        intend: Intent | None = None,
        verbs: PageVerbs | None = None,
        limits: CodeLimits | None = None,
    ) -> CodeResult:
        """Run the body of an async function and return what it leaves.

        `variables` are plain values by name; `secrets` are credentials, whose fields the code reads as attributes or
        items (a field may be an async function, such as `otp`). `page` is asked for the page only by code that uses it.
        `intend` is told before the code first changes something on it; `verbs` are what the agent does there for it.
        Cancelling ends the code at once. Raises a CodeError, with what was printed until then in its `prints`.
        """
        source = prepare(code)
        if source.problems:
            raise CodeSyntaxError(source.problems)
        bounds, values = limits or CodeLimits(), variables or {}
        surface = Surface(files, intend, verbs)
        prints = _Prints(bounds.print_chars)
        try:
            wanted = source.uses_page and "page" not in values
            live = await self._page(page, surface) if wanted else None
            return await self._feed(source, _Given(source, values, secrets or {}, live), bounds, prints)
        except CodeError as error:
            error.prints = prints.lines()
            raise
        finally:
            await surface.close()

    async def check(self, code: str) -> list[CodeProblem]:
        """List what keeps the code from running, as `check_code` does, and what the interpreter itself rejects.

        Nothing of the code is run but its imports.
        """
        tree = parse(code)
        if isinstance(tree, list):
            return tree
        problems = problems_in(tree)
        source = prepare(code)
        if problems:
            return problems
        await self.start()
        async with self._pool.checkout(limits=_limits(CodeLimits(seconds=2.0)), external_modules=MODULES) as session:
            try:
                await session.feed_run(f"return\n{source.text}")
            except MontyError as error:
                found = read_failure(error, source=source, offset=1, limits=CodeLimits(), verdicts=Verdicts({}))
                return list(found.problems) if isinstance(found, CodeSyntaxError) else []
            return await _missing_names(tree, session)

    async def _page(self, page: PageSource | None, surface: Surface) -> object:
        if page is None:
            raise CodeFailed("the code uses `page`, but there is no browser here")
        return surface.wrap(await page())

    async def _feed(self, source: Source, given: _Given, limits: CodeLimits, prints: _Prints) -> CodeResult:
        await self.start()
        verdicts = Verdicts({})
        text, offset = surround(source.text, given.secrets)
        functions = {**host_functions(verdicts), **given.functions}
        async with self._pool.checkout(
            script_name="code_block.py", limits=_limits(limits), os_policy=_CLOCKS, external_modules=MODULES
        ) as session:
            try:
                left: object = await session.feed_run(
                    text, inputs=given.inputs, external_lookup=functions, print_callback=prints
                )
            except MontyError as error:
                failure = read_failure(error, source=source, offset=offset, limits=limits, verdicts=verdicts)
                raise failure from None
        output, left_out = read_output(left, limits)
        return CodeResult(
            output=output, prints=prints.lines(), left_out=tuple(n for n in left_out if n in source.assigned)
        )


class _Given:
    """What one run hands in: only what the code mentions crosses into the sandbox."""

    def __init__(
        self, source: Source, variables: Mapping[str, object], secrets: Mapping[str, Mapping[str, object]], page: object
    ) -> None:
        named = set(variables) if source.named & _LOOKUPS else source.named
        self.inputs: dict[str, Any] = {
            name: _plain(value)
            for name, value in variables.items()
            if name in named and name not in secrets and name.isidentifier() and not iskeyword(name)
        }
        self.functions: dict[str, object] = {}
        self.secrets: dict[str, list[str]] = {}
        for name, fields in secrets.items():
            if name in source.named:
                self._give_secret(name, fields)
        if page is not None:
            self.inputs["page"] = page
        self.inputs[GIVEN] = [*variables, *secrets, *source.defined, "page"]

    def _give_secret(self, name: str, fields: Mapping[str, object]) -> None:
        functions = {field: value for field, value in fields.items() if callable(value) and field.isidentifier()}
        self.inputs[FIELDS + name] = {field: _plain(value) for field, value in fields.items() if field not in functions}
        self.functions |= {field_function(name, field): function for field, function in functions.items()}
        self.secrets[name] = list(functions)


class _Prints:
    """Collects what the code prints, up to a bound."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._parts: list[str] = []
        self._cut = False

    def __call__(self, _stream: Literal["stdout", "stderr"], text: str) -> None:
        self._parts.append(text[: self._left])
        self._cut = self._cut or len(text) > self._left
        self._left = max(0, self._left - len(text))

    def lines(self) -> tuple[str, ...]:
        """Return the lines printed so far; the last one says so if there were more."""
        lines = tuple("".join(self._parts).splitlines())
        return (*lines, "… (more was printed than is kept)") if self._cut else lines


def _limits(limits: CodeLimits) -> ResourceLimits:
    return {
        "max_feed_duration_secs": limits.seconds,
        "max_memory": limits.memory_bytes,
        "max_suspensions": limits.host_calls,
    }


def _plain(value: object) -> object:
    """Return a variable's value in the types that the interpreter knows; raises TypeError for others."""
    match value:
        case None | bool() | int() | float() | str() | bytes() | date() | time() | timedelta() | Decimal():
            return value
        case Mapping():
            return {key: _plain(item) for key, item in cast("Mapping[object, object]", value).items()}
        case Sequence() | set() | frozenset():
            return [_plain(item) for item in cast("Sequence[object]", value)]
        case _:
            raise TypeError(f"a code block cannot be given a {type(value).__name__}")


async def _missing_names(tree: ast.Module, session: AsyncMontySession) -> list[CodeProblem]:
    """List names that the code imports, or reads from an imported module, and that the module does not have here."""
    problems: list[CodeProblem] = []
    modules: dict[str, str] = {}
    bound = bound_names(tree)
    for node in ast.walk(tree):
        for statement, message in _wanted(node, modules, bound):
            try:
                await session.feed_run(statement)
            except MontyError:
                place = cast("ast.expr", node)
                problems.append(CodeProblem(line=place.lineno, column=place.col_offset + 1, message=message))
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def _wanted(node: ast.AST, modules: dict[str, str], bound: frozenset[str]) -> list[tuple[str, str]]:
    """List what the interpreter must have for this node: a statement to try, and what to say when it fails."""
    match node:
        case ast.ImportFrom(module=str(module), names=aliases) if module != "__future__":
            return [(f"from {module} import {alias.name}", _lacking(module, alias.name)) for alias in aliases]
        case ast.Import(names=aliases):
            modules.update({alias.asname or alias.name: alias.name for alias in aliases if "." not in alias.name})
            return []
        case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in modules:
            return [(f"import {modules[name]}\n{modules[name]}.{attribute}", _lacking(modules[name], attribute))]
        case ast.Name(id=name) if hasattr(builtins, name) and name not in bound:
            return [(name, f"{name} is not available in code blocks")]
        case _:
            return []


def _lacking(module: str, name: str) -> str:
    return f"module {module!r} has no {name!r} in code blocks"

"""Finds what a block's code uses that code blocks do not have, so that saving a workflow can say so, line by line."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from skyvern.sandbox.errors import CodeProblem
from skyvern.sandbox.offers import EXPECTATIONS, OFFERS, REFUSED, refusal

CODE_CHARS = 256 * 1024
"""Longest code that is looked at."""

RESERVED = "_sandbox_"
"""Beginning of the names that the sandbox itself uses."""

MODULES = frozenset(
    {
        *(
            "__future__",
            "asyncio",
            "base64",
            "binascii",
            "bisect",
            "collections",
            "copy",
            "csv",
            "dataclasses",
            "datetime",
        ),
        *("decimal", "functools", "hashlib", "html", "itertools", "json", "math", "random", "re", "string", "time"),
        *("tomllib", "typing", "unicodedata", "urllib", "urllib.parse", "uuid"),
    }
)
"""Modules that code may import."""

_MODULE_HINTS = MappingProxyType(
    {
        "os": "there are no files, processes or environment; give values as parameters",
        "sys": "there is no process; print with `print(…)`, stop with `return`",
        "pathlib": "there are no files",
        "io": "there are no files; `csv.reader(text.splitlines())` reads text",
        "requests": "there is no network past the page; use an http_request block",
        "httpx": "there is no network past the page; use an http_request block",
        "aiohttp": "there is no network past the page; use an http_request block",
        "urllib.request": "there is no network past the page; use an http_request block",
        "playwright": "`page` is already there, and time-outs are `TimeoutError`",
        "enum": "use plain constants or `typing.Literal`",
        "logging": "use `print(…)`",
        "contextlib": "use try and finally",
        "statistics": "use sum(…) / len(…)",
    }
)

_BUILTINS = MappingProxyType(
    {
        "open": "there are no files",
        "input": "nobody is there to answer; use a parameter or a human_interaction block",
        "__import__": "write an import statement",
        "compile": "write the code itself",
        "globals": "use `locals()`",
        "vars": "name the attributes",
        "dir": "name the attributes",
        "breakpoint": "use `print(…)`",
        "exit": "use `return`",
        "SystemExit": "use `return`",
        "quit": "use `return`",
        "super": "classes have no parents here; write functions",
        "callable": "keep functions and values apart",
        "issubclass": "classes have no parents here",
        "bytearray": "use bytes or a list",
        "memoryview": "use bytes",
        "delattr": "set the attribute to None",
        "anext": "generators are not supported",
        "aiter": "generators are not supported",
    }
)

_DUNDERS = frozenset({"__name__", "__doc__"})
_SYNC_STYLE = "write `async with`"

Found = Iterator[tuple[ast.AST, str]]


def check_code(code: str) -> list[CodeProblem]:
    """List what keeps this code from running in a code block, in the order of its lines; an empty list means none.

    Nothing is run. `CodeSandbox.check` also asks the interpreter itself.
    """
    tree = parse(code)
    return tree if isinstance(tree, list) else problems_in(tree)


def parse(code: str) -> ast.Module | list[CodeProblem]:
    """Parse the code as the body of an async function, or say why that fails."""
    if len(code) > CODE_CHARS:
        return [CodeProblem(line=1, column=1, message=f"the code is longer than {CODE_CHARS:,} characters")]
    try:
        return ast.parse(code)
    except SyntaxError as error:
        return [_unreadable(error)]
    except (ValueError, RecursionError, MemoryError) as error:
        return [CodeProblem(line=1, column=1, message=f"the code cannot be read: {error or type(error).__name__}")]


def problems_in(tree: ast.Module) -> list[CodeProblem]:
    """List the problems of parsed code."""
    bound = bound_names(tree)
    found: list[CodeProblem] = []
    for node in ast.walk(tree):
        rule = _RULES.get(type(node))
        if rule is not None:
            found.extend(_problem(where, message) for where, message in rule(node, bound))
    return sorted(set(found), key=lambda problem: (problem.line, problem.column)) or _misplaced(tree)


def _misplaced(tree: ast.Module) -> list[CodeProblem]:
    """List what is no part of the grammar but still wrong in a function's body, such as `break` outside a loop."""
    function = cast("ast.AsyncFunctionDef", ast.parse("async def block(): pass").body[0])
    future = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    function.body = [node for node in tree.body if node not in future] or function.body
    try:
        compile(ast.Module(body=[*future, function], type_ignores=[]), "code block", "exec", dont_inherit=True)
    except SyntaxError as error:
        return [_unreadable(error)]
    except (ValueError, RecursionError) as error:
        return [CodeProblem(line=1, column=1, message=f"the code cannot be read: {error}")]
    return []


def _unreadable(error: SyntaxError) -> CodeProblem:
    message = error.msg if error.msg.startswith("invalid syntax") else f"invalid syntax: {error.msg}"
    return CodeProblem(line=error.lineno or 1, column=error.offset or 1, message=message)


def bound_names(tree: ast.AST) -> frozenset[str]:
    """Return every name that the code itself binds, in whatever scope."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.arg(arg=name):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)):
                names.add(name)
            case _:
                pass
    return frozenset(names)


def expectation(item: ast.withitem) -> bool:
    """Tell whether a `with` item waits for something of a page: `….expect_…(…)`."""
    call = item.context_expr
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in EXPECTATIONS


def _problem(node: ast.AST, message: str) -> CodeProblem:
    place = cast("ast.expr", node)
    return CodeProblem(line=place.lineno, column=place.col_offset + 1, message=message)


def _always(message: str) -> Callable[[Any, frozenset[str]], Found]:
    def rule(node: ast.AST, _bound: frozenset[str]) -> Found:
        yield node, message

    return rule


def _import(node: ast.Import, _bound: frozenset[str]) -> Found:
    for alias in node.names:
        if alias.name not in MODULES:
            yield node, _no_module(alias.name)


def _import_from(node: ast.ImportFrom, _bound: frozenset[str]) -> Found:
    module = node.module or "."
    if node.level or module not in MODULES:
        yield node, _no_module(module)
    elif any(alias.name == "*" for alias in node.names):
        yield node, f"`from {module} import *` is not supported; name what you need"


def _no_module(name: str) -> str:
    hint = _MODULE_HINTS.get(name) or _MODULE_HINTS.get(name.partition(".")[0])
    return f"module {name!r} is not available in code blocks" + (f": {hint}" if hint else "")


def _attribute(node: ast.Attribute, bound: frozenset[str]) -> Found:
    if _dunder(node.attr):
        yield node, f"{node.attr} cannot be read in code blocks"
    elif node.attr in REFUSED and _is_page(node.value, bound):
        yield node, refusal("Page", node.attr)


def _dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name not in _DUNDERS


def _name(node: ast.Name, bound: frozenset[str]) -> Found:
    if node.id.startswith(RESERVED):
        yield node, f"names that begin with {RESERVED!r} are the sandbox's own; take another one"
    elif node.id in _BUILTINS and node.id not in bound:
        yield node, f"{node.id} is not available in code blocks: {_BUILTINS[node.id]}"
    elif _dunder(node.id):
        yield node, f"{node.id} cannot be used in code blocks"


def _class(node: ast.ClassDef, _bound: frozenset[str]) -> Found:
    if node.bases or node.keywords:
        yield node, "classes cannot have parents here; write a plain class, a dataclass or functions"
    for item in node.body:
        if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if item.decorator_list:
                yield item, "methods cannot have decorators here; write a plain method or a function"
        elif isinstance(item, ast.ClassDef):
            yield item, "classes cannot be nested here; move the inner one out"


def _with(node: ast.With, _bound: frozenset[str]) -> Found:
    if any(expectation(item) for item in node.items):
        yield node, f"`with page.expect_…` is Playwright's synchronous form; {_SYNC_STYLE}"


def _async_with(node: ast.AsyncWith, _bound: frozenset[str]) -> Found:
    for item in node.items:
        if not expectation(item):
            yield node, "`async with` works with `page.expect_…(…)` only; use try and finally"
        elif item.optional_vars is not None and not isinstance(item.optional_vars, ast.Name):
            yield node, "write a plain name after `as`"
        elif any(isinstance(argument, ast.Lambda) for argument in _arguments(cast("ast.Call", item.context_expr))):
            yield node, "a function cannot choose the event here; give a URL or a glob such as '**/api/*'"


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _statement(node: ast.Expr, bound: frozenset[str]) -> Found:
    call = node.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _is_page(_root(call.func.value), bound):
        if call.func.attr in _ACTS:
            yield node, f"without `await`, {call.func.attr}(…) does nothing; write `await …`"
    elif isinstance(call, ast.Call) and _is_name(call.func, "sleep", bound):
        yield node, "without `await`, sleep(…) does nothing; write `await sleep(…)`"


def _assign(node: ast.Assign | ast.NamedExpr, bound: frozenset[str]) -> Found:
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr in EXPECTATIONS and _is_page(_root(call.func.value), bound):
        yield node, f"write `async with page.{call.func.attr}(…) as name:` around what makes it happen"


def _root(node: ast.expr) -> ast.expr:
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Call(func=inner):
                node = inner
            case _:
                return node


def _is_page(node: ast.expr, bound: frozenset[str]) -> bool:
    return _is_name(node, "page", bound)


def _is_name(node: ast.expr, name: str, bound: frozenset[str]) -> bool:
    """Tell whether an expression is a name that the code did not bind itself."""
    return isinstance(node, ast.Name) and node.id == name and name not in bound


def _comprehension(node: ast.comprehension, _bound: frozenset[str]) -> Found:
    if node.is_async:
        yield node.iter, "`async for` is not supported; loop over a list, for example `for x in await locator.all():`"


def _handler(node: ast.ExceptHandler, _bound: frozenset[str]) -> Found:
    if node.type is not None and any(isinstance(n, ast.Name) and n.id == "ErrorCode" for n in ast.walk(node.type)):
        yield node, "ErrorCode cannot be caught by name; use `except Exception`"


_ACTS = frozenset[str]().union(*(offer.acts for offer in OFFERS.values()))
_GENERATOR = "generators (`yield`) are not supported; build a list and return it"

_RULES: Mapping[type[ast.AST], Callable[[Any, frozenset[str]], Found]] = MappingProxyType(
    {
        ast.Yield: _always(_GENERATOR),
        ast.YieldFrom: _always(_GENERATOR),
        ast.AsyncFor: _always("`async for` is not supported; loop over a list, for example `await locator.all()`"),
        ast.Delete: _always("`del` is not supported; use `.pop(…)`, or assign None"),
        ast.TryStar: _always("`except*` is not supported; use `except`"),
        ast.comprehension: _comprehension,
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.Attribute: _attribute,
        ast.Name: _name,
        ast.ClassDef: _class,
        ast.With: _with,
        ast.AsyncWith: _async_with,
        ast.Expr: _statement,
        ast.Assign: _assign,
        ast.ExceptHandler: _handler,
    }
)

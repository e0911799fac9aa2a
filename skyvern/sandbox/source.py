"""Turns the author's code into what the interpreter is fed: the same lines, with what it lacks written otherwise.

- `async with page.expect_…(…) as d:` becomes `if (d := await page.expect_…(…)):`, followed by a line that waits for the
  event where the block ends; `d.value` becomes `d.value()`.
- `return value` outside functions hands the value to the writer of the output.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from skyvern.sandbox.check import expectation, parse, problems_in
from skyvern.sandbox.errors import CodeProblem
from skyvern.sandbox.scope import OUTPUT_CALL, RETURN_CALL
from skyvern.sandbox.text import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Code made ready. `numbers[i]` is the author's line of line i of `text`.

    `named` are the names it mentions, `assigned` those it assigns, `defined` those of functions, classes and imports.
    """

    text: str
    numbers: tuple[int, ...]
    lines: tuple[str, ...]
    named: frozenset[str]
    defined: frozenset[str]
    assigned: frozenset[str]
    uses_page: bool
    problems: tuple[CodeProblem, ...]


@lru_cache(maxsize=256)
def prepare(code: str) -> Source:
    """Make code ready to run; what cannot run is in `problems`, and `text` is then of no use."""
    text = code.replace("\r\n", "\n").replace("\r", "\n")
    tree = parse(text)
    lines = tuple(text.split("\n"))
    if isinstance(tree, list):
        return _unusable(lines, tuple(tree))
    problems = tuple(problems_in(tree))
    if problems:
        return _unusable(lines, problems)
    edits = Lines.of(text)
    _returns(tree, edits)
    names = {name for node in ast.walk(tree) if isinstance(node, ast.AsyncWith) for name in _expectations(node, edits)}
    _values(tree, names, edits)
    fed, numbers = edits.result()
    mentioned = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    assigned = frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    return Source(
        text=fed,
        numbers=numbers,
        lines=lines,
        named=mentioned,
        defined=_definitions(tree) - assigned,
        assigned=assigned,
        uses_page=_wants_page(tree),
        problems=(),
    )


def _unusable(lines: tuple[str, ...], problems: tuple[CodeProblem, ...]) -> Source:
    return Source(
        text="",
        numbers=(),
        lines=lines,
        named=frozenset(),
        defined=frozenset(),
        assigned=frozenset(),
        uses_page=False,
        problems=problems,
    )


def _definitions(tree: ast.Module) -> frozenset[str]:
    """Names of functions, classes and imports: they do not belong into the output."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.alias(name=name, asname=asname):
                names.add(asname or name.partition(".")[0])
            case _:
                pass
    return frozenset(names)


def _wants_page(tree: ast.Module) -> bool:
    """Tell whether `page` is read before the code gives the name another meaning."""
    read: list[int] = []
    written: list[int] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and node.id == "page":
            (read if isinstance(node.ctx, ast.Load) else written).append(node.lineno)
        waiting.extend(child for child in ast.iter_child_nodes(node) if not _own_page(child))
    return bool(read) and (not written or min(read) <= min(written))


def _own_page(scope: ast.AST) -> bool:
    """Tell whether a function or comprehension means something of its own by `page`."""
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        parts: list[ast.AST] = [scope.args]
    elif isinstance(scope, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        parts = [generator.target for generator in scope.generators]
    else:
        return False
    names = {
        node.arg if isinstance(node, ast.arg) else node.id
        for part in parts
        for node in ast.walk(part)
        if isinstance(node, (ast.arg, ast.Name))
    }
    return "page" in names


def _own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Walk statements without going into functions and classes."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        for child in ast.iter_child_nodes(statement):
            if isinstance(child, ast.stmt):
                yield from _own_statements([child])
            elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                yield from _own_statements(child.body)


def _returns(tree: ast.Module, edits: Lines) -> None:
    for statement in _own_statements(tree.body):
        if not isinstance(statement, ast.Return):
            continue
        if statement.value is None:
            edits.insert(_end(statement), f" {OUTPUT_CALL}")
        else:
            edits.insert((statement.value.lineno, statement.value.col_offset), f"{RETURN_CALL}((")
            edits.insert(_end(statement.value), "))")


def _expectations(node: ast.AsyncWith, edits: Lines) -> list[str]:
    """Rewrite one `async with`; return the names that its items bind."""
    if not all(expectation(item) for item in node.items):
        return []
    names: list[str] = []
    place = (node.lineno, node.col_offset)
    opening, last = "if ((", place
    for number, item in enumerate(node.items):
        if isinstance(item.optional_vars, ast.Name):
            name, last = item.optional_vars.id, _end(item.optional_vars)
        else:
            name, last = f"_expected_{node.lineno}_{number}", _end(item.context_expr)
        call = item.context_expr
        edits.replace(place, (call.lineno, call.col_offset), f"{opening}{name} := await ")
        place, opening = _end(call), ") and ("
        names.append(name)
        edits.add_line(_last_line(node), f"{edits.indent(node.lineno)}await {name}.settle()", of=node.lineno)
    edits.replace(place, edits.find(b":", last), ")):")
    return names


def _values(tree: ast.Module, names: set[str], edits: Lines) -> None:
    """Write `d.value` as `d.value()` where `d` names something that is waited for."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="value", ctx=ast.Load()) if name in names:
                if id(node) not in called:
                    edits.insert(_end(node), "()")
            case _:
                pass


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno

"""How commands speak: answers to standard output, troubles as one sentence to standard error."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
if not out.is_terminal:
    out.width = 1000  # what no terminal shows is not to be cut to the width of one


def stop(sentence: str, *, code: int = 1) -> NoReturn:
    """End the command with one sentence that says what is wrong."""
    err.print(f"skyvern: {sentence}", markup=False)
    raise typer.Exit(code)


def warn(sentences: Iterable[str]) -> None:
    """Print what a person should know before going on, to standard error."""
    for sentence in sentences:
        err.print(f"warning: {sentence}", markup=False)


def show(text: str) -> None:
    """Print a line as it is."""
    out.print(text, markup=False)


def show_json(value: object) -> None:
    """Print a value as JSON, indented, and in one piece for other programs."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their headings, cells whole: wrapped in a narrow terminal, in one line for other programs."""
    table = Table(*(Column(name, overflow="fold") for name in columns), box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    if table.row_count:
        out.print(table, markup=False)
    else:
        show("nothing here yet")


def show_facts(facts: Mapping[str, object]) -> None:
    """Print names and values below one another; leaves out what has no value."""
    known = {name: value for name, value in facts.items() if value not in (None, "", [])}
    width = max((len(name) for name in known), default=0)
    for name, value in known.items():
        show(f"{name:<{width}}  {value}")

"""Write data as a CSV, JSON or Excel file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.agent.extract import invalid
from skyvern.agent.extract.schema import as_schema
from skyvern.artifacts.media import safe_name
from skyvern.blocks.base import (
    Block,
    BlockContext,
    BlockError,
    BlockResult,
    Templated,
    UndefinedReference,
    completed,
    failed,
    register,
)
from skyvern.blocks.files import FileFailed, facts, refused
from skyvern.documents import WriteJob
from skyvern.domain.failure import Category, Failure
from skyvern.domain.page import Line, Reading

_FORMATS: dict[str, Literal["csv", "json", "xlsx"]] = {"csv": "csv", "json": "json", "xlsx": "xlsx"}


@register
class DataExportBlock(Block):
    """Write rows into a file of the run; the ending of `file_name` says which kind (csv, json, xlsx; default csv)."""

    block_type: Literal["data_export"] = "data_export"
    data: Templated[str] = Field(min_length=1, description="The data: a template, a key of the run, or JSON text")
    data_schema: Templated[dict[str, object]] = Field(description="JSON schema of one row or of the list of rows")
    file_name: Templated[str | None] = None
    parameter_keys: list[str] | None = None

    def references(self) -> Sequence[str]:
        return self.parameter_keys or ()

    def problems(self) -> Sequence[str]:
        name = self.file_name or ""
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if ending and "{" not in name and ending not in _FORMATS:
            return (f"file_name: {name!r}: files end with {', '.join(_FORMATS)}",)
        return ()

    async def run(self, ctx: BlockContext) -> BlockResult:
        name = safe_name(self.file_name or f"{ctx.facts.label}.csv")
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if not ending:
            name, ending = f"{name}.csv", "csv"
        try:
            if ending not in _FORMATS:
                raise refused(f"file_name: {name!r}: files end with {', '.join(_FORMATS)}")
            schema, rows = await self._rows(ctx)
            columns = _columns(schema, rows)
            out = await ctx.files.new_folder() / name
            await ctx.files.work(WriteJob(kind=_FORMATS[ending], columns=columns, rows=rows, out=out))
            saved = await ctx.files.keep(out, name=name)
        except BlockError as error:
            return failed(error.failure)
        return completed(
            {
                **facts(saved),
                "file_path": saved.url,
                "format": ending,
                "row_count": len(rows),
                "columns": columns,
                "downloaded_files": [facts(saved)],
            }
        )

    async def _rows(self, ctx: BlockContext) -> tuple[Mapping[str, object], list[Mapping[str, object]]]:
        """Return the schema of one row, and the rows; raises FileFailed."""
        whole = as_schema(self.data_schema)
        if whole is None:
            raise refused("data_schema: this is no JSON schema")
        value = await self._value(ctx, whole)
        if isinstance(value, Mapping) and "extracted_information" in value:
            value = cast("Mapping[str, object]", value)["extracted_information"]
        row, value = _unwrapped(whole, cast("object", value))
        items = cast("list[object]", value) if isinstance(value, list) else [value]
        if problems := invalid(items, {"type": "array", "items": row}):
            reason = f"The data does not fit data_schema: {'; '.join(problems[:5])}"
            raise FileFailed(Failure(reason=reason, category=Category.DATA_EXTRACTION_FAILURE))
        return row, [_row(item) for item in items]

    async def _value(self, ctx: BlockContext, schema: Mapping[str, object]) -> object:
        """Return the data itself: what a key names, JSON, or what a text says of the schema."""
        if self.data.strip().replace(".", "_").isidentifier():
            try:
                return ctx.lookup(self.data)
            except UndefinedReference:
                pass
        try:
            return cast("object", json.loads(self.data))
        except ValueError:
            lines = tuple(Line(text=text, order=at) for at, text in enumerate(self.data.splitlines()) if text.strip())
        outcome = await ctx.files.read(Reading(lines=lines), title="data", wish="the data", schema=schema)
        if outcome.failure is not None:
            raise FileFailed(outcome.failure)
        return outcome.extracted


def _unwrapped(schema: Mapping[str, object], value: object) -> tuple[Mapping[str, object], object]:
    """Find the rows: the list itself, or the only list in an object."""
    if schema.get("type") == "array":
        return cast("Mapping[str, object]", schema.get("items") or {}), value
    properties = cast("Mapping[str, object]", schema.get("properties") or {})
    for name, inner in properties.items():
        if not isinstance(inner, Mapping):
            continue
        part = cast("Mapping[str, object]", inner)
        if part.get("type") == "array" and len(properties) == 1 and isinstance(value, Mapping):
            return cast("Mapping[str, object]", part.get("items") or {}), cast("Mapping[str, object]", value).get(name)
    return schema, value


def _row(item: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", item) if isinstance(item, Mapping) else {"value": item}


def _columns(row: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the schema's properties in their order; all keys of the rows when it names none."""
    properties = cast("Mapping[str, object]", row.get("properties") or {})
    return list(properties) or list(dict.fromkeys(key for item in rows for key in item))

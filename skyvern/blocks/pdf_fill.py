"""Fill the form of a PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, cast

from pydantic import Field

from skyvern.agent.lexicon import similarity
from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.files import FileFailed, facts, refused
from skyvern.blocks.pdf_block import PdfBlock
from skyvern.documents import FillJob, FormField, ReadJob
from skyvern.domain.failure import needs_llm
from skyvern.domain.goal import Outcome
from skyvern.domain.page import Line, Pair, Reading

_SAID = re.compile(
    r"(?:^|[\n;,.]|\band\b)\s*(?:set|enter|put|fill(?: in)?|write|use)?\s*(?:the\s+)?['\"]?"
    r"([A-Za-z](?:[\w ()/-]|\.(?!\s)){0,50}?)['\"]?\s*(:|=|\bwith\b|\bto\b|\bas\b)\s*['\"]?([^\n;,'\"]+?)['\"]?\s*"
    r"(?=[\n;,]|\band\b|\.?\s*$)",
    re.IGNORECASE,
)
_SURE = 0.8
_WORDS = re.compile(r"[a-z]+|\d+")


@register
class PdfFillBlock(PdfBlock):
    """Fill the fields of a PDF form from `payload` and `prompt`; the filled form is one of the run's files.

    Without a model, values go to the fields that have their names or labels; what cannot be placed needs an LLM.
    """

    block_type: Literal["pdf_fill"] = "pdf_fill"
    prompt: Templated[str] = Field(description="What to fill in, such as `Name: Ana Lopez; City: Lisbon`")
    payload: Templated[dict[str, object] | list[object] | str | None] = Field(None, description="Values by name")

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            file = await ctx.files.bring(self.file_url)
            form = (await ctx.files.work(ReadJob(path=file, kind="pdf"))).fields
            if not form:
                raise refused(f"{file.name} has no form fields; only PDFs with a form can be filled")
            values = await self._values(ctx, form, file.name)
            out = await ctx.files.new_folder() / f"{file.stem}_filled.pdf"
            filled = await ctx.files.work(FillJob(path=file, values=values, out=out))
            saved = await ctx.files.keep(out, name=out.name)
        except BlockError as error:
            return failed(error.failure, error.output)
        return completed(
            {
                "fill_mode": "form_fields",
                "fields": {field.name: field.value for field in filled.fields if field.name in values},
                "unfilled_fields": [field.name for field in filled.fields if field.name not in values],
                "file_path": saved.url,
                "file_name": saved.artifact.file_name,
                "file_size": saved.artifact.size,
                "artifact_id": saved.artifact.artifact_id,
                "downloaded_files": [facts(saved)],
            }
        )

    async def _values(self, ctx: BlockContext, form: Sequence[FormField], name: str) -> dict[str, str | bool]:
        """Return field → value; raises FileFailed when what is wanted cannot be placed."""
        given = dict(_leaves(_data(self.payload)))
        given |= dict(_leaves(ctx.payload(self.parameter_keys or ())))
        said = dict(_said(self.prompt, form))
        placed = _placed(form, {**given, **said})
        left = [*(said.keys() - placed.keys()), *(given.keys() - placed.keys())]
        if left or not placed:
            outcome = await self._asked(ctx, form, given, name)
            if outcome.failure is None:
                return dict(_answered(outcome.extracted))
            if not placed or said.keys() - placed.keys():
                what = f"no field of the form is called {left[0]!r}" if left else "it names no field of the form"
                raise FileFailed(needs_llm(self.prompt[:200], what))
        return dict(placed.values())

    async def _asked(
        self, ctx: BlockContext, form: Sequence[FormField], given: Mapping[str, object], name: str
    ) -> Outcome:
        """Ask the model, if there is one, which value goes where."""
        schema = {"type": "object", "properties": {field.name: _property(field) for field in form}}
        reading = Reading(
            lines=tuple(Line(text=text, order=at) for at, text in enumerate([self.prompt, *map(_described, form)])),
            pairs=tuple(Pair(label=key, value=str(value), source="sibling") for key, value in given.items()),
        )
        wish = f"The values to fill into the form {name}: {self.prompt}"
        return await ctx.files.read(reading, title=name, wish=wish, schema=schema, model_only=True)


def _said(prompt: str, form: Sequence[FormField]) -> Iterator[tuple[str, str]]:
    """Yield the fields and values that a prompt spells out; `with` and `to` count after the name of a field only."""
    for label, sign, value in _SAID.findall(prompt):
        if sign in ":=" or any(_likeness(label, field) >= _SURE for field in form):
            yield label.strip(), value.strip()


def _answered(data: object) -> Iterator[tuple[str, str | bool]]:
    for key, value in cast("Mapping[str, object]", data or {}).items():
        if value is not None:
            yield key, value if isinstance(value, bool) else str(value)


def _placed(form: Sequence[FormField], wanted: Mapping[str, object]) -> dict[str, tuple[str, str | bool]]:
    """Give each wanted value the field that its name means best: key → (field, value)."""
    offers = sorted(
        ((score, key, field) for key in wanted for field in form if (score := _likeness(key, field)) >= _SURE),
        key=lambda offer: -offer[0],
    )
    placed: dict[str, tuple[str, str | bool]] = {}
    taken: set[str] = set()
    for _, key, field in offers:
        if key in placed or field.name in taken:
            continue
        value = wanted[key]
        placed[key] = (field.name, value if isinstance(value, bool) else str(value).strip())
        taken.add(field.name)
    return placed


def _likeness(key: str, field: FormField) -> float:
    """Return how surely a key means a field: its name or label, in the same words or as synonyms."""
    said = _spread(key)
    names = [_spread(name) for name in (field.name, field.name.rpartition(".")[2], field.label) if name]
    if said in names:
        return 1.0
    return max((0.98 * similarity(said, name) for name in names if name), default=0.0)


def _spread(name: str) -> str:
    """`firstName`, `first_name` and `First name` are the same words."""
    return " ".join(_WORDS.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def _data(payload: object) -> object:
    if not isinstance(payload, str):
        return payload
    try:
        return cast("object", json.loads(payload)) if payload.strip() else None
    except ValueError:
        return None


def _leaves(data: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield plain values by their names, inner ones with the outer's name before."""
    if isinstance(data, Mapping):
        for key, value in cast("Mapping[str, object]", data).items():
            yield from _leaves(value, f"{prefix} {key}".strip())
    elif isinstance(data, list):
        for item in cast("list[object]", data):
            if isinstance(item, Mapping):
                yield from _leaves(cast("object", item), prefix)
    elif data is not None and prefix:
        yield prefix, data


def _property(field: FormField) -> dict[str, object]:
    kind = "boolean" if field.kind == "checkbox" else "string"
    offered = {"enum": list(field.options)} if field.kind in ("radio", "choice") and field.options else {}
    return {"type": kind, "description": field.label or field.name, **offered}


def _described(field: FormField) -> str:
    options = f" (one of {', '.join(field.options)})" if field.kind in ("radio", "choice") else ""
    return f"Field {field.name} on page {field.page}, {field.kind}, labelled {field.label!r}{options}"

"""What is found out about a definition by reading its templates: those that are broken, those that name nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import cast

from skyvern.blocks.definition import (
    OUTPUT_SUFFIX,
    DefinitionError,
    ParsedDefinition,
    WorkflowDefinition,
    every_block,
    ignored,
    parse_definition,
)
from skyvern.blocks.extraction import ExtractionBlock
from skyvern.blocks.goal_block import TaskOutput
from skyvern.contract.parameters import RESERVED_KEYS, CredentialParameter
from skyvern.engine.templating import template_names, template_problems

_TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
_POOL = frozenset({"credential_ids", "fallback_credential_ids"})
_OF_EVERY_RUN = RESERVED_KEYS | {"browser_session_id"}


def check_definition(tree: Mapping[str, object]) -> ParsedDefinition:
    """Check a definition as a whole; raises DefinitionError with the first few things that keep it from running."""
    parsed = parse_definition(tree)
    problems = [
        f"block {block.label!r}: {problem}"
        for block in every_block(parsed.definition.blocks)
        for problem in template_problems(block)
    ]
    if problems:
        raise DefinitionError("; ".join(problems[:5]))
    return parsed


def warnings_of(tree: Mapping[str, object], definition: WorkflowDefinition) -> tuple[str, ...]:
    """Say what in a checked definition has no effect: keys that mean nothing, names that nothing has, unknown types."""
    return (
        *ignored(tree),
        *_unused_pools(definition),
        *_nameless(definition),
        *_shapeless(definition),
        *_hidden(definition),
    )


def _unused_pools(definition: WorkflowDefinition) -> Iterator[str]:
    """Several credentials for one parameter are kept as they are: how to choose is published nowhere."""
    for parameter in definition.parameters:
        if isinstance(parameter, CredentialParameter):
            for field in _POOL & parameter.model_fields_set:
                if getattr(parameter, field):
                    yield f"parameter {parameter.key!r}: {field} has no effect here; credential_id is used"


def _nameless(definition: WorkflowDefinition) -> Iterator[str]:
    labels = {block.label for block in every_block(definition.blocks)}
    outputs = {f"{label}{OUTPUT_SUFFIX}" for label in labels}
    known = _OF_EVERY_RUN | labels | outputs | {parameter.key for parameter in definition.parameters}
    for block in every_block(definition.blocks):
        for field, name in template_names(block):
            if name not in known:
                meant = "".join(f" (did you mean {near!r}?)" for near in get_close_matches(name, sorted(known), n=1))
                yield f"block {block.label!r}: {field}: nothing is named {name!r}{meant}; it renders as empty text"


def _shapeless(definition: WorkflowDefinition) -> Iterator[str]:
    """Types in the schemas of what is to be read that no JSON value has."""
    for block in every_block(definition.blocks):
        for where, name in _unknown_types(getattr(block, "data_schema", None), "data_schema"):
            meant = "".join(f" (did you mean {near!r}?)" for near in get_close_matches(name, _TYPES, n=1, cutoff=0.5))
            yield f"block {block.label!r}: {where}.type: {name!r} is no type{meant}; any value fits"


def _hidden(definition: WorkflowDefinition) -> Iterator[str]:
    """Fields of a schema that the output's own key of that name hides."""
    for block in every_block(definition.blocks):
        if isinstance(block, ExtractionBlock):
            for name in sorted(TaskOutput.__annotations__.keys() & _properties(block.data_schema).keys()):
                at = f"{block.label}{OUTPUT_SUFFIX}"
                yield (
                    f"block {block.label!r}: data_schema.properties.{name}: {at}.{name} is the block's own; "
                    f"what is read stands in {at}.extracted_information.{name}"
                )


def _properties(schema: object) -> dict[str, object]:
    given = cast("dict[str, object]", schema).get("properties") if isinstance(schema, dict) else None
    return cast("dict[str, object]", given) if isinstance(given, dict) else {}


def _unknown_types(schema: object, where: str) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, dict):
        return
    node = cast("dict[str, object]", schema)
    given = node.get("type")
    names = cast("list[object]", given) if isinstance(given, list) else [given]
    yield from ((where, name) for name in names if isinstance(name, str) and name not in _TYPES)
    yield from _unknown_types(node.get("items"), f"{where}.items")
    for key, inner in _properties(node).items():
        yield from _unknown_types(inner, f"{where}.properties.{key}")

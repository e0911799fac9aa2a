"""A workflow's definition: parameters and blocks, checked as a whole when it is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from skyvern.blocks import AnyBlock, block_adapter
from skyvern.blocks.base import REGISTRY, Block, block_type
from skyvern.blocks.graph import graph_problems, is_graph
from skyvern.contract.parameters import AnyParameter, ContextParameter, CredentialParameter

OUTPUT_SUFFIX = "_output"
LIST, GRAPH = 1, 2
"""Versions of the language: blocks in the order of the list, or as they say themselves."""

DEEPEST = 20
"""Loops inside one another."""


class DefinitionError(ValueError):
    """The definition cannot be saved; the message names the block or parameter, and the field."""


class RetryRule(BaseModel):
    """Which ends of a run are tried again; without codes every one of the status."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    status: Literal["failed", "terminated", "timed_out"]
    error_codes: list[str] | None = None


class RetryPolicy(BaseModel):
    """How often and when a run that did not complete is tried again from its first block."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    max_retries: int = Field(1, ge=1, le=5)
    delay_seconds: int = Field(0, ge=0, le=3600)
    webhook_on_retry: Literal["final_only", "every_attempt"] = "final_only"
    retry_on: list[RetryRule] | None = Field(None, description="Default: failed and timed_out")

    @property
    def rules(self) -> tuple[RetryRule, ...]:
        """The rules that hold."""
        return tuple(self.retry_on or ()) or (RetryRule(status="failed"), RetryRule(status="timed_out"))


class WorkflowDefinition(BaseModel):
    """Parameters and blocks, with what holds for all of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    version: int | None = None
    parameters: list[AnyParameter] = Field(default_factory=list[Any])
    blocks: list[AnyBlock]
    finally_block_label: str | None = None
    error_code_mapping: dict[str, str] | None = None
    retry_policy: RetryPolicy | None = None
    workflow_system_prompt: str | None = None
    completion_contract: dict[str, object] | None = None
    browser_settings: dict[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDefinition:
    """A definition that can run, and its stored form."""

    definition: WorkflowDefinition
    tree: dict[str, object]


def every_block(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield all blocks, outer before inner."""
    for block in blocks:
        yield block
        yield from every_block(block.inner())


def parse_definition(tree: Mapping[str, object]) -> ParsedDefinition:
    """Check a definition and return it; raises DefinitionError with the first few things that are wrong."""
    if not isinstance(tree.get("blocks"), list):
        raise DefinitionError("workflow_definition.blocks: a list of blocks is required")
    problems = list(_unknown_kinds(cast("list[object]", tree["blocks"])))
    if problems:
        raise DefinitionError("; ".join(problems[:5]))
    plain = {**tree, "parameters": _declared(tree.get("parameters"))}
    try:
        definition = WorkflowDefinition.model_validate(plain)
    except ValidationError as error:
        raise DefinitionError("; ".join(_explain(item, plain) for item in error.errors()[:5])) from None
    problems = [*_whole_problems(definition), *_block_problems(definition)]
    if problems:
        raise DefinitionError("; ".join(problems[:5]))
    return ParsedDefinition(definition=definition, tree=plain)


def load_definition(tree: Mapping[str, object]) -> WorkflowDefinition:
    """Read a stored definition that was checked before."""
    return WorkflowDefinition.model_validate(tree)


def _declared(parameters: object) -> list[object]:
    """Leave out the output parameters that exported definitions carry: every block implies its own."""
    if parameters is None:
        return []
    if not isinstance(parameters, list):
        raise DefinitionError("workflow_definition.parameters: a list is required")
    rows = cast("list[object]", parameters)
    return [
        row
        for row in rows
        if not (isinstance(row, Mapping) and cast("Mapping[str, object]", row).get("parameter_type") == "output")
    ]


def _unknown_kinds(blocks: Sequence[object], where: str = "blocks", depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        yield f"{where}: loops are nested more than {DEEPEST} deep; split the workflow and use workflow_trigger"
        return
    for index, raw in enumerate(blocks):
        place = f"{where}[{index}]"
        if not isinstance(raw, Mapping):
            yield f"{place}: a block is an object with label and block_type"
            continue
        block = cast("Mapping[str, object]", raw)
        kind, label = block.get("block_type"), block.get("label")
        if kind not in REGISTRY:
            known = ", ".join(sorted(REGISTRY))
            meant = "".join(f"did you mean {near!r}? " for near in get_close_matches(str(kind), REGISTRY, n=1))
            yield f"block {label!r} ({place}): block_type: {kind!r} is unknown; {meant}known are {known}"
        inner = block.get("loop_blocks")
        if isinstance(inner, list):
            yield from _unknown_kinds(cast("list[object]", inner), f"{place}.loop_blocks", depth + 1)


def _explain(error: Any, tree: Mapping[str, object]) -> str:  # noqa: ANN401 - pydantic's error record
    """Turn one pydantic error into `block 'label': field: message`."""
    location = [part for part in error["loc"] if part not in REGISTRY]
    current: object = tree
    who, rest = "", location
    for depth, part in enumerate(location):
        try:
            current = cast("Any", current)[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(current, Mapping):
            node = cast("Mapping[str, object]", current)
            name = node.get("label") if "block_type" in node else node.get("key")
            if "block_type" in node or "parameter_type" in node:
                kind = "block" if "block_type" in node else "parameter"
                who, rest = f"{kind} {name!r}: ", location[depth + 1 :]
    field = ".".join(str(part) for part in rest if part not in _TAGS)
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing" and isinstance(current, Mapping):
        message += _misspelt(field, cast("Mapping[str, object]", current))
    return f"{who}{field or 'value'}: {message}" if field else f"{who}{message}"


def _misspelt(field: str, given: Mapping[str, object]) -> str:
    """Name the key that may have been meant for a field that is missing."""
    block = REGISTRY.get(str(given.get("block_type")))
    known = block.model_fields if block else ()
    near = get_close_matches(field, [key for key in given if key not in known], n=1)
    return f" ({near[0]!r} means nothing here; did you mean {field!r}?)" if near else ""


_TAGS = frozenset(
    {
        "workflow",
        "context",
        "output",
        "aws_secret",
        "credential",
        "onepassword",
        "azure_vault_credential",
        "bitwarden_login_credential",
        "bitwarden_sensitive_information",
        "bitwarden_credit_card_data",
    }
)
"""Names of union members, which pydantic puts into error locations."""


def _whole_problems(definition: WorkflowDefinition) -> Iterator[str]:
    seen: set[str] = set()
    for parameter in definition.parameters:
        if parameter.key in seen:
            yield f"parameter {parameter.key!r}: key: given twice"
        seen.add(parameter.key)
    labels: set[str] = set()
    for block in every_block(definition.blocks):
        if block.label in labels:
            yield f"block {block.label!r}: label: given twice"
        labels.add(block.label)
        if f"{block.label}{OUTPUT_SUFFIX}" in seen:
            yield f"parameter '{block.label}{OUTPUT_SUFFIX}': key: is the output of block {block.label!r}"
    yield from _mapping_problems("workflow_definition", definition.error_code_mapping)
    yield from _context_circles(definition)
    outputs = {f"{label}{OUTPUT_SUFFIX}" for label in labels}
    for parameter in definition.parameters:
        if isinstance(parameter, ContextParameter) and parameter.source_parameter_key not in seen | outputs:
            source = parameter.source_parameter_key
            yield f"parameter {parameter.key!r}: source_parameter_key: {source!r} is not defined"
        if isinstance(parameter, CredentialParameter) and not _credential_known(parameter.credential_id, seen):
            yield (
                f"parameter {parameter.key!r}: credential_id: {parameter.credential_id!r} is neither a credential id "
                "(cred_…) nor the key of a parameter"
            )
    final = definition.finally_block_label
    if final and final not in {block.label for block in definition.blocks}:
        yield f"finally_block_label: no top-level block is called {final!r}"


def _context_circles(definition: WorkflowDefinition) -> Iterator[str]:
    sources = {
        item.key: item.source_parameter_key for item in definition.parameters if isinstance(item, ContextParameter)
    }
    for key in sources:
        path, at = [key], sources.get(key)
        while at in sources and at not in path:
            path.append(at)
            at = sources.get(at)
        if at == key:
            yield f"parameter {key!r}: source_parameter_key: looked up in itself: {' → '.join([*path, key])}"
            return


def _mapping_problems(who: str, mapping: Mapping[str, str] | None) -> Iterator[str]:
    if mapping and len(mapping) > 64:
        yield f"{who}: error_code_mapping: at most 64 codes, these are {len(mapping)}"
    for code, description in (mapping or {}).items():
        if len(code) > 128 or len(description) > 2000:
            yield f"{who}: error_code_mapping.{code[:40]}: a code has at most 128 characters, a description 2000"


def _credential_known(credential_id: str, keys: set[str]) -> bool:
    return credential_id.startswith("cred_") or credential_id in keys


def _block_problems(definition: WorkflowDefinition) -> Iterator[str]:
    known = {parameter.key for parameter in definition.parameters}
    known |= {f"{block.label}{OUTPUT_SUFFIX}" for block in every_block(definition.blocks)}
    for block in every_block(definition.blocks):
        for key in block.references():
            if key not in known:
                field = "loop_over_parameter_key" if block.inner() else "parameter_keys"
                yield f"block {block.label!r}: {field}: {key!r} is not a parameter of this workflow"
        own = cast("Mapping[str, str] | None", getattr(block, "error_code_mapping", None))
        yield from _mapping_problems(f"block {block.label!r}", own)
        for problem in block.problems():
            yield f"block {block.label!r}: {problem}"
    yield from _version_problems(definition)
    yield from graph_problems(
        definition.blocks, final=definition.finally_block_label, listed=definition.version != GRAPH
    )


def _version_problems(definition: WorkflowDefinition) -> Iterator[str]:
    if definition.version not in (None, LIST, GRAPH):
        yield f"version: {definition.version} is unknown; 1 is a list of blocks, 2 a graph"
    graphic = next((block for block in definition.blocks if is_graph([block])), None)
    if definition.version == LIST and graphic is not None:
        yield (
            f"version: block {graphic.label!r} says who follows it, which version 1 (a list) does not know; "
            "use version 2 or leave version out"
        )


def ignored(tree: Mapping[str, object]) -> tuple[str, ...]:
    """Say which keys of a definition mean nothing here."""
    return tuple(_ignored(tree))


def _ignored(tree: Mapping[str, object]) -> Iterator[str]:
    for key in tree:
        if key not in WorkflowDefinition.model_fields:
            yield f"workflow_definition.{key}: unknown, ignored"
    yield from _ignored_in_blocks(cast("list[Mapping[str, object]]", tree["blocks"]))


def _ignored_in_blocks(blocks: Sequence[Mapping[str, object]]) -> Iterator[str]:
    for raw in blocks:
        fields = REGISTRY[str(raw["block_type"])].model_fields
        for key in raw:
            if key not in fields and key not in ("output_parameter", "parameters", "loop_over", "task_type"):
                yield f"block {raw['label']!r}: {key}: unknown, ignored"
        inner = raw.get("loop_blocks")
        if isinstance(inner, list):
            yield from _ignored_in_blocks(cast("list[Mapping[str, object]]", inner))


__all__ = [
    "DefinitionError",
    "ParsedDefinition",
    "WorkflowDefinition",
    "block_adapter",
    "block_type",
    "every_block",
    "ignored",
    "load_definition",
    "parse_definition",
]

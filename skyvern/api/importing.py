"""What becomes of a workflow file here: what is supported, what degrades and why, what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from skyvern.api.definitions import Tree, read_tree, read_yaml, with_identifiers
from skyvern.blocks.base import Block, block_type
from skyvern.blocks.conditional import ConditionalBlock
from skyvern.blocks.definition import DefinitionError, WorkflowDefinition, every_block
from skyvern.blocks.while_loop import WhileLoopBlock
from skyvern.engine.checking import check_definition, warnings_of

_OWN_ENGINES = (None, "", "skyvern-1.0", "skyvern-2.0")
_VAULT = "is kept as it is; a run needs the vault it names to be configured on this server"
_FOREIGN = ("aws_secret", "onepassword", "azure_vault_credential", "bitwarden")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """`refused` is empty when the workflow can be saved."""

    title: str
    tree: Mapping[str, object]
    """What is to be saved, with labels and keys made identifiers."""
    supported: Mapping[str, int]
    """Kinds of blocks and parameters, and how many there are."""
    renamed: Sequence[str] = ()
    degrades: Sequence[str] = ()
    refused: str = ""


def report_on(given: str | Tree) -> ImportReport:
    """Examine a workflow as YAML text or as a tree; nothing is saved."""
    tree: Tree = {}
    try:
        tree = read_yaml(given) if isinstance(given, str) else given
        whole = with_identifiers(tree)
        create = read_tree(whole)
        parsed = check_definition(create.workflow_definition)
    except DefinitionError as error:
        return ImportReport(title=str(tree.get("title") or ""), tree=tree, supported={}, refused=str(error))
    definition = parsed.definition
    kinds = Counter(f"block {block_type(block)}" for block in every_block(definition.blocks))
    kinds.update(f"parameter {parameter.parameter_type}" for parameter in definition.parameters)
    return ImportReport(
        title=create.title,
        tree=whole,
        supported=dict(sorted(kinds.items())),
        renamed=tuple(_renamed(tree, whole)),
        degrades=(*_degrades(definition), *_settings(whole), *warnings_of(parsed.tree, definition)),
    )


def _degrades(definition: WorkflowDefinition) -> Iterator[str]:
    for block in every_block(definition.blocks):
        who = f"block {block.label!r} ({block_type(block)})"
        if block.needs_model:
            yield f"{who}: needs a language model (SKYVERN_MODEL); without one it fails and says so"
        if getattr(block, "engine", None) not in _OWN_ENGINES:
            yield f"{who}: engine {getattr(block, 'engine', None)}: this server's own engine is used"
        if (wanted := _model(block)) is not None:
            yield f"{who}: model {wanted}: the server's model is used unless SKYVERN_MODELS names this one"
        if any(kind == "prompt" for kind in _criteria(block)):
            yield f"{who}: without a model, sentences are judged when they compare values or describe the open page"
    for parameter in definition.parameters:
        if parameter.parameter_type.startswith(_FOREIGN):
            yield f"parameter {parameter.key!r} ({parameter.parameter_type}): {_VAULT}"


def _model(block: Block) -> str | None:
    name = (block.model or {}).get("model_name") or getattr(block, "llm_key", None)
    return str(name) if name else None


def _criteria(block: Block) -> list[str]:
    if isinstance(block, ConditionalBlock):
        return [branch.criteria.criteria_type for branch in block.branch_conditions if branch.criteria is not None]
    return [block.condition.criteria_type] if isinstance(block, WhileLoopBlock) else []


def _settings(tree: Mapping[str, object]) -> Iterator[str]:
    if tree.get("run_with") in ("code", "code_v2"):
        yield "run_with code: runs are done by the agent as long as no script has been recorded here"
    if tree.get("proxy_location") not in (None, "", "NONE"):
        yield f"proxy_location {tree['proxy_location']}: needs a source in SKYVERN_PROXIES, else runs are refused"


def _renamed(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for kind, field in (("blocks", "label"), ("parameters", "key")):
        old, new = _names(before, kind, field), _names(after, kind, field)
        yield from (f"{field} {one!r} is now {other!r}" for one, other in zip(old, new, strict=True) if one != other)


def _names(tree: Mapping[str, object], kind: str, field: str) -> list[str]:
    definition = tree.get("workflow_definition")
    rows = cast("Mapping[str, object]", definition).get(kind) if isinstance(definition, Mapping) else None
    return list(_walk(rows, field))


def _walk(rows: object, field: str) -> Iterator[str]:
    for row in cast("list[object]", rows) if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            item = cast("Mapping[str, object]", row)
            yield str(item.get(field))
            yield from _walk(item.get("loop_blocks"), field)

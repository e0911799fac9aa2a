"""Definitions as callers send them: YAML or JSON, request form or the resolved form that we once answered with."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import yaml
from pydantic import ValidationError

from skyvern.api.present.workflow import REAL_TYPE
from skyvern.blocks.definition import DefinitionError
from skyvern.contract.workflow import WorkflowBody, WorkflowCreate

Tree = dict[str, Any]
_DEEPEST = 60
_MOST_NODES = 200_000


class _PlainLoader(yaml.SafeLoader):
    """A safe loader that leaves dates as the text they were written as."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_body(body: WorkflowBody) -> WorkflowCreate[Tree]:
    """Return the workflow that a create or update asks for. Raises DefinitionError."""
    if (body.json_definition is None) == (body.yaml_definition is None):
        raise DefinitionError("Give exactly one of json_definition and yaml_definition.")
    tree = body.json_definition
    if body.yaml_definition is not None:
        tree = with_identifiers(read_yaml(body.yaml_definition))
    return read_tree(tree or {})


def read_tree(tree: Mapping[str, object]) -> WorkflowCreate[Tree]:
    """Return the workflow in a JSON tree, its definition in request form. Raises DefinitionError."""
    try:
        create = WorkflowCreate[Tree].model_validate(tree)
    except ValidationError as error:
        problems = (f"{'.'.join(str(part) for part in row['loc'])}: {row['msg']}" for row in error.errors()[:5])
        raise DefinitionError("; ".join(problems)) from None
    return create.model_copy(update={"workflow_definition": request_form(create.workflow_definition)})


def read_yaml(text: str) -> Tree:
    """Return the tree that a YAML text holds. Raises DefinitionError."""
    try:
        _refuse_bombs(text)
        tree: object = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - derived from the safe loader
    except yaml.YAMLError as error:
        raise DefinitionError(f"yaml_definition cannot be read: {error}") from None
    except RecursionError:
        raise DefinitionError("yaml_definition is nested too deeply") from None
    if not isinstance(tree, dict):
        raise DefinitionError("yaml_definition must hold an object with a title and a workflow_definition")
    return cast("Tree", tree)


def request_form(definition: Tree) -> Tree:
    """Return a definition with what our answers added taken back, so that a workflow that was read can be saved."""
    blocks = definition.get("blocks")
    if not isinstance(blocks, list):
        return definition
    return {**definition, "blocks": [_request_block(block) for block in cast("list[object]", blocks)]}


def with_identifiers(tree: Tree) -> Tree:
    """Return a tree whose labels and keys are identifiers, with every reference to a renamed one changed too."""
    definition = tree.get("workflow_definition")
    if not isinstance(definition, dict):
        return tree
    inside = cast("Tree", definition)
    labels = _renamed(_named(inside.get("blocks"), "label"))
    keys = _renamed(_named(inside.get("parameters"), "key"))
    outputs = {f"{old}_output": f"{new}_output" for old, new in labels.items()}
    if not labels and not keys:
        return tree
    changed = cast("Tree", _rewritten(inside, labels | keys | outputs, key=None))
    return {**tree, "workflow_definition": changed}


def identifier(name: str) -> str:
    """Return the identifier nearest to a name."""
    plain = re.sub(r"\W+", "_", name.strip(), flags=re.ASCII).strip("_") or "block"
    return f"_{plain}" if plain[0].isdigit() or keyword.iskeyword(plain) else plain


_REFERENCES = frozenset(
    {
        "label",
        "key",
        "next_block_label",
        "finally_block_label",
        "source_parameter_key",
        "loop_over_parameter_key",
        "parameter_keys",
        "url_parameter_key",
        "credential_id",
    }
)
_BRACED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def _rewritten(value: object, names: Mapping[str, str], *, key: str | None) -> object:
    if isinstance(value, dict):
        rows = cast("dict[str, object]", value)
        return {name: _rewritten(item, names, key=name) for name, item in rows.items()}
    if isinstance(value, list):
        return [_rewritten(item, names, key=key) for item in cast("list[object]", value)]
    if not isinstance(value, str):
        return value
    if key in _REFERENCES or key == "loop_variable_reference":
        value = names.get(value, value)
    return _BRACED.sub(lambda found: _in_template(found.group(), names), value) if "{" in value else value


def _in_template(template: str, names: Mapping[str, str]) -> str:
    """Rename whole names inside one `{{ … }}` or `{% … %}`, longest first."""
    for old in sorted(names, key=len, reverse=True):
        template = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", names[old], template)
    return template


def _named(rows: object, field: str) -> Iterable[str]:
    if not isinstance(rows, list):
        return
    for row in cast("list[object]", rows):
        if not isinstance(row, dict):
            continue
        item = cast("Tree", row)
        name = item.get(field)
        if isinstance(name, str):
            yield name
        yield from _named(item.get("loop_blocks"), field)


def _renamed(names: Iterable[str]) -> dict[str, str]:
    """Return the new name of each that is no identifier; two never become one."""
    given = list(dict.fromkeys(names))
    taken = {name for name in given if name.isidentifier()}
    changes: dict[str, str] = {}
    for name in given:
        if name.isidentifier():
            continue
        wanted, count = identifier(name), 2
        new = wanted
        while new in taken:
            new, count = f"{wanted}_{count}", count + 1
        taken.add(new)
        changes[name] = new
    return changes


def _request_block(value: object) -> object:
    if not isinstance(value, dict):
        return value
    block = dict(cast("Tree", value))
    real = block.pop(REAL_TYPE, None)
    if isinstance(real, str):
        block["block_type"] = real
        block.pop("wait_sec", None)
    if "output_parameter" in block:
        for added in ("output_parameter", "task_type", "include_extracted_text"):
            block.pop(added, None)
        parameters = block.pop("parameters", None)
        if isinstance(parameters, list) and "parameter_keys" not in block:
            block["parameter_keys"] = list(_named(cast("list[object]", parameters), "key"))
        loop_over = block.pop("loop_over", None)
        if isinstance(loop_over, dict) and "loop_over_parameter_key" not in block:
            block["loop_over_parameter_key"] = cast("Tree", loop_over).get("key")
    inner = block.get("loop_blocks")
    if isinstance(inner, list):
        block["loop_blocks"] = [_request_block(item) for item in cast("list[object]", inner)]
    return block


def _refuse_bombs(text: str) -> None:
    """Anchors could blow a small text up into a huge tree, and nesting could exhaust the stack."""
    depth = 0
    events = cast("Iterable[object]", yaml.parse(text, Loader=yaml.SafeLoader))  # pyright: ignore[reportUnknownMemberType]
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise DefinitionError("yaml_definition is nested too deeply")
    root = cast("yaml.Node | None", yaml.compose(text, Loader=yaml.SafeLoader))  # pyright: ignore[reportUnknownMemberType]
    if root is not None and _expanded(root, {}, set()) > _MOST_NODES:
        raise DefinitionError(
            f"yaml_definition: its anchors and aliases stand for more than {_MOST_NODES:,} values; write them out"
        )


def _expanded(node: yaml.Node, known: dict[int, int], inside: set[int]) -> int:
    """Count the values that a node stands for once its aliases are written out."""
    if id(node) in known:
        return known[id(node)]
    if id(node) in inside:
        raise DefinitionError("yaml_definition: an anchor contains itself")
    inside.add(id(node))
    held = cast("list[Any]", node.value) if isinstance(node, yaml.CollectionNode) else []
    parts: Iterable[yaml.Node] = (
        part for item in held for part in (cast("tuple[Any, ...]", item) if isinstance(item, tuple) else (item,))
    )
    known[id(node)] = 1 + sum(_expanded(part, known, inside) for part in parts)
    inside.discard(id(node))
    return known[id(node)]

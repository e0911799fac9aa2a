"""What is found out about a definition by reading its templates: those that are broken, those that name nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from skyvern.blocks.definition import (
    OUTPUT_SUFFIX,
    DefinitionError,
    ParsedDefinition,
    WorkflowDefinition,
    every_block,
    ignored,
    parse_definition,
)
from skyvern.contract.parameters import RESERVED_KEYS, CredentialParameter
from skyvern.engine.templating import template_names, template_problems

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
    """Say what in a checked definition has no effect: keys that mean nothing, names in templates that nothing has."""
    return (*ignored(tree), *_unused_pools(definition), *_nameless(definition))


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

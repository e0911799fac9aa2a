"""What can only be found wrong with a definition by trying: templates that cannot be read."""

from __future__ import annotations

from skyvern.blocks.definition import DefinitionError, WorkflowDefinition, every_block
from skyvern.engine.templating import template_problems


def refuse_bad_templates(definition: WorkflowDefinition) -> None:
    """Raise DefinitionError with the first few templates that cannot be read, each with its block and field."""
    problems = [
        f"block {block.label!r}: {problem}"
        for block in every_block(definition.blocks)
        for problem in template_problems(block)
    ]
    if problems:
        raise DefinitionError("; ".join(problems[:5]))

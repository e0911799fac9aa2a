"""Tools for workflows: what blocks there are, validate, save, read, list."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from skyvern.mcp.runs import WorkflowId
from skyvern.mcp.summary import listed_workflow
from skyvern.mcp.tool import ToolContext, changes, reads, speaking

Definition = Annotated[
    dict[str, Any] | None,
    Field(
        description="The workflow as an object: {title, description?, workflow_definition: {parameters: "
        "[{key, parameter_type: 'workflow', workflow_parameter_type: 'string'|'integer'|'float'|'boolean'|'json'|"
        "'file_url'|'credential_id', default_value?, description?}], blocks: [{label, block_type, …}]}}. Blocks run in "
        "order; text may hold {{ key }} of a parameter and {{ label_output }} of an earlier block. Example block: "
        "{label: 'read', block_type: 'extraction', url: 'https://example.com', data_extraction_goal: 'the headline', "
        "data_schema: {type: 'object', properties: {headline: {type: 'string'}}}}."
    ),
]
Yaml = Annotated[str, Field(description="The same as YAML text; give either this or definition.")]


async def list_block_types(ctx: ToolContext) -> list[dict[str, str]]:
    """List the kinds of block that a workflow can have, and what each is for; describe_block tells the fields."""
    async with speaking(ctx) as client:
        found = await client.get_block_types()
        return [{"block_type": row.block_type, "description": row.description} for row in found]


async def describe_block(
    ctx: ToolContext, block_type: Annotated[str, Field(description="A kind that list_block_types names.")]
) -> dict[str, Any]:
    """Return what a kind of block is for and the JSON Schema of its fields."""
    async with speaking(ctx) as client:
        found = {row.block_type: row for row in await client.get_block_types()}
    if block_type not in found:
        raise ToolError(f"there is no block type {block_type!r}; there are {', '.join(found)}")
    return found[block_type].to_dict()


async def validate_workflow(ctx: ToolContext, definition: Definition = None, yaml: Yaml = "") -> dict[str, Any]:
    """Check a workflow without saving it: valid, errors with the block and field to change, warnings."""
    async with speaking(ctx) as client:
        return (await client.validate_workflow(json_definition=definition, yaml_definition=yaml or None)).to_dict()


async def create_workflow(ctx: ToolContext, definition: Definition = None, yaml: Yaml = "") -> dict[str, Any]:
    """Save a new workflow and return its workflow_permanent_id, which run_workflow takes as workflow_id."""
    async with speaking(ctx) as client:
        return listed_workflow(await client.create_workflow(json_definition=definition, yaml_definition=yaml or None))


async def update_workflow(
    ctx: ToolContext, workflow_id: WorkflowId, definition: Definition = None, yaml: Yaml = ""
) -> dict[str, Any]:
    """Save the next version of a workflow: give the whole definition. Runs that have begun keep their version."""
    async with speaking(ctx) as client:
        saved = await client.update_workflow(workflow_id, json_definition=definition, yaml_definition=yaml or None)
        return listed_workflow(saved)


async def get_workflow(
    ctx: ToolContext,
    workflow_id: WorkflowId,
    version: Annotated[int | None, Field(ge=1, description="An earlier version; default: the latest.")] = None,
) -> dict[str, Any]:
    """Return a workflow: title, parameters that a run takes, and its whole definition."""
    async with speaking(ctx) as client:
        found = await client.get_workflow(workflow_id, version=version)
        return listed_workflow(found) | {"workflow_definition": found.to_dict()["workflow_definition"]}


async def list_workflows(
    ctx: ToolContext,
    search: Annotated[str | None, Field(description="Words in the title.")] = None,
    page: Annotated[int, Field(ge=1)] = 1,
    page_size: Annotated[int, Field(ge=1, le=100)] = 10,
) -> list[dict[str, Any]]:
    """List saved workflows, newest first, with the parameters that a run of each takes."""
    async with speaking(ctx) as client:
        found = await client.get_workflows(search_key=search, page=page, page_size=page_size)
        return [listed_workflow(workflow) for workflow in found]


TOOLS = (
    reads(list_block_types),
    reads(describe_block),
    reads(validate_workflow),
    changes(create_workflow),
    changes(update_workflow),
    reads(get_workflow),
    reads(list_workflows),
)

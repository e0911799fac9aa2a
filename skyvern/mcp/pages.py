"""Tools for a single page: act on it, read data off it. Each is a run of one block in a browser of its own."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import Image
from pydantic import Field

from skyvern.client import Record, Skyvern
from skyvern.mcp.artifacts import pictures
from skyvern.mcp.runs import Wait, ended_or_not
from skyvern.mcp.summary import run_summary
from skyvern.mcp.tool import ToolContext, acts, speaking

Url = Annotated[str, Field(description="The page to begin at, with https://.")]
_PICTURE_SECONDS = 90
MaxSteps = Annotated[int | None, Field(ge=1, le=100, description="How many steps it may take.")]


async def act_on_page(
    ctx: ToolContext,
    url: Url,
    goal: Annotated[
        str,
        Field(description="What to do, in plain language, and how to see that it is done: 'Search for X. Done when …'"),
    ],
    max_steps: MaxSteps = None,
    wait_seconds: Wait = 120,
) -> dict[str, Any]:
    """Pursue one goal on a web page in a fresh browser: click, fill in, choose, download.

    Nothing is kept for the next call. For several steps on one page put them into one goal, or make a workflow of
    several blocks with create_workflow. see_run shows the last picture of the page.
    """
    async with speaking(ctx) as client:
        run = await client.run_task(goal, url=url, max_steps=max_steps)
        return run_summary(await ended_or_not(ctx, client, run, wait_seconds))


async def extract_from_page(
    ctx: ToolContext,
    url: Url,
    goal: Annotated[str, Field(description="Which data to read, in plain language.")],
    data_schema: Annotated[
        dict[str, Any] | None,
        Field(description="JSON Schema of the data wanted; what the page does not say becomes null."),
    ] = None,
    wait_seconds: Wait = 120,
) -> dict[str, Any]:
    """Read data off a web page in a fresh browser; the output holds them in the form of data_schema.

    Values are taken from the page and never invented.
    """
    block = {"label": "read", "block_type": "extraction", "url": "{{ url }}", "data_extraction_goal": "{{ goal }}"}
    async with speaking(ctx) as client:
        run = await _run_of(client, block | {"data_schema": data_schema}, url=url, goal=goal)
        return run_summary(await ended_or_not(ctx, client, run, wait_seconds))


async def see_page(ctx: ToolContext, url: Url) -> list[Image]:
    """Open a web page in a fresh browser and return a picture of it. It takes seconds; nothing is clicked."""
    block = {"label": "open", "block_type": "goto_url", "url": "{{ url }}"}
    async with speaking(ctx) as client:
        run = await _run_of(client, block, url=url)
        return await pictures(client, await ended_or_not(ctx, client, run, _PICTURE_SECONDS))


async def _run_of(client: Skyvern, block: dict[str, Any], **values: str) -> Record:
    """Start a run of one block. Values are parameters, so that braces in them are no template."""
    keys = [{"key": key, "parameter_type": "workflow", "workflow_parameter_type": "string"} for key in values]
    made = await client.create_workflow(
        json_definition={
            "title": f"{block['block_type']} for an agent",
            "status": "auto_generated",
            "workflow_definition": {"parameters": keys, "blocks": [block]},
        }
    )
    return await client.run_workflow(made.workflow_permanent_id, values)


TOOLS = (acts(act_on_page), acts(extract_from_page), acts(see_page))

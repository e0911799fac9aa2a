"""Tools for what a run leaves: list its files, read one, see its last pictures."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import Image
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from skyvern.client import Record, Skyvern
from skyvern.mcp.runs import RunId
from skyvern.mcp.tool import ToolContext, reads, speaking

_LINE = ("artifact_id", "artifact_type", "signed_url", "file_name", "size_bytes", "created_at")
_MOST_BYTES = 100_000
_MOST_PICTURES = 3


async def list_run_artifacts(
    ctx: ToolContext,
    run_id: RunId,
    artifact_types: Annotated[
        list[str] | None, Field(description="Only these kinds: recording, screenshot_final, download, …")
    ] = None,
) -> list[dict[str, Any]]:
    """List the files that a run left, each with a signed_url that opens it for some days."""
    async with speaking(ctx) as client:
        return [_line(row) for row in await client.get_run_artifacts(run_id, artifact_type=artifact_types)]


async def read_run_artifact(
    ctx: ToolContext,
    run_id: RunId,
    artifact_id: Annotated[str, Field(description="The file: 'a_…', as list_run_artifacts names it.")],
) -> str:
    """Return the text of a file of a run, up to 100,000 characters: HTML, logs, CSV, JSON."""
    async with speaking(ctx) as client:
        rows = [row for row in await client.get_run_artifacts(run_id) if row.artifact_id == artifact_id]
        if not rows:
            raise ToolError(f"run {run_id} has no artifact {artifact_id}; list_run_artifacts tells which it has")
        data = await _bytes(client, rows[0])
    try:
        return data.decode()[:_MOST_BYTES]
    except UnicodeDecodeError:
        where = rows[0].get("signed_url")
        raise ToolError(f"artifact {artifact_id} is no text; people can open it at {where}") from None


async def see_run(ctx: ToolContext, run_id: RunId) -> list[Image]:
    """Return the last pictures of the page that a run saw, newest first: look what a failed run ran into."""
    async with speaking(ctx) as client:
        return await pictures(client, await client.get_run(run_id))


async def pictures(client: Skyvern, run: Record) -> list[Image]:
    """Return the last pictures of a run, newest first. Raises ToolError when there are none."""
    rows = await client.get_run_artifacts(run.run_id, artifact_type=["screenshot_final", "screenshot"])
    if not rows:
        why = run.get("failure_reason") or "it opened no page, or has not come that far yet"
        raise ToolError(f"run {run.run_id} is {run.status} and has no pictures: {why}")
    return [Image(data=await _bytes(client, row), format=_format(row)) for row in rows[:_MOST_PICTURES]]


async def _bytes(client: Skyvern, row: Record) -> bytes:
    return await client.download(f"/v1/artifacts/{row.artifact_id}/content")


def _format(row: Record) -> str:
    name = str(row.get("file_name") or row.get("uri") or "")
    return "jpeg" if name.endswith((".jpg", ".jpeg")) else "png"


def _line(row: Record) -> dict[str, Any]:
    return {name: row[name] for name in _LINE if row.get(name) is not None}


TOOLS = (reads(list_run_artifacts), reads(read_run_artifact), reads(see_run))

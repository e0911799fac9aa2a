"""Put the run's files into a bucket of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from skyvern.artifacts import BucketKind
from skyvern.artifacts.media import safe_name
from skyvern.blocks.base import BlockContext, BlockError, BlockResult, Templated, completed, failed, register
from skyvern.blocks.effectful import Effectful
from skyvern.blocks.files import references, refused
from skyvern.blocks.storage import StorageBlock, chosen


@register
class FileUploadBlock(StorageBlock, Effectful):
    """Upload files to S3 (or what speaks like it), Azure Blob Storage or Google Cloud Storage.

    The output is the list of the files' URIs. Not tried against the real services, only against local stand-ins.
    """

    block_type: Literal["file_upload"] = "file_upload"
    storage_type: str = Field("s3", description="Where to: s3, azure or gcs")
    azure_folder_path: Templated[str | None] = Field(None, description="Folder in the bucket or container")
    prompt: Templated[str | None] = Field(None, description="Which of the files: names, patterns, or words for a model")
    path: Templated[str | None] = Field(
        None, description="One file or a JSON list of files; empty: everything that the run downloaded"
    )

    def problems(self) -> Sequence[str]:
        return tuple(self.storage_problems("storage_type", self.storage_type))

    async def run(self, ctx: BlockContext) -> BlockResult:
        try:
            found = await files_of_run(ctx, self.path)
            if self.prompt:
                names = await chosen(ctx, self.prompt, [file.name for file in found])
                found = [file for file in found if file.name in names]
            place = await self.place(ctx, BucketKind(self.storage_type))
            keyed = _keyed(ctx, self.azure_folder_path or "", found)
            await ctx.intend(f"upload of {len(keyed)} files to {place.kind.value} bucket {place.bucket}")
            return completed(list(await ctx.files.send(place, keyed)))
        except BlockError as error:
            return failed(error.failure)


async def files_of_run(ctx: BlockContext, path: str | None) -> list[Path]:
    """Return the named files, or everything that the run has downloaded; raises FileFailed when there is none."""
    named = references(path or "")
    if named and not _is_folder(named):
        return [await ctx.files.bring(reference) for reference in named]
    found = [await ctx.files.bring(saved.artifact.artifact_id) for saved in await ctx.files.downloads()]
    if not found:
        raise refused("The run has no files yet; a block before this one must download one, or `path` must name one")
    return found


def _is_folder(named: Sequence[str]) -> bool:
    """Definitions of the other product name the run's download folder by a path that means nothing here."""
    return len(named) == 1 and (named[0].endswith("/") or named[0].startswith("/")) and not Path(named[0]).suffix


def _keyed(ctx: BlockContext, folder: str, found: Sequence[Path]) -> dict[str, Path]:
    """Return the files under keys that no other execution of a block uses, the same ones when it is repeated."""
    base = "/".join(part for part in (folder.strip("/"), ctx.facts.run_id, ctx.facts.block_run_id) if part)
    keyed: dict[str, Path] = {}
    for file in found:
        name, number = safe_name(file.name), 2
        while f"{base}/{name}" in keyed:
            name, number = f"{Path(file.name).stem}_{number}{Path(file.name).suffix}", number + 1
        keyed[f"{base}/{name}"] = file
    return keyed

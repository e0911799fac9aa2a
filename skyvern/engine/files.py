"""Files that a workflow names: uploads, artifacts of runs, and URLs, brought to a path that the worker can read."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import skyvern.engine.fetch as fetch
from skyvern.artifacts import Archive
from skyvern.blocks.base import FetchFailed, HttpRequest
from skyvern.blocks.files import references
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.failure import Category, Failure
from skyvern.domain.redaction import Redactor
from skyvern.domain.run import Run
from skyvern.engine.rooms import Rooms

_OWN_URL = re.compile(r"/v1/(?:artifacts|files)/((?:a|file)_\d+)(?:/|$|\?)")
_ID = re.compile(r"^(?:a|file)_\d+$")


class FileMissing(Exception):
    """A file reference leads nowhere; the message says which and why."""


class RunFiles:
    """Brings named files to the run's scratch folder, each once."""

    def __init__(self, rooms: Rooms, *, run: Run, folder: Path, resolve: fetch.Resolve) -> None:
        self._rooms = rooms
        self._run = run
        self._folder = folder
        self._resolve = resolve
        self._kept: dict[str, Path] = {}

    async def path(self, reference: str) -> Path:
        """Return where the file is now; raises FileMissing.

        A file is named by the id or URL of an upload or artifact, by what a block tells about it (facts as JSON), by
        its name among the files of the run (the latest of that name), or by any http(s) URL.
        """
        reference = next(iter(references(reference)), "")
        if _is_name(reference):
            return await self._of_run(reference)
        if reference not in self._kept:
            self._kept[reference] = await self._bring(reference)
        return self._kept[reference]

    async def _bring(self, reference: str) -> Path:
        artifact_id = _own_id(reference)
        if artifact_id is not None:
            artifact = await self._rooms.store.artifacts.find(self._run.organization_id, artifact_id)
            if artifact is None:
                raise FileMissing(f"no file {artifact_id!r} is known here")
            return await self._copy(artifact)
        if fetch.origin_of(reference) is None:
            raise FileMissing(
                f"{reference!r} is neither a URL nor the id of an uploaded file (file_…){_hint(reference)}"
            )
        try:
            reply = await fetch.send(
                HttpRequest(method="GET", url=reference, timeout=60),
                transport=fetch.kept_within(self._rooms.transport(), self._run),
                resolve=self._resolve,
                redactor=Redactor(),
                files={},
            )
        except FetchFailed as error:
            raise FileMissing(error.failure.reason) from None
        if reply.status_code >= 400:
            raise FileMissing(f"{reference} answered {reply.status_code}")
        name = unquote(urlsplit(reply.url).path.rsplit("/", 1)[-1]) or "file"
        return self._write(name, reply.content)

    async def _of_run(self, name: str) -> Path:
        """Return the run's latest file of that name."""
        rows = await self._rooms.store.artifacts.of_run(self._run.run_id, {ArtifactType.DOWNLOAD})
        found = next((row for row in reversed(rows) if row.file_name == name), None)
        if found is None:
            there = (
                f"the run has {', '.join(row.file_name for row in rows[-20:])}" if rows else "the run has no files yet"
            )
            raise FileMissing(f"{name!r} is neither a URL nor the id of an uploaded file (file_…), and {there}")
        if found.artifact_id not in self._kept:
            self._kept[found.artifact_id] = await self._copy(found)
        return self._kept[found.artifact_id]

    async def _copy(self, artifact: Artifact) -> Path:
        return self._write(artifact.file_name, await self._archive.read(artifact))

    @property
    def _archive(self) -> Archive:
        return self._rooms.archive

    def _write(self, name: str, data: bytes) -> Path:
        folder = self._folder / "files" / str(len(self._kept))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / (Path(name).name or "file")
        path.write_bytes(data)
        return path


def missing(error: FileMissing) -> Failure:
    """Return the failure to report for a file that could not be brought."""
    return Failure(reason=f"File not found: {error}", category=Category.PARAMETER_BINDING_ERROR)


def named(wanted: str, given: str) -> str:
    """Give a file the wanted name, with the extension it came with when the wanted one has none."""
    if not wanted:
        return given
    return wanted if Path(wanted).suffix else f"{wanted}{Path(given).suffix}"


def _is_name(reference: str) -> bool:
    return bool(reference) and "/" not in reference and "\\" not in reference and not _ID.match(reference)


def _hint(reference: str) -> str:
    if reference.startswith(("s3://", "gs://", "az://")):
        return "; bring files of a bucket with a file_download block whose download_target is s3, azure or gcs"
    return ""


def _own_id(reference: str) -> str | None:
    if _ID.match(reference):
        return reference
    found = _OWN_URL.search(reference)
    return found[1] if found else None

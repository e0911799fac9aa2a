"""Files as blocks use them: brought, kept, taken apart in a process of its own, printed, and exchanged with buckets."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Protocol

import skyvern.engine.files as files
from skyvern.agent.documents import read_document
from skyvern.artifacts import Bucket, BucketFailed, BucketFileMissing, BucketPlace
from skyvern.artifacts.media import media_type, safe_name
from skyvern.blocks.files import FileFailed, refused
from skyvern.blocks.filing import Choose, Paper, SavedFile
from skyvern.credentials import SecretRefused
from skyvern.documents import Document, DocumentError, DocumentTooLarge, ExtraMissing, Job, run_job
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.failure import Category, Failure, network_error
from skyvern.domain.goal import Outcome
from skyvern.domain.ids import new_id
from skyvern.domain.page import Cell, Line, Pair, Reading, Table
from skyvern.domain.redaction import Redactor
from skyvern.domain.spending import Payer
from skyvern.engine.hosts import BROWSER_ERRORS
from skyvern.engine.run_tools import RunTools
from skyvern.net.policy import ProxyPolicy
from skyvern.net.proxy import ProxyListener

MAX_FILE_BYTES = 100 * 1024 * 1024
_MOST_FILES = 200
_PRINT_SECONDS = 60.0
_TRANSFER_SECONDS = 600.0


class Keep(Protocol):
    """Keeps a file as an artifact of the block that runs."""

    def __call__(
        self, data: bytes | Path, *, name: str, artifact_type: ArtifactType, source_url: str | None = None
    ) -> Awaitable[Artifact]:
        """Return the artifact's row."""
        ...


class Desk:
    """One block's view of the run's files; implements `Files`."""

    def __init__(
        self,
        tools: RunTools,
        *,
        keep: Keep,
        payer: Payer,
        redactor: Callable[[], Redactor],
        model: Mapping[str, object] | None = None,
        system_prompt: str = "",
        taken_up: str | None = None,
    ) -> None:
        """`taken_up` is the execution of the block that a restart interrupted, None when it begins now."""
        self._tools = tools
        self._keep = keep
        self._payer = payer
        self._redactor = redactor
        self._model = model
        self._system_prompt = system_prompt
        self._taken_up = taken_up

    async def bring(self, reference: str) -> Path:
        """Return where a file is."""
        try:
            return await self._tools.files.path(reference)
        except files.FileMissing as error:
            raise FileFailed(files.missing(error)) from None

    async def downloads(self) -> Sequence[SavedFile]:
        """Return the files that this run has so far."""
        rows = await self._tools.rooms.store.artifacts.of_run(self._tools.run.run_id, {ArtifactType.DOWNLOAD})
        return tuple(self._saved(row) for row in rows)

    async def keep(self, file: Path | bytes, *, name: str, source_url: str | None = None) -> SavedFile:
        """Keep a file as one of the run's files."""
        size, checksum = await asyncio.to_thread(_measured, file)
        if size > MAX_FILE_BYTES:
            raise refused(f"{name!r} has {size >> 20} MiB; a file of a run may have {MAX_FILE_BYTES >> 20} MiB")
        if (known := await self._kept_before(safe_name(name), checksum)) is not None:
            return self._saved(known)
        return self._saved(
            await self._keep(file, name=name, artifact_type=ArtifactType.DOWNLOAD, source_url=source_url)
        )

    async def _kept_before(self, name: str, checksum: str) -> Artifact | None:
        """Find what this same execution of the block had kept before a restart."""
        if self._taken_up is None:
            return None
        rows = await self._tools.rooms.store.artifacts.of_run(self._tools.run.run_id, {ArtifactType.DOWNLOAD})
        mine = (row for row in rows if row.block_run_id == self._taken_up)
        return next((row for row in mine if (row.file_name, row.checksum) == (name, checksum)), None)

    async def new_folder(self) -> Path:
        """Return an empty folder that lives as long as the run."""
        folder = self._tools.folder / "work" / new_id("tmp")
        folder.mkdir(parents=True)
        return folder

    async def work(self, job: Job) -> Document:
        """Read or write a document in a process of its own."""
        try:
            return await run_job(job, seconds=self._tools.deadline().left)
        except (DocumentTooLarge, ExtraMissing) as error:
            raise FileFailed(Failure(reason=str(error), category=Category.INFRASTRUCTURE_ERROR)) from None
        except DocumentError as error:
            raise FileFailed(Failure(reason=str(error), category=Category.DATA_EXTRACTION_FAILURE)) from None

    async def read(
        self, reading: Reading, *, title: str, wish: str, schema: object, model_only: bool = False
    ) -> Outcome:
        """Lay out what a text says as a schema wants it."""
        minds = self._tools.rooms.policies(self._payer, self._model)
        return await read_document(
            _masked(reading, self._redactor()),
            title=title,
            wish=wish,
            schema=schema,
            policies=[mind for mind in minds if not model_only or mind.name == "model"],
            system_prompt=self._system_prompt,
        )

    async def print_page(self, paper: Paper) -> bytes:
        """Return the page that the run's browser shows as PDF, dots in place of secrets."""
        # Playwright takes 0.3 s to import, and workers that open no page never need it.
        from skyvern.browser.printing import PrintFailed, print_page  # noqa: PLC0415

        options: dict[str, object] = {
            "format": paper.format,
            "landscape": paper.landscape,
            "print_background": paper.background,
        }
        if paper.stamp:
            options |= {
                "display_header_footer": True,
                "header_template": "<span></span>",
                "footer_template": _FOOTER.replace("STAMP", escape(paper.stamp)),
                "margin": {"top": "12mm", "bottom": "16mm", "left": "10mm", "right": "10mm"},
            }
        try:
            async with asyncio.timeout(min(_PRINT_SECONDS, self._tools.deadline().left)):
                page = await (await self._tools.page()).page()
                return await print_page(page, hidden=self._tools.secrets.echoes(), options=options)
        except (*BROWSER_ERRORS, PrintFailed) as error:
            raise _not_printed(str(error)) from None
        except TimeoutError:
            raise _not_printed(f"it took longer than {_PRINT_SECONDS:g} s") from None

    async def send(self, place: BucketPlace, files: Mapping[str, Path]) -> Sequence[str]:
        """Store files under their keys in a bucket and return their URIs."""
        async with self._bucket(place) as bucket:
            return [await bucket.put(key, path, _media_type(path)) for key, path in files.items()]

    async def collect(self, place: BucketPlace, path: str, *, choose: Choose | None = None) -> Sequence[SavedFile]:
        """Keep the file at `path` of a bucket, or the files of that folder, as files of the run."""
        path = path.strip().strip("/")
        async with self._bucket(place) as bucket:
            found = {file.key: file.key.removeprefix(f"{path}/") for file in await bucket.files(path, most=_MOST_FILES)}
            if not found and path:
                found = {path: path.rpartition("/")[2]}
            wanted = await choose(list(found.values())) if choose is not None else found.values()
            kept: list[SavedFile] = []
            for key in (key for key, name in found.items() if name in wanted):
                try:
                    data = await bucket.read(key, most=MAX_FILE_BYTES)
                except BucketFileMissing:
                    continue
                kept.append(await self.keep(data, name=key.rpartition("/")[2], source_url=place.uri(key)))
            return kept

    @asynccontextmanager
    async def _bucket(self, place: BucketPlace) -> AsyncGenerator[Bucket]:
        """Open a bucket behind a proxy that keeps the address rules, with secrets in place of their tokens."""
        try:
            origin = place.origin
            opened = replace(
                place,
                key_id=self._tools.resolve(place.key_id, origin),
                secret=self._tools.resolve(place.secret, origin),
            )
        except SecretRefused as error:
            raise FileFailed(Failure(reason=str(error), category=Category.CREDENTIAL_ERROR)) from None
        proxy = ProxyListener(ProxyPolicy(rules=self._tools.rooms.rules))
        port = await proxy.start()
        try:
            async with asyncio.timeout(min(_TRANSFER_SECONDS, self._tools.deadline().left)):
                yield Bucket(opened, proxy_url=f"http://127.0.0.1:{port}")
        except BucketFailed as error:
            refusals = "; ".join(dict.fromkeys(refusal.reason for refusal in proxy.traffic.refusals))
            raise FileFailed(network_error(self._redactor().text(refusals or str(error)))) from None
        except TimeoutError:
            raise FileFailed(network_error(f"{place.uri('')} took longer than {_TRANSFER_SECONDS:g} s")) from None
        finally:
            await proxy.stop()

    def _saved(self, artifact: Artifact) -> SavedFile:
        return SavedFile(artifact=artifact, url=self._tools.rooms.signer.sign(artifact.artifact_id))


_FOOTER = (
    '<div style="font-size:8px;width:100%;margin:0 10mm;display:flex;justify-content:space-between">'
    '<span>STAMP</span><span><span class="pageNumber"></span>/<span class="totalPages"></span></span></div>'
)


def _measured(file: Path | bytes) -> tuple[int, str]:
    if isinstance(file, bytes):
        return len(file), hashlib.sha256(file).hexdigest()
    with file.open("rb") as opened:
        return file.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest()


def _not_printed(why: str) -> FileFailed:
    return FileFailed(Failure(reason=f"The page could not be printed: {why}", category=Category.BROWSER_ERROR))


def _media_type(path: Path) -> str:
    with path.open("rb") as file:
        return media_type(safe_name(path.name), file.read(1024))


def _masked(reading: Reading, mask: Redactor) -> Reading:
    """Take the run's secrets out of what is shown to minds."""
    text = mask.text
    return replace(
        reading,
        lines=tuple(
            Line(text=text(line.text), level=line.level, order=line.order, region=line.region) for line in reading.lines
        ),
        tables=tuple(
            Table(
                caption=text(table.caption),
                headers=tuple(map(text, table.headers)),
                rows=tuple(tuple(Cell(text=text(cell.text)) for cell in row) for row in table.rows),
            )
            for table in reading.tables
        ),
        pairs=tuple(
            Pair(label=text(pair.label), value=text(pair.value), source=pair.source, order=pair.order)
            for pair in reading.pairs
        ),
    )

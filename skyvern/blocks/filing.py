"""What a block may do with files: the protocol that the engine implements, and its records."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skyvern.artifacts import BucketPlace
from skyvern.documents import Document, Job
from skyvern.domain.artifact import Artifact
from skyvern.domain.goal import Outcome
from skyvern.domain.page import Reading

Choose = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Picks some of several names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFile:
    """A file that the run keeps."""

    artifact: Artifact
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How a page is printed."""

    format: str = "A4"
    landscape: bool = False
    background: bool = True
    stamp: str = ""
    """Text at the foot of every page, beside its number; "" prints neither."""


class Files(Protocol):
    """Files as the engine lends them to blocks; every method raises FileFailed."""

    async def bring(self, reference: str) -> Path:
        """Return where a file is: an upload's or artifact's id or URL, a run's file by name, or any http(s) URL."""
        ...

    async def downloads(self) -> Sequence[SavedFile]:
        """Return the files that this run has so far, oldest first."""
        ...

    async def keep(self, file: Path | bytes, *, name: str, source_url: str | None = None) -> SavedFile:
        """Keep a file as one of the run's files."""
        ...

    async def new_folder(self) -> Path:
        """Return an empty folder that lives as long as the run."""
        ...

    async def work(self, job: Job) -> Document:
        """Read or write a document in a process of its own."""
        ...

    async def read(
        self, reading: Reading, *, title: str, wish: str, schema: object, model_only: bool = False
    ) -> Outcome:
        """Lay out what a text says as a schema wants it: by the model if there is one, else by the embedded mind."""
        ...

    async def print_page(self, paper: Paper) -> bytes:
        """Return the page that the run's browser shows as PDF."""
        ...

    async def send(self, place: BucketPlace, files: Mapping[str, Path]) -> Sequence[str]:
        """Store files under their keys in a bucket and return their URIs; secret tokens in `place` are resolved."""
        ...

    async def collect(self, place: BucketPlace, path: str, *, choose: Choose | None = None) -> Sequence[SavedFile]:
        """Keep the file at `path` of a bucket, or the first 200 files of that folder, as files of the run; () if none.

        `choose` is given their names, with folders below `path`, and returns those that are wanted.
        """
        ...

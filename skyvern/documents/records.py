"""What is asked about a document, what comes back, and how much one document may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

KINDS = ("csv", "excel", "docx", "pdf", "json", "text", "zip", "image")
"""The kinds of file that are told apart."""

_BY_EXTENSION = {
    "csv": "csv", "tsv": "csv", "xlsx": "excel", "xlsm": "excel", "xlsb": "excel", "xls": "excel", "ods": "excel",
    "docx": "docx", "pdf": "pdf", "json": "json", "txt": "text", "md": "text", "log": "text", "xml": "text",
    "zip": "zip", "png": "image", "jpg": "image", "jpeg": "image", "gif": "image", "webp": "image", "bmp": "image",
    "tif": "image", "tiff": "image",
}  # fmt: skip
_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_ZIPPED = frozenset({"excel", "docx", "zip"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost."""

    seconds: float = 60.0
    """Until the process is ended."""
    cpu_seconds: int = 30
    memory: int = 1 << 30
    """Bytes of address space."""
    output: int = 16 << 20
    """Bytes of what is read, as JSON."""
    files: int = 64 << 20
    """Bytes of one file that is written."""
    unpacked: int = 256 << 20
    """Bytes that all members of an archive (a workbook is one, too) may have together."""
    members: int = 1000
    """Files in an archive."""
    pages: int = 2000
    rows: int = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table: its name, the names of its columns, and rows of values."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def records(self) -> list[dict[str, object]]:
        """Return each row as an object."""
        return [dict(zip(self.headers, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a PDF form."""

    name: str
    kind: str
    """text, checkbox, radio or choice."""
    label: str = ""
    """What the page or the form calls it."""
    options: tuple[str, ...] = ()
    value: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive: what is in it, or why it was not read."""

    name: str
    document: Document | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read from a file."""

    kind: str
    text: str = ""
    """The whole text of a text, DOCX or PDF file."""
    lines: tuple[tuple[str, int], ...] = ()
    """Lines of text and their heading level (0: none)."""
    sheets: tuple[Sheet, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Labels and values that stand side by side."""
    pages: tuple[str, ...] = ()
    data: object = None
    """What a JSON file holds."""
    members: tuple[Member, ...] = ()
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJob:
    """Read a file; `kind` empty means: find out."""

    do: Literal["read"] = "read"
    path: Path
    kind: str = ""
    worksheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillJob:
    """Write values into the fields of a PDF form."""

    do: Literal["fill"] = "fill"
    path: Path
    values: Mapping[str, str | bool]
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages of a PDF (counted from 1, both ends included) and the name of the file to make of them."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitJob:
    """Make a file of each part of a PDF, in a folder."""

    do: Literal["split"] = "split"
    path: Path
    parts: Sequence[Part]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteJob:
    """Write rows as CSV, JSON or XLSX."""

    do: Literal["write"] = "write"
    kind: Literal["csv", "json", "xlsx"]
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    out: Path
    title: str = field(default="Data")


Job = ReadJob | FillJob | SplitJob | WriteJob


def kind_of(name: str, head: bytes) -> str:
    """Return the kind of a file by its first bytes and its name; "" when neither tells."""
    named = _BY_EXTENSION.get(name.rpartition(".")[2].lower(), "") if "." in name else ""
    shown = next((kind for sign, kind in _SIGNS if head.startswith(sign)), "")
    if shown == "zip" and named in _ZIPPED:
        return named
    if shown:
        return shown
    if b"%PDF-" in head:
        return "pdf"
    return named if named in ("csv", "json", "text", "image") else _textual(head)


def _textual(head: bytes) -> str:
    if not head or b"\x00" in head:
        return ""
    return "json" if head.lstrip()[:1] in (b"{", b"[") else "text"

"""Reads a file of any kind that is served; runs only in the process for documents."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from skyvern.documents.errors import DocumentError, DocumentRefused, DocumentTooLarge, DocumentUnreadable
from skyvern.documents.forms import fields_of
from skyvern.documents.pdf import read_pdf
from skyvern.documents.records import KINDS, Document, Limits, Member, kind_of
from skyvern.documents.spreadsheets import decoded, read_csv, read_workbook
from skyvern.documents.word import read_docx

_HEAD = 1024
_PIECE = 1 << 16


def read(path: Path, *, kind: str, worksheet: str, limits: Limits) -> Document:
    """Read a file; raises DocumentError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    kind = kind or kind_of(path.name, head)
    if not head:
        raise DocumentUnreadable("the file is empty")
    if kind in ("excel", "docx", "zip") and head.startswith(b"PK"):
        check_archive(path, limits)
    if kind == "excel":
        return read_workbook(path, worksheet, limits)
    if kind not in _READERS:
        raise DocumentRefused(f"{path.name!r} is of no kind that can be read; these can: {', '.join(KINDS)}")
    return _READERS[kind](path, limits)


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse what would unpack to too much; raises DocumentTooLarge, DocumentUnreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DocumentUnreadable(f"the file is no whole ZIP archive: {error}") from None
    if len(members) > limits.members:
        raise DocumentTooLarge(f"the archive holds {len(members):,} files; at most {limits.members:,} are unpacked")
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        raise DocumentTooLarge(
            f"the archive unpacks to {total >> 20:,} MiB; at most {limits.unpacked >> 20} MiB are unpacked"
        )


def _read_form(path: Path, limits: Limits) -> Document:
    """Read a PDF with its form, if it has one: what was filled in is not in the text of the page."""
    document = read_pdf(path, limits)
    data = path.read_bytes()
    if (b"/AcroForm" not in data and b"/ObjStm" not in data) or find_spec("pypdf") is None:
        return document
    fields = fields_of(path)
    filled = tuple((field.label or field.name, field.value) for field in fields if field.value)
    lines = tuple((f"{label}: {value}", 0) for label, value in filled)
    text = "\n".join((document.text, *(line for line, _ in lines))).strip()
    return replace(document, text=text, lines=document.lines + lines, pairs=document.pairs + filled, fields=fields)


def _read_text(path: Path, limits: Limits) -> Document:
    del limits
    text = decoded(path.read_bytes())
    return Document(kind="text", text=text, lines=tuple((line, 0) for line in text.splitlines() if line.strip()))


def _read_json(path: Path, limits: Limits) -> Document:
    del limits
    text = decoded(path.read_bytes())
    try:
        return Document(kind="json", text="", data=cast("object", json.loads(text)))
    except ValueError as error:
        raise DocumentUnreadable(f"the file is no JSON: {error}") from None


def _read_archive(path: Path, limits: Limits) -> Document:
    """Read each file of an archive; archives in archives are named, not opened."""
    found: list[Member] = []
    left = limits.unpacked
    folder = path.parent / f"{path.name}.unpacked"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path) as archive:
        for number, info in enumerate(member for member in archive.infolist() if not member.is_dir()):
            try:
                place = folder / str(number) / (Path(info.filename.replace("\\", "/")).name or "file")
                left -= _unpack(archive, info, place, left)
                found.append(_member(info.filename, place, limits))
            except DocumentTooLarge:
                raise
            except (DocumentError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                found.append(Member(name=info.filename, error=str(error)[:300]))
    return Document(kind="zip", members=tuple(found))


def _member(name: str, place: Path, limits: Limits) -> Member:
    with place.open("rb") as file:
        kind = kind_of(place.name, file.read(_HEAD))
    if kind == "zip":
        return Member(name=name, error="an archive inside an archive is not opened")
    try:
        return Member(name=name, document=read(place, kind="", worksheet="", limits=limits))
    except (DocumentTooLarge, MemoryError):
        raise
    except DocumentError as error:
        return Member(name=name, error=str(error)[:300])
    except Exception as error:  # noqa: BLE001 - the rim: one broken file does not spoil the others
        return Member(name=name, error=f"the file cannot be read: {str(error)[:300] or type(error).__name__}")
    finally:
        place.unlink(missing_ok=True)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, left: int) -> int:
    """Write one member, however much its header says it is; raises DocumentTooLarge."""
    place.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(info) as source, place.open("wb") as target:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > left:
                raise DocumentTooLarge("the archive unpacks to more than its directory says, and more than is allowed")
            target.write(piece)
    return size


_READERS: dict[str, Callable[[Path, Limits], Document]] = {
    "csv": read_csv,
    "docx": lambda path, limits: read_docx(path),
    "pdf": _read_form,
    "json": _read_json,
    "text": _read_text,
    "zip": _read_archive,
    "image": lambda path, limits: Document(kind="image"),
}

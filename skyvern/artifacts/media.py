"""What kind of file some bytes are, and what to call them."""

from __future__ import annotations

import re
import unicodedata
from mimetypes import MimeTypes
from pathlib import Path

_TYPES = MimeTypes(filenames=())
for _type, _extension in (
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
    ("application/x-ndjson", ".jsonl"),
    ("application/zip", ".zip"),
    ("application/gzip", ".gz"),
    ("application/yaml", ".yaml"),
    ("image/webp", ".webp"),
    ("text/csv", ".csv"),
    ("text/markdown", ".md"),
    ("text/plain", ".log"),
    ("video/webm", ".webm"),
):
    _TYPES.add_type(_type, _extension)

_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_CONTAINERS = frozenset({"application/zip", "application/x-ole-storage", "application/gzip", "video/webm"})
"""Signs that many kinds of file share: a name that says more is believed."""

_INLINE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "video/webm", "text/plain", "text/csv"}
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_BLANKS = re.compile(r"\s+")
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)})
_LONGEST_NAME = 200
_LONGEST_EXTENSION = 20
UNKNOWN = "application/octet-stream"


def media_type(file_name: str, head: bytes = b"") -> str:
    """Return the media type that the first bytes show, else the one that the name's extension means."""
    named, _ = _TYPES.guess_type(file_name.lower(), strict=False)
    shown = _shown(head)
    if shown is None:
        return named or (UNKNOWN if not head or b"\x00" in head else "text/plain")
    return named if named is not None and shown in _CONTAINERS else shown


def opens_inline(kind: str) -> bool:
    """Tell whether a browser may show this type from our origin; everything else is offered as a download."""
    return kind.partition(";")[0].strip().lower() in _INLINE


def extension(kind: str) -> str:
    """Return the usual extension of a media type, with its dot; empty when there is none."""
    return _TYPES.guess_extension(kind.partition(";")[0].strip(), strict=False) or ""


def safe_name(suggested: str, *, fallback: str = "file") -> str:
    """Return a file name that every file system takes, as near as possible to what a page or a person suggested."""
    last = re.split(r"[\\/]", suggested.rstrip("\\/ "))[-1]
    printable = "".join(
        char if unicodedata.category(char)[0] != "C" else " " for char in unicodedata.normalize("NFC", last)
    )
    name = _BLANKS.sub(" ", _FORBIDDEN.sub("_", printable)).strip(" .")
    if not name:
        return fallback
    if name.partition(".")[0].lower() in _RESERVED:
        name = f"_{name}"
    return _shortened(name)


def _shown(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _SIGNS if head.startswith(sign)), None)


def _shortened(name: str) -> str:
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    tail = Path(name).suffix
    if len(tail.encode()) > _LONGEST_EXTENSION:
        tail = ""
    room = _LONGEST_NAME - len(tail.encode())
    return name.removesuffix(tail).encode()[:room].decode(errors="ignore").rstrip(" .") + tail

"""Takes secrets out of a Playwright trace: a ZIP of what was called, what pages looked like and what they loaded."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from skyvern.domain.redaction import Redactor

_PICTURES = frozenset({".jpeg", ".jpg", ".png", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".mp4", ".webm"})
"""What holds no text; pictures of pages are taken with the secrets in them covered."""
_MOST_BYTES = 512 * 2**20


def scrubbed(trace: Path, into: Path, mask: Redactor) -> Path | None:
    """Write the trace again without the secrets; None where it is too large to be kept."""
    with zipfile.ZipFile(trace) as raw, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as clean:
        if sum(entry.file_size for entry in raw.infolist()) > _MOST_BYTES:
            return None
        for entry in raw.infolist():
            data = raw.read(entry)
            if PurePosixPath(entry.filename).suffix.lower() not in _PICTURES:
                data = _text(data, mask)
            clean.writestr(mask.text(entry.filename), data)
    return into


def _text(data: bytes, mask: Redactor) -> bytes:
    try:
        return mask.text(data.decode()).encode()
    except UnicodeError:
        return mask.data(data)

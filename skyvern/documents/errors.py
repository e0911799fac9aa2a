"""What can go wrong with a document, as one small tree.

DocumentError
├── DocumentRefused     a file of this kind, or this request about it, is not served; says what is
├── DocumentUnreadable  the file is broken, protected, or not what it is called
├── DocumentTooLarge    the file needs more time, memory or output than one document may have
└── ExtraMissing        a library is not installed: pip install "skyvern[documents]"
"""

from __future__ import annotations


class DocumentError(Exception):
    """A document could not be read or written; the message is for people."""


class DocumentRefused(DocumentError):
    """This kind of file, or this request about it, is not served; use one of those that the message names."""


class DocumentUnreadable(DocumentError):
    """The file is broken, protected by a password, or not what its name says."""


class DocumentTooLarge(DocumentError):
    """The file asks for more time, memory or output than one document may have; split it."""


class ExtraMissing(DocumentError):
    """A library for this kind of file is not installed here."""

    def __init__(self, kind: str, library: str) -> None:
        self.kind, self.library = kind, library
        super().__init__(f'{kind} files need {library}, which is not installed here: pip install "skyvern[documents]"')


BY_NAME: dict[str, type[DocumentError]] = {
    "refused": DocumentRefused,
    "unreadable": DocumentUnreadable,
    "too_large": DocumentTooLarge,
}
"""How an error is called between the processes."""

"""Reading and writing of CSV, XLSX, DOCX, PDF, JSON, text and ZIP files, in a short-lived process with limits."""

from __future__ import annotations

from skyvern.documents.errors import DocumentError, DocumentRefused, DocumentTooLarge, DocumentUnreadable, ExtraMissing
from skyvern.documents.process import run_job
from skyvern.documents.records import (
    KINDS,
    Document,
    FillJob,
    FormField,
    Job,
    Limits,
    Member,
    Part,
    ReadJob,
    Sheet,
    SplitJob,
    WriteJob,
    kind_of,
)

__all__ = [
    "KINDS",
    "Document",
    "DocumentError",
    "DocumentRefused",
    "DocumentTooLarge",
    "DocumentUnreadable",
    "ExtraMissing",
    "FillJob",
    "FormField",
    "Job",
    "Limits",
    "Member",
    "Part",
    "ReadJob",
    "Sheet",
    "SplitJob",
    "WriteJob",
    "kind_of",
    "run_job",
]

"""Starts the process that handles one document, feeds it the job, and bounds its time, memory and output."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict, replace
from typing import cast

from skyvern.documents.errors import (
    BY_NAME,
    DocumentError,
    DocumentTooLarge,
    DocumentUnreadable,
    ExtraMissing,
)
from skyvern.documents.records import Document, FormField, Job, Limits, Member, Sheet

_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
"""All that the process knows of our environment: no key of ours is in it."""


async def run_job(job: Job, *, limits: Limits | None = None, seconds: float | None = None) -> Document:
    """Do the job in a process of its own and return what was read; raises DocumentError.

    `seconds` shortens the limit of time, for a run that has not much left.
    """
    limits = limits or Limits()
    if seconds is not None:
        limits = replace(limits, seconds=max(0.1, min(limits.seconds, seconds)))
    task = json.dumps({"job": asdict(job), "limits": asdict(limits)}, default=str).encode()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "skyvern.documents.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(limits.seconds):
            said, complaints = await process.communicate(task)
    except TimeoutError:
        raise DocumentTooLarge(f"the file takes longer than {limits.seconds:g} s to work through") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise _ended(process.returncode, complaints, limits)
    return _answer(said)


def _answer(said: bytes) -> Document:
    answer = cast("dict[str, object]", json.loads(said))
    if "error" in answer:
        kind, message = str(answer["error"]), str(answer["message"])
        if kind == "extra":
            raise ExtraMissing(str(answer["kind"]), message)
        raise BY_NAME.get(kind, DocumentUnreadable)(message)
    return _document(answer)


def _ended(code: int, complaints: bytes, limits: Limits) -> DocumentError:
    """Say why the process died."""
    last = complaints.decode(errors="replace").strip().splitlines()[-1:] or [""]
    if -code in (signal.SIGXCPU, signal.SIGKILL):
        return DocumentTooLarge(f"the file takes more than {limits.cpu_seconds} s of computing")
    if -code == signal.SIGXFSZ:
        return DocumentTooLarge(f"the file to be written is larger than {limits.files >> 20} MiB")
    if -code == signal.SIGABRT or "memory" in last[0].lower():
        return DocumentTooLarge(f"the file needs more than {limits.memory >> 20} MiB of memory")
    return DocumentUnreadable(f"the reader of the file ended unexpectedly ({code}): {last[0][:200]}")


def _document(raw: dict[str, object]) -> Document:
    sheets = cast("list[dict[str, list[list[object]]]]", raw["sheets"])
    return Document(
        kind=str(raw["kind"]),
        text=str(raw["text"]),
        lines=tuple((text, level) for text, level in cast("list[tuple[str, int]]", raw["lines"])),
        sheets=tuple(
            Sheet(
                name=str(sheet["name"]),
                headers=tuple(str(name) for name in sheet["headers"]),
                rows=tuple(tuple(row) for row in sheet["rows"]),
            )
            for sheet in sheets
        ),
        pairs=tuple((label, value) for label, value in cast("list[tuple[str, str]]", raw["pairs"])),
        pages=tuple(cast("list[str]", raw["pages"])),
        data=raw["data"],
        members=tuple(_member(member) for member in cast("list[dict[str, object]]", raw["members"])),
        fields=tuple(_field(item) for item in cast("list[dict[str, object]]", raw["fields"])),
    )


def _member(raw: dict[str, object]) -> Member:
    inner = raw["document"]
    return Member(
        name=str(raw["name"]),
        document=_document(cast("dict[str, object]", inner)) if inner is not None else None,
        error=str(raw["error"]),
    )


def _field(raw: dict[str, object]) -> FormField:
    return FormField(
        name=str(raw["name"]),
        kind=str(raw["kind"]),
        label=str(raw["label"]),
        options=tuple(str(item) for item in cast("list[object]", raw["options"])),
        value=str(raw["value"]),
        page=int(str(raw["page"])),
    )

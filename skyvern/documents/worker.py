"""Handles one document, with limits that the kernel keeps: `python -m skyvern.documents.worker`, job on its input.

Whatever a file does to a library ends here: time, memory, size of files and the number of open files are bounded, the
environment holds no secret, and the process lives for one job.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from skyvern.documents.errors import BY_NAME, DocumentError, ExtraMissing
from skyvern.documents.records import Document, Limits, Part

_OPEN_FILES = 64


def confine(limits: Limits) -> None:
    """Let the kernel end this process when it takes too much."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.files),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    os.nice(5)


def work(job: Mapping[str, Any], limits: Limits) -> Document:
    """Do one job; raises DocumentError."""
    match job["do"]:
        case "read":
            from skyvern.documents.reading import read  # noqa: PLC0415 - each job loads what it needs only

            return read(Path(job["path"]), kind=job["kind"], worksheet=job["worksheet"], limits=limits)
        case "fill":
            from skyvern.documents.forms import fill  # noqa: PLC0415 - see above

            return fill(Path(job["path"]), values=job["values"], out=Path(job["out"]))
        case "split":
            from skyvern.documents.pdf import split  # noqa: PLC0415 - see above

            return split(Path(job["path"]), parts=[Part(**part) for part in job["parts"]], folder=Path(job["folder"]))
        case _:
            from skyvern.documents.writing import write  # noqa: PLC0415 - see above

            return write(
                job["kind"], columns=job["columns"], rows=job["rows"], out=Path(job["out"]), title=job["title"]
            )


def main() -> int:
    """Read the job from the input and print the answer as JSON."""
    task = cast("dict[str, Any]", json.loads(sys.stdin.buffer.read()))
    limits = Limits(**task["limits"])
    confine(limits)
    answer: dict[str, object]
    try:
        answer = asdict(work(task["job"], limits))
    except ExtraMissing as error:
        answer = {"error": "extra", "kind": error.kind, "message": error.library}
    except DocumentError as error:
        name = next((name for name, kind in BY_NAME.items() if isinstance(error, kind)), "unreadable")
        answer = {"error": name, "message": str(error)}
    except (MemoryError, RecursionError):
        answer = {"error": "too_large", "message": f"the file needs more than {limits.memory >> 20} MiB of memory"}
    except OSError as error:
        full = error.errno == errno.EFBIG
        said = f"the file to be written is larger than {limits.files >> 20} MiB" if full else f"the file: {error}"
        answer = {"error": "too_large" if full else "unreadable", "message": said}
    except Exception as error:  # noqa: BLE001 - the rim: whatever a hostile file makes a library raise
        answer = {
            "error": "unreadable",
            "message": f"the file cannot be read: {str(error)[:300] or type(error).__name__}",
        }
    text = json.dumps(answer, default=str).encode()
    if len(text) > limits.output:
        said = f"the file holds more than {limits.output >> 20} MiB of data; split it, or read one worksheet"
        text = json.dumps({"error": "too_large", "message": said}).encode()
    sys.stdout.buffer.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

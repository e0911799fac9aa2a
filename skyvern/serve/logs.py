"""What the processes write to standard error: lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog


def write_logs(form: str, *, to: TextIO | None = None) -> None:
    """Have warnings and worse written as `console` or `json`; what belongs to a run carries its `run_id`."""
    out = to or sys.stderr
    safe = cast("TextIO", _Lossy(out))
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    shown: structlog.types.Processor = structlog.dev.ConsoleRenderer(colors=out.isatty())
    if form == "json":
        shown = structlog.processors.JSONRenderer(default=str)
    structlog.configure(processors=[*shared, shown], logger_factory=structlog.PrintLoggerFactory(safe))
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
    )
    handler = logging.StreamHandler(safe)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


class _Lossy:
    """A stream that loses what it cannot write: a full disk under the log must break nothing but the log."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Write as much as can be written."""
        with contextlib.suppress(OSError):
            return self._out.write(text)
        return 0

    def flush(self) -> None:
        """Bring it out, if that is possible."""
        with contextlib.suppress(OSError):
            self._out.flush()

"""What the processes write to standard error: lines for people, or one JSON object a line for programs."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog


def write_logs(form: str, *, to: TextIO | None = None) -> None:
    """Have warnings and worse written as `console` or `json`; what belongs to a run carries its `run_id`."""
    out = to or sys.stderr
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    shown: structlog.types.Processor = structlog.dev.ConsoleRenderer(colors=out.isatty())
    if form == "json":
        shown = structlog.processors.JSONRenderer(default=str)
    structlog.configure(processors=[*shared, shown], logger_factory=structlog.PrintLoggerFactory(out))
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)

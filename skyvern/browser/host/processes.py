"""Who is alive: a process is known by its id together with the moment it was created, since ids are used again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path


def created(pid: int) -> str | None:
    """A text for the moment this process was created, or None if none runs under that id (a zombie does not run)."""
    if sys.platform == "linux":
        return _created_linux(pid)
    answer = subprocess.run(  # noqa: S603 - fixed program, number as argument
        ["/bin/ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return None if not started or state.startswith("Z") else started.strip()


def is_alive(pid: int, created_at: str) -> bool:
    """Whether the very process that was seen earlier still runs."""
    return created(pid) == created_at


def command_line(pid: int) -> str:
    """The command line of a process, words joined by blanks; empty if it is gone."""
    if sys.platform == "linux":
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    answer = subprocess.run(  # noqa: S603 - fixed program, number as argument
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip()


def kill_group(pid: int) -> None:
    """Ends a process that leads its own group, and everything in that group, at once."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _created_linux(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in ("Z", "X") else f"{boot}/{fields[19]}"

"""Who is alive: a process is known by its id together with the moment it was created, since ids are used again."""

from __future__ import annotations

import os
import select
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


def end_group(pid: int, *, seconds: float = 5.0) -> None:
    """Kills a group whose leader is no child of ours, and waits (at most so long) until the leader has ended."""
    with suppress(ProcessLookupError):
        if sys.platform == "linux":
            watch = os.pidfd_open(pid)
            kill_group(pid)
            select.select([watch], [], [], seconds)
            os.close(watch)
        else:
            queue = select.kqueue()
            exits = select.kevent(pid, select.KQ_FILTER_PROC, select.KQ_EV_ADD, select.KQ_NOTE_EXIT)
            queue.control([exits], 0)
            kill_group(pid)
            queue.control(None, 1, seconds)
            queue.close()


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

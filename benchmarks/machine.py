"""Starts processes to measure, and reads what they cost: CPU seconds and proportional memory, children included."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import httpx
import psutil
from packaging.requirements import Requirement

_SLOWING = ("PYTHONDONTWRITEBYTECODE", "PYTHONDEVMODE", "PYTHONASYNCIODEBUG")
"""Settings of a developer's shell that users do not have."""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(arguments: list[str], log: Path, **environment: str) -> Iterator[psutil.Process]:
    """Run a Python program for the length of a `with` block."""
    inherited = {name: value for name, value in os.environ.items() if name not in _SLOWING}
    with log.open("ab") as file:
        started = subprocess.Popen(
            [sys.executable, *arguments], env={**inherited, **environment}, stdout=file, stderr=file
        )
    try:
        yield psutil.Process(started.pid)
    finally:
        started.terminate()
        try:
            started.wait(timeout=60)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def answered(url: str, began: float, *, seconds: float = 180) -> float:
    """Return how long after `began` the URL answered with 200 for the first time."""
    while time.perf_counter() - began < seconds:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return time.perf_counter() - began
        except httpx.TransportError:
            pass
        time.sleep(0.005)
    raise TimeoutError(url)


def cpu(parent: psutil.Process) -> float:
    """Return the CPU seconds of a process and its living children."""
    total = 0.0
    for one in (parent, *parent.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def memory(processes: list[psutil.Process]) -> float:
    """Return the proportional set size of processes and their children in MB (Linux)."""
    everyone = {one.pid for parent in processes for one in _family(parent)}
    total = 0
    for pid in everyone:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _family(parent: psutil.Process) -> list[psutil.Process]:
    try:
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def packages(root: str, extra: str) -> tuple[int, float]:
    """Return how many packages an installation of `root[extra]` has here, and their size in MB."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(root, (extra,))]
    while waiting:
        name, extras = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        key = distribution.metadata["Name"].lower().replace("_", "-")
        if key in found and not extras:
            continue
        found[key] = distribution
        for line in distribution.requires or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": one}) for one in (*extras, "")):
                waiting.append((needed.name, tuple(needed.extras)))
    size = sum(_size(distribution) for name, distribution in found.items() if name != root)
    return len(found) - 1, size


def _size(distribution: metadata.Distribution) -> float:
    files = (Path(str(distribution.locate_file(file))) for file in distribution.files or ())
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6

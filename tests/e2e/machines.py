"""Several machines on this one: network namespaces on a bridge where root may make them, else loopback addresses.

What a process of a namespace listens on at its loopback nobody outside reaches, and its cable can be pulled.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import end_host


class Loopback:
    """Machines in name only: each has a loopback address of its own, and all reach everything."""

    here = "127.0.0.1"
    """Where the database, the object store and sites are, as every machine reaches them."""
    whole = True
    """Whether their cables cannot be pulled."""

    def address(self, machine: int) -> str:
        """Return where the others reach a machine."""
        return f"127.0.0.{machine + 2}"

    def inside(self, machine: int) -> Sequence[str]:
        """Return what begins the command of a process there."""
        del machine
        return ()

    def plug(self, machine: int, *, whole: bool) -> None:
        """Pull a machine's cable, or put it in again."""
        raise NotImplementedError(machine, whole)

    def end(self, machine: int, data_dir: Path) -> None:
        """End what is left on a machine: its browser host and its browsers."""
        del machine
        end_host(data_dir)


class Namespaces(Loopback):
    """Machines with networks of their own, on one bridge."""

    whole = False

    def __init__(self) -> None:
        number = os.getpid() % 250
        self._made: set[int] = set()
        self._bridge, self._net = f"sky{number}", f"10.213.{number}"
        self.here = f"{self._net}.1"

    def make(self) -> str | None:
        """Make the first; return why that cannot be, None when it could."""
        if os.geteuid() != 0 or shutil.which("ip") is None:
            return "network namespaces need root and the command ip (apt-get install iproute2)"
        try:
            _ip("link", "add", self._bridge, "type", "bridge")
            _ip("addr", "add", f"{self.here}/24", "dev", self._bridge)
            _ip("link", "set", self._bridge, "up")
            self._connect(0)
        except subprocess.CalledProcessError as error:
            return f"network namespaces cannot be made here: {error.stderr.strip()}"
        return None

    def _connect(self, machine: int) -> None:
        self._made.add(machine)
        name, cable = self._name(machine), self._cable(machine)
        _ip("netns", "add", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", cable, "master", self._bridge, "up")
        _ip("-n", name, "addr", "add", f"{self.address(machine)}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", name, "link", "set", device, "up")

    def clear(self) -> None:
        """End whatever is left in them, and take them down."""
        for machine in self._made:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._kill(machine)
            for gone in (("netns", "del", self._name(machine)), ("link", "del", self._cable(machine))):
                with contextlib.suppress(subprocess.CalledProcessError):
                    _ip(*gone)
        with contextlib.suppress(subprocess.CalledProcessError):
            _ip("link", "del", self._bridge)

    def address(self, machine: int) -> str:
        """Return where the others reach a machine."""
        return f"{self._net}.{machine + 2}"

    def inside(self, machine: int) -> Sequence[str]:
        """Return what begins the command of a process there."""
        if machine not in self._made:
            self._connect(machine)
        return ("ip", "netns", "exec", self._name(machine))

    def plug(self, machine: int, *, whole: bool) -> None:
        """Pull a machine's cable, or put it in again."""
        _ip("link", "set", self._cable(machine), "up" if whole else "down")

    def end(self, machine: int, data_dir: Path) -> None:
        """End what is left on a machine: its browser host and its browsers."""
        self._kill(machine)
        (data_dir / "host.json").unlink(missing_ok=True)

    def _kill(self, machine: int) -> None:
        for pid in _ip("netns", "pids", self._name(machine)).split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def _name(self, machine: int) -> str:
        return f"{self._bridge}m{machine}"

    def _cable(self, machine: int) -> str:
        return f"{self._bridge}c{machine}"


@contextmanager
def machines() -> Generator[Loopback]:
    """Yield machines with networks of their own, or say why there are none and yield those of the loopback."""
    made = Namespaces()
    try:
        refused = made.make()
        if refused is None:
            yield made
            return
    finally:
        made.clear()
    print(f"machines are loopback addresses: {refused}")
    yield Loopback()


def _ip(*words: str) -> str:
    return subprocess.run(("ip", *words), check=True, capture_output=True, text=True).stdout

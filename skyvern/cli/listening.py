"""Ports to listen on: is one free, and which one is."""

from __future__ import annotations

import errno
import socket

from skyvern.cli.terminal import stop


def check_port(host: str, port: int) -> None:
    """End the command with a sentence when this address cannot be listened on."""
    trouble = _trouble(host, port)
    if trouble is None:
        return
    if trouble.errno == errno.EADDRINUSE:
        stop(f"port {port} is taken by another program; stop it, or choose another --port")
    stop(f"cannot listen on {host} port {port}: {trouble.strerror or trouble}")


def free_port(wanted: int = 0) -> int:
    """Return the wanted port of this machine when it is free, else any that is."""
    if wanted and _trouble("127.0.0.1", wanted) is None:
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _trouble(host: str, port: int) -> OSError | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None

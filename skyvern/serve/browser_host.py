"""Starts a browser host: `python -m skyvern.serve.browser_host --data-dir DIR`. One runs per data directory."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import logging
import os
import secrets
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from skyvern.browser.host.card import CARD, LOCK, HostCard
from skyvern.browser.host.flags import Look
from skyvern.browser.host.gateway import Gateway
from skyvern.browser.host.host import BrowserHost, HostOptions
from skyvern.browser.host.processes import created
from skyvern.browser.host.room import Room

ALREADY_RUNNING = 3
LOCK_SECONDS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a browser host until it is told to end, or nobody owns it any more. 3 = another one has this directory."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    try:
        look, room = Look.read(os.environ), Room.read(os.environ)
    except ValueError as error:
        _parser().error(str(error))
    data_dir = Path(given.data_dir).expanduser().resolve()
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if given.detach and os.fork():
        os._exit(0)  # the child goes on alone, so that whoever started us has nobody to wait for
    lock = os.open(data_dir / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    if not _take(lock, wait=given.detach):
        return ALREADY_RUNNING
    logging.getLogger("websockets").setLevel(logging.WARNING)
    options = HostOptions(
        data_dir=data_dir,
        owner_grace_seconds=given.owner_grace_seconds,
        warm_spare=given.warm_spare,
        look=look,
        room=room,
    )
    asyncio.run(run(options, ready_fd=given.ready_fd))
    return 0


async def run(options: HostOptions, *, ready_fd: int | None = None) -> None:
    """Serves until the host has ended; writes a line to `ready_fd` once the gateway can be reached."""
    token = secrets.token_urlsafe(32)
    gateway = Gateway(token)
    host = BrowserHost(options, gateway.publish)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, host.ended.set)
    await host.start()
    try:
        reach, port = os.environ.get("SKYVERN_NODE_ADDRESS", "").strip(), os.environ.get("SKYVERN_NODE_PORT") or "0"
        address = await gateway.start(host, reach=reach, port=int(port))
        card = HostCard(address=address, token=token, pid=os.getpid(), created=created(os.getpid()) or "")
        card.write(options.data_dir)
        if ready_fd is not None:
            os.write(ready_fd, b"ready\n")
            os.close(ready_fd)
        await host.ended.wait()
    finally:
        with suppress(OSError):
            (options.data_dir / CARD).unlink()
        await host.stop()
        await gateway.stop()


def _take(lock: int, *, wait: bool) -> bool:
    """Takes the directory; a detached host waits a little for one that is just ending."""
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(LOCK_SECONDS if wait else 0)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, TimeoutError):
        return False
    finally:
        signal.alarm(0)
    return True


def _late(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skyvern browser-host", description="Owns the browsers of one machine.")
    parser.add_argument("--data-dir", default=os.environ.get("SKYVERN_DATA_DIR", "~/.skyvern"))
    parser.add_argument(
        "--owner-grace-seconds", type=float, default=float(os.environ.get("SKYVERN_OWNER_GRACE_SECONDS", "600"))
    )
    parser.add_argument("--warm-spare", action="store_true", default=os.environ.get("SKYVERN_WARM_SPARE") == "true")
    parser.add_argument("--detach", action="store_true", help="go on alone in the background")
    parser.add_argument("--ready-fd", type=int, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())

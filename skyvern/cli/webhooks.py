"""`skyvern webhooks`: receive them here to try them, and look after those that did not arrive."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated, cast

import typer

from skyvern.cli.listening import check_port
from skyvern.cli.remote import base_url, key_for, speak
from skyvern.cli.terminal import show, show_table, stop
from skyvern.client import verify_event, verify_webhook

group = typer.Typer(help="Receive webhooks here to try them; send dead letters again.", no_args_is_help=True)
_LARGEST = 32 * 1024 * 1024
_FIELDS = ("run_id", "status", "failure_reason", "output")


def register(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(group, name="webhooks")


@group.command("list")
def list_(
    status: Annotated[str, typer.Option(help="pending, delivered or failed (dead letters).")] = "failed",
    page: Annotated[int, typer.Option(help="Which page.")] = 1,
) -> None:
    """List webhooks, newest first."""
    found = speak(lambda client: client.deliveries.list(status=status, page=page, page_size=50))
    show_table(
        ("webhook", "run", "status", "tries", "last", "url"),
        (
            (row.delivery_id, row.run_id, row.status, row.tries, row.last_error or row.last_status or "", row.url)
            for row in found.deliveries
        ),
    )


@group.command()
def replay(
    delivery_id: Annotated[str | None, typer.Argument(help="The webhook's id (whd_…).")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every dead letter.")] = False,
) -> None:
    """Send a webhook again, or all dead letters."""
    if (delivery_id is None) != everything:
        stop("name one webhook, or say --all")
    ids = None if delivery_id is None else [delivery_id]
    answer = speak(lambda client: client.deliveries.replay_all(ids))
    show(f"{answer.replayed} wait to be sent")


@group.command()
def listen(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 9000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    status: Annotated[int, typer.Option(help="What to answer, to see what the server does then.")] = 200,
    count: Annotated[int | None, typer.Option(help="End after so many webhooks.")] = None,
) -> None:
    """Receive webhooks, check their signatures and print them."""
    check_port(host, port)
    key = key_for(base_url())
    if not key:
        stop("set SKYVERN_API_KEY to the key that starts the runs: their webhooks are signed with it")
    show(f"give runs webhook_url=http://{host}:{port}/ (any path)")
    show(f"a server reaches it with SKYVERN_ALLOWED_PRIVATE_NETWORKS={host}/32:{port}")
    server = _Ear((host, port), key=key, status=status, count=count)
    try:
        server.serve_forever(poll_interval=0.1)
    except KeyboardInterrupt:
        show("")
    finally:
        server.server_close()


class _Ear(ThreadingHTTPServer):
    """Prints what it is sent."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], *, key: str, status: int, count: int | None) -> None:
        super().__init__(address, _Conversation)
        self.key = key
        self.status = status
        self._count = count
        self._seen: dict[str, int] = {}
        self._answered = 0
        self._lock = threading.Lock()

    def hear(self, body: bytes, headers: dict[str, str]) -> None:
        """Print one webhook."""
        contract = verify_webhook(body, headers.get("x-skyvern-signature"), self.key)
        event = verify_event(body, headers, self.key)
        with self._lock:
            self._seen[event or ""] = times = self._seen.get(event or "", 0) + 1
            again = f" (time {times})" if event and times > 1 else ""
            signed = f"x-skyvern-signature {_word(contract)}, webhook-signature {_word(event)}"
            show(f"{event or 'no event'}{again}: {signed}")
            show(_told(body))

    def rest(self) -> None:
        """End when as many were answered as are wanted."""
        with self._lock:
            self._answered += 1
            if self._answered == self._count:
                threading.Thread(target=self.shutdown, daemon=True).start()


class _Conversation(BaseHTTPRequestHandler):
    """Answers one sender."""

    timeout = 30

    def do_POST(self) -> None:
        """Take a webhook."""
        body = self.rfile.read(min(int(self.headers.get("content-length") or 0), _LARGEST))
        ear = cast("_Ear", self.server)
        ear.hear(body, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(ear.status)
        self.send_header("content-length", "0")
        self.end_headers()
        ear.rest()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing more."""
        del format, args


def _word(good: object) -> str:
    return "right" if good else "WRONG"


def _told(body: bytes) -> str:
    try:
        told = json.loads(body)
        shown = {name: told[name] for name in _FIELDS if told.get(name) is not None}
    except (ValueError, AttributeError, TypeError):
        return repr(body[:500])
    return json.dumps(shown, ensure_ascii=False)[:2000]

"""A shop that counts: every order that reached it, by its name, however it was sent."""

from __future__ import annotations

import html
import json
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_FORM = """<!DOCTYPE html><html lang=en><title>Order</title><h1>Order form</h1>
<form method=post action=/order><p><label>Name <input name=name></label><p><label>Note <input name=note></label>
<p><button>Send order</button></form></html>"""

_THANKS = """<!DOCTYPE html><html lang=en><title>Thank you</title><h1>Thank you</h1>
<p role=status>Your order was received.</p><dl><dt>Order number</dt><dd>{number}</dd></dl></html>"""

_IN_PLACE = """<!DOCTYPE html><html lang=en><title>Registration</title><h1>Registration</h1>
<form id=f><p><label>Name <input name=name></label><p><button>Register</button></form><p id=said role=status></p>
<script>
document.getElementById('f').addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = event.target.name.value;
  const answer = await fetch('/register', {method: 'POST', body: new URLSearchParams({name})});
  document.getElementById('f').remove();
  document.getElementById('said').textContent = answer.ok ? name + ' is registered.' : 'That did not work.';
});
</script></html>"""

_STUCK = """<!DOCTYPE html><html lang=en><title>Stuck</title><h1>Stuck</h1><form><label>Name <input name=name></label>
<button>Send</button></form><script>setTimeout(() => { while (true) {} }, 300)</script></html>"""


@dataclass(slots=True)
class Shop:
    """Where it is, and what it was sent."""

    url: str = ""
    sent: Counter[str] = field(default_factory=Counter[str])
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set whenever something was sent; whoever waits for it clears it."""
    think: float = 0.05
    """Seconds between the note of an order and the answer, and between that and the page that it leads to."""

    def note(self, name: str) -> None:
        """Count an order."""
        self.sent[name] += 1
        self.arrived.set()

    def doubles(self) -> dict[str, int]:
        """Return what was sent more than once."""
        return {name: count for name, count in self.sent.items() if count > 1}


def number_of(name: str) -> str:
    """Return the number that an order of this name gets."""
    return f"N-{sum(map(ord, name)):05d}"


@contextmanager
def shop() -> Generator[Shop]:
    """Open a shop on a port of its own."""
    made = Shop()
    pause = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/thanks":
                pause.wait(made.think)
                number = html.escape(parse_qs(parts.query).get("number", [""])[0])
                self._answer(200, _THANKS.format(number=number))
            elif parts.path == "/count":
                name = parse_qs(parts.query).get("of", [""])[0]
                count = sum(many for key, many in made.sent.items() if key.startswith(name))
                self._answer(200, json.dumps({"orders": count}), kind="application/json")
            else:
                pages = {"/order": _FORM, "/register": _IN_PLACE, "/stuck": _STUCK}
                self._answer(200 if parts.path in pages else 404, pages.get(parts.path, "nothing here"))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            name = parse_qs(body).get("name", [""])[0]
            made.note(name)
            pause.wait(made.think)
            if self.path == "/order":
                self.send_response(303)
                self.send_header("location", f"/thanks?number={number_of(name)}")
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self._answer(200, "ok")

        def _answer(self, status: int, text: str, *, kind: str = "text/html; charset=utf-8") -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield made
    finally:
        pause.set()
        server.shutdown()
        server.server_close()

"""A site whose pages lie about what they did: each keeps count of what reached it, and what it really kept."""

# ruff: noqa: E501 - a lying page reads best in few lines
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How one page treats what is sent to it, and what its script does around that."""

    script: str = ""
    """Body of `send(title, note, row)`; "" posts the form itself."""
    status: int = 201
    keeps: bool = True
    wait: float = 0.0
    answer: str = '{"ok": true}'
    goes_to: str = ""
    """Where a posted form is redirected to: list, thanks, form or nothing."""
    control: str = ""
    """What stands in place of the form."""


POST = "fetch('save', {method: 'POST', body: new URLSearchParams({title})})"
TOAST = "note('Saved successfully')"

WAYS: dict[str, Ways] = {
    "honest": Ways(script=f"{POST}.then((r) => {{ if (r.ok) {{ {TOAST}; row(title); }} }})"),
    "honest_form": Ways(goes_to="thanks"),
    "honest_slow": Ways(script=f"{POST}.then((r) => {{ if (r.ok) {{ {TOAST}; row(title); }} }})", wait=3.0),
    "honest_refusal": Ways(script=f"{POST}.then((r) => note('The title is not allowed', 'error'))", status=422, keeps=False),
    "toast_without_request": Ways(script=TOAST),
    "toast_before_refusal": Ways(script=f"{POST}; {TOAST}", status=500, keeps=False, wait=1.5),
    "toast_then_no_connection": Ways(script=f"fetch('http://127.0.0.1:1/save', {{method: 'POST', mode: 'no-cors'}}).catch(() => 0); {TOAST}", keeps=False),
    "silent_rollback": Ways(script=f"const li = row(title); {POST}.then((r) => {{ if (!r.ok) li.remove(); }})", status=500, keeps=False, wait=0.3),
    "late_rollback": Ways(
        script=f"const li = row(title); {POST}.then((r) => r.json()).then((told) => setTimeout(() => {{ if (!told.ok) li.remove(); }}, 700))",
        answer='{"ok": false}', status=200, keeps=False,
    ),
    "until_reload": Ways(script=f"row(title); {TOAST}"),
    "stale_list": Ways(goes_to="stale"),
    "success_url": Ways(goes_to="thanks", keeps=False),
    "nothing_shown": Ways(script=POST),
    "nothing_shown_slow": Ways(script=POST, wait=2.0),
    "same_form_again": Ways(goes_to="form"),
    "says_error_but_kept": Ways(script=f"{POST}.then(() => note('Something went wrong. Please try again.', 'error'))"),
    "error_status_but_kept": Ways(script=f"{POST}.then(() => note('Something went wrong. Please try again.', 'error'))", status=503),
    "forever_saving": Ways(script=f"button.disabled = true; button.textContent = 'Saving…'; {POST}", status=503, keeps=False, wait=0.5),
    "switch": Ways(
        control="<label><input type=checkbox id=sw role=switch onchange=\"fetch('save', {method: 'PATCH', body: 'title=on'}).then((r) => { if (!r.ok) this.checked = false; })\"> Alerts</label>",
        status=500, keeps=False,
    ),
    "upload": Ways(control="<label>Invoice <input type=file onchange=\"fetch('save', {method: 'POST', body: 'title=' + this.files[0].name}); this.value = ''\"></label><p>Choose a file; invoice.txt is welcome.</p>"),
    "delete": Ways(
        control="<ul><li id=r>Old invoice <button onclick=\"const r = document.getElementById('r'); r.hidden = true; fetch('save', {method: 'DELETE', body: 'title=x'}).then(() => { r.hidden = false; })\">Delete</button></li></ul>",
        status=500, keeps=False,
    ),
}  # fmt: skip

PAGE = """<!doctype html><meta charset=utf-8><title>Entries</title><h1>Entries</h1>{control}
<div role=status id=note></div><ul id=rows>{rows}</ul><script>
const button = document.querySelector('form button');
const note = (text, kind) => {{ const box = document.getElementById('note'); box.textContent = text; box.className = kind === 'error' ? 'alert alert-danger' : 'alert alert-success'; }};
const row = (text) => {{ const li = document.createElement('li'); li.textContent = text; document.getElementById('rows').append(li); return li; }};
{script}</script>"""
FORM = (
    "<form method=post action=save><label>Title <input name=title value='{value}'></label> <button>Save</button></form>"
)
SEND = "document.forms[0].addEventListener('submit', (e) => {{ e.preventDefault(); const title = e.target.title.value; {0} }});"


@dataclass
class Liars:
    """The site while it is served: what each page was sent, and what it kept."""

    url: str = ""
    sent: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    kept: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def shown(self, name: str, place: str) -> str:
        ways = WAYS[name]
        kept = [] if place == "stale" else self.kept.get(name, [])
        rows = "".join(f"<li>{title}</li>" for title in kept)
        if place == "thanks":
            return "<!doctype html><title>Thank you</title><h1>Thank you</h1><p>Your entry was saved successfully.</p>"
        if place == "list":
            return f"<!doctype html><title>All entries</title><h1>All entries</h1><ul>{rows}</ul>"
        last = (self.sent.get(name) or [""])[-1] if place == "form" else ""
        script = SEND.format(ways.script) if ways.script else ""
        return PAGE.format(control=ways.control or FORM.format(value=last), rows=rows, script=script)

    def take(self, name: str, title: str) -> None:
        self.sent.setdefault(name, []).append(title)
        if WAYS[name].keeps:
            self.kept.setdefault(name, []).append(title)


@contextmanager
def lying() -> Iterator[Liars]:
    """Serve the site on a free port."""
    site = Liars()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            return

        def _reply(self, status: int, body: str, *, kind: str = "text/html; charset=utf-8", to: str = "") -> None:
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.send_header("Content-Type", kind)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:
            name, _, place = urlsplit(self.path).path.strip("/").partition("/")
            self._reply(200, site.shown(name, place)) if name in WAYS else self._reply(404, "")

        def _take(self) -> None:
            name = urlsplit(self.path).path.split("/")[1]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            ways = WAYS[name]
            site.take(name, (parse_qs(body).get("title") or [""])[0])
            time.sleep(ways.wait)
            if ways.goes_to:
                self._reply(303, "", to=f"/{name}/{ways.goes_to}")
            else:
                self._reply(ways.status, ways.answer, kind="application/json")

        do_POST = do_PATCH = do_DELETE = _take

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""Receives webhooks and believes only those that your own server has signed.

    SKYVERN_API_KEY=sk_… python examples/webhook_receiver.py 9000
    skyvern run workflow.yaml --webhook-url http://127.0.0.1:9000/
(the server must be allowed to reach it: SKYVERN_ALLOWED_PRIVATE_NETWORKS=127.0.0.1/32:9000)
"""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from skyvern import verify_webhook

LARGEST = 10 * 1024 * 1024


class Receiver(BaseHTTPRequestHandler):
    """Answers 200 to what is signed with our key, 401 to everything else."""

    def do_POST(self) -> None:
        """Check the raw bytes before anything reads them as JSON."""
        body = self.rfile.read(min(int(self.headers.get("content-length") or 0), LARGEST))
        if not verify_webhook(body, self.headers.get("x-skyvern-signature"), os.environ["SKYVERN_API_KEY"]):
            self._answer(401, "the signature does not fit")
            return
        run = json.loads(body)
        print(run["run_id"], run["status"], json.dumps(run.get("output")), flush=True)
        self._answer(200, "thank you")

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
    ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()

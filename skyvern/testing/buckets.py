"""A local stand-in for object stores: enough of the S3, Azure Blob and Google Storage interfaces to put, get and list.

It keeps files in memory and refuses requests that are not signed with its keys (signatures are looked at for the name
of the key only).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

ACCESS_KEY = "AKSTANDIN"
ACCOUNT = "standin"
EMAIL = "robot@standin.test"
"""The service account of Google Storage."""


@dataclass(slots=True)
class StandIn:
    """A running stand-in: its address, its files by path (`bucket/key`), and what was asked of it."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    asked: list[str] = field(default_factory=list[str])
    authorizations: list[str] = field(default_factory=list[str])


@contextmanager
def running_buckets(address: str = "127.0.0.1") -> Generator[StandIn]:
    """Serve on a free port of this address until left."""
    made = StandIn()
    server = _Server(made, address)
    made.url = f"http://{address}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Knows the stand-in that it serves."""

    daemon_threads = True

    def __init__(self, stand_in: StandIn, address: str) -> None:
        super().__init__((address, 0), _Requests)
        self.stand_in = stand_in


class _Requests(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def stand_in(self) -> StandIn:
        return cast("_Server", self.server).stand_in

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self._signed():
            self.stand_in.files[self._path()] = body
            self._answer(201 if "x-ms-version" in self.headers else 200, b"", etag=_tag(body))

    def do_POST(self) -> None:
        """Delete the files that a request of S3's names."""
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if not self._signed():
            return
        keys = [unescape(key) for key in re.findall(r"<Key>(.*?)</Key>", body)]
        for key in keys:
            self.stand_in.files.pop(f"{self._path()}/{key}", None)
        deleted = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{deleted}</DeleteResult>".encode(), kind="application/xml")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if not self._signed():
            return
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query or query.get("comp") == ["list"]:
            self._answer(200, _listing(self.stand_in, self._path(), query).encode(), kind="application/xml")
        elif (data := self.stand_in.files.get(self._path())) is not None:
            self._give(data)
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>", kind="application/xml")

    def _give(self, data: bytes) -> None:
        """Answer with a file, or with the part of it that is asked for."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        if asked is None:
            self._answer(200, data, etag=_tag(data))
            return
        first, last = int(asked[1]), min(int(asked[2]), len(data) - 1)
        part = f"bytes {first}-{last}/{len(data)}"
        self._answer(206, data[first : last + 1], etag=_tag(data), part=part)

    def _path(self) -> str:
        return unquote(urlsplit(self.path).path).strip("/").removeprefix(f"{ACCOUNT}/")

    def _signed(self) -> bool:
        given = self.headers.get("authorization", "")
        self.stand_in.asked.append(f"{self.command} {self.path}")
        self.stand_in.authorizations.append(given)
        if f"Credential={ACCESS_KEY}/" in given or f"SharedKey {ACCOUNT}:" in given or _issuer(given) == EMAIL:
            return True
        self._answer(403, b"<Error><Code>AccessDenied</Code></Error>", kind="application/xml")
        return False

    def _answer(
        self, status: int, data: bytes, *, kind: str = "application/octet-stream", etag: str = "", part: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.send_header("last-modified", formatdate(1_700_000_000, usegmt=True))
        self.send_header("etag", etag or '"0"')
        if part:
            self.send_header("content-range", part)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        del format, args


def _issuer(authorization: str) -> str:
    """Return who signed a bearer token of Google's kind, "" for anything else."""
    parts = authorization.removeprefix("Bearer ").split(".")
    if len(parts) != 3:
        return ""
    claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    return str(claims.get("iss"))


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:32]}"'


def _listing(stand_in: StandIn, bucket: str, query: dict[str, list[str]]) -> str:
    """Return the files of a bucket as S3 (and Google) or Azure tell them."""
    prefix = query.get("prefix", [""])[0]
    found = {
        path.removeprefix(f"{bucket}/"): data
        for path, data in sorted(stand_in.files.items())
        if path.startswith(f"{bucket}/{prefix}")
    }
    moment = "2023-11-14T22:13:20.000Z"
    if "comp" in query:
        day = formatdate(1_700_000_000, usegmt=True)
        blobs = "".join(
            f"<Blob><Name>{escape(key)}</Name><Properties><Last-Modified>{day}</Last-Modified>"
            f"<Content-Length>{len(data)}</Content-Length><Content-Type>x/y</Content-Type><Etag>{_tag(data)}</Etag>"
            "</Properties></Blob>"
            for key, data in found.items()
        )
        return f"<EnumerationResults><Prefix>{escape(prefix)}</Prefix><Blobs>{blobs}</Blobs></EnumerationResults>"
    contents = "".join(
        f"<Contents><Key>{escape(key)}</Key><LastModified>{moment}</LastModified><ETag>{escape(_tag(data))}</ETag>"
        f"<Size>{len(data)}</Size></Contents>"
        for key, data in found.items()
    )
    return (
        f"<ListBucketResult><Name>{escape(bucket)}</Name><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"
    )

"""Traces go to the collector that the standard variables name, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from skyvern.domain.trace import Span, span_id, trace_id
from skyvern.serve.traces import traces_of


class Collector(ThreadingHTTPServer):
    """Takes traces as a collector does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visitor)
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Visitor(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        assert isinstance(self.server, Collector)
        self.server.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def a_span(name: str, *, parent: str | None = None, failure: str | None = None, calls: bool = False) -> Span:
    return Span(
        trace_id=trace_id("wr_1"),
        span_id=span_id(name),
        parent_id=None if parent is None else span_id(parent),
        name=name,
        began_at=datetime(2026, 11, 23, 12, 0, 0, 250_000),
        ended_at=datetime(2026, 11, 23, 12, 0, 1),
        failure=failure,
        calls=calls,
        facts={"skyvern.run_id": "wr_1", "skyvern.steps": 3},
    )


def test_nothing_is_sent_unless_a_collector_is_named() -> None:
    assert traces_of({}) is None
    assert traces_of({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"}) is None


def test_spans_arrive_whole_where_the_standard_variables_say(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20me",
        "OTEL_SERVICE_NAME": "robots",
    }
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    traces = traces_of(named)
    assert traces is not None
    traces.take([a_span("run A", failure="no such page"), a_span("chat m", parent="run A", calls=True)])
    traces.close()
    ((path, headers, body),) = collector.got
    assert (path, headers["authorization"]) == ("/v1/traces", "Bearer me")
    (sent,) = ExportTraceServiceRequest.FromString(body).resource_spans
    facts = {item.key: item.value.string_value for item in sent.resource.attributes}
    assert facts["service.name"] == "robots"
    run, chat = sent.scope_spans[0].spans
    assert (run.name, run.status.message, run.status.code) == ("run A", "no such page", 2)
    assert (run.trace_id, run.span_id) == (trace_id("wr_1").to_bytes(16, "big"), span_id("run A").to_bytes(8, "big"))
    assert (chat.parent_span_id, chat.kind) == (run.span_id, 3)
    assert run.end_time_unix_nano - run.start_time_unix_nano == 750_000_000
    assert run.start_time_unix_nano == 1_795_435_200_250_000_000

"""Sends traces of ended runs to an OpenTelemetry collector, where the standard variables name one (extra `traces`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from skyvern.domain.trace import Span
from skyvern.settings import SettingError

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_SERVICE = "skyvern"


class Traces:
    """Takes spans and sends them from a thread of its own, in batches; what cannot be sent is dropped and logged."""

    def __init__(self, take: Callable[[Sequence[Span]], None], end: Callable[[], None]) -> None:
        self.take = take
        self.close = end
        """Send what waits, and end the thread."""


def traces_of(environment: Mapping[str, str]) -> Traces | None:
    """Return where traces go, None where nobody asked for any; raises SettingError where the extra is lacking."""
    named = next((name for name in _ENDPOINTS if environment.get(name)), None)
    if named is None or environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return None
    try:
        return _opened(environment)
    except ImportError:
        raise SettingError(
            f"{named} is set, and what sends traces is not installed: pip install 'skyvern[traces]'"
        ) from (None)


def _opened(environment: Mapping[str, str]) -> Traces:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import ReadableSpan  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra
    from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags  # noqa: PLC0415 - an extra

    sampled = TraceFlags(TraceFlags.SAMPLED)
    service = environment.get("OTEL_SERVICE_NAME") or _SERVICE
    resource = Resource.create({SERVICE_NAME: service})
    sender = BatchSpanProcessor(OTLPSpanExporter())

    def context(span: Span, number: int) -> SpanContext:
        return SpanContext(span.trace_id, number, is_remote=False, trace_flags=sampled)

    def take(spans: Sequence[Span]) -> None:
        for span in spans:
            sender.on_end(
                ReadableSpan(
                    span.name,
                    context=context(span, span.span_id),
                    parent=None if span.parent_id is None else context(span, span.parent_id),
                    resource=resource,
                    attributes=dict(span.facts),
                    kind=SpanKind.CLIENT if span.calls else SpanKind.INTERNAL,
                    status=Status(StatusCode.OK if span.failure is None else StatusCode.ERROR, span.failure),
                    start_time=_nanoseconds(span.began_at),
                    end_time=_nanoseconds(span.ended_at),
                )
            )

    return Traces(take, sender.shutdown)


def _nanoseconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1_000_000) * 1000

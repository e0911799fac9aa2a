"""How an installation is doing, in the text format of Prometheus (version 0.0.4)."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from skyvern.domain.pulse import Pulse

_QUANTILES = (0.5, 0.9, 0.99)


def metrics_text(pulse: Pulse, *, version: str) -> str:
    """Return every metric with its line of help."""
    return "".join(f"{line}\n" for line in _lines(pulse, version))


def _lines(pulse: Pulse, version: str) -> Iterator[str]:
    yield from _gauge("skyvern_build_info", "The version that answers.", {f'version="{version}"': 1})
    yield from _gauge("skyvern_runs", "Runs that are kept, by status.", _by("status", pulse.runs))
    yield from _gauge(
        "skyvern_queue_oldest_seconds",
        "How long the oldest run has waited.",
        {"": pulse.oldest_waiting_seconds},
    )
    yield from _summary("skyvern_run_wait_seconds", "Wait of runs that ended in the last hour.", pulse.waited)
    yield from _summary("skyvern_run_seconds", "Duration of runs that ended in the last hour.", pulse.took)
    yield from _gauge("skyvern_webhooks", "Webhooks that are kept, by status.", _by("status", pulse.deliveries))
    yield from _gauge("skyvern_batches", "Batches, by status.", _by("status", pulse.batches))
    yield from _gauge("skyvern_schedules", "Enabled schedules.", {"": pulse.schedules})
    yield from _gauge("skyvern_schedule_late_seconds", "How long a schedule is overdue.", {"": pulse.late_seconds})
    yield from _gauge("skyvern_schedule_fires", "Moments of the last day, by outcome.", _by("outcome", pulse.fires))
    yield from _gauge("skyvern_model_tokens", "Tokens that models have used.", {"": pulse.tokens})
    yield from _gauge("skyvern_model_dollars", "What models have cost.", {"": pulse.micros / 1e6})
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield from _gauge("process_cpu_seconds_total", "CPU time.", {"": used.ru_utime + used.ru_stime}, kind="counter")
    yield from _gauge("process_resident_memory_bytes", "Resident memory.", {"": _resident()})


def _by(label: str, counts: Mapping[str, int]) -> dict[str, float]:
    return {f'{label}="{word}"': count for word, count in sorted(counts.items())}


def _gauge(name: str, about: str, values: Mapping[str, float], *, kind: str = "gauge") -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values.items():
        yield f"{name}{{{labels}}} {value:g}" if labels else f"{name} {float(value)!r}"


def _summary(name: str, about: str, values: Sequence[float]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} summary"
    ordered = sorted(values)
    for quantile in _QUANTILES:
        if ordered:
            yield f'{name}{{quantile="{quantile}"}} {ordered[min(len(ordered) - 1, int(quantile * len(ordered)))]:g}'
    yield f"{name}_sum {sum(ordered)!r}"
    yield f"{name}_count {len(ordered)}"


def _resident() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

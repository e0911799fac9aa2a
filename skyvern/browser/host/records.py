"""What the host tells about its browsers: frozen records that cross the gateway as JSON objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that turns into JSON and back; fields that a newer host adds are passed over."""

    def to_json(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The record from its fields. Raises TypeError if one is missing."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: item for name, item in value.items() if name in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class HostInfo(Record):
    """The host itself: process, data directory, the browser program, every port that pages must never reach,
    and whether a warm spare waits."""

    pid: int
    created: str
    data_dir: str
    chromium: str | None
    browsers: int
    control_ports: Sequence[int]
    has_spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserInfo(Record):
    """A living browser: where to attach, and its process."""

    browser_id: str
    cdp_url: str
    pid: int
    created: str
    proxy_port: int
    folder: str
    alone_seconds: float = field(default=0.0, compare=False)
    """How long no program and no viewer has been connected over the gateway; 0 while one is."""


class DownloadState(StrEnum):
    """How far a download is."""

    IN_PROGRESS = "inProgress"
    COMPLETED = "completed"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadInfo(Record):
    """A download of a browser. `number` counts from 1 per browser; `path` is on the host's machine.

    A completed one has its `checksum` (SHA-256); one that did not arrive has its `problem`, a sentence for a person.
    """

    number: int
    guid: str
    url: str
    suggested_filename: str
    state: str
    received_bytes: int
    total_bytes: int
    path: str
    started_at: float
    checksum: str = ""
    problem: str = ""

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.state != DownloadState.IN_PROGRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingInfo(Record):
    """A recording of a browser: its folder of frames on the host's machine and as a name for `read_file`."""

    recording_id: str
    folder: str
    name: str
    frames: int
    started_at: float
    ended_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalInfo(Record):
    """A connection that the guard did not make: when (epoch seconds), to whom, its kind, and the reason."""

    at: float
    host: str
    port: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChunk(Record):
    """A piece of a file: its bytes, where it began, and how long the whole file is now."""

    data: bytes
    offset: int
    size: int

    @property
    def is_last(self) -> bool:
        """Whether the file ends with this piece."""
        return self.offset + len(self.data) >= self.size

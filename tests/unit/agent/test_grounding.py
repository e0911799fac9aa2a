"""What a schema may make the server do, and what data it lets pass."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from skyvern.agent.extract.grounding import invalid


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


def test_a_schema_fetches_nothing_from_the_network(listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/schema.json"
    (problem,) = invalid({"a": 1}, {"type": "object", "properties": {"a": {"$ref": url}}})
    assert problem.startswith("the schema itself is not valid")
    assert url in problem
    with pytest.raises(BlockingIOError):  # nobody has called
        listener.accept()


def test_a_schema_reads_no_file(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_text('{"type": "string"}')
    (problem,) = invalid(1, {"$ref": path.as_uri()})
    assert problem.startswith("the schema itself is not valid")


def test_a_schema_may_refer_to_its_own_parts() -> None:
    schema = {"$defs": {"code": {"type": "string"}}, "type": "object", "properties": {"a": {"$ref": "#/$defs/code"}}}
    assert invalid({"a": "x"}, schema) == ()
    assert invalid({"a": 1}, schema) != ()

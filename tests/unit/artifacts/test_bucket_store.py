"""A bucket as the store of all files: what one process puts there another one reads, whole or in part."""

from __future__ import annotations

import pytest

from skyvern.artifacts import ArtifactStore
from skyvern.testing.buckets import ACCESS_KEY, running_buckets


async def test_files_are_kept_in_a_bucket_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    with running_buckets() as objects:
        given = {"ENDPOINT_URL": objects.url, "ALLOW_HTTP": "true", "REGION": "us-east-1"}
        given |= {"ACCESS_KEY_ID": ACCESS_KEY, "SECRET_ACCESS_KEY": "secret"}
        for name, value in given.items():
            monkeypatch.setenv(f"AWS_{name}", value)
        await ArtifactStore("s3://bucket").put("o_1/a_1/invoice.txt", b"Invoice 4711", "text/plain")
        other = ArtifactStore("s3://bucket")
        assert await other.read("o_1/a_1/invoice.txt") == b"Invoice 4711"
        assert b"".join([part async for part in other.stream("o_1/a_1/invoice.txt", 8)]) == b"4711"
        assert list(objects.files) == ["bucket/o_1/a_1/invoice.txt"]

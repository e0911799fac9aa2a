"""Buckets as blocks use them: which files go, keys at the moment of use, crashes, empty folders, missing libraries."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.documents import ExtraMissing, ReadJob, run_job
from skyvern.domain.status import RunStatus
from skyvern.testing.buckets import ACCESS_KEY, StandIn, running_buckets

if TYPE_CHECKING:
    from tests.unit.engine.conftest import Shop

SECRET = "a-secret-key-of-thirty-two-chars"


@pytest.fixture
def buckets() -> Iterator[StandIn]:
    with running_buckets() as stand_in:
        yield stand_in


def storage(buckets: StandIn, kind: str = "file_upload", **more: object) -> dict[str, object]:
    return {
        "label": "u",
        "block_type": kind,
        "s3_bucket": "box",
        "aws_access_key_id": ACCESS_KEY,
        "aws_secret_access_key": SECRET,
        "endpoint_url": buckets.url,
        **more,
    }


def got(shop: Shop, *names: str) -> list[dict[str, object]]:
    """Blocks that bring files of these names into the run."""
    for name in names:
        shop.answers[f"http://files.test/{name}"] = lambda request: httpx.Response(200, content=b"x,y\n1,2\n")
    return [
        {"label": f"g{at}", "block_type": "download_to_s3", "url": f"http://files.test/{name}"}
        for at, name in enumerate(names)
    ]


NAMES = ("a.csv", "b.PDF", "c.csv", "notes.txt")


@pytest.mark.parametrize(
    ("fields", "sent"),
    [
        ({}, NAMES),
        ({"path": "/data/downloads/"}, NAMES),
        ({"path": "b.PDF"}, ("b.PDF",)),
        ({"path": '["a.csv", "notes.txt"]'}, ("a.csv", "notes.txt")),
        ({"path": "{{ [g0_output, g2_output] }}"}, ("a.csv", "c.csv")),
        ({"prompt": "only the PDFs"}, ("b.PDF",)),
        ({"prompt": "the latest csv file"}, ("c.csv",)),
        ({"prompt": "notes.txt please"}, ("notes.txt",)),
        ({"prompt": "*.csv"}, ("a.csv", "c.csv")),
        ({"prompt": "everything"}, NAMES),
    ],
)
async def test_which_files_go(shop: Shop, buckets: StandIn, fields: dict[str, object], sent: tuple[str, ...]) -> None:
    run = await shop.done([*got(shop, *NAMES), storage(buckets, **fields)])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    uris = cast("dict[str, list[str]]", run.output)["u_output"]
    assert [uri.rpartition("/")[2] for uri in uris] == list(sent)
    assert {f"s3://{path}" for path in buckets.files} == set(uris)
    assert all(run.run_id in uri for uri in uris)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"prompt": "what the tax office wants"}, "needs an LLM:"),
        ({"path": "none.csv"}, "the run has a.csv"),
        ({"aws_access_key_id": "AKWRONG"}, "AccessDenied"),
        ({"endpoint_url": "http://10.0.0.1:9"}, "10.0.0.1"),
        ({"storage_type": "gcs", "gcs_bucket": "b", "gcs_service_account_key": "x"}, "cannot be used"),
    ],
)
async def test_what_fails_says_why(shop: Shop, buckets: StandIn, fields: dict[str, object], said: str) -> None:
    shop.rooms = replace(shop.rooms, policies=lambda run, model: (EmbeddedPolicy(),))
    run = await shop.done([*got(shop, "a.csv"), storage(buckets, **fields)])
    assert run.status is RunStatus.FAILED
    assert said in str(run.failure_reason)
    assert SECRET not in str(run.failure_reason)
    assert buckets.files == {}


async def test_two_files_of_one_name_do_not_overwrite_each_other(shop: Shop, buckets: StandIn) -> None:
    run = await shop.done([*got(shop, "a.csv", "a.csv"), storage(buckets)])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    assert sorted(path.rpartition("/")[2] for path in buckets.files) == ["a.csv", "a_2.csv"]


async def test_an_upload_that_a_crash_interrupted_is_not_repeated(shop: Shop, buckets: StandIn) -> None:
    interrupted = commits = 0
    while True:
        commits += 1
        buckets.asked.clear()
        run = await shop.run([*got(shop, "a.csv"), storage(buckets)])
        died = await shop.die_after(run, commits)
        ended = await shop.finish(run)
        assert sum(line.startswith("PUT") for line in buckets.asked) <= 1, buckets.asked
        interrupted += "not done a second time" in str(ended.failure_reason)
        if not died:
            break
    assert ended.status is RunStatus.COMPLETED
    assert interrupted


async def test_files_of_a_folder_come_back_and_none_is_said(shop: Shop, buckets: StandIn) -> None:
    buckets.files |= {"box/in/a.csv": b"x,y\n1,2\n", "box/in/deep/b.txt": b"hello", "box/other.txt": b"no"}
    down = storage(buckets, "file_download", download_target="s3", path="in")
    run = await shop.done([down])
    assert run.status is RunStatus.COMPLETED, run.failure_reason
    output = cast("dict[str, dict[str, list[dict[str, object]]]]", run.output)["u_output"]
    assert [file["file_name"] for file in output["downloaded_files"]] == ["a.csv", "b.txt"]
    one = await shop.done([{**down, "path": "/other.txt"}])
    assert one.status is RunStatus.COMPLETED, one.failure_reason
    empty = {**down, "path": "nothing/here"}
    assert "there is no file at s3://box/nothing/here" in str((await shop.done([empty])).failure_reason)
    assert (await shop.done([{**empty, "continue_on_empty": True}])).status is RunStatus.COMPLETED


async def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pypdfium2.py").write_text("raise ImportError('not here')\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(
        ExtraMissing, match=r'pypdfium2, which is not installed here: pip install "skyvern\[documents\]"'
    ):
        await run_job(ReadJob(path=tmp_path / "a.pdf"))

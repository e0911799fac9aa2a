"""From records to the wire's shapes, without HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from skyvern.api.present.run import TASK_REQUEST, present_run, present_run_detail
from skyvern.api.present.timeline import present_action, present_timeline
from skyvern.api.present.workflow import made_id, present_workflow
from skyvern.domain.artifact import Artifact, ArtifactType
from skyvern.domain.canonical import canonical_bytes
from skyvern.domain.run import BlockRun, JournalEntry, JournalKind, Run
from skyvern.domain.status import BlockStatus, RunStatus
from skyvern.domain.workflow import Workflow

NOW = datetime(2026, 3, 2, 12, 0, 0)


def link(artifact_id: str) -> str:
    return f"http://house/{artifact_id}?sig=1"


def a_run(**changes: Any) -> Run:  # noqa: ANN401 - any field
    run = Run(
        run_id="wr_1",
        organization_id="o_1",
        workflow_id="w_1",
        workflow_permanent_id="wpid_1",
        status=RunStatus.CREATED,
        title="T",
        parameters={"a": 1},
        request={"agent_id": "wpid_1", "workflow_id": "wpid_1"},
        definition={"blocks": []},
        settings={},
        created_at=NOW,
        modified_at=NOW,
        deadline_at=NOW + timedelta(hours=1),
    )
    return replace(run, **changes)


def an_artifact(kind: ArtifactType, number: int, block: str | None = None) -> Artifact:
    return Artifact(
        artifact_id=f"a_{number}",
        organization_id="o_1",
        artifact_type=kind,
        key=f"k/{number}",
        file_name=f"{number}.bin",
        media_type="application/octet-stream",
        size=number,
        checksum="c",
        created_at=NOW + timedelta(seconds=number),
        run_id="wr_1",
        block_run_id=block,
    )


def test_times_are_naive_with_microseconds() -> None:
    answer = present_run(a_run(), (), link=link, public_url="http://house/")
    assert answer["created_at"] == "2026-03-02T12:00:00.000000"
    assert answer["app_url"] == "http://house/workflows/wpid_1/runs/wr_1"


def test_an_ended_run_has_empty_lists_not_nulls() -> None:
    answer = present_run(a_run(status=RunStatus.COMPLETED), (), link=link, public_url="")
    assert (answer["downloaded_files"], answer["screenshot_urls"], answer["errors"]) == ([], [], None)


def test_the_latest_recording_and_one_screenshot_a_block() -> None:
    artifacts = [
        an_artifact(ArtifactType.SCREENSHOT_FINAL, 1, "wrb_1"),
        an_artifact(ArtifactType.RECORDING, 2),
        an_artifact(ArtifactType.SCREENSHOT_FINAL, 3, "wrb_2"),
        an_artifact(ArtifactType.SCREENSHOT_FINAL, 4, "wrb_1"),
        an_artifact(ArtifactType.RECORDING, 5),
        an_artifact(ArtifactType.SCREENSHOT_FINAL, 6, None),
        an_artifact(ArtifactType.SCREENSHOT_FINAL, 7, None),
    ]
    answer = present_run(a_run(), artifacts, link=link, public_url="")
    assert answer["recording_url"] == link("a_5")
    assert answer["screenshot_urls"] == [link("a_7"), link("a_6"), link("a_4"), link("a_3")]


def test_secrets_in_the_request_are_masked() -> None:
    request = {
        "workflow_id": "wpid_1",
        "cdp_connect_headers": {"authorization": "Bearer xyzzy"},
        "proxy_location": {"url": "http://me:xyzzy@proxy:1"},
    }
    detail = present_run_detail(a_run(request=request), (), link=link, public_url="")
    assert "xyzzy" not in str(detail)
    assert detail["run_request"]["cdp_connect_headers"] == {"authorization": "*****"}  # type: ignore[index]


def test_a_webhook_can_be_signed() -> None:
    detail = present_run_detail(a_run(output={"x_output": {"total": 2.0}}), (), link=link, public_url="")
    assert b'"x_output":{"total":2}' in canonical_bytes(detail)


def test_a_task_answers_with_its_request_and_what_it_extracted() -> None:
    run = a_run(
        run_type="task_v1",
        settings={TASK_REQUEST: {"prompt": "p", "engine": "skyvern-1.0"}},
        output={"task_output": {"extracted_information": 7}},
    )
    answer = present_run(run, (), link=link, public_url="")
    assert (answer["run_type"], answer["output"]) == ("task_v1", "7")
    assert answer["run_request"] == {"prompt": "p", "engine": "skyvern-1.0"}
    assert "attempt" not in answer


def test_ids_inside_a_version_are_always_the_same() -> None:
    first = made_id("op", "w_1", "x_output")
    assert first == made_id("op", "w_1", "x_output")
    assert first != made_id("op", "w_2", "x_output")
    prefix, _, number = first.partition("_")
    assert (prefix, len(number)) == ("op", 18)


def test_loops_are_resolved_with_everything_inside() -> None:
    workflow = Workflow(
        workflow_id="w_1",
        permanent_id="wpid_1",
        organization_id="o_1",
        version=1,
        title="T",
        description=None,
        definition={
            "parameters": [
                {"key": "urls", "parameter_type": "workflow", "workflow_parameter_type": "json"},
                {"key": "inside", "parameter_type": "context", "source_parameter_key": "urls"},
            ],
            "blocks": [
                {
                    "label": "each",
                    "block_type": "for_loop",
                    "loop_over_parameter_key": "urls",
                    "loop_blocks": [{"label": "go", "block_type": "goto_url", "url": "{{ current_value }}"}],
                }
            ],
        },
        settings={},
        created_at=NOW,
        modified_at=NOW,
    )
    shown: Any = present_workflow(workflow)
    definition = shown["workflow_definition"]
    assert [item["key"] for item in definition["parameters"]] == ["urls", "inside", "each_output", "go_output"]
    assert definition["parameters"][1]["source"]["key"] == "urls"
    loop = definition["blocks"][0]
    assert loop["loop_over"]["key"] == "urls"
    assert loop["loop_blocks"][0]["output_parameter"]["key"] == "go_output"
    assert shown["ai_fallback"] is True
    assert shown["is_saved_task"] is False


def test_a_timeline_hangs_iterations_under_their_loop() -> None:
    loop = BlockRun(
        block_run_id="wrb_1",
        run_id="wr_1",
        key="each",
        parent_id=None,
        label="each",
        block_type="for_loop",
        status=BlockStatus.COMPLETED,
        attempt=1,
        order=0,
        created_at=NOW,
        modified_at=NOW,
        loop_values=("u", {"v": 1}),
        output=5,
    )
    inner = [
        replace(
            loop, block_run_id=f"wrb_{2 + index}", parent_id="wrb_1", label="go", order=2 - index, current_index=index
        )
        for index in (0, 1)
    ]
    items: Any = present_timeline(a_run(), [loop, *inner], ())
    assert [child["block"]["current_index"] for child in items[0]["children"]] == [1, 0]
    assert items[0]["block"]["output"] == "5"
    assert items[0]["block"]["loop_values"] == ["u", {"v": 1}]


def test_tokens_of_secrets_are_shown_as_masks() -> None:
    token = "secret_" + "0123456789" * 2
    record = {
        "action": {"kind": "input_text", "text": f"{token}!"},
        "element": {"name": "Password"},
        "result": {"ok": True},
    }
    entry = JournalEntry(
        run_id="wr_1", kind=JournalKind.ACTED, payload={"record": record}, at=NOW, block_run_id="wrb_1"
    )
    shown = present_action(entry)
    assert token not in str(shown)
    assert shown["description"] == "input text '*****!' in 'Password'"

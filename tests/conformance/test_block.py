"""What every kind of block must be: one literal type, a described schema, honest about what it inherits."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import get_args

import pytest

from skyvern.blocks import block_adapter
from skyvern.blocks.base import REGISTRY, Block

KINDS = sorted(REGISTRY.items())
MINIMAL: dict[str, dict[str, object]] = {
    "action": {"navigation_goal": "click"},
    "code": {"code": "x = 1"},
    "conditional": {"branch_conditions": [{"is_default": True}]},
    "data_export": {"data": "[]", "data_schema": {"type": "array", "items": {"type": "object"}}},
    "download_to_s3": {"url": "http://x/"},
    "email_inbox": {"email_client": "gmail", "credential_id": "cred_1"},
    "extraction": {"data_extraction_goal": "read"},
    "file_download": {"navigation_goal": "get"},
    "file_upload": {"s3_bucket": "b", "aws_access_key_id": "k", "aws_secret_access_key": "s"},
    "file_url_parser": {"file_url": "http://x/a.csv"},
    "for_loop": {
        "loop_variable_reference": "x",
        "loop_blocks": [{"label": "i", "block_type": "code", "code": "y = 1"}],
    },
    "google_sheets_read": {"spreadsheet_url": "abcdefghijklmnop", "credential_id": "cred_1"},
    "google_sheets_write": {"spreadsheet_url": "abcdefghijklmnop", "credential_id": "cred_1"},
    "goto_url": {"url": "http://x/"},
    "http_request": {"url": "http://x/"},
    "human_interaction": {"recipients": []},
    "login": {},
    "navigation": {"navigation_goal": "do"},
    "pdf_fill": {"file_url": "http://x/a.pdf", "prompt": "fill"},
    "pdf_parser": {"file_url": "http://x/a.pdf"},
    "print_page": {},
    "split_pdf": {"file_url": "http://x/a.pdf", "prompt": "one per page"},
    "send_email": {"recipients": ["a@example.org"], "subject": "s", "body": "b"},
    "task": {"navigation_goal": "do"},
    "task_v2": {"prompt": "do"},
    "terminate": {"reason": "enough"},
    "text_prompt": {"prompt": "why"},
    "upload_to_s3": {},
    "validation": {"complete_criterion": "c"},
    "wait": {"wait_sec": 1},
    "workflow_trigger": {"workflow_permanent_id": "wpid_1"},
    "while_loop": {
        "condition": {"expression": "{{ x }}"},
        "loop_blocks": [{"label": "i", "block_type": "code", "code": "y = 1"}],
    },
    "web_search": {"query": "q"},
}


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_kind_lives_in_a_file_of_its_own(name: str, kind: type[Block]) -> None:
    assert name in get_args(kind.model_fields["block_type"].annotation)
    file = Path(inspect.getfile(kind))
    assert file.parent.name == "blocks"
    others = [other for other in set(REGISTRY.values()) if inspect.getfile(other) == str(file)]
    assert others == [kind]
    assert kind.__doc__
    assert sys.modules[kind.__module__].__doc__


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_kind_has_a_schema_and_reads_what_it_writes(name: str, kind: type[Block]) -> None:
    schema = kind.model_json_schema()
    schema = schema if "properties" in schema else schema["$defs"][kind.__name__]
    assert {"label", "block_type", "next_block_label", "continue_on_failure"} <= schema["properties"].keys()
    assert name in MINIMAL, f"give the smallest {name} block here"
    block = block_adapter.validate_python({"label": "b", "block_type": name, **MINIMAL[name]})
    assert type(block) is kind
    assert block.problems() == ()
    assert block_adapter.validate_python(block.model_dump(mode="json")) == block
    assert block.continue_on_failure is False


@pytest.mark.parametrize("name", [name for name, _ in KINDS])
def test_null_flags_are_false(name: str) -> None:
    block = block_adapter.validate_python(
        {"label": "b", "block_type": name, "continue_on_failure": None, "next_loop_on_failure": None, **MINIMAL[name]}
    )
    assert (block.continue_on_failure, block.next_loop_on_failure) == (False, False)

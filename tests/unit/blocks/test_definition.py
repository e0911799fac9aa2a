"""Saving a definition: every problem is named by label (or key) and field."""

from __future__ import annotations

from typing import Any

import pytest

from skyvern.blocks.base import REGISTRY
from skyvern.blocks.definition import DefinitionError, ignored, load_definition, parse_definition

CODE = {"label": "a", "block_type": "code", "code": "x = 1"}


def param(key: str, **more: object) -> dict[str, object]:
    return {"key": key, "parameter_type": "workflow", "workflow_parameter_type": "string", **more}


def choice(label: str, *branches: tuple[str | None, str | None], **more: object) -> dict[str, object]:
    """A conditional: (expression, target) each, the default without an expression."""
    made = [
        {"criteria": {"expression": says}, "next_block_label": target}
        if says is not None
        else {"is_default": True, "next_block_label": target}
        for says, target in branches
    ]
    return {"label": label, "block_type": "conditional", "branch_conditions": made, **more}


def nested(depth: int) -> list[dict[str, Any]]:
    blocks = [dict(CODE)]
    for number in range(depth):
        loop = {"label": f"l{number}", "block_type": "for_loop", "loop_variable_reference": "x", "loop_blocks": blocks}
        blocks = [loop]
    return blocks


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({}, "workflow_definition.blocks: a list of blocks is required"),
        ({"blocks": ["x"]}, "blocks[0]: a block is an object"),
        ({"blocks": [{"label": "a", "block_type": "fly"}]}, "block 'a' (blocks[0]): block_type: 'fly' is unknown"),
        ({"blocks": [{**CODE, "label": "1a"}]}, "block '1a': label: a label must be an identifier"),
        ({"blocks": [CODE, CODE]}, "block 'a': label: given twice"),
        ({"blocks": [{"label": "a", "block_type": "wait"}]}, "block 'a': wait_sec: Field required"),
        ({"blocks": [{"label": "w", "block_type": "wait", "wait_sec": 0}]}, "block 'w': wait_sec: "),
        ({"blocks": [{"label": "g", "block_type": "goto_url", "url": ""}]}, "block 'g': url: "),
        ({"blocks": [{**CODE, "code": "x = ("}]}, "block 'a': code: line 1: "),
        ({"blocks": [{**CODE, "code": "x = 1\nimport os"}]}, "block 'a': code: line 2: "),
        ({"blocks": [{**CODE, "parameter_keys": ["zz"]}]}, "block 'a': parameter_keys: 'zz' is not a parameter"),
        ({"blocks": [{**CODE, "next_block_label": "zz"}]}, "block 'a': next_block_label: no block 'zz'"),
        (
            {"blocks": [{**CODE, "next_block_label": "b"}, {**CODE, "label": "b", "next_block_label": "a"}]},
            "next_block_label: the blocks follow one another in a circle: a → b → a",
        ),
        (
            {"blocks": [{**CODE, "next_block_label": "c"}, {**CODE, "label": "b"}, {**CODE, "label": "c"}]},
            "block 'b': next_block_label: no block leads here; exactly one block may be the first, these are: 'a', 'b'",
        ),
        ({"blocks": [CODE, {**CODE, "label": "b"}], "version": 3}, "version: 3 is unknown"),
        (
            {"blocks": [{**CODE, "next_block_label": "b"}, {**CODE, "label": "b"}], "version": 1},
            "version: block 'a' says who follows it, which version 1 (a list) does not know",
        ),
        (
            {"blocks": [{**CODE, "next_block_label": "b"}, {**CODE, "label": "b"}], "finally_block_label": "a"},
            "block 'a': next_block_label: nothing can follow the finally block",
        ),
        ({"blocks": [{"label": "c", "block_type": "conditional"}]}, "block 'c': branch_conditions: give at least one"),
        (
            {"blocks": [choice("c", ("x", "nowhere"))]},
            "block 'c': branch_conditions[0].next_block_label: no block 'nowhere' at this level",
        ),
        (
            {"blocks": [choice("c", ("x", "a")), {**CODE, "next_block_label": "c"}]},
            "follow one another in a circle: c → a → c",
        ),
        (
            {"blocks": [choice("c", (None, None), (None, None))]},
            "branch_conditions: only one branch can be the default",
        ),
        (
            {"blocks": [{**choice("c"), "branch_conditions": [{"next_block_label": None}]}]},
            "a branch without criteria must be the default",
        ),
        (
            {
                "blocks": [CODE],
                "parameters": [
                    {"key": "x", "parameter_type": "context", "source_parameter_key": "y"},
                    {"key": "y", "parameter_type": "context", "source_parameter_key": "x"},
                ],
            },
            "parameter 'x': source_parameter_key: looked up in itself: x → y → x",
        ),
        ({"blocks": [CODE], "error_code_mapping": {"C" * 129: "d"}}, "a code has at most 128 characters"),
        ({"blocks": [CODE], "retry_policy": {"max_retries": 9}}, "retry_policy.max_retries: "),
        ({"blocks": nested(1000)}, "loops are nested more than 20 deep"),
        ({"blocks": [CODE], "finally_block_label": "z"}, "finally_block_label: no top-level block is called 'z'"),
        ({"blocks": [CODE], "parameters": [param("k"), param("k")]}, "parameter 'k': key: given twice"),
        ({"blocks": [CODE], "parameters": [param("a_output")]}, "is the output of block 'a'"),
        (
            {
                "blocks": [CODE],
                "parameters": [{"key": "c", "parameter_type": "context", "source_parameter_key": "zz"}],
            },
            "parameter 'c': source_parameter_key: 'zz' is not defined",
        ),
        (
            {"blocks": [{"label": "l", "block_type": "for_loop", "loop_blocks": [CODE]}]},
            "block 'l': loop_variable_reference: say what to loop over",
        ),
        (
            {
                "blocks": [
                    {"label": "l", "block_type": "for_loop", "loop_over_parameter_key": "zz", "loop_blocks": [CODE]}
                ]
            },
            "block 'l': loop_over_parameter_key: 'zz' is not a parameter of this workflow",
        ),
        (
            {
                "blocks": [
                    {
                        "label": "l",
                        "block_type": "for_loop",
                        "loop_variable_reference": "x",
                        "loop_blocks": [{"label": "w", "block_type": "wait", "wait_sec": "soon"}],
                    }
                ]
            },
            "block 'w': wait_sec: ",
        ),
        (
            {"blocks": [{"label": "h", "block_type": "http_request", "url": "http://x", "method": "FLY"}]},
            "block 'h': method: 'FLY' is not an HTTP method",
        ),
        (
            {"blocks": [{"label": "n", "block_type": "navigation", "navigaton_goal": "x"}]},
            "navigation_goal: Field required ('navigaton_goal' means nothing here; did you mean 'navigation_goal'?)",
        ),
        ({"blocks": [{"label": "v", "block_type": "validation"}]}, "block 'v': complete_criterion: "),
    ],
)
def test_problems(tree: dict[str, Any], said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        parse_definition(tree)
    assert said in str(refused.value)


def test_unknown_keys_are_told_and_ignored() -> None:
    parsed = parse_definition({"blocks": [{**CODE, "colour": "red"}], "shape": 1})
    assert ignored(parsed.tree) == (
        "workflow_definition.shape: unknown, ignored",
        "block 'a': colour: unknown, ignored",
    )


def test_output_parameters_of_exported_definitions_are_left_out() -> None:
    tree = {"blocks": [CODE], "parameters": [{"key": "a_output", "parameter_type": "output"}]}
    assert load_definition(parse_definition(tree).tree).parameters == []


def test_every_kind_has_a_place_in_the_union() -> None:
    assert {"code", "for_loop", "goto_url", "http_request", "login", "navigation", "task", "wait"} <= REGISTRY.keys()


def test_a_label_given_twice_is_one_mistake() -> None:
    with pytest.raises(DefinitionError) as refusal:
        parse_definition({"blocks": [CODE, CODE]})
    assert "circle" not in str(refusal.value)

"""What is found out about a definition before it runs."""

from __future__ import annotations

from typing import Any

import pytest

from skyvern.blocks.definition import DefinitionError
from skyvern.engine.checking import check_definition, warnings_of


def workflow(*blocks: dict[str, Any]) -> dict[str, Any]:
    """A definition with one parameter, `url`."""
    return {
        "parameters": [{"key": "url", "parameter_type": "workflow", "workflow_parameter_type": "string"}],
        "blocks": list(blocks),
    }


def code(label: str, source: str = "z = 1") -> dict[str, Any]:
    return {"label": label, "block_type": "code", "code": source}


def warned(tree: dict[str, Any]) -> tuple[str, ...]:
    parsed = check_definition(tree)
    return warnings_of(parsed.tree, parsed.definition)


def test_a_name_that_nothing_has_is_told_with_the_nearest_one() -> None:
    said = warned(workflow({"label": "open", "block_type": "goto_url", "url": "{{ urll }}/{{ current_date }}"}))
    assert said == ("block 'open': url: nothing is named 'urll' (did you mean 'url'?); it renders as empty text",)


def test_names_of_parameters_outputs_loops_and_of_the_template_itself_are_known() -> None:
    goal = (
        "{{ url }} {{ first_output.z }} {{ first.z }} {{ current_value }} {{ l.current_index }} "
        "{{ workflow_run_summary }} {{ browser_session_id }} "
        "{% for one in first.z %}{{ one }}{{ loop.index }}{% endfor %}"
        "{% set own = 1 %}{{ own }} {{ range(3) | length }}"
    )
    inner = {"label": "inner", "block_type": "goto_url", "url": goal}
    loop = {
        "label": "l",
        "block_type": "for_loop",
        "loop_variable_reference": "first_output",
        "loop_blocks": [inner],
    }
    assert warned(workflow(code("first"), loop)) == ()


def test_a_nameless_variable_inside_a_loop_is_found() -> None:
    inner = {"label": "inner", "block_type": "goto_url", "url": "{{ nowhere }}"}
    loop = {"label": "l", "block_type": "for_loop", "loop_variable_reference": "x", "loop_blocks": [inner]}
    (said,) = warned(workflow(loop))
    assert said.startswith("block 'inner': url: nothing is named 'nowhere'")


def test_a_template_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(DefinitionError, match="block 'open': url: "):
        check_definition(workflow({"label": "open", "block_type": "goto_url", "url": "{{ url "}))


def test_credentials_to_choose_among_are_told_to_have_no_effect() -> None:
    login = {"key": "login", "parameter_type": "credential", "credential_id": "cred_1", "credential_ids": ["cred_1"]}
    tree = {"parameters": [{**login, "fallback_credential_ids": []}], "blocks": [code("a")]}
    assert warned(tree) == ("parameter 'login': credential_ids has no effect here; credential_id is used",)


def test_a_type_that_no_value_has_is_told_where_it_stands() -> None:
    schema = {
        "type": "array",
        "items": {"type": "object", "properties": {"n": {"type": "sting"}, "t": {"type": ["number", "null"]}}},
    }
    read = {"label": "read", "block_type": "extraction", "data_extraction_goal": "names", "data_schema": schema}
    assert warned(workflow(read)) == (
        "block 'read': data_schema.items.properties.n.type: 'sting' is no type (did you mean 'string'?); "
        "any value fits",
    )


def test_a_field_that_the_output_has_of_its_own_is_told_with_the_place_where_it_stands() -> None:
    schema = {"type": "object", "properties": {"status": {"type": "string"}, "name": {"type": "string"}}}
    read = {"label": "read", "block_type": "extraction", "data_extraction_goal": "status", "data_schema": schema}
    assert warned(workflow(read)) == (
        "block 'read': data_schema.properties.status: read_output.status is the block's own; "
        "what is read stands in read_output.extracted_information.status",
    )


@pytest.mark.parametrize(
    "schema", [{"properties": None}, {"properties": ["a"], "items": [1], "type": 3}, ["a"], "x", None]
)
def test_a_schema_of_no_known_shape_is_left_alone(schema: object) -> None:
    read = {"label": "read", "block_type": "extraction", "data_extraction_goal": "it", "data_schema": schema}
    assert warned(workflow(read)) == ()

"""Templates: what they can name, cannot reach, how large they get; nothing but TemplateFailed comes out."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings, strategies as st

from skyvern.blocks.base import UndefinedReference
from skyvern.blocks.goto_url import GotoUrlBlock
from skyvern.engine.scope import Scope
from skyvern.engine.templating import MAX_RENDERED, TemplateFailed, lookup, render_fields, render_text

NAMES = {"a": {"b": [1, {"c": "x"}]}, "text": "hi", "n": 3, "none": None}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ a.b[1].c }}", "x"),
        ("{{ missing.deeper.still }}!", "!"),
        ("{{ none }}", ""),
        ("{{ a }}", '{"b": [1, {"c": "x"}]}'),
        ("{{ a | json }}", '{"b": [1, {"c": "x"}]}'),
        ("{{ text.upper() }} {{ text.replace('h', 'j') }} {{ '%.2f' | format(n) }}", "HI ji 3.00"),
        ("{% for i in a.b %}{{ loop.index }}{% endfor %}", "12"),
        ("plain { text }", "plain { text }"),
        ("{{ a.b | length }}", "2"),
    ],
)
def test_rendered(template: str, expected: str) -> None:
    assert render_text(template, NAMES) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ text.__class__.__mro__[1].__subclasses__() }}",
        "{{ a.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ (text | attr('__class__')) }}",
        "{{ text['__class__'] }}",
        "{{ '{0.__class__}'.format(text) }}",
        "{{ cycler.__init__ }}",
    ],
)
def test_python_cannot_be_reached(template: str) -> None:
    try:
        shown = render_text(template, NAMES)
    except TemplateFailed:
        return
    assert "class" not in shown
    assert "<" not in shown


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' * 10000000 }}",
        "{{ 10 ** 100000 }}",
        "{{ 'a'.ljust(100000000) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d' | format(1) }}",
        "{{ ('x' * 9999).replace('x', 'y' * 9999) }}",
        "{{ ('x' * 9999) | replace('x', 'y' * 9999) }}",
        "{% for i in range(99999) %}{{ 'x' * 100 }}{% endfor %}",
        "{{ range(10000000) | list }}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{% for i in range(99999) %}{{ 'x' * 1000 }}{% endfor %}{% endmacro %}{{ m() | length }}",
        "{% macro m(x, n) %}{{ m(x ~ x, n - 1) if n else x | length }}{% endmacro %}{{ m('x' * 999, 30) }}",
        "{% macro m(n) %}{{ m(n - 1) }}{{ m(n - 1) }}{% endmacro %}{{ m(99) }}",
        "{{ range(99999) | join('x' * 9999) }}",
        "{{ ('x' * 9999).join(range(99999) | map('string')) }}",
        "{{ [1] | batch(999999999, 0) | list }}",
        "{{ [1] | slice(999999999) | list }}",
        "{{ 1.5 | round(999999999, 'ceil') }}",
        "{{ ('a\\tb').expandtabs(999999999) }}",
        "{{ (1).to_bytes(999999999) }}",
        "{{ 'x'.encode().replace('x', 'y') }}",
        "{% set x = 'x' * 999999 %}{{ (x + x) | length }}",
        "{{ '" + "x" * 1_000_000 + "' }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    ],
)
def test_what_would_grow_without_bound_fails(template: str) -> None:
    with pytest.raises(TemplateFailed):
        render_text(template, NAMES)


def test_the_limit_itself_is_allowed() -> None:
    assert len(render_text("{{ 'x' * n }}", {"n": MAX_RENDERED})) == MAX_RENDERED


def test_a_failure_names_its_field_and_the_template() -> None:
    with pytest.raises(TemplateFailed, match=r"^url: .*'b' in template '\{\{ a b"):
        render_fields(GotoUrlBlock(label="g", url="{{ a b"), NAMES)


def test_a_url_that_is_exactly_a_key_is_its_value() -> None:
    assert render_fields(GotoUrlBlock(label="g", url="site"), {"site": "https://x/"}).url == "https://x/"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a", NAMES["a"]),
        ("a.b", [1, {"c": "x"}]),
        ("{{ a.b[0] }}", 1),
        ("{{ [n, 4] }}", [3, 4]),
        ("{{ text }}!", "hi!"),
    ],
)
def test_lookups_give_values_not_text(expression: str, expected: object) -> None:
    assert lookup(expression, NAMES) == expected


@pytest.mark.parametrize("expression", ["nothing", "a.zz", "{{ nothing }}", "all rows of the table", "{{ 1 // 0 }}"])
def test_lookups_of_nothing_say_so(expression: str) -> None:
    with pytest.raises(UndefinedReference):
        lookup(expression, NAMES)


_WORDS = "{{;}};{%;%};{#;#}; a ;text;.b;[0];|;json;for x in a;endfor;if;(;);*;**;%;//;0;9999;'s';~"
PIECES = st.sampled_from([*_WORDS.split(";"), "set y=", "macro m()", "endmacro", "is", "in", "not", "\n", "ż"])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40)))
def test_nothing_but_a_failed_template_comes_out(template: str) -> None:
    with contextlib.suppress(TemplateFailed):
        assert isinstance(render_text(template, NAMES), str)


def test_the_scope_holds_what_the_contract_names() -> None:
    scope = Scope(parameters={"p": 1}, facts={"workflow_run_id": "wr_1", "workflow_title": "T"})
    scope.define_context("city", "a_output")
    scope.keep("a", {"extracted_information": {"city": "Gdynia"}, "status": "completed", "errors": [{"e": 1}]})
    with scope.loop("item", 4, label="outer"), scope.loop("leaf", 0, label="inner"):
        seen = scope.variables()
    assert seen["p"] == 1
    assert seen["city"] == "Gdynia"
    assert seen["a_output"]["status"] == "completed"  # type: ignore[index]
    assert seen["a"]["output"] == {"city": "Gdynia"}  # type: ignore[index]
    assert (seen["current_value"], seen["current_item"], seen["current_index"]) == ("leaf", "leaf", 0)
    assert seen["outer"] == {"current_value": "item", "current_item": "item", "current_index": 4}
    assert seen["workflow_run_outputs"] == scope.outputs
    assert seen["workflow_run_summary"]["output"] == {"extracted_information": {"city": "Gdynia"}}  # type: ignore[index]
    assert len(str(seen["current_date"])) == len("2026-11-22")
    assert "current_value" not in scope.variables()


def test_a_parameter_wins_over_a_block_of_its_name() -> None:
    scope = Scope(parameters={"a": "mine"}, facts={})
    scope.keep("a", {"x": 1})
    assert scope.variables()["a"] == "mine"
    assert scope.variables()["a_output"] == {"x": 1}


def test_strict_fails_on_what_is_missing() -> None:
    assert render_text("{{ missing }}", NAMES) == ""
    with pytest.raises(TemplateFailed, match="missing"):
        render_text("{{ missing }}", NAMES, strict=True)
    assert render_text("{{ a.b[0] }}", NAMES, strict=True) == "1"


def test_joining_is_as_it_was() -> None:
    assert render_text("{{ a.b[0] ~ '-' ~ text }}", NAMES) == "1-hi"
    assert render_text("{{ [{'x': 1}, {'x': 2}] | join(', ', attribute='x') }}", {}) == "1, 2"
    assert render_text("{{ ', '.join(['a', 'b']) }}", {}) == "a, b"
    assert render_text("{{ 2.567 | round(1) }} {% for k, v in a.items() %}{{ k }}{% endfor %}", NAMES) == "2.6 b"

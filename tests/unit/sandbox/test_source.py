"""The rewriting of code keeps the author's lines and survives every way of writing an `async with`."""

from __future__ import annotations

import ast
import textwrap

import pytest

from skyvern.sandbox.source import prepare

HEADERS = [
    "async with page.expect_download() as d:",
    "async with page.expect_download(timeout=5000) as d:  # a: comment",
    "async  with   page.expect_response('**/a:b', timeout=1)   as   d :",
    "async with page.expect_response(\n    '**/x',  # first: this\n    timeout=5,\n) as d:",
    "async with (page.expect_download() as d):",
    "async with (\n    page.expect_download() as d,\n    page.expect_popup() as p,\n):",
    "async with page.expect_popup() as p, page.expect_download() as d:",
    "async with page.expect_popup():",
    "async with page.expect_popup() as p, page.expect_navigation():",
    "async with (await tabs[0]).expect_popup() as p:",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize(
    "body", ["    await page.click('ä')\n    x = 1", "    if x:\n        y = [\n            1,\n        ]"]
)
def test_lines_stay_where_they_were(header: str, body: str) -> None:
    code = f"before = 1\n{header}\n{body}\nafter = 2"
    source = prepare(code)
    assert source.problems == ()
    ast.parse(source.text)
    lines, numbers = source.text.split("\n"), source.numbers
    assert len(lines) == len(numbers)
    author = code.split("\n")
    for line in ("before = 1", "after = 2", *body.split("\n")):
        assert numbers[lines.index(line)] == author.index(line) + 1
    assert "async with" not in source.text
    settles = [number for line, number in zip(lines, numbers, strict=True) if line.endswith(".settle()")]
    assert settles == [2] * header.count("expect_")


def test_body_on_the_same_line() -> None:
    source = prepare("async with page.expect_popup() as p: await page.click('a'); x = 1\ny = await p.value")
    assert source.text.split("\n") == [
        "if ((p := await page.expect_popup())): await page.click('a'); x = 1",
        "await p.settle()",
        "y = await p.value()",
    ]
    assert source.numbers == (1, 1, 2)


def test_nested_waits_are_seen_through_from_the_inside_out() -> None:
    code = textwrap.dedent(
        """\
        async def both(page):
        \tasync with page.expect_popup() as p:
        \t\tasync with page.expect_download() as d:
        \t\t\tawait page.click('a')
        \treturn await d.value
        """
    )
    assert prepare(code).text.split("\n")[3:7] == [
        "\t\t\tawait page.click('a')",
        "\t\tawait d.settle()",
        "\tawait p.settle()",
        "\treturn await d.value()",
    ]


def test_returning_what_was_waited_for() -> None:
    code = "async with page.expect_popup() as p:\n    pass\nreturn (await p.value).url"
    assert prepare(code).text.split("\n")[3] == "return _sandbox_returned(((await p.value()).url))"
    assert prepare("async with page.expect_popup() as p:\n    pass\nreturn await p.value").text.endswith(
        "return _sandbox_returned((await p.value()))"
    )


def test_other_values_are_left_alone() -> None:
    code = "async with page.expect_popup() as p:\n    p.value()\nx.value\np.value = 1"
    assert prepare(code).text.split("\n")[1:2] + prepare(code).text.split("\n")[3:] == [
        "    p.value()",
        "x.value",
        "p.value = 1",
    ]


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("x = 1", False),
        ("x = page.url", True),
        ("x = 'page'", False),
        ("for page in []:\n    x = page", False),
        ("rows = [page for page in range(3)]", False),
        ("f = lambda page: page", False),
        ("async def f(page):\n    await page.click('a')\nawait f(page)", True),
        ("async def f():\n    await page.click('a')\nawait f()", True),
        ("async with page.expect_popup() as p:\n    pass\npage = await p.value", True),
        ("page = await page.title()", True),
    ],
)
def test_a_page_is_wanted_only_by_code_that_uses_it(code: str, uses: bool) -> None:
    assert prepare(code).uses_page is uses

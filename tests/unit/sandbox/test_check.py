"""What saving a workflow says about code that cannot run."""

from __future__ import annotations

import pytest

from skyvern.sandbox import CodeProblem, CodeSandbox, check_code

BAD = [
    ("x = (1,", 1, "invalid syntax"),
    ("a = 1\nbreak", 2, "'break' outside loop"),
    ("a = 1\ndef f(b, b): pass", 2, "duplicate argument"),
    ("x = 1\ndef f():\n    yield 1", 3, "build a list"),
    ("def f():\n    yield from [1]", 2, "build a list"),
    ("import os", 1, "'os' is not available"),
    ("import json, sys", 1, "'sys' is not available"),
    ("x = 1\nfrom os import path", 2, "'os' is not available"),
    ("import os.path", 1, "'os.path' is not available"),
    ("import requests", 1, "http_request"),
    ("from playwright.async_api import expect", 1, "`page` is already there"),
    ("from json import *", 1, "name what you need"),
    ("from . import x", 1, "not available"),
    ("x = ().__class__", 1, "__class__ cannot be read"),
    ("x = page.locator('a').__dict__", 1, "__dict__ cannot be read"),
    ("x = __builtins__", 1, "__builtins__ cannot be used"),
    ("open('/etc/passwd')", 1, "there are no files"),
    ("x = input()", 1, "parameter"),
    ("x = 1\ndel x", 2, "`del` is not supported"),
    ("async for x in y:\n    pass", 1, "`async for`"),
    ("x = [a async for a in b]", 1, "`async for`"),
    ("try:\n    pass\nexcept* ValueError:\n    pass", 1, "`except*`"),
    ("class A(B):\n    pass", 1, "parents"),
    ("class A:\n    @property\n    def x(self): return 1", 3, "decorators"),
    ("with page.expect_download() as d:\n    pass", 1, "async with"),
    ("async with page.expect_download() as (d, e):\n    pass", 1, "plain name"),
    ("async with page.expect_response(lambda r: r.ok) as d:\n    pass", 1, "glob"),
    ("async with other() as d:\n    pass", 1, "only"),
    ("d = page.expect_download()", 1, "async with page.expect_download"),
    ("c = page.context", 1, "expect_popup"),
    ("await page.route('**', f)", 1, "not offered"),
    ("page.on('dialog', f)", 1, "listeners"),
    ("page.goto('https://a.example')", 1, "await"),
    ("if x:\n    page.locator('a').first.click()", 2, "await"),
    ("sleep(1)", 1, "await"),
    ("try:\n    pass\nexcept ErrorCode:\n    pass", 3, "except Exception"),
    ("_sandbox_output = 1", 1, "sandbox's own"),
    ("x = '" + "a" * 300_000 + "'", 1, "longer than"),
    ("x = " + "(" * 5000 + ")" * 5000, 1, "too many nested parentheses"),
    ("x = '\0'", 1, "null bytes"),
]


@pytest.mark.parametrize(("code", "line", "words"), BAD, ids=[bad[0][:40] for bad in BAD])
def test_problem_has_a_line_and_says_what_to_do(code: str, line: int, words: str) -> None:
    problems = check_code(code)
    assert problems
    assert problems[0].line == line
    assert words in " ".join(problem.message for problem in problems)


GOOD = [
    "",
    "import json, re, math\nfrom urllib.parse import urlparse\nx = type(1).__name__",
    "class A:\n    def __init__(self, x):\n        self.x = x",
    "async with page.expect_download(timeout=5000) as d:\n    await page.click('a')\nf = await d.value",
    "async with page.expect_popup() as p, page.expect_response('**/x') as r:\n    await page.click('a')",
    "def open(x):\n    return x\nv = open(1)",
    "rows = await page.locator('tr').all()\nfor row in rows:\n    await row.click()",
    "link = page.locator('a')\nawait link.click()",
    "for page in [1, 2]:\n    x = page",
    "raise ErrorCode('A', 'b')",
    "from __future__ import annotations\nif True:\n    return 5\nx: int = await f()",
    "def ascii(x): return x\ny = ascii(sorted([1], reverse=True))",
]


@pytest.mark.parametrize("code", GOOD)
def test_good_code_has_no_problems(code: str) -> None:
    assert check_code(code) == []


def test_problems_come_in_the_order_of_lines() -> None:
    assert [p.line for p in check_code("import os\nx = 1\nimport sys\ndel x")] == [1, 3, 4]


def test_a_problem_reads_as_a_line() -> None:
    assert str(CodeProblem(line=3, column=1, message="no")) == "line 3: no"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("code", GOOD)
async def test_the_interpreter_agrees_about_good_code(sandbox: CodeSandbox, code: str) -> None:
    assert await sandbox.check(code) == []


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("x = 1\nfrom collections import OrderedDict", 2, "'OrderedDict'"),
        ("import asyncio\n\nx = asyncio.wait_for(f(), 1)", 3, "'wait_for'"),
        ("import asyncio as aio\nx = aio.create_task(f())", 2, "'create_task'"),
        ("x = 1\nclass A:\n    for i in []:\n        pass", 3, "not supported"),
        ("del x", 1, "`del`"),
        ("x = 1\ny = ascii('a')", 2, "ascii is not available"),
    ],
)
async def test_the_interpreter_finds_more(sandbox: CodeSandbox, code: str, line: int, words: str) -> None:
    problems = await sandbox.check(code)
    assert [problem.line for problem in problems] == [line]
    assert words in problems[0].message


@pytest.mark.asyncio(loop_scope="session")
async def test_checking_runs_nothing(sandbox: CodeSandbox) -> None:
    assert await sandbox.check("while True:\n    print('x')") == []

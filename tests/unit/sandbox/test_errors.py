"""What happens when code fails: which error, on which of the author's lines."""

from __future__ import annotations

import pytest

from skyvern.sandbox import CodeError, CodeFailed, CodeSandbox, CodeSyntaxError, UserErrorCode

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_failure_names_line_and_shows_the_authors_text(sandbox: CodeSandbox) -> None:
    code = "x = 1\n\ndef half(v):\n    return v['k'] / 2\n\ny = half({})\n"
    with pytest.raises(CodeFailed) as caught:
        await sandbox.run(code)
    assert caught.value.line == 4
    assert caught.value.message == "KeyError: k"
    assert caught.value.traceback.splitlines() == [
        "Traceback (most recent call last):",
        "  line 6",
        "    y = half({})",
        "  line 4, in half",
        "    return v['k'] / 2",
        "KeyError: k",
    ]


async def test_lines_are_right_with_credentials_and_returns(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed) as caught:
        await sandbox.run(
            "a = c.username\nif a:\n    return (\n        1 /\n        0)", secrets={"c": {"username": "u"}}
        )
    assert caught.value.line == 4


async def test_what_was_printed_comes_with_the_error(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeError) as caught:
        await sandbox.run("print('so far')\n1 / 0")
    assert caught.value.prints == ("so far",)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("raise ErrorCode('OUT_OF_STOCK', 'nothing left')", 1),
        ("def f():\n    raise ErrorCode(code='OUT_OF_STOCK', reasoning='nothing left')\nf()", 2),
        ("error = ErrorCode('OUT_OF_STOCK', 'nothing left')\nraise error", 2),
        ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ErrorCode('OUT_OF_STOCK', 'nothing left')", 4),
    ],
)
async def test_error_codes_of_the_author(sandbox: CodeSandbox, code: str, line: int) -> None:
    with pytest.raises(UserErrorCode) as caught:
        await sandbox.run(code)
    assert (caught.value.code, caught.value.reasoning, caught.value.line) == ("OUT_OF_STOCK", "nothing left", line)


async def test_an_error_code_that_is_only_made_does_nothing(sandbox: CodeSandbox) -> None:
    assert (await sandbox.run("e = ErrorCode('A', 'b')\nx = 1")).output == {"x": 1}


async def test_a_caught_error_code_is_forgotten(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="ValueError: other"):
        await sandbox.run("try:\n    raise ErrorCode('A', 'b')\nexcept Exception:\n    raise ValueError('other')")


async def test_code_that_cannot_run_is_not_started(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeSyntaxError) as caught:
        await sandbox.run("print('x')\nimport os\n")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, 1)]
    assert caught.value.prints == ()


async def test_page_without_a_browser(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="no browser"):
        await sandbox.run("x = page.url")

"""What the language of code blocks can do, and what they leave as output."""

from __future__ import annotations

import textwrap
from enum import StrEnum

import pytest

from skyvern.sandbox import CodeFailed, CodeSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEFT = [
    (
        "totals",
        """\
subtotal = 99.99
tax = round(subtotal * 0.08, 2)
total = subtotal + tax""",
        {"subtotal": 99.99, "tax": 8.0, "total": 107.99},
    ),
    (
        "private names",
        """\
_x = 1
__y = 2
z = 3""",
        {"z": 3},
    ),
    ("nothing", "", {}),
    ("only a comment", "# nothing to do", {}),
    (
        "expression at the end",
        """\
x = 1
x + 1""",
        {"x": 1},
    ),
    (
        "imports and functions",
        """\
import json, re
from math import pi
def f(): return 1
class C:
    x = 1
v = f()""",
        {"v": 1},
    ),
    (
        "patterns, lambdas, objects",
        """\
import re
p = re.compile('a')
f = lambda: 1
fs = [f]
class C: pass
c = C()
ok = True""",
        {"ok": True},
    ),
    ("text that looks like a function", "s = \"<function 'f' at 0xc>\"", {"s": "<function 'f' at 0xc>"}),
    (
        "dates",
        """\
from datetime import date, datetime
d = date(2026, 1, 2)
t = datetime(2026, 1, 2, 3, 4)""",
        {"d": "2026-01-02", "t": "2026-01-02T03:04:00"},
    ),
    (
        "decimals",
        """\
from decimal import Decimal
d = [Decimal('1.20')]""",
        {"d": ["1.20"]},
    ),
    (
        "tuples and sets",
        """\
t = (1, (2,))
s = {3}""",
        {"t": [1, [2]], "s": [3]},
    ),
    (
        "not-a-number",
        """\
n = float('nan')
i = [float('inf')]""",
        {"n": None, "i": [None]},
    ),
    (
        "circles",
        """\
a = []
a.append(a)
b = 1""",
        {"b": 1},
    ),
    (
        "shadowed builtins",
        """\
type = 'x'
list = [1]
str = 3
dict = {}
TypeError = 4
isinstance = 5""",
        {"type": "x", "list": [1], "str": 3, "dict": {}, "TypeError": 4, "isinstance": 5},
    ),
    (
        "big integers and unicode",
        """\
n = 10 ** 30
s = 'Zoë ✓ 🦊'""",
        {"n": 1000000000000000000000000000000, "s": "Zoë ✓ 🦊"},
    ),
    (
        "loops",
        """\
out = []
for i in range(3):
    if i == 1:
        continue
    out.append(i)""",
        {"out": [0, 2], "i": 2},
    ),
    (
        "comprehensions",
        "v = {k: [x for x in range(n)] for k, n in {'a': 1, 'b': 2}.items()}",
        {"v": {"a": [0], "b": [0, 1]}},
    ),
    (
        "match",
        """\
match {'kind': 'x', 'n': [1, 2]}:
    case {'kind': 'x', 'n': [first, *rest]}:
        pass""",
        {"first": 1, "rest": [2]},
    ),
    (
        "try",
        """\
try:
    {}['a']
except KeyError as error:
    what = str(error)
finally:
    done = True""",
        {"what": "'a'", "done": True},
    ),
    (
        "async functions",
        """\
async def f(n):
    await sleep(0)
    return n
import asyncio
v = await asyncio.gather(f(1), f(2))""",
        {"v": [1, 2]},
    ),
    (
        "dataclass",
        """\
from dataclasses import dataclass
@dataclass
class P:
    x: int
v = P(3).x""",
        {"v": 3},
    ),
    (
        "modules",
        """\
import json, math, base64, hashlib, csv
from collections import Counter
a = [json.loads('[1]'), math.floor(1.5), base64.b64encode(b'a').decode()]
b = [hashlib.sha256(b'').hexdigest()[:4], list(csv.reader(['a,b'])), Counter('aab').most_common(1)[0][0]]
v = a + b
a = b = 0""",
        {"v": [[1], 1, "YQ==", "e3b0", [["a", "b"]], "a"], "a": 0, "b": 0},
    ),
    (
        "urls by name",
        """\
u = urlparse('https://a.example:8443/p?q=1#f')
v = [u.hostname, u.port, u.path, u.query, u.geturl(), urljoin('https://a/b', 'c'), urlencode({'a': 'b c'})]
v += [quote('a b'), unquote('a%20b')]""",
        {
            "v": [
                "a.example",
                8443,
                "/p",
                "q=1",
                "https://a.example:8443/p?q=1#f",
                "https://a/c",
                "a=b+c",
                "a%20b",
                "a b",
            ]
        },
    ),
    (
        "urls by module",
        """\
from urllib.parse import parse_qs
import urllib.parse
v = [parse_qs('a=1&a=2'), urllib.parse.quote_plus('a b')]""",
        {"v": [{"a": ["1", "2"]}, "a+b"]},
    ),
    (
        "html and string",
        """\
import html, string
v = [html.escape('<'), string.digits]""",
        {"v": ["&lt;", "0123456789"]},
    ),
    (
        "sleeping",
        """\
import asyncio, time
await sleep(0.001)
await asyncio.sleep(0.001)
time.sleep(0.001)
v = 1""",
        {"v": 1},
    ),
    ("windows lines", "a = 1\r\nif a:\r\n    b = 2\r\n", {"a": 1, "b": 2}),
    ("form feed and separators in text", "a = 'x\x0c\u2028y'\nb = 1", {"a": "x\x0c\u2028y", "b": 1}),
    (
        "future import",
        """\
from __future__ import annotations
x: int = 1""",
        {"x": 1},
    ),
]


@pytest.mark.parametrize(("code", "output"), [case[1:] for case in LEFT], ids=[case[0] for case in LEFT])
async def test_assigned_variables_become_the_output(sandbox: CodeSandbox, code: str, output: object) -> None:
    assert (await sandbox.run(code)).output == output


RETURNED = [
    ("object", "x = 1\nreturn {'a': x}", {"a": 1}),
    ("list", "return [1, 2]", [1, 2]),
    ("bare tuple", "return 1, 2", [1, 2]),
    ("starred", "a = [1]\nreturn *a, 2", [1, 2]),
    ("text", "return 'x'", "x"),
    ("in a branch", "for i in range(5):\n    if i == 3:\n        return i", 3),
    ("in try", "try:\n    return 1 / 0\nexcept ZeroDivisionError:\n    return 'no'", "no"),
    ("in match", "match 1:\n    case 1:\n        return 'one'", "one"),
    ("in parentheses", "return (\n    1\n    + 2\n)", 3),
    ("a dict over lines", "return {\n    'a': 1,\n}", {"a": 1}),
    ("None", "x = 1\nreturn None", None),
    ("after umlauts", "ä = 'ö'; return ä", "ö"),
    ("bare return leaves the variables", "x = 1\nif x:\n    return\ny = 2", {"x": 1}),
    ("a function's own return is its own", "def f():\n    return 5\nx = f()", {"x": 5}),
]


@pytest.mark.parametrize(("code", "output"), [case[1:] for case in RETURNED], ids=[case[0] for case in RETURNED])
async def test_a_returned_value_is_the_output(sandbox: CodeSandbox, code: str, output: object) -> None:
    assert (await sandbox.run(code)).output == output


async def test_a_returned_value_must_be_json(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeFailed, match="cannot be written as JSON"):
        await sandbox.run("def f(): pass\nreturn [f]")


async def test_variables_come_in_and_stay_out_of_the_output(sandbox: CodeSandbox) -> None:
    variables = {
        "price": 3,
        "rows": [{"n": 1}, {"n": 2}],
        "extraction_output": {"total": "7"},
        "not-a-name": 1,
        "unused": object,
    }
    result = await sandbox.run(
        "price = price + 1\nv = [price, sum(r['n'] for r in rows), extraction_output['total']]", variables=variables
    )
    assert result.output == {"v": [4, 3, "7"]}


async def test_code_that_looks_variables_up_sees_them_all(sandbox: CodeSandbox) -> None:
    variables = {"first": 1, "second": [2], "class": 3, "a-b": 4}
    result = await sandbox.run("v = [locals()['first'], eval('second')]", variables=variables)
    assert result.output == {"v": [1, [2]]}


async def test_enumerations_come_in_as_their_values(sandbox: CodeSandbox) -> None:
    class Colour(StrEnum):
        RED = "red"

    assert (await sandbox.run("v = colour + '!'", variables={"colour": Colour.RED})).output == {"v": "red!"}


async def test_values_of_other_kinds_are_refused(sandbox: CodeSandbox) -> None:
    with pytest.raises(TypeError, match="cannot be given a object"):
        await sandbox.run("x = thing", variables={"thing": object()})


async def test_runs_do_not_see_one_another(sandbox: CodeSandbox) -> None:
    await sandbox.run("import json\njson.mine = 1 if False else 2\nkept = 5") if False else await sandbox.run(
        "kept = 5"
    )
    with pytest.raises(CodeFailed, match="name 'kept' is not defined"):
        await sandbox.run("x = kept")


async def test_what_is_left_out_is_named(sandbox: CodeSandbox) -> None:
    result = await sandbox.run("import re\np = re.compile('a')\ndef f(): pass\nnap = sleep\nx = 1")
    assert (result.output, result.left_out) == ({"x": 1}, ("p", "nap"))


async def test_credentials_have_attributes_items_and_functions(sandbox: CodeSandbox) -> None:
    async def otp() -> str:
        return "654321"

    secret = {"username": "ada", "password": "pa'ss\"word\\", "totp": "123456", "otp": otp}
    code = textwrap.dedent(
        """
        a = [login.username, login["password"], login.totp, await login.otp()]
        b = ["totp" in login, login.get("nothing", 0), repr(login)]
        mine = login
        """
    )
    result = await sandbox.run(code, secrets={"login": secret})
    assert result.output == {
        "a": ["ada", "pa'ss\"word\\", "123456", "654321"],
        "b": [True, 0, "Credential(...)"],
    }
    assert result.left_out == ("mine",)


async def test_prints_are_kept_as_lines(sandbox: CodeSandbox) -> None:
    result = await sandbox.run("print('a', 1, sep='-')\nprint('b', end='')\nprint('c')\nx = 1")
    assert result.prints == ("a-1", "bc")


async def test_uuid(sandbox: CodeSandbox) -> None:
    output = (await sandbox.run("import uuid\na = uuid4()\nb = str(uuid.uuid4())")).output
    assert isinstance(output, dict)
    assert len(output["a"]) == len(output["b"]) == 36
    assert output["a"] != output["b"]

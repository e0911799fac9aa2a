"""Code that tries to get out: to files, processes, the environment, Python's insides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skyvern.sandbox import CodeError, CodeSandbox

pytestmark = pytest.mark.asyncio(loop_scope="session")

ATTEMPTS = [
    "x = ().__class__.__mro__[1].__subclasses__()",
    "x = getattr(getattr((), '__cla' + 'ss__'), '__mro__')[1].__subclasses__()",
    "x = getattr(getattr(getattr((), '__cla' + 'ss__'), '__mr' + 'o__')[1], '__subcla' + 'sses__')()",
    "x = (lambda: 0).__globals__",
    "x = getattr(uuid4, '__glo' + 'bals__')",
    "x = getattr(sleep, '__se' + 'lf__')",
    "x = '{0.__class__}'.format(1)\ny = '{0.__init__.__globals__}'.format(sleep)",
    "import os\nx = os.environ",
    "exec('import os\\nx = os.listdir(\"/\")')",
    "x = eval(\"__import__('os').listdir('/')\")",
    "exec('x = open(\"/etc/passwd\").read()')",
    "x = eval(\"open('{secret}')\").read()",
    "exec('import pathlib\\nx = pathlib.Path(\"{secret}\").read_text()')",
    "exec('import os\\nos.mkdir(\"{secret}.d\")')",
    "import subprocess",
    "import ctypes",
    "import importlib",
    "from json import os",
    "import socket",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
async def test_there_is_no_way_out(sandbox: CodeSandbox, attempt: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    with pytest.raises(CodeError):
        await sandbox.run(attempt.replace("{secret}", str(secret)))
    assert os.listdir(tmp_path) == ["secret"]


async def test_the_environment_of_the_server_is_out_of_reach(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeError):
        await sandbox.run(
            "exec('import os')\nx = eval('os.getenv(\"PATH\")')\nif x is None:\n    raise ValueError('none')"
        )


async def test_replacing_the_writer_of_the_output_gains_nothing(sandbox: CodeSandbox) -> None:
    with pytest.raises(CodeError, match="replaced what writes its output"):
        await sandbox.run("exec('_sandbox_output = lambda *a: 5')")


async def test_a_crashed_interpreter_is_replaced(sandbox: CodeSandbox) -> None:
    deep = "x = " + "[" * 150 + "]" * 150 + "\nfor i in range(100000):\n    x = [x]\ny = str(x)"
    with pytest.raises(CodeError):
        await sandbox.run(deep)
    assert (await sandbox.run("x = 1")).output == {"x": 1}

"""`skyvern mcp` where its package is missing."""

from __future__ import annotations

import subprocess
import sys


def test_the_command_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['skyvern', 'mcp']; from skyvern.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "pip install 'skyvern[mcp]'" in done.stderr.replace("\n", " ")

"""Checks what no linter does: sizes of files and functions, and that nothing names the machine it was written on."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES = 600, 100
FOREIGN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:root|work|opt/(?:pypi|wheels)|home/\w+)/"),
    "the host of a package registry": re.compile(
        r"\b(?:pypi|pythonhosted|npmjs|npmmirror|aliyun|tuna\.tsinghua)\.(?:org|com|edu|cn)\b"
    ),
    "an exception to who imports whom": re.compile(r"^\s*ignore_imports\b", re.MULTILINE),
}
_TEXTS = {".py", ".md", ".toml", ".lock", ".json", ".yaml", ".yml", ".js", ".ts", ".tsx", ".html", ".sh", ".txt", ""}


def main() -> int:
    """Print every complaint; 1 when there is one."""
    complaints = [complaint for path in committed() for complaint in complaints_about(path)]
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


def committed() -> list[Path]:
    """Return the files that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def complaints_about(path: Path) -> Iterator[str]:
    """Yield what is wrong with one file."""
    if path.suffix not in _TEXTS or path == Path(__file__).resolve():
        return
    place, text = path.relative_to(ROOT), path.read_text(encoding="utf-8", errors="replace")
    for what, pattern in FOREIGN.items():
        if found := pattern.search(text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{place}:{line}: names {what}: {found.group().strip()}"
    if path.suffix != ".py":
        return
    if (lines := text.count("\n")) > FILE_LINES:
        yield f"{place}: {lines} lines; at most {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{place}:{node.lineno}: {node.name} has {length} lines; at most {FUNCTION_LINES}"


if __name__ == "__main__":
    sys.exit(main())

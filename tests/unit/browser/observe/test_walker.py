"""The walker is one script made of several files: no two of them may give one name to two things."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import skyvern.browser.observe as room

_DEFINED = re.compile(r"^(?:async )?(?:function|const|let) (\w+)", re.MULTILINE)


def test_every_name_is_defined_once() -> None:
    parts = [path for path in (Path(room.__path__[0]) / "page").glob("*.js") if path.name != "early.js"]
    names = Counter(name for path in parts for name in _DEFINED.findall(path.read_text(encoding="utf-8")))
    assert len(names) > 100
    assert [name for name, times in names.items() if times > 1] == []

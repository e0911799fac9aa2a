"""Edits of source text at places that `ast` names, keeping account of which fed line is which of the author's lines."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Lines:
    """The author's text as UTF-8 lines, and the edits to be made to it.

    Places are as in `ast`: lines from 1, columns in UTF-8 bytes from 0.
    """

    lines: list[bytes]
    _edits: list[tuple[tuple[int, int], tuple[int, int], bytes]] = field(
        default_factory=list[tuple[tuple[int, int], tuple[int, int], bytes]]
    )
    _added: list[tuple[int, int, bytes]] = field(default_factory=list[tuple[int, int, bytes]])

    @classmethod
    def of(cls, text: str) -> Lines:
        """Split as Python's tokenizer does: no other character ends a line."""
        return cls(text.encode().split(b"\n"))

    def insert(self, at: tuple[int, int], text: str) -> None:
        """Put text at a place."""
        self._edits.append((at, at, text.encode()))

    def replace(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Put text in the place of a span; line ends inside the span are kept, so no later line moves."""
        kept = end[0] - start[0]
        self._edits.append((start, end, text.replace("\n", " ").encode() + b"\n" * kept))

    def add_line(self, after: int, text: str, *, of: int) -> None:
        """Add a whole line after the author's line `after`; tracebacks show it as the author's line `of`."""
        self._added.append((after, of, text.encode()))

    def indent(self, line: int) -> str:
        """Return the white space that a line begins with."""
        raw = self.lines[line - 1]
        return raw[: len(raw) - len(raw.lstrip(b" \t"))].decode()

    def find(self, wanted: bytes, start: tuple[int, int]) -> tuple[int, int]:
        """Return the place just after the next `wanted` byte that is not in a comment."""
        line, column = start
        while line <= len(self.lines):
            code = self.lines[line - 1][column:].split(b"#", 1)[0]
            found = code.find(wanted)
            if found >= 0:
                return line, column + found + len(wanted)
            line, column = line + 1, 0
        raise ValueError(f"no {wanted!r} after line {start[0]}")

    def result(self) -> tuple[str, tuple[int, ...]]:
        """Return the edited text, and for each of its lines the author's line."""
        edited = list(self.lines)
        for start, end, text in sorted(self._edits, key=lambda edit: edit[0], reverse=True):
            head, tail = edited[start[0] - 1][: start[1]], edited[end[0] - 1][end[1] :]
            edited[start[0] - 1 : end[0]] = (head + text + tail).split(b"\n")
        out: list[bytes] = []
        numbers: list[int] = []
        for number, line in enumerate(edited, start=1):
            out.append(line)
            numbers.append(number)
            for after, of, text in reversed(self._added):
                if after == number:
                    out.append(text)
                    numbers.append(of)
        return b"\n".join(out).decode(), tuple(numbers)

"""Media types and file names."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from skyvern.artifacts.media import extension, media_type, opens_inline, safe_name
from skyvern.artifacts.store import ArtifactStore


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.PDF", b"", "application/pdf"),
        ("download", b"%PDF-1.4", "application/pdf"),
        ("a.txt", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("a.xlsx", b"PK\x03\x04...", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a", b"PK\x03\x04...", "application/zip"),
        ("video.webm", b"\x1aE\xdf\xa3", "video/webm"),
        ("a.csv", b"a,b", "text/csv"),
        ("a.json", b"{}", "application/json"),
        ("a.html", b"<p>", "text/html"),
        ("notes", b"hello", "text/plain"),
        ("blob", b"\x00\x01", "application/octet-stream"),
        ("blob", b"", "application/octet-stream"),
    ],
)
def test_media_types(name: str, head: bytes, kind: str) -> None:
    assert media_type(name, head) == kind


def test_only_harmless_types_open_inline() -> None:
    assert opens_inline("image/png")
    assert opens_inline("text/plain; charset=utf-8")
    assert not opens_inline("text/html")
    assert not opens_inline("image/svg+xml")


def test_extensions() -> None:
    assert extension("video/webm") == ".webm"
    assert extension("application/pdf") == ".pdf"
    assert extension("application/x-unknown") == ""


@pytest.mark.parametrize(
    ("suggested", "name"),
    [
        ("Invoice 1.pdf", "Invoice 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\eve\\a.txt", "a.txt"),
        ('a<b>:"c|?*.txt', "a_b___c___.txt"),
        ("  .hidden. ", "hidden"),
        ("..", "file"),
        ("", "file"),
        ("a\r\n\x00b\u202etxt.exe", "a b txt.exe"),
        ("nul.txt", "_nul.txt"),
        ("Übersicht 日本.csv", "Übersicht 日本.csv"),
    ],
)
def test_names(suggested: str, name: str) -> None:
    assert safe_name(suggested) == name


@given(st.text(max_size=400))
def test_every_safe_name_is_a_key_and_stays_itself(text: str) -> None:
    name = safe_name(text)
    assert len(name.encode()) <= 200
    assert safe_name(name) == name
    ArtifactStore("memory:").local_path(f"o_1/{name}")


def test_a_long_name_keeps_its_extension() -> None:
    assert safe_name("ü" * 300 + ".pdf").endswith("ü.pdf")

"""Hostile files end with a reason, in bounded time and memory, and learn nothing of the server."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from skyvern.documents import DocumentError, DocumentTooLarge, DocumentUnreadable, Limits, ReadJob, WriteJob, run_job
from tests.unit.documents.samples import placed_pdf

SMALL = Limits(seconds=20, cpu_seconds=3, memory=400 << 20, output=1 << 20, unpacked=20 << 20, members=50, rows=1000)


async def refused(path: Path, limits: Limits = SMALL) -> str:
    begun = time.monotonic()
    with pytest.raises(DocumentError) as refusal:
        await run_job(ReadJob(path=path), limits=limits)
    assert time.monotonic() - begun < 30
    assert str(refusal.value)
    return f"{type(refusal.value).__name__}: {refusal.value}"


async def test_a_zip_bomb_that_says_its_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * (64 << 20))
    assert (
        await refused(tmp_path / "b.zip")
        == "DocumentTooLarge: the archive unpacks to 64 MiB; at most 20 MiB are unpacked"
    )


async def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"x" * (24 << 20))
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data.replace(struct.pack("<I", 24 << 20), struct.pack("<I", 10)))
    found = await run_job(ReadJob(path=tmp_path / "b.zip"), limits=SMALL)
    assert found.members[0].error


async def test_too_many_files_in_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for number in range(51):
            archive.writestr(f"{number}.txt", "x")
    assert "holds 51 files" in await refused(tmp_path / "b.zip")


def workbook(path: Path, sheet: str) -> None:
    """A workbook around one sheet's XML."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        )
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
        )


async def test_a_workbook_of_few_bytes_with_a_cell_at_its_far_corner(tmp_path: Path) -> None:
    workbook(
        tmp_path / "b.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    assert (await refused(tmp_path / "b.xlsx")).startswith("DocumentTooLarge")


async def test_a_workbook_with_many_rows(tmp_path: Path) -> None:
    workbook(tmp_path / "b.xlsx", "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 3000)))
    assert "more than 1,000 rows" in await refused(tmp_path / "b.xlsx")


@pytest.mark.long
async def test_a_pdf_that_unpacks_to_very_much(tmp_path: Path) -> None:
    packed = zlib.compress(zlib.compress(b"BT (x) Tj ET " * (32 << 20)))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    stream = f"<< /Length {len(packed)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + packed
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    parts.append(stream + b"\nendstream")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.5\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    assert (await refused(tmp_path / "b.pdf")).startswith("DocumentTooLarge")


async def test_a_pdf_whose_pages_are_their_own_children(tmp_path: Path) -> None:
    data = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    data += b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
    (tmp_path / "b.pdf").write_bytes(data)
    assert (await refused(tmp_path / "b.pdf")).startswith("Document")


@pytest.mark.long
async def test_much_text_is_too_much_output(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("lorem ipsum\n" * 100_000)
    assert "more than 1 MiB of data" in await refused(tmp_path / "b.txt")


async def test_deep_json(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("[" * 500_000)
    assert (await refused(tmp_path / "b.json")).startswith("Document")


async def test_a_word_file_with_entities_that_grow(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&a9;</x>')
    assert (await refused(tmp_path / "b.docx")).startswith("DocumentUnreadable")


async def test_a_limit_of_time(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(placed_pdf([[(10, 10, "x")]] * 1900))
    with pytest.raises(DocumentTooLarge, match=r"longer than 0\.1 s"):
        await run_job(ReadJob(path=tmp_path / "b.pdf"), seconds=0.05)


async def test_a_file_that_would_become_too_large_to_write(tmp_path: Path) -> None:
    rows = [{"a": "x" * 10_000}] * 300
    with pytest.raises(DocumentTooLarge, match="larger than 1 MiB"):
        await run_job(
            WriteJob(kind="csv", columns=["a"], rows=rows, out=tmp_path / "o.csv"), limits=Limits(files=1 << 20)
        )


async def test_the_process_knows_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKYVERN_SECRET_KEY", "very secret")
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    (tmp_path / "sitecustomize.py").write_text(
        f"import os, pathlib\npathlib.Path({str(tmp_path / 'seen')!r}).write_text(repr(dict(os.environ)))\n"
    )
    import os

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    (tmp_path / "a.txt").write_text("x")
    await run_job(ReadJob(path=tmp_path / "a.txt"))
    assert "very secret" not in (tmp_path / "seen").read_text()


async def test_a_broken_page_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000)
    with pytest.raises(DocumentUnreadable):
        await run_job(ReadJob(path=tmp_path / "b.xls"), limits=SMALL)

"""Reading files: rows of spreadsheets, text and structure of PDFs and Word files, archives, and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from skyvern.documents import Document, DocumentError, DocumentUnreadable, Limits, ReadJob, WriteJob, kind_of, run_job
from skyvern.documents.reading import read
from tests.unit.documents.samples import form_pdf, invoice_pdf


def seen(path: Path, *, kind: str = "", worksheet: str = "") -> Document:
    """Read without a process of its own: what is read, not how it is bounded."""
    return read(path, kind=kind, worksheet=worksheet, limits=Limits())


def saved(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"name,qty\nAna,3\nBob,4\n", [{"name": "Ana", "qty": "3"}, {"name": "Bob", "qty": "4"}]),
        ("name;amount\nŁódź;1,50\n".encode("utf-8-sig"), [{"name": "Łódź", "amount": "1,50"}]),
        ("name\tqty\r\nÄ\t1\r\n".encode("utf-16"), [{"name": "Ä", "qty": "1"}]),
        ("Größe;x\n1;2\n".encode("cp1252"), [{"Größe": "1", "x": "2"}]),
        (b'a,b\n"x, y","two\nlines"\n', [{"a": "x, y", "b": "two\nlines"}]),
        (b"Report of May\n\na,a,\n1,2,3\n", [{"a": "1", "a_2": "2", "column_3": "3"}]),
        (b"only\none\n", [{"only": "one"}]),
        (b"a,b\n1\n", [{"a": "1", "b": None}]),
    ],
)
def test_csv(tmp_path: Path, data: bytes, rows: list[dict[str, object]]) -> None:
    assert seen(saved(tmp_path, "x.csv", data)).sheets[0].records() == rows


async def test_a_workbook_keeps_kinds_of_values_and_formulas_stay_text(tmp_path: Path) -> None:
    out = tmp_path / "o.xlsx"
    rows = [{"a": "=1+1", "n": 2.5, "w": 3, "b": True, "u": "http://x/"}, {"a": None, "n": None, "w": 7}]
    await run_job(WriteJob(kind="xlsx", columns=["a", "n", "w", "b", "u"], rows=rows, out=out, title="May"))
    sheet = seen(out).sheets[0]
    assert sheet.name == "May"
    assert sheet.rows[0] == ("=1+1", 2.5, 3, True, "http://x/")
    assert sheet.records()[1]["w"] == 7
    with pytest.raises(DocumentError, match="no worksheet 'June', only May"):
        seen(out, worksheet="June")


async def test_csv_and_json_are_written_in_the_order_of_the_columns(tmp_path: Path) -> None:
    rows = [{"b": 1, "a": "ü, x", "c": 9}, {"a": None, "b": [1, 2]}]
    await run_job(WriteJob(kind="csv", columns=["a", "b"], rows=rows, out=tmp_path / "o.csv"))
    assert (tmp_path / "o.csv").read_text(encoding="utf-8-sig") == 'a,b\n"ü, x",1\n,"[1, 2]"\n'
    await run_job(WriteJob(kind="json", columns=["a", "b"], rows=rows, out=tmp_path / "o.json"))
    assert json.loads((tmp_path / "o.json").read_text()) == [{"a": "ü, x", "b": 1}, {"a": None, "b": [1, 2]}]


def test_a_pdf_gives_text_pairs_and_tables(tmp_path: Path) -> None:
    document = seen(saved(tmp_path, "invoice.pdf", invoice_pdf()))
    assert "Invoice number: INV-1042" in document.text
    assert ("Due date", "2026-03-01") in document.pairs
    assert document.sheets[0].headers == ("Item", "Quantity", "Price")
    assert document.sheets[0].rows[2] == ("Lamp", "2", "30.00")


def test_a_form_gives_its_fields_with_their_labels(tmp_path: Path) -> None:
    fields = seen(saved(tmp_path, "form.pdf", form_pdf())).fields
    assert [(field.name, field.kind, field.label) for field in fields] == [
        ("full_name", "text", "Full name"),
        ("Text2", "text", "City"),
        ("agree", "checkbox", "I agree to the terms"),
        ("plan", "choice", "Plan"),
    ]
    assert fields[3].options == ("Basic", "Gold")


def test_a_word_document_gives_headings_paragraphs_and_tables(tmp_path: Path) -> None:
    import docx

    word = docx.Document()
    word.add_heading("Offer", level=1)
    word.add_paragraph("Customer: Ana Lopez")
    table = word.add_table(rows=2, cols=2)
    for at, text in enumerate(["Item", "Price", "Lamp", "30"]):
        table.cell(at // 2, at % 2).text = text
    word.save(str(tmp_path / "o.docx"))
    document = seen(tmp_path / "o.docx")
    assert document.text == "Offer\nCustomer: Ana Lopez\nItem | Price\nLamp | 30"
    assert document.lines[0] == ("Offer", 1)
    assert document.sheets[0].records() == [{"Item": "Lamp", "Price": "30"}]


def test_an_archive_gives_its_files_and_says_what_it_left_out(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", "x")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("list/rows.csv", "a,b\n1,2\n")
        archive.writestr("../../evil.txt", "not outside")
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("broken.xlsx", b"PK\x03\x04 nothing")
        archive.writestr("program.exe", b"MZ\x00\x01")
    found = {member.name: member for member in seen(tmp_path / "a.zip").members}
    assert found["list/rows.csv"].document.sheets[0].records() == [{"a": "1", "b": "2"}]
    assert found["../../evil.txt"].document.text == "not outside"
    assert not (tmp_path.parent / "evil.txt").exists()
    assert "not opened" in found["inner.zip"].error
    assert "no whole ZIP" in found["broken.xlsx"].error
    assert "of no kind that can be read" in found["program.exe"].error


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.pdf", b"%PDF-1.4", "pdf"),
        ("download", b"%PDF-1.4", "pdf"),
        ("a.csv", b"%PDF-1.4", "pdf"),
        ("a.xlsx", b"PK\x03\x04", "excel"),
        ("a.docx", b"PK\x03\x04", "docx"),
        ("a", b"PK\x03\x04", "zip"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "excel"),
        ("a.xls", b"a\tb\n1\t2", "text"),
        ("a.CSV", b"a,b", "csv"),
        ("data", b' {"a": 1}', "json"),
        ("photo.webp", b"RIFF", "image"),
        ("a.bin", b"\x00\x01", ""),
    ],
)
def test_kinds(name: str, head: bytes, kind: str) -> None:
    assert kind_of(name, head) == kind


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.4 and then nothing", "no PDF that can be opened"),
        ("a.xlsx", b"PK\x03\x04broken", "no whole ZIP"),
        ("a.json", b'{"a": ', "no JSON"),
        ("a.csv", b"a,b\x00", "no CSV"),
        ("a.txt", b"", "empty"),
    ],
)
def test_what_is_broken_is_said_to_be(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(DocumentUnreadable, match=said):
        seen(saved(tmp_path, name, data))


async def test_the_process_gives_back_what_was_read(tmp_path: Path) -> None:
    assert await run_job(ReadJob(path=saved(tmp_path, "f.pdf", form_pdf()))) == seen(tmp_path / "f.pdf")

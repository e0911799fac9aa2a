"""Writes small documents for tests: PDFs with several pages, with columns, and with a form."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, str]
"""Left, bottom, text."""


def placed_pdf(pages: Sequence[Sequence[Placed]], *, annotations: Sequence[str] = (), form: str = "") -> bytes:
    """A PDF whose pages hold texts at places; annotations (PDF dictionaries) go on the first page."""
    bodies = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    first_note = 4
    bodies += list(annotations)
    kids: list[str] = []
    for number, texts in enumerate(pages):
        drawn = "\n".join(f"BT /F1 11 Tf {left} {bottom} Td ({_escaped(text)}) Tj ET" for left, bottom, text in texts)
        bodies.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        notes = " ".join(f"{first_note + at} 0 R" for at in range(len(annotations))) if number == 0 else ""
        bodies.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(bodies)} 0 R /Annots [{notes}] >>"
        )
        kids.append(f"{len(bodies)} 0 R")
    fields = " ".join(f"{first_note + at} 0 R" for at in range(len(annotations)))
    acro = f"/AcroForm << /Fields [{form or fields}] /DA (/Helv 10 Tf 0 g) >>" if annotations else ""
    bodies[0] = f"<< /Type /Catalog /Pages 2 0 R {acro} >>"
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = bytearray(b"%PDF-1.5\n")
    offsets: list[int] = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def form_pdf() -> bytes:
    """A form: `full_name` and `city` (labelled on the page), `agree`, `plan` (a choice)."""
    return placed_pdf(
        [[(60, 702, "Full name:"), (60, 662, "Town"), (60, 622, "I agree to the terms"), (60, 582, "Plan")]],
        annotations=[
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (full_name) /Rect [180 698 400 714] >>",
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text2) /TU (City) /Rect [180 658 400 674] >>",
            "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /Rect [180 618 192 630] /AP << /N << "
            "/Yes << >> /Off << >> >> >> /AS /Off /V /Off >>",
            "<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /T (plan) /Opt [(Basic) (Gold)] "
            "/Rect [180 578 300 594] >>",
        ],
    )


def invoice_pdf() -> bytes:
    """An invoice with labels, and a table of items in columns."""
    rows = [("Item", "Quantity", "Price"), ("Cable", "3", "12.50"), ("Plug", "1", "4.20"), ("Lamp", "2", "30.00")]
    texts: list[Placed] = [(60, 780, "INVOICE"), (60, 750, "Invoice number: INV-1042"), (60, 732, "Due date")]
    texts.append((220, 732, "2026-03-01"))
    for at, row in enumerate(rows):
        texts += [(left, 690 - 18 * at, cell) for left, cell in zip((60, 260, 400), row, strict=True)]
    texts.append((60, 600, "Total: 101.70 EUR"))
    return placed_pdf([texts])


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")

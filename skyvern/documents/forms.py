"""Reads and fills the fields of PDF forms; runs only in the process for documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from skyvern.documents.errors import DocumentRefused, DocumentUnreadable, ExtraMissing
from skyvern.documents.pdf import opened, text_near
from skyvern.documents.records import Document, FormField

_RADIO = 1 << 15
_PUSH = 1 << 16
_MOST = 2000


def fields_of(path: Path) -> tuple[FormField, ...]:
    """Return the fields of a form in the order of its pages, () for a PDF without a form."""
    reader = _reader(path)
    document = opened(path)
    found: dict[str, FormField] = {}
    for number, page in enumerate(reader.pages):
        shown = document[number]
        for widget in _widgets(page):
            field = _field(widget, number, shown)
            if field is None or len(found) >= _MOST:
                continue
            known = found.get(field.name)
            options = tuple(dict.fromkeys((*known.options, *field.options))) if known else field.options
            first = known or field
            found[field.name] = FormField(
                name=first.name, kind=first.kind, label=first.label, options=options, value=first.value, page=first.page
            )
        shown.close()
    document.close()
    return tuple(found.values())


def fill(path: Path, *, values: Mapping[str, str | bool], out: Path) -> Document:
    """Write values into the named fields and save the form; raises DocumentError."""
    from pypdf import PdfWriter  # noqa: PLC0415 - optional; `_reader` says so when it is missing

    fields = {field.name: field for field in fields_of(path)}
    if unknown := [name for name in values if name not in fields]:
        raise DocumentRefused(f"the form has no field {unknown[0]!r}; it has {', '.join(fields)[:500]}")
    writer = PdfWriter(clone_from=_reader(path))
    given = {name: _written(fields[name], value) for name, value in values.items()}
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, cast("Any", given), auto_regenerate=False)
    writer.set_need_appearances_writer(True)
    with out.open("wb") as file:
        writer.write(file)
    return Document(kind="pdf", fields=fields_of(out))


def _reader(path: Path) -> Any:  # noqa: ANN401 - pypdf's reader
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - optional
        from pypdf.errors import PyPdfError  # noqa: PLC0415 - see above
    except ImportError:
        raise ExtraMissing("PDF form", "pypdf") from None
    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted:
            raise DocumentUnreadable("the PDF is protected by a password")
        _ = len(reader.pages)
    except PyPdfError as error:
        raise DocumentUnreadable(f"the form cannot be read: {error}") from None
    return reader


def _widgets(page: Any) -> Iterator[Any]:  # noqa: ANN401 - pypdf's page
    for reference in page.get("/Annots") or ():
        widget = reference.get_object()
        if isinstance(widget, Mapping) and cast("Mapping[str, object]", widget).get("/Subtype") == "/Widget":
            yield widget


def _field(widget: Any, page: int, shown: Any) -> FormField | None:  # noqa: ANN401 - pypdf's and pypdfium2's objects
    name = ".".join(reversed(list(_names(widget))))
    kind = _kind(str(_inherited(widget, "/FT") or ""), int(_inherited(widget, "/Ff") or 0))
    if not name or not kind:
        return None
    left, bottom, right, top = (float(edge) for edge in widget.get("/Rect") or (0, 0, 0, 0))
    label = str(_inherited(widget, "/TU") or "") or text_near(shown, (left, bottom, right, top))
    value = str(_inherited(widget, "/V") or "").removeprefix("/")
    return FormField(
        name=name, kind=kind, label=label, options=tuple(_options(widget, kind)), value=value, page=page + 1
    )


def _names(widget: Any) -> Iterator[str]:  # noqa: ANN401 - see above
    for _ in range(16):
        if "/T" in widget:
            yield str(widget["/T"])
        if "/Parent" not in widget:
            return
        widget = widget["/Parent"].get_object()


def _inherited(widget: Any, key: str) -> Any:  # noqa: ANN401 - see above
    for _ in range(16):
        if key in widget:
            return widget[key]
        if "/Parent" not in widget:
            return None
        widget = widget["/Parent"].get_object()
    return None


def _kind(field_type: str, flags: int) -> str:
    if field_type == "/Btn":
        return "" if flags & _PUSH else "radio" if flags & _RADIO else "checkbox"
    return {"/Tx": "text", "/Ch": "choice"}.get(field_type, "")


def _options(widget: Any, kind: str) -> Iterator[str]:  # noqa: ANN401 - see above
    if kind == "choice":
        for item in _inherited(widget, "/Opt") or ():
            option: object = item.get_object() if hasattr(item, "get_object") else item
            yield str(cast("list[object]", option)[-1] if isinstance(option, list) else option)
    elif kind in ("radio", "checkbox"):
        looks = cast("Mapping[str, Any]", widget.get("/AP") or {})
        states = cast("Mapping[str, object]", looks.get("/N") or {})
        yield from (state.removeprefix("/") for state in states if state != "/Off")


def _written(field: FormField, value: str | bool) -> str:
    """Return a value as the form stores it; raises DocumentRefused for a choice that is not offered."""
    if field.kind == "checkbox":
        on = field.options[0] if field.options else "Yes"
        return f"/{on}" if _true(value) or str(value) == on else "/Off"
    if field.kind in ("radio", "choice") and field.options:
        wanted = str(value).strip().casefold()
        option = next((option for option in field.options if option.casefold() == wanted), None)
        if option is None:
            raise DocumentRefused(f"{field.name}: {value!r} is not offered, only {', '.join(field.options)}")
        return f"/{option}" if field.kind == "radio" else option
    return str(value)


def _true(value: str | bool) -> bool:
    return value is True or str(value).strip().casefold() in (
        "true",
        "yes",
        "on",
        "1",
        "x",
        "checked",
        "ja",
        "oui",
        "si",
    )

"""Frames become one page in reading order."""

from __future__ import annotations

from typing import Any

from skyvern.browser.observe.walk import FrameLook, early_script, install_script, merge


def element(ref: str, order: int, **more: object) -> dict[str, Any]:
    return {
        "ref": ref,
        "role": "button",
        "name": ref,
        "hints": [],
        "checked": None,
        "expanded": None,
        "selected": None,
        "box": [1, 2, 3, 4],
        "order": order,
        **more,
    }


def data(*, elements: list[dict[str, Any]], lines: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "elements": elements,
        "lines": [
            {"text": text, "level": 0, "order": order, "region": "", "y": 0, "parts": [], "new": False}
            for order, text in lines
        ],
        "tables": [],
        "pairs": [],
        "groups": [],
        "alerts": [],
        "busy": "",
        "hash": "h",
        "json_ld": [],
        "meta": {},
    }


def test_a_frame_stands_where_its_element_stands() -> None:
    outer = FrameLook(number=0, data=data(elements=[element("e1", 2), element("e2", 9)], lines=[(1, "a"), (8, "d")]))
    inner = FrameLook(
        number=3,
        data=data(elements=[element("e1", 1, form="form7")], lines=[(1, "b"), (2, "c")]),
        place=(5,),
        dx=100,
        dy=50,
        covered=True,
        region="main",
    )
    look = merge([outer, inner])
    assert [line.text for line in look.reading.lines] == ["a", "b", "c", "d"]
    assert [item.ref for item in look.elements] == ["e1", "f3e1", "e2"]
    inside = look.elements[1]
    assert (inside.box, inside.frame, inside.form, inside.landmark) == ((101, 52, 3, 4), "f3", "f3form7", "main")
    assert inside.covered
    assert not look.elements[0].covered


def test_the_scripts_are_shipped() -> None:
    assert "addEventListener" in early_script()
    assert install_script().startswith("({version, base}) => {")

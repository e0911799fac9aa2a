"""Widgets of real component libraries, filled as both minds do it; what the widget itself then holds is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from skyvern.browser.session import BrowserSession
from skyvern.domain.page import Action, ActionKind, ActionResult, Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """One action on the one element of that name (and role)."""

    kind: ActionKind
    name: str = ""
    role: str = ""
    more: dict[str, object] = field(default_factory=dict[str, object])
    nth: int | None = None


def choose(name: str, text: str, **more: object) -> Do:
    return Do(kind=ActionKind.SELECT_OPTION, name=name, more={"text": text}, **more)  # type: ignore[arg-type]


def enter(name: str, text: str, **more: object) -> Do:
    return Do(kind=ActionKind.INPUT_TEXT, name=name, more={"text": text}, **more)  # type: ignore[arg-type]


def click(name: str, **more: object) -> Do:
    return Do(kind=ActionKind.CLICK, name=name, **more)  # type: ignore[arg-type]


def check(name: str, checked: bool = True, **more: object) -> Do:
    return Do(kind=ActionKind.CHECKBOX, name=name, more={"checked": checked}, **more)  # type: ignore[arg-type]


def press(keys: str, name: str = "") -> Do:
    return Do(kind=ActionKind.KEYPRESS, name=name, more={"text": keys})


def upload(name: str, **more: object) -> Do:
    return Do(kind=ActionKind.UPLOAD_FILE, name=name, more={"files": ("invoice.txt",)}, **more)  # type: ignore[arg-type]


def answer(*, accept: bool, text: str = "") -> Do:
    return Do(kind=ActionKind.DIALOG, more={"checked": accept, "text": text})


FILLED: dict[str, tuple[list[Do], object]] = {
    "plain/cleave": ([enter("Card", "4242424242424242")], "4242424242424242"),
    "plain/dropdown": ([click("Actions"), click("Archive")], "archived"),
    "plain/modal": ([click("New contact"), enter("Name", "Ada"), click("Save contact")], "Ada"),
    "plain/iframe": ([enter("Inside", "deep")], "deep"),
    "plain/otp": ([enter("Digit 1", "123456")], "123456"),
    "shadow/lit": ([enter("Nickname", "Ada"), click("Join")], "Ada"),
    "react/single": ([choose("Country", "Japan")], "JA"),
    "mui/text": ([enter("Name", "Ada")], "Ada"),
    "mui/autocomplete": ([choose("Country", "Italy")], "Italy"),
    "antd/checkbox": ([check("I agree")], True),
}


MORE: dict[str, tuple[list[Do], object]] = {
    "antd/tree": ([choose("Article", "Nut")], "nut"),
    "antd/complete": ([enter("City", "Berlin")], "Berlin"),
    "antd/slider": ([enter("Volume", "55", role="slider")], 55),
    "antd/number": ([enter("Amount", "42")], 42),
    "antd/switch": ([check("Alerts")], True),
    "antd/radio": ([check("Large")], "Large"),
    "antd/segmented": ([check("Weekly")], "Weekly"),
    "antd/rate": ([click("", role="radio", nth=3)], 4),
    "antd/upload": ([upload("Drop a file here", nth=0)], "invoice.txt"),
    "antd/otp": ([enter("", "123456", role="textbox", nth=0)], "123456"),
    "antd/modal": ([click("Delete account"), click("Yes, delete")], "deleted"),
    "mui/select": ([choose("Country", "Japan")], "Japan"),
    "mui/multiple": ([choose("Countries", "Japan"), choose("Countries", "Italy")], ["Japan", "Italy"]),
    "mui/rating": ([check("4 Stars")], 4),
    "mui/tabs": ([click("Billing")], 1),
    "mui/toggle": ([click("Right")], "right"),
    "react/creatable": ([choose("Tag", "brand new")], "brand new"),
    "react/window": (
        [Do(kind=ActionKind.SCROLL, name="Open row 3", more={"amount": 3000}), click("Open row 103")],
        103,
    ),
    "jquery/autocomplete": ([choose("City", "Berlin")], "Berlin"),
    "jquery/dialog": ([click("Delete"), click("Yes")], "yes"),
    "jquery/datatable": ([enter("Search:", "Person 41"), click("Edit")], "41"),
    "plain/imask": ([enter("Phone", "+41 44 668 18 00")], "41446681800"),
    "plain/cleavedate": ([enter("Born", "14/03/1990")], "14/03/1990"),
    "plain/dropzone": ([upload("Drop files here to upload")], "invoice.txt"),
    "plain/dropfiles": ([upload("Drop your invoice here")], "invoice.txt"),
    "plain/accordion": ([click("Payment"), click("Pay by invoice")], "paid"),
    "plain/tabs": ([click("Billing"), enter("IBAN", "CH93")], "CH93"),
    "plain/offcanvas": ([click("Filters"), check("In stock")], True),
    "plain/splitdate": ([enter("Day", "14"), enter("Month", "03"), enter("Year", "1990")], "14-03-1990"),
    "plain/native": ([answer(accept=True), click("Remove")], True),
    "plain/prompt": ([answer(accept=True, text="Zoe"), click("Rename")], "Zoe"),
    "shadow/input": ([enter("Name", "Ada"), press("Tab")], "Ada"),
    "shadow/checkbox": ([check("I agree")], True),
    "shadow/switch": ([check("Alerts")], True),
    "shadow/radio": ([check("Large")], "l"),
    "shadow/range": ([enter("Volume", "55")], 55),
    "tinymce/editor": ([enter("", "Hello there", role="textbox")], "Hello there"),
}


async def perform(session: BrowserSession, step: Do) -> ActionResult:
    if step.kind in (ActionKind.DIALOG,) or (step.kind is ActionKind.KEYPRESS and not step.name):
        return await session.act(Action(kind=step.kind, **step.more))  # type: ignore[arg-type]
    observation = await session.observe()
    fitting = [one for one in observation.elements if _fits(one, step)]
    seen = [(one.role, one.name, one.value) for one in observation.elements]
    assert fitting, f"not seen: {step.role} {step.name!r} among {seen}"
    assert step.nth is not None or len(fitting) == 1, f"several: {seen}"
    return await session.act(Action(kind=step.kind, ref=fitting[step.nth or 0].ref, **step.more))  # type: ignore[arg-type]


def _fits(element: Element, step: Do) -> bool:
    return (not step.name or element.name == step.name) and (not step.role or element.role == step.role)


@pytest.fixture(autouse=True)
def invoice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "invoice.txt").write_text("CHF 12.50")
    monkeypatch.chdir(tmp_path)


async def filled(session: BrowserSession, address: str, steps: list[Do]) -> object:
    opened = await session.goto(address)
    assert opened.ok, opened.message
    for step in steps:
        result = await perform(session, step)
        assert result.ok, result.message
    return await (await session.page()).evaluate("() => zoo.value")


@pytest.mark.parametrize("name", FILLED)
async def test_a_widget_holds_what_was_put_in(session: BrowserSession, widget: Callable[[str], str], name: str) -> None:
    steps, held = FILLED[name]
    assert await filled(session, widget(name), steps) == held


@pytest.mark.long
@pytest.mark.parametrize("name", MORE)
async def test_another_widget_holds_what_was_put_in(
    session: BrowserSession, widget: Callable[[str], str], name: str
) -> None:
    steps, held = MORE[name]
    assert await filled(session, widget(name), steps) == held

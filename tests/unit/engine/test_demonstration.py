"""What was shown becomes blocks in plain words; values become parameters, and a sign-in a credential."""

from __future__ import annotations

from typing import Any, cast

import pytest

from skyvern.domain.demonstration import Shown, ShownKind, Withheld
from skyvern.engine.checking import check_definition
from skyvern.engine.demonstration import words_of, workflow_of

SITE = "http://site.test/form"


def shown(kind: ShownKind, name: str = "", *, secret: Withheld = Withheld.NOTHING, **more: str) -> Shown:
    return Shown(kind=kind, name=name, secret=secret, **{"url": SITE, **more})


def made(*steps: Shown) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    found = cast("dict[str, Any]", workflow_of(steps))
    return found["parameters"], found["blocks"]


def test_each_step_is_a_block_and_each_value_a_parameter() -> None:
    parameters, blocks = made(
        shown(ShownKind.OPEN),
        shown(ShownKind.FILL, "Last name", value="Smith", role="textbox", selector="#last"),
        shown(ShownKind.CHOOSE, "State", value="California", role="combobox"),
        shown(ShownKind.CHECK, "I agree", role="checkbox"),
        shown(ShownKind.CLICK, "Search", role="button"),
    )
    assert [(one["key"], one["default_value"]) for one in parameters] == [
        ("last_name", "Smith"),
        ("state", "California"),
    ]
    assert [block.get("navigation_goal", block.get("url")) for block in blocks] == [
        SITE,
        'Type "{{ last_name }}" into "Last name".',
        'Select "{{ state }}" in "State".',
        'Check "I agree".',
        'Click the "Search" button.',
    ]
    assert blocks[0]["label"] == "open_site_test"
    assert blocks[1]["selector"] == "#last"
    check_definition({"parameters": parameters, "blocks": blocks})


def test_a_field_filled_again_and_a_page_left_at_once_count_once() -> None:
    parameters, blocks = made(
        shown(ShownKind.OPEN, url="http://site.test/wrong"),
        shown(ShownKind.OPEN),
        shown(ShownKind.FILL, "Name", value="Jon"),
        shown(ShownKind.FILL, "Name", value="John"),
        shown(ShownKind.FILL, "Note", value="a"),
        shown(ShownKind.FILL, "Note", value=""),
    )
    assert [one["default_value"] for one in parameters] == ["John"]
    assert [block["label"] for block in blocks] == ["open_site_test", "fill_name"]


@pytest.mark.parametrize(
    "between", [(), (shown(ShownKind.CLICK, "Next", role="button"),)], ids=["on one page", "in two steps"]
)
def test_a_sign_in_becomes_a_login_with_a_credential(between: tuple[Shown, ...]) -> None:
    parameters, blocks = made(
        shown(ShownKind.OPEN),
        shown(ShownKind.FILL, "User name", value="ann"),
        *between,
        shown(ShownKind.FILL, "Password", secret=Withheld.PASSWORD),
        shown(ShownKind.CLICK, "Sign in", role="button"),
        shown(ShownKind.FILL, "Code", secret=Withheld.CODE),
        shown(ShownKind.CLICK, "Confirm", role="button"),
        shown(ShownKind.CLICK, "Invoices", role="link", url="http://site.test/home"),
    )
    assert [(one["key"], one["workflow_parameter_type"]) for one in parameters] == [("login", "credential_id")]
    assert [block["block_type"] for block in blocks] == ["goto_url", "login", "action"]
    assert blocks[1]["parameter_keys"] == ["login"]
    assert "ann" not in str(blocks)


def test_a_search_before_a_sign_in_stays() -> None:
    parameters, blocks = made(
        shown(ShownKind.FILL, "Search", value="shoes"),
        shown(ShownKind.CLICK, "Find", role="button"),
        shown(ShownKind.FILL, "Password", secret=Withheld.PASSWORD, url="http://site.test/login"),
    )
    assert [one["key"] for one in parameters] == ["search", "login"]
    assert [block["block_type"] for block in blocks] == ["action", "action", "login"]


def test_what_is_secret_beside_a_sign_in_has_no_value() -> None:
    parameters, _ = made(shown(ShownKind.FILL, "Card number", secret=Withheld.CARD))
    assert [(one["key"], "default_value" in one) for one in parameters] == [("card_number", False)]


def test_steps_can_be_read_aloud_without_secrets() -> None:
    assert words_of(shown(ShownKind.FILL, "Password", secret=Withheld.PASSWORD)) == "Type a secret into “Password”"
    assert words_of(shown(ShownKind.CLICK, "", role="link")) == "Click the link"


def test_what_a_browser_tells_is_read_or_passed_over() -> None:
    assert Shown.read({"kind": "fill", "url": SITE, "value": "x"}) == shown(ShownKind.FILL, value="x")
    assert Shown.read({"kind": "dance"}) is None

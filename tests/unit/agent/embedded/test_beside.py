"""What a deed names goes into the field beside its button; without it the button is not pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.walking import deeds, walked

FIELD = Element(ref="no", role="textbox", name="Número de guía", tag="input", form="f", landmark="main")
BUTTON = Element(ref="go", role="button", name="Rastrear", input_type="submit", form="f", landmark="main")
FORM = Observation(url="http://s/", title="Envíos", fingerprint="1", elements=(FIELD, BUTTON))
FILLED = replace(FORM, fingerprint="2", elements=(replace(FIELD, value="MX88410555"), BUTTON))
FOUND = Observation(url="http://s/MX88410555", title="MX88410555", fingerprint="3")


@pytest.mark.parametrize("words", ['Rastrear la guía "MX88410555"', 'Track the shipment "MX88410555"'])
async def test_the_value_goes_beside_the_button_of_the_deed(words: str) -> None:
    end = await walked(words, FORM, FILLED, FOUND)
    assert deeds(end)[:2] == [(ActionKind.INPUT_TEXT, "no"), (ActionKind.CLICK, "go")]


async def test_a_deed_is_not_done_without_what_it_names() -> None:
    end = await walked('Rastrear la guía "MX88410555"', replace(FORM, elements=(replace(BUTTON, form=""),)))
    assert (ActionKind.CLICK, "go") not in deeds(end)

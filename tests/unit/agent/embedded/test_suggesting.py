"""How the mind fills fields that suggest what may be meant: alone, and by the suggestion that says the words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skyvern.domain.page import ActionKind, Element, Observation
from tests.unit.agent.embedded.test_policy import box, button, page
from tests.unit.agent.embedded.walking import deeds, walked

GIVER = box("g", "Giver", hints=("giver", "entry autocomplete input"))
TAKER = box("t", "Taker", hints=("taker", "entry autocomplete input"))
SEND = button("s", "Send")
ASKED = "Enter 'Lund' as the giver and 'Ystad' as the taker and press Send."


def seen(giver: str, taker: str, *more: Element) -> Observation:
    fields = (replace(GIVER, value=giver), replace(TAKER, value=taker))
    return page(*fields, *more, SEND, fingerprint=f"{giver}{taker}{[e.name for e in more]}")


def offer(ref: str, name: str) -> Element:
    return Element(ref=ref, role="listitem", name=name, tag="li", listener=True, new=True, landmark="main")


async def test_each_field_that_suggests_is_filled_alone_and_by_its_suggestion() -> None:
    way = await walked(
        ASKED,
        seen("", ""),
        seen("Lund", "", offer("o1", "Lund, Sweden (LND)"), offer("o2", "Lundby")),
        seen("Lund, Sweden (LND)", ""),
        seen("Lund, Sweden (LND)", "Ystad", offer("o3", "Ystad, Sweden (YST)")),
        seen("Lund, Sweden (LND)", "Ystad, Sweden (YST)"),
        page(text=("# Thank you",), fingerprint="end"),
    )
    wanted = [("input_text", "g"), ("click", "o1"), ("input_text", "t"), ("click", "o3"), ("click", "s")]
    assert deeds(way) == [(ActionKind(kind), ref) for kind, ref in wanted]


@pytest.mark.parametrize("name", ["Lundby", "The Lund reports", ""])
async def test_what_says_something_else_is_no_suggestion(name: str) -> None:
    after = seen("Lund", "", offer("o1", name)) if name else seen("Lund", "")
    way = await walked("Enter 'Lund' as the giver and press Send.", seen("", ""), after, after, page(fingerprint="end"))
    assert deeds(way)[:2] == [(ActionKind.INPUT_TEXT, "g"), (ActionKind.CLICK, "s")]


async def test_a_code_names_one_thing_whatever_the_list_calls_it() -> None:
    twice = (offer("o1", "Lund/Malmö, Sweden (LMX)"), offer("o2", "Malmö/Lund, Sweden (LMX)"))
    way = await walked("Enter 'LMX' as the giver and press Send.", seen("", ""), seen("LMX", "", *twice))
    assert deeds(way)[:2] == [(ActionKind.INPUT_TEXT, "g"), (ActionKind.CLICK, "o1")]


async def test_words_that_are_searched_for_are_sent_as_they_are() -> None:
    words = box("q", "Search", hints=("q", "autocomplete"), landmark="search")
    go = button("s", "Search", landmark="search")
    typed = page(replace(words, value="Lund"), go, offer("o1", "Lund"), fingerprint="typed")
    way = await walked("Search for 'Lund'.", page(words, go), typed, page(text=("# 3 results",), fingerprint="end"))
    assert deeds(way) == [(ActionKind.INPUT_TEXT, "q"), (ActionKind.CLICK, "s")]

"""Transcripts: elements by name instead of by reference, and a page that has moved on is noticed."""

from __future__ import annotations

import pytest

from skyvern.agent.policies.model import NextStep
from skyvern.testing.models import ScriptedModel
from skyvern.testing.transcripts import OutOfTouch, RecordingModel, TranscriptModel

SEEN = "<page>\n[e1] textbox 'Name'\n[e2] button 'Remove'\n[f1e3] button 'Remove'\n</page>"
MOVED = "<page>\n[e11] textbox 'Name'\n[e12] button 'Remove'\n[e13] button 'Remove'\n</page>"
STEP = {
    "reasoning": "r",
    "verdict": "act",
    "actions": [{"kind": "input_text", "ref": "e1", "text": "e1"}, {"kind": "click", "ref": "f1e3"}],
}


async def test_what_was_answered_fits_a_page_that_numbers_anew() -> None:
    recording = RecordingModel(model=ScriptedModel(script=[STEP]))
    await recording.ask(SEEN, shape=NextStep)
    answer = recording.calls[0]["answer"]
    assert [turn["ref"] for turn in answer["actions"]] == ["textbox 'Name'", "button 'Remove' #2"]
    played = TranscriptModel(answers=[answer])
    reply = await played.ask(MOVED, shape=NextStep)
    assert [(turn.ref, turn.text) for turn in reply.value.actions] == [("e11", "e1"), ("e13", "")]
    with pytest.raises(OutOfTouch, match="one more was asked for"):
        await played.ask(MOVED, shape=NextStep)


async def test_a_page_that_lacks_an_element_is_out_of_touch() -> None:
    answer = {**STEP, "actions": [{"kind": "click", "ref": "button 'Delete'"}]}
    with pytest.raises(OutOfTouch, match="nothing called button 'Delete'"):
        await TranscriptModel(answers=[answer]).ask(SEEN, shape=NextStep)

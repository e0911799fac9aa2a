"""Takes an answer out of the words that a small model puts around it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings

_MOST_TRIES = 20
_LENIENT = json.JSONDecoder(strict=False)


class Bare(WrapperModel):
    """Hands on an answer in words that holds one JSON object as that object alone."""

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Make one request."""
        response = await super().request(messages, model_settings, model_request_parameters)
        told = [part for part in response.parts if isinstance(part, TextPart)]
        if len(told) != 1 or response.tool_calls:
            return response
        bare = replace(told[0], content=_bared(told[0].content))
        return replace(response, parts=[bare if part is told[0] else part for part in response.parts])


def _bared(text: str) -> str:
    """Return the longest JSON object that a text holds; the text itself where it holds none."""
    longest = max(_objects(text), key=lambda one: len(str(one)), default=None)
    return text if longest is None else json.dumps(longest, ensure_ascii=False)


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    at = -1
    for _ in range(_MOST_TRIES):
        if (at := text.find("{", at + 1)) < 0:
            return
        try:
            decoded: tuple[object, int] = _LENIENT.raw_decode(text, at)
        except ValueError:
            continue
        found, at = decoded
        if isinstance(found, dict) and found:
            yield cast("Mapping[str, object]", found)

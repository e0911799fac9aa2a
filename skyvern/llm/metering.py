"""What stands between a question and its provider: money is reserved first, and a busy provider is asked again."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import cast

from genai_prices import calc_price
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.messages import ModelMessage, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from skyvern.llm.errors import BudgetExceeded
from skyvern.llm.port import Purse

_BUSY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_TRIES = 3
_FIRST_PAUSE = 1.0
_PICTURE_TOKENS = 1_600


class Patient(WrapperModel):
    """Asks a busy or failing provider again: after what its Retry-After says, as long as the time allows."""

    def __init__(self, wrapped: Model, *, seconds: float, longest_pause: float) -> None:
        super().__init__(wrapped)
        self._seconds = seconds
        self._longest_pause = longest_pause

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Make one request, with up to two more tries."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self._seconds
        for attempt in range(_TRIES):
            try:
                return await super().request(messages, model_settings, model_request_parameters)
            except ModelHTTPError as error:
                pause = _pause(error, attempt)
                too_long = pause > self._longest_pause or loop.time() + pause >= end
                if error.status_code not in _BUSY or attempt == _TRIES - 1 or too_long:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError


class Metered(WrapperModel):
    """Reserves the most that a request may cost before it is made, and settles what it did cost."""

    def __init__(self, wrapped: Model, *, purse: Purse, name: str, most_output: int) -> None:
        super().__init__(wrapped)
        self._purse = purse
        self._name = name
        self._most_output = most_output

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Make one request within the budget; raises BudgetExceeded."""
        most = RequestUsage(input_tokens=_at_most(messages, model_request_parameters), output_tokens=self._most_output)
        charge = await self._purse.reserve(self._name, tokens=most.total_tokens, micros=self._price(most))
        spent = RequestUsage()
        try:
            response = await super().request(messages, model_settings, model_request_parameters)
            spent = response.usage if response.usage.total_tokens else most
            return response
        except asyncio.CancelledError:
            spent = most
            raise
        finally:
            settled = self._purse.settle(
                charge, tokens=spent.total_tokens, micros=self._price(spent), answer_tokens=spent.output_tokens
            )
            await asyncio.shield(settled)

    def _price(self, usage: RequestUsage) -> int:
        return price(self._name, usage, wanted=self._purse.in_money)


def price(name: str, usage: RequestUsage, *, wanted: bool) -> int:
    """Return millionths of a US dollar; where nobody knows the price 0, or BudgetExceeded if it is `wanted`."""
    provider, _, model = name.partition(":")
    try:
        found = calc_price(usage, model, provider_id=provider.removesuffix("-chat").removesuffix("-responses"))
    except LookupError:
        if wanted and usage.total_tokens:
            raise BudgetExceeded(
                f"budget_exceeded: the price of {name} is not known, so a budget in money cannot hold; "
                "give the budget in tokens (SKYVERN_MODEL_BUDGETS)"
            ) from None
        return 0
    return int(Decimal(found.total_price) * 1_000_000) + 1


def _at_most(messages: list[ModelMessage], parameters: ModelRequestParameters) -> int:
    """Tokens that a request holds at most: three bytes to a token, pictures for what they cost at full size."""
    pictures = 0
    text = 0
    for message in messages:
        for part in message.parts:
            content: object = getattr(part, "content", "")
            for item in cast("list[object]", content) if isinstance(content, list) else (content,):
                if hasattr(item, "media_type"):
                    pictures += 1
                else:
                    text += len(str(item).encode())
        text += len((getattr(message, "instructions", None) or "").encode())
    schemas = sum(len(str(tool.parameters_json_schema)) for tool in parameters.output_tools)
    return (text + schemas) // 3 + 200 + pictures * _PICTURE_TOKENS


def _pause(error: ModelHTTPError, attempt: int) -> float:
    """Seconds until the next try: what the provider asks for in header or body, else a little longer each time."""
    if (asked := getattr(error, "retry_after", None)) is not None:
        return max(float(asked), 0.0)
    told = (error.headers or {}).get("retry-after", "")
    try:
        return max(float(told), 0.0)
    except ValueError:
        pass
    try:
        return max((parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return _FIRST_PAUSE * 2**attempt * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, keeps no secret

"""A model named `provider:model`, asked through pydantic-ai; malformed answers get one repair."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel

from skyvern.llm.errors import MalformedReply, ModelError, ModelRefused, ModelUnavailable
from skyvern.llm.port import DataReply, Reply, Usage

if TYPE_CHECKING:
    from pydantic_ai.models import Model

T = TypeVar("T", bound=BaseModel)
TIMEOUT = 120.0
_REPAIRS = 1


class LanguageModel:
    """One configured model.

    `openai-chat:NAME` with `OPENAI_BASE_URL` speaks to any server with the chat completions interface. Nothing is
    loaded or checked until the first question.
    """

    def __init__(self, model: str | Model, *, timeout: float = TIMEOUT) -> None:
        self._model = model
        self._timeout = timeout

    @property
    def name(self) -> str:
        """What the model is called."""
        return self._model if isinstance(self._model, str) else self._model.model_name

    async def ask(
        self,
        prompt: str,
        *,
        shape: type[T],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> Reply[T]:
        """Ask for an answer in the shape of a pydantic model; raises ModelError."""
        value, usage = await self._run(prompt, shape, system, images, timeout)
        return Reply(value=cast("T", value), usage=usage)

    async def ask_data(
        self,
        prompt: str,
        *,
        schema: Mapping[str, object],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> DataReply:
        """Ask for an answer in the shape of a JSON schema of type object; raises ModelError."""
        from pydantic_ai import StructuredDict  # noqa: PLC0415 - slow and optional

        shape = StructuredDict(dict(schema), name="data")
        value, usage = await self._run(prompt, shape, system, images, timeout)
        return DataReply(value=value, usage=usage)

    async def _run(
        self,
        prompt: str,
        shape: type[object],
        system: str,
        images: Sequence[bytes],
        timeout: float | None,
    ) -> tuple[object, Usage]:
        try:
            from pydantic_ai import Agent, BinaryContent  # noqa: PLC0415 - slow and optional
        except ImportError as error:
            raise ModelUnavailable('No model client is installed: pip install "skyvern[server]"') from error
        seconds = timeout or self._timeout
        content: list[Any] = [prompt, *(BinaryContent(data=image, media_type="image/png") for image in images)]
        try:
            agent = Agent(self._model, output_type=shape, instructions=system or None, retries={"output": _REPAIRS})
            async with asyncio.timeout(seconds):
                result = await agent.run(content, model_settings={"temperature": 0.0, "timeout": seconds})
        except TimeoutError as error:
            raise ModelUnavailable(f"The model {self.name} did not answer within {seconds:g} s") from error
        except (RuntimeError, ValueError, ImportError) as error:
            raise self._explained(error) from error
        spent = result.usage
        usage = Usage(input_tokens=spent.input_tokens, output_tokens=spent.output_tokens, requests=spent.requests)
        return result.output, usage

    def _explained(self, error: Exception) -> ModelError:
        """Sort what the library raises into our tree; messages of the provider are cut short."""
        from pydantic_ai import exceptions  # noqa: PLC0415 - slow and optional

        said = " ".join(str(error).split())[:300]
        if isinstance(error, exceptions.ContentFilterError):
            return ModelRefused(f"The model {self.name} declined to answer: {said}")
        if isinstance(error, exceptions.UnexpectedModelBehavior):
            return MalformedReply(f"The model {self.name} gave no answer of the wanted shape: {said}")
        if isinstance(error, exceptions.ModelHTTPError) and error.status_code in (401, 403):
            return ModelUnavailable(f"The key for {self.name} was refused (status {error.status_code})")
        return ModelUnavailable(f"The model {self.name} could not be asked: {said}")

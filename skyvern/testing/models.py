"""A scripted twin of the model port: answers that were written beforehand, and a record of what was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from skyvern.llm.errors import MalformedReply, ModelError
from skyvern.llm.port import DataReply, Reply, Usage

T = TypeVar("T", bound=BaseModel)
Answer = Mapping[str, Any] | ModelError | Callable[[str], Mapping[str, Any]]


@dataclass(slots=True, kw_only=True)
class ScriptedModel:
    """Answers with its script in order, the last answer again and again; an error in the script is raised."""

    script: Sequence[Answer]
    name: str = "scripted:model"
    prompts: list[str] = field(default_factory=list[str])
    systems: list[str] = field(default_factory=list[str])
    pictures: list[int] = field(default_factory=list[int])

    async def ask(
        self,
        prompt: str,
        *,
        shape: type[T],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> Reply[T]:
        """Return the next answer in the wanted shape; MalformedReply when the script does not fit it."""
        del timeout
        self.pictures.append(len(images))
        try:
            return Reply(value=shape.model_validate(self._next(prompt, system)), usage=_COST)
        except ValidationError as error:
            raise MalformedReply(f"The script does not fit {shape.__name__}: {error.error_count()} errors") from error

    async def ask_data(
        self,
        prompt: str,
        *,
        schema: Mapping[str, object],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> DataReply:
        """Return the next answer as it is."""
        del schema, timeout
        self.pictures.append(len(images))
        return DataReply(value=self._next(prompt, system), usage=_COST)

    def _next(self, prompt: str, system: str) -> Mapping[str, Any]:
        answer = self.script[min(len(self.prompts), len(self.script) - 1)]
        self.prompts.append(prompt)
        self.systems.append(system)
        if isinstance(answer, ModelError):
            raise answer
        return answer(prompt) if callable(answer) else answer


_COST = Usage(input_tokens=100, output_tokens=10, requests=1)

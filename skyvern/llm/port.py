"""What the agent may ask of a model, as a protocol, with the answer's type and its cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens and requests that an answer cost."""

    input_tokens: int = 0
    output_tokens: int = 0
    requests: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            requests=self.requests + other.requests,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[T]):
    """A typed answer and what it cost."""

    value: T
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DataReply:
    """An answer in the shape of a JSON schema and what it cost."""

    value: object
    usage: Usage


class Purse(Protocol):
    """Who pays for the requests of one run."""

    @property
    def in_money(self) -> bool:
        """Whether some budget is in money, so that the price of a request has to be known."""
        ...

    async def reserve(self, model: str, *, tokens: int, micros: int) -> str:
        """Set aside the most that a request may cost, and return the charge; raises BudgetExceeded."""
        ...

    async def settle(self, charge: str, *, tokens: int, micros: int, answer_tokens: int) -> None:
        """Put what a request did cost, and how much of it the model wrote, in the place of what was set aside."""
        ...


class ModelPort(Protocol):
    """A language model: a question in, an answer of the wanted shape out."""

    @property
    def name(self) -> str:
        """What the model is called (`provider:model`)."""
        ...

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
        ...

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
        ...

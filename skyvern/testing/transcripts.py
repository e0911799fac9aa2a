"""Twins of the model port that keep what a model answered about pages, and play it again on pages that number anew."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from skyvern.llm.errors import MalformedReply
from skyvern.llm.port import DataReply, ModelPort, Reply, Usage

T = TypeVar("T", bound=BaseModel)
_SHOWN = re.compile(
    r"\[((?:f\d+)?e\d+)(?:\] (\w[\w-]*) ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")| ((?:[^\[\]\n]|\[[^\]\n]*\])*)\])"
)


class OutOfTouch(MalformedReply):
    """What the transcript answers names an element that the page does not show any more."""


@dataclass(slots=True, kw_only=True)
class RecordingModel:
    """Asks another model and keeps its answers, elements by what they are called instead of by reference."""

    model: ModelPort
    label: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def name(self) -> str:
        """What the model is called."""
        return self.model.name

    async def ask(
        self,
        prompt: str,
        *,
        shape: type[T],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> Reply[T]:
        """Ask for an answer in the shape of a pydantic model, and keep it."""
        reply = await self.model.ask(prompt, shape=shape, system=system, images=images, timeout=timeout)
        self._keep(prompt, system, images, reply.value.model_dump(exclude_defaults=True))
        return reply

    async def ask_data(
        self,
        prompt: str,
        *,
        schema: Mapping[str, object],
        system: str = "",
        images: Sequence[bytes] = (),
        timeout: float | None = None,
    ) -> DataReply:
        """Ask for an answer in the shape of a JSON schema, and keep it."""
        reply = await self.model.ask_data(prompt, schema=schema, system=system, images=images, timeout=timeout)
        self._keep(prompt, system, images, reply.value)
        return reply

    def _keep(self, prompt: str, system: str, images: Sequence[bytes], answer: object) -> None:
        names = {ref: called for called, ref in _shown(prompt).items()}
        self.calls.append(
            {
                "characters": len(system) + len(prompt),
                "pictures": len(images),
                "answered": len(json.dumps(answer)),
                "answer": _exchanged(answer, names),
            }
        )


@dataclass(slots=True, kw_only=True)
class TranscriptModel:
    """Answers as a transcript does, in order; raises OutOfTouch when a page lacks an element that an answer names."""

    answers: Sequence[object]
    name: str = "transcript:model"
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
        """Return the next answer in the wanted shape."""
        del timeout
        answer = self._next(prompt, system, images)
        try:
            return Reply(value=shape.model_validate(answer), usage=self._cost(answer))
        except ValidationError as error:
            raise MalformedReply(f"The transcript does not fit {shape.__name__}: {error}") from error

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
        answer = self._next(prompt, system, images)
        return DataReply(value=answer, usage=self._cost(answer))

    def _next(self, prompt: str, system: str, images: Sequence[bytes]) -> object:
        if len(self.prompts) >= len(self.answers):
            raise OutOfTouch(f"The transcript has {len(self.answers)} answers, and one more was asked for")
        answer = self.answers[len(self.prompts)]
        self.prompts.append(prompt)
        self.systems.append(system)
        self.pictures.append(len(images))
        refs = _shown(prompt)
        if missing := [called for called in _called(answer) if called not in refs]:
            raise OutOfTouch(f"The page shows nothing called {', '.join(missing)}; it shows {', '.join(refs)}")
        return _exchanged(answer, refs)

    def _cost(self, answer: object) -> Usage:
        told = len(self.prompts[-1]) + len(self.systems[-1])
        return Usage(input_tokens=told // 4, output_tokens=len(json.dumps(answer)) // 4, requests=1)


def _shown(prompt: str) -> dict[str, str]:
    """Every element that a prompt lists, by role and name (and its number among those that are called the same)."""
    seen: dict[str, int] = {}
    found: dict[str, str] = {}
    for ref, role, name, link in _SHOWN.findall(prompt):
        called = f"{role} {name}" if role else f"link {link!r}"
        seen[called] = seen.get(called, 0) + 1
        found[called if seen[called] == 1 else f"{called} #{seen[called]}"] = ref
    return found


def _called(answer: object) -> list[str]:
    """What an answer calls the elements it acts on."""
    if not isinstance(answer, Mapping):
        return []
    actions = cast("Mapping[str, Any]", answer).get("actions", ())
    return [str(turn[key]) for turn in actions for key in ("ref", "target") if turn.get(key)]


def _exchanged(answer: object, names: Mapping[str, str]) -> Any:  # noqa: ANN401 (whatever a model may answer)
    if not isinstance(answer, Mapping):
        return answer
    told = dict(cast("Mapping[str, Any]", answer))
    if "actions" in told:
        told["actions"] = [
            {key: names.get(value, value) if key in ("ref", "target") else value for key, value in turn.items()}
            for turn in told["actions"]
        ]
    return told

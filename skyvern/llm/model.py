"""A model named `provider:model`, asked through pydantic-ai; malformed answers get one repair."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel

from skyvern.llm.errors import MalformedReply, ModelError, ModelRefused, ModelUnavailable
from skyvern.llm.known import Known
from skyvern.llm.port import DataReply, Purse, Reply, Usage

if TYPE_CHECKING:
    from pydantic_ai import AgentRunResult, UserContent
    from pydantic_ai.exceptions import ModelHTTPError
    from pydantic_ai.models import Model

T = TypeVar("T", bound=BaseModel)
TIMEOUT = 120.0
_REPAIRS = 1
_HURRIED_PAUSE = 5.0
"""Seconds that a busy provider is waited for when another can be asked instead."""
_MOST_OUTPUT = 8_192
"""Tokens of the longest answer: what a request sets aside for it."""


class LanguageModel:
    """One configured model, or several that stand in for one another (`a:x|b:y`: the next when one gives no answer).

    `openai-chat:NAME` with `OPENAI_BASE_URL` speaks to any server with the chat completions interface. Nothing is
    loaded or checked until the first question. Requests are paid from `purse`, when there is one. An answer takes
    `timeout` seconds at most, however many models are tried for it: each gets its share of what is left. One that could
    not be asked is asked last for a while (`known` is shared by all who should know of it).
    """

    def __init__(
        self,
        model: str | Model,
        *,
        timeout: float = TIMEOUT,
        purse: Purse | None = None,
        known: Known | None = None,
    ) -> None:
        self._model = model
        self._models: list[str | Model] = (
            [part.strip() for part in model.split("|") if part.strip()] if isinstance(model, str) else [model]
        )
        self._timeout = timeout
        self._purse = purse
        self._known = known or Known()

    @property
    def name(self) -> str:
        """What the model is called."""
        return _name(self._model)

    def paid_from(self, purse: Purse) -> LanguageModel:
        """Return this model for a run that pays for it."""
        return LanguageModel(self._model, timeout=self._timeout, purse=purse, known=self._known)

    async def load(self) -> None:
        """Load what asking needs; the first question does it where nobody has."""
        await asyncio.to_thread(_load, tuple(model for model in self._models if isinstance(model, str)))

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
        """Ask the models in order, those that rest last: the next one when one gives no answer."""
        missed: list[ModelError] = []
        await self.load()
        loop = asyncio.get_running_loop()
        end = loop.time() + (timeout or self._timeout)
        waiting = sorted(self._models, key=lambda model: self._known.rests(_name(model)))
        while waiting:
            model, *waiting = waiting
            share = max(end - loop.time(), 0.0) / (1 + len(waiting))
            try:
                answer = await self._ask_one(model, prompt, shape, system, images, share, hurry=bool(waiting))
            except ModelUnavailable as error:
                self._known.send(_name(model))
                missed.append(error)
            except (MalformedReply, ModelRefused) as error:
                missed.append(error)
            else:
                self._known.wake(_name(model))
                return answer
        if len(missed) == 1:
            raise missed[0]
        raise ModelUnavailable("; ".join(str(error) for error in missed)) from missed[-1]

    async def _ask_one(
        self,
        model: str | Model,
        prompt: str,
        shape: type[object],
        system: str,
        images: Sequence[bytes],
        seconds: float,
        *,
        hurry: bool,
    ) -> tuple[object, Usage]:
        try:
            from pydantic_ai import BinaryContent  # noqa: PLC0415 - slow and optional
        except ImportError as error:
            raise ModelUnavailable('No model client is installed: pip install "skyvern[server]"') from error
        pictures = [BinaryContent(data=image, media_type="image/png") for image in images]
        content: str | list[UserContent] = [prompt, *pictures] if pictures else prompt
        name = _name(model)
        try:
            asked = self._wrapped(model, seconds, hurry=hurry)
            async with asyncio.timeout(seconds):
                result = await self._answered(asked, name, content, shape, system, _settings(name, asked))
        except TimeoutError as error:
            raise ModelUnavailable(f"The model {name} did not answer within {seconds:.3g} s") from error
        except ModelError:
            raise
        except Exception as error:  # each provider's client raises errors of its own
            raise _explained(name, error) from error
        spent = result.usage
        usage = Usage(input_tokens=spent.input_tokens, output_tokens=spent.output_tokens, requests=spent.requests)
        return result.output, usage

    async def _answered(
        self,
        model: Model,
        name: str,
        content: str | Sequence[UserContent],
        shape: type[object],
        system: str,
        settings: Mapping[str, object],
    ) -> AgentRunResult[object]:
        """The answer as the call of a tool; of a model that calls none, as JSON held to the schema by its server."""
        from pydantic_ai import Agent, NativeOutput, capture_run_messages, exceptions  # noqa: PLC0415 - slow, optional

        def agent(wanted: type[object] | NativeOutput[object]) -> Agent[None, object]:
            return Agent(model, output_type=wanted, instructions=system or None, retries={"output": _REPAIRS})

        with capture_run_messages() as messages:
            try:
                if name not in self._known.without_tools:
                    return await agent(shape).run(content, model_settings=cast("Any", settings))
            except exceptions.UnexpectedModelBehavior:
                responses = [message for message in messages if message.kind == "response"]
                if not responses or any(response.tool_calls for response in responses):
                    raise
                self._known.without_tools.add(name)
        return await agent(NativeOutput(shape)).run(content, model_settings=cast("Any", settings))

    def _wrapped(self, model: str | Model, seconds: float, *, hurry: bool) -> Model:
        """The provider's model, asked with patience (little in a `hurry`: another stands in), each request paid for."""
        from pydantic_ai.models import infer_model  # noqa: PLC0415 - slow and optional

        from skyvern.llm.bare import Bare  # noqa: PLC0415 - slow and optional
        from skyvern.llm.metering import Metered, Patient  # noqa: PLC0415 - slow and optional

        inner = infer_model(model)
        client = getattr(inner, "client", None)
        if hasattr(client, "max_retries"):
            client.max_retries = 0  # type: ignore[union-attr]
        paid = Metered(inner, purse=self._purse, name=_name(model), most_output=_MOST_OUTPUT) if self._purse else inner
        return Bare(Patient(paid, seconds=seconds, longest_pause=_HURRIED_PAUSE if hurry else seconds))


@cache
def _load(names: tuple[str, ...]) -> None:
    """Import what the models need, once: it takes seconds on a busy machine, which are nobody's time for an answer."""
    with suppress(ImportError):
        models = import_module("pydantic_ai.models")
        import_module("skyvern.llm.metering")
        for name in names:
            with suppress(RuntimeError, ValueError):
                models.infer_model(name)


def _name(model: str | Model) -> str:
    return model if isinstance(model, str) else model.model_name


def _settings(name: str, model: Model) -> dict[str, object]:
    """What a request is sent with: the same answer to the same question, and the rules kept in the provider's cache."""
    settings: dict[str, object] = {"max_tokens": _MOST_OUTPUT}
    known = cast("Mapping[str, Any]", model.profile)
    refused = known.get("anthropic_disallows_sampling_settings") or known.get("openai_unsupported_model_settings") or ()
    if refused is not True and "temperature" not in refused:
        settings["temperature"] = 0.0
    vendor = name.partition(":")[0]
    if vendor in ("anthropic", "bedrock"):
        settings |= {f"{vendor}_cache_instructions": True, f"{vendor}_cache_tool_definitions": True}
    return settings


def _explained(name: str, error: Exception) -> ModelError:
    """Sort what the library raises into our tree; messages of the provider are cut short."""
    from pydantic_ai import exceptions  # noqa: PLC0415 - slow and optional

    said = _words(error)
    if isinstance(error, ImportError):
        vendor = name.partition(":")[0].partition("-")[0]
        return ModelUnavailable(f'The package for {name} is missing: pip install "pydantic-ai-slim[{vendor}]" ({said})')
    if isinstance(error, exceptions.ContentFilterError):
        return ModelRefused(f"The model {name} declined to answer: {said}")
    if isinstance(error, exceptions.UnexpectedModelBehavior):
        return MalformedReply(f"The model {name} gave no answer of the wanted shape: {said}")
    if isinstance(error, exceptions.ModelHTTPError):
        return _refused(name, error, said)
    return ModelUnavailable(f"The model {name} could not be asked: {said}")


def _words(error: Exception) -> str:
    """What the provider said, else what the library did."""
    body = getattr(error, "body", None)
    told = cast("Mapping[str, object]", body).get("message") if isinstance(body, Mapping) else None
    return " ".join(str(told or error).split())[:300]


def _is_about_key(error: ModelHTTPError) -> bool:
    """Tell whether the key is at fault; Google says so with status 400."""
    return error.status_code in (401, 403) or (error.status_code == 400 and "API_KEY_INVALID" in str(error.body))


def _refused(name: str, error: ModelHTTPError, said: str) -> ModelError:
    match error.status_code:
        case _ if _is_about_key(error):
            return ModelUnavailable(f"The key for {name} was refused (status {error.status_code})")
        case 404:
            return ModelUnavailable(f"The provider knows no model {name}: {said}")
        case 429:
            return ModelUnavailable(f"{name} is over its rate limit or out of credit (status 429): {said}")
        case _:
            return ModelUnavailable(f"The model {name} could not be asked (status {error.status_code}): {said}")

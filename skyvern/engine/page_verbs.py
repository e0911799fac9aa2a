"""What code blocks ask of the agent on the page: `await page.act(…)`, `extract`, `locate`, `validate`, `prompt`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from skyvern.blocks.base import BlockError, Pursuit
from skyvern.blocks.goal_block import DEFAULT_MAX_STEPS, read_schema
from skyvern.domain.failure import Category, Failure
from skyvern.domain.goal import Goal, GoalKind, SecretField
from skyvern.domain.status import BlockStatus


class Pursue(Protocol):
    """How a goal is pursued on the page as it stands."""

    def __call__(self, goal: Goal, *, url: str) -> Awaitable[Pursuit]:
        """Pursue it."""
        ...


class Ask(Protocol):
    """How the language model is asked."""

    def __call__(self, prompt: str, *, schema: Mapping[str, object] | None = None) -> Awaitable[object]:
        """Ask it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVerbs:
    """The verbs of one code block. `hide` puts tokens for secrets that the code wrote into its words."""

    pursue: Pursue
    ask: Ask
    find: Callable[[str], Awaitable[str | Failure]]
    hide: Callable[[str], str]
    secrets: tuple[SecretField, ...] = ()
    max_steps: int | None = None
    system_prompt: str = ""
    model: Mapping[str, object] | None = None

    def calls(self) -> dict[str, Callable[..., Awaitable[object]]]:
        """Return the verbs by the names that code calls them by."""
        return {
            "act": self.act,
            "extract": self.extract,
            "validate": self.validate,
            "prompt": self.prompt,
            "locate": self.locate,
        }

    async def act(self, prompt: str) -> None:
        """Do what the words say; raises RuntimeError with the reason when it cannot be done."""
        _demand(await self._pursued(GoalKind.NAVIGATION, text=self.hide(_words("act", prompt))))

    async def extract(self, prompt: str, schema: object = None) -> object:
        """Return what the page shows of it, in the schema's shape; what it does not show is null."""
        wanted = read_schema(schema)
        words = self.hide(_words("extract", prompt))
        pursuit = await self._pursued(GoalKind.EXTRACTION, extraction=words, schema=wanted)
        _demand(pursuit)
        return pursuit.outcome.extracted

    async def validate(self, prompt: str) -> bool:
        """Tell whether the page shows that this holds; raises RuntimeError when that cannot be told."""
        pursuit = await self._pursued(GoalKind.VALIDATION, complete_criterion=self.hide(_words("validate", prompt)))
        failure = pursuit.outcome.failure
        if failure is not None and failure.category is not Category.WRONG_PAGE_STATE:
            _demand(pursuit)
        return pursuit.outcome.status is BlockStatus.COMPLETED

    async def locate(self, prompt: str) -> str:
        """Return a selector of the element that the words describe; raises RuntimeError when there is none."""
        found = await self.find(self.hide(_words("locate", prompt)))
        if isinstance(found, Failure):
            raise RuntimeError(found.reason)
        return found

    async def prompt(self, prompt: str, schema: object = None) -> object:
        """Return the language model's answer, of the schema's shape when there is one."""
        try:
            return await self.ask(self.hide(_words("prompt", prompt)), schema=read_schema(schema))
        except BlockError as error:
            raise RuntimeError(error.failure.reason) from None

    async def _pursued(self, kind: GoalKind, **more: object) -> Pursuit:
        common: dict[str, object] = {
            "kind": kind,
            "secrets": self.secrets,
            "max_steps": self.max_steps or DEFAULT_MAX_STEPS,
            "system_prompt": self.system_prompt,
            "model": self.model,
        }
        return await self.pursue(Goal(**{**common, **more}), url="")  # type: ignore[arg-type]


def _words(verb: str, prompt: object) -> str:
    if not isinstance(prompt, str) or not prompt.strip():
        raise RuntimeError(f"page.{verb} takes what is wanted as text")
    return prompt


def _demand(pursuit: Pursuit) -> None:
    outcome = pursuit.outcome
    if outcome.status is not BlockStatus.COMPLETED:
        raise RuntimeError(outcome.failure.reason if outcome.failure else f"it ended as {outcome.status.value}")

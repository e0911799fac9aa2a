"""Puts a task of the transcripts on a page in a browser, pursues it with a model, and compares what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from skyvern.agent.loop import pursue
from skyvern.agent.ports import Policy
from skyvern.domain.clock import Deadline
from skyvern.domain.goal import Outcome
from skyvern.domain.page import Action, ActionKind
from skyvern.testing.policies import MemoryChronicle
from tests.browser.conftest import Site
from tests.goals.test_apps import complaints, goal_of, load_app_goals, serve, what_it_noted

if TYPE_CHECKING:
    from skyvern.browser.session import BrowserSession

FOLDER = Path(__file__).parents[2] / "fixtures" / "transcripts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """Where the pages of the tasks are served: applications and pages of our own on `site`, samples on `samples`."""

    session: BrowserSession
    site: Site
    samples: str


def revealing(task: Mapping[str, Any]) -> Callable[[str, str], str]:
    """What turns the tokens of a task into values at the moment of typing."""

    def reveal(text: str, url: str) -> str:
        del url
        for token, value in task.get("reveal", {}).items():
            text = text.replace(token, value)
        return text

    return reveal


def load_tasks() -> dict[str, dict[str, Any]]:
    """Every task by its name; one that names a `goal` takes it from the goals over the applications."""
    tasks = cast("list[dict[str, Any]]", yaml.safe_load((FOLDER / "tasks.yaml").read_text(encoding="utf-8")))
    known = {goal["id"]: goal for goal in load_app_goals()}
    return {task["id"]: {**known.get(task.get("goal", ""), {}), **task} for task in tasks}


async def attempt(task: Mapping[str, Any], policy: Policy, staging: Staging) -> tuple[Outcome, list[str]]:
    """Pursue the task with one mind; return what came of it and what is wrong with that."""
    await staging.session.act(Action(kind=ActionKind.GOTO_URL, text=_open(task, staging)))
    goal = goal_of(task)
    outcome = await pursue(
        goal,
        page=staging.session,
        policies=(policy,),
        chronicle=MemoryChronicle(),
        deadline=Deadline.after(task.get("seconds", 3000)),
        patience=20.0,
    )
    noted = await what_it_noted(staging.session)
    return outcome, complaints(task["expect"], outcome, noted)


def _open(task: Mapping[str, Any], staging: Staging) -> str:
    if "app" in task:
        return serve(task, staging.site)
    if "page" in task:
        html = (FOLDER / "pages" / task["page"]).read_text(encoding="utf-8")
        return staging.site.page(f"/{task['page']}", html) + task.get("start", "")
    return f"{staging.samples}{task['start']}"

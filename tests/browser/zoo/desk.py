"""Has widgets filled by whole runs: a real server, one browser session, a model that answers by a script."""

from __future__ import annotations

import asyncio
import json
import re
from ast import literal_eval
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from skyvern import Skyvern
from skyvern.domain.page import ActionKind
from tests.browser.zoo.table import Do, Widget

MODEL = "openai-chat:zoo"
SECONDS = 120
"""For each widget; a quiet machine needs two."""
ENDED = ("completed", "failed", "terminated", "timed_out", "canceled")
READ = "held = await page.evaluate('() => zoo.value')"
_TOLD = re.compile(
    r"\[((?:f\d+)?e\d+)\] ([a-z ]+?) ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|\[((?:f\d+)?e\d+) ([^\]]+)\]"
)
_DONE = re.compile(r"^\d+\. ", re.M)


@dataclass(frozen=True, slots=True)
class Told:
    """An element as the prompt tells it."""

    ref: str
    role: str
    name: str


@dataclass(slots=True)
class Script:
    """A model that does one step a turn, each on the element that its prompt names."""

    steps: Mapping[str, Sequence[Do]] = field(default_factory=dict[str, Sequence[Do]])
    """The steps of each widget, by the address of its page."""

    def answer(self, prompt: str) -> Mapping[str, Any]:
        """Return the next step as a decision."""
        steps = self.steps[re.findall(r"^url: (\S+)$", prompt, re.M)[0]]
        done = prompt.partition("<done_so_far>")[2].partition("</done_so_far>")[0]
        at = len(_DONE.findall(done))
        if ": failed" in done:
            return {"reasoning": "", "verdict": "give_up", "reason": done}
        if at >= len(steps):
            return {"reasoning": "every step was done", "verdict": "done", "evidence": "every step was done"}
        step = steps[at]
        page = told(prompt.partition("<page>")[2])
        fitting = [one for one in page if _fits(one, step)]
        if not _aimed(step):
            ref = ""
        elif not fitting or (step.nth is None and len(fitting) > 1):
            return {"reasoning": "", "verdict": "give_up", "reason": f"{len(fitting)} {step.name!r} among {page}"}
        else:
            ref = fitting[step.nth or 0].ref
        more = {key: list(value) if isinstance(value, tuple) else value for key, value in step.more.items()}
        action = {"kind": step.kind.value, "ref": ref, **more}
        return {"reasoning": "the next step", "verdict": "act", "actions": [action]}


def told(page: str) -> list[Told]:
    """Every element of a page as a model reads it, in reading order."""
    found: list[Told] = []
    for ref, role, name, link, words in _TOLD.findall(page):
        found.append(Told(link, "link", words) if link else Told(ref, role, literal_eval(name)))
    return found


def _aimed(step: Do) -> bool:
    return step.kind is not ActionKind.DIALOG and (step.kind is not ActionKind.KEYPRESS or bool(step.name))


def _fits(element: Told, step: Do) -> bool:
    return (not step.name or element.name == step.name) and (not step.role or element.role == step.role)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a widget holds after a run, how the block that filled it ended, and why."""

    held: object
    status: str
    reason: str


@dataclass(slots=True)
class Desk:
    """Where widgets are brought to be filled."""

    client: Skyvern
    session: str
    script: Script

    async def fill(
        self, widgets: Mapping[str, Widget], places: Mapping[str, str], *, model: bool
    ) -> Mapping[str, Filled]:
        """Fill the widgets in one run, a block each, each on the page of its own; a block after it reads the widget."""
        self.script.steps = {places[name]: _with_files(widget, places) for name, widget in widgets.items()}
        blocks = [
            block
            for at, (name, widget) in enumerate(widgets.items())
            for block in (_filling(at, widget, places[name], model=model), _reading(at))
        ]
        definition = {"parameters": [_parameter(places["invoice.txt"])], "blocks": blocks}
        saved = await self.client.create_workflow(json_definition={"title": "Zoo", "workflow_definition": definition})
        begun = await self.client.run_workflow(str(saved.workflow_permanent_id), browser_session_id=self.session)
        output = await self._output(begun.run_id, seconds=SECONDS * len(widgets))
        return {name: _filled(output, at) for at, name in enumerate(widgets)}

    async def _output(self, run_id: str, *, seconds: float) -> Mapping[str, Any]:
        async with asyncio.timeout(seconds):
            while (run := await self.client.get_run(run_id)).status not in ENDED:
                await asyncio.sleep(0.1)
        assert run.status == "completed", run.failure_reason
        return run.output


def _filling(at: int, widget: Widget, address: str, *, model: bool) -> dict[str, object]:
    return {
        "label": f"fill_{at}",
        "block_type": "navigation",
        "url": address,
        "navigation_goal": widget.goal.replace("invoice.txt", "{{ invoice }}"),
        "max_steps_per_run": 12,
        "post_conditions": [{"text": f"told: {json.dumps(widget.held, separators=(',', ':'))}"}],
        "parameter_keys": ["invoice"] if "invoice" in widget.goal else [],
        "continue_on_failure": True,
        "model": {"model_name": MODEL} if model else None,
    }


def _reading(at: int) -> dict[str, object]:
    return {"label": f"read_{at}", "block_type": "code", "code": READ, "continue_on_failure": True}


def _parameter(url: str) -> dict[str, object]:
    kind = {"parameter_type": "workflow", "workflow_parameter_type": "string"}
    return {"key": "invoice", "default_value": url, **kind}


def _with_files(widget: Widget, places: Mapping[str, str]) -> list[Do]:
    """The steps with the addresses of the files that they name."""
    return [
        replace(step, more={**step.more, "files": tuple(places[str(name)] for name in given)})
        if isinstance(given := step.more.get("files"), tuple)
        else step
        for step in widget.steps
    ]


def _filled(output: Mapping[str, Any], at: int) -> Filled:
    told = output[f"fill_{at}_output"]
    held = (output.get(f"read_{at}_output") or {}).get("held")
    return Filled(held, str(told["status"]), str(told.get("failure_reason") or ""))

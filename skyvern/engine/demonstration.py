"""A workflow from what a person showed: each step a block in plain words, each typed value a parameter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from skyvern.domain.demonstration import Shown, ShownKind, Withheld

CREDENTIAL = "login"
"""The parameter that stands for a credential: what was typed as a password is not known, and not wanted."""
_TYPED = (ShownKind.FILL, ShownKind.CHOOSE)
_SENDS = (ShownKind.CLICK, ShownKind.PRESS)
_WHO = re.compile(r"\b(user|e-?mail|login|account|member|id)", re.IGNORECASE)
_MOST_LABEL = 40
_WORDS = {
    ShownKind.OPEN: "Open {url}",
    ShownKind.CLICK: "Click {target}",
    ShownKind.FILL: "Type {value} into {target}",
    ShownKind.CHOOSE: "Choose {value} in {target}",
    ShownKind.CHECK: "Check {target}",
    ShownKind.UNCHECK: "Uncheck {target}",
    ShownKind.UPLOAD: "Upload {value} to {target}",
    ShownKind.PRESS: "Press {key}",
}
_ROLES = {"button": "button", "link": "link", "tab": "tab", "menuitem": "menu item", "option": "option"}


def workflow_of(shown: Sequence[Shown]) -> Mapping[str, object]:
    """Return the parameters and blocks of a definition that does what was shown."""
    made = _Definition()
    steps = _settled(shown)
    at = 0
    while at < len(steps):
        step, at = steps[at], at + 1
        if step.secret == Withheld.PASSWORD:
            at = _sign_in(made, steps, at)
        elif step.kind is ShownKind.OPEN:
            made.block("open", step.url.split("/")[2], {"block_type": "goto_url", "url": step.url})
        elif not _before_sign_in(steps, at - 1):
            _act(made, step)
    return {"parameters": made.parameters, "blocks": made.blocks}


def words_of(step: Shown) -> str:
    """Return a step as a sentence for people; what was typed as a secret is not in it."""
    target = f"“{step.name}”" if step.name else f"the {_ROLES.get(step.role, step.role or 'element')}"
    value = "a secret" if step.secret else f"“{step.value}”"
    return _WORDS[step.kind].format(target=target, value=value, key=step.value, url=step.url)


@dataclass(slots=True)
class _Definition:
    parameters: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])
    blocks: list[Mapping[str, object]] = field(default_factory=list[Mapping[str, object]])

    def block(self, verb: str, name: str, fields: Mapping[str, object]) -> None:
        """Add a block with a label of its own."""
        labels = {str(block["label"]) for block in self.blocks}
        self.blocks.append({"label": _free(_slug(f"{verb} {name}") or verb, labels), **fields})

    def parameter(self, name: str, kind: str, value: str | None) -> str:
        """Add a parameter and return its key."""
        keys = {str(parameter["key"]) for parameter in self.parameters}
        key = _free(_slug(name) or "value", keys | {CREDENTIAL})
        given = {} if value is None else {"default_value": value}
        self._add(key, kind, given)
        return key

    def credential(self) -> str:
        """Return the key of the parameter that stands for the credential."""
        if not any(parameter["key"] == CREDENTIAL for parameter in self.parameters):
            self._add(CREDENTIAL, "credential_id", {"description": "What to sign in with"})
        return CREDENTIAL

    def _add(self, key: str, kind: str, more: Mapping[str, object]) -> None:
        self.parameters.append(
            {"key": key, "parameter_type": "workflow", "workflow_parameter_type": kind, **more},
        )


def _settled(shown: Sequence[Shown]) -> list[Shown]:
    """Leave out what a later step made void: a page opened over another at once, a field that was filled again."""
    steps: list[Shown] = []
    for step in shown:
        last = steps[-1] if steps else None
        again = last is not None and last.kind is step.kind and last.same_place(step)
        if last is not None and (
            (step.kind is last.kind is ShownKind.OPEN)
            or (again and step.kind in (*_TYPED, ShownKind.CHECK, ShownKind.UPLOAD))
        ):
            steps.pop()
        if step.kind is ShownKind.FILL and not step.value and not step.secret:
            continue
        if step.name or step.selector or step.kind in (ShownKind.OPEN, ShownKind.PRESS):
            steps.append(step)
    return steps


def _before_sign_in(steps: Sequence[Shown], at: int) -> bool:
    """Whether a step is the user name of the sign-in that follows, or what sends it; a credential holds that."""
    here, after = steps[at], steps[at + 1 : at + 3]
    if here.kind in _SENDS:
        return at > 0 and _asks_password(after[:1]) and _before_sign_in(steps, at - 1)
    if here.kind is not ShownKind.FILL or here.secret:
        return False
    if _asks_password(after[:1]):
        return after[0].url == here.url or bool(_WHO.search(here.name))
    return _asks_password(after[1:]) and after[0].kind in _SENDS and bool(_WHO.search(here.name))


def _asks_password(steps: Sequence[Shown]) -> bool:
    return bool(steps) and steps[0].secret == Withheld.PASSWORD


def _sign_in(made: _Definition, steps: Sequence[Shown], at: int) -> int:
    """Add the block that signs in; returns the place after the steps that it stands for."""
    fields = {"block_type": "login", "navigation_goal": "Sign in.", "parameter_keys": [made.credential()]}
    made.block("sign in", "", fields)
    while at < len(steps) and (steps[at].secret or steps[at].kind in _SENDS):
        sent = steps[at].kind in _SENDS
        at += 1
        if sent and not (at < len(steps) and steps[at].secret):
            break
    return at


def _act(made: _Definition, step: Shown) -> None:
    """Add the block for one step on a page."""
    key = None
    if step.kind in _TYPED:
        key = made.parameter(step.name, "string", None if step.secret else step.value)
    elif step.kind is ShownKind.UPLOAD:
        key = made.parameter(step.name or "file", "file_url", None)
    fields: dict[str, object] = {"block_type": "action", "navigation_goal": _goal(step, key)}
    if step.selector and step.kind is not ShownKind.PRESS:
        fields["selector"] = step.selector
    if key is not None:
        fields["parameter_keys"] = [key]
    made.block(step.kind.value, step.name, fields)


def _goal(step: Shown, key: str | None) -> str:
    value, name = f'"{{{{ {key} }}}}"', f'"{step.name}"' if step.name else ""
    match step.kind:
        case ShownKind.FILL:
            return f"Type {value} into {name or 'the field'}."
        case ShownKind.CHOOSE:
            return f"Select {value} in {name or 'the list'}."
        case ShownKind.CHECK:
            return f"Check {name or 'the box'}."
        case ShownKind.UNCHECK:
            return f"Uncheck {name or 'the box'}."
        case ShownKind.UPLOAD:
            return f"Upload {value} to {name or 'the file field'}."
        case ShownKind.PRESS:
            return f"Press {step.value}."
        case _:
            kind = _ROLES.get(step.role, "")
            return f"Click the {name} {kind}".rstrip() + "." if name else f"Click the {kind or 'element'}."


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_MOST_LABEL].strip("_")
    return f"n_{slug}" if slug[:1].isdigit() else slug


def _free(slug: str, taken: set[str]) -> str:
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}_{number}"
    return found

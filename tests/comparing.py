"""What tests of whole workflows share: addresses put into definitions, and runs compared with what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, cast

from skyvern.testing.sites.state import SiteState


class FinishedRun(Protocol):
    """What the corpus reads of a run."""

    status: str
    failure_reason: str | None
    output: dict[str, Any] | None
    downloaded_files: list[Any] | None


def placed(value: object, places: Mapping[str, str]) -> Any:  # noqa: ANN401 (as deep as the value)
    """The value with the addresses of this run put in place of their names, at every depth."""
    match value:
        case str():
            for name, address in places.items():
                value = value.replace(name, address)
            return value
        case dict():
            return {key: placed(item, places) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [placed(item, places) for item in cast("list[Any]", value)]
        case _:
            return value


def differences(expected: object, found: object, path: str = "") -> Iterator[str]:
    """Where the found value does not hold the expected one; mappings may hold more, lists may not."""
    match expected:
        case dict():
            for key, value in cast("dict[str, Any]", expected).items():
                inner = cast("Mapping[str, Any]", found).get(key) if isinstance(found, Mapping) else None
                yield from differences(value, inner, f"{path}.{key}")
        case list():
            items = cast("list[Any]", expected)
            if not isinstance(found, Sequence) or len(cast("Sequence[Any]", found)) != len(items):
                yield f"{path}: expected {expected!r}, found {found!r}"
                return
            for number, value in enumerate(items):
                yield from differences(value, found[number], f"{path}[{number}]")
        case str() if isinstance(found, str):
            if " ".join(found.split()) != expected:
                yield f"{path}: expected {expected!r}, found {found!r}"
        case _:
            if expected != found:
                yield f"{path}: expected {expected!r}, found {found!r}"


def state_differences(expected: Mapping[str, Any], state: SiteState) -> Iterator[str]:
    """Where what the site has seen is not what it should have seen."""
    for name, wanted in expected.items():
        if name in ("visits", "not_visits"):
            for fragment in wanted:
                if any(fragment in visit for visit in state.visits) != (name == "visits"):
                    yield f"{name}: {fragment!r} in {state.visits}"
        elif name == "downloads":
            if set(wanted) != set(state.downloads):
                yield f"downloads: expected {wanted}, found {state.downloads}"
        elif isinstance(wanted, list):
            yield from differences(wanted, getattr(state, name), name)
        else:
            entries = getattr(state, name)
            yield from differences(wanted, entries[-1] if entries else None, f"{name}[-1]")


def problems(expect: Mapping[str, Any], result: FinishedRun, state: SiteState) -> list[str]:
    """Everything about a finished run that is not as the goal expects it."""
    statuses = [expect["status"]] if isinstance(expect["status"], str) else expect["status"]
    found = [] if result.status in statuses else [f"status is {result.status}, expected {statuses}"]
    reason = str(result.failure_reason or "")
    for group in expect.get("reason", []):
        if not any(fragment.casefold() in reason.casefold() for fragment in group):
            found.append(f"the reason names none of {group}")
    if result.status != "completed" and (len(reason) < 15 or "Traceback" in reason or "object at 0x" in reason):
        found.append("the reason is nothing that a user understands")
    output: Mapping[str, Any] = result.output or {}
    for label, values in expect.get("values", {}).items():
        block = output.get(f"{label}_output")
        # the wrapper's own keys (status, errors, …) hide fields of the same name in the flat copy
        data = cast("Mapping[str, Any]", block).get("extracted_information") if isinstance(block, Mapping) else None
        found += differences(values, block if data is None else data, label)
    if "files" in expect:
        names = sorted(file["file_name"] for file in result.downloaded_files or [])
        if names != sorted(expect["files"]):
            found.append(f"downloaded {names}, expected {expect['files']}")
    return [*found, *state_differences(expect.get("state", {}), state)]

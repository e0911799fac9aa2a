"""What templates and code see: parameters, outputs of finished blocks, loop values and facts of the run."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from skyvern.domain.clock import utc_now

OUTPUT_SUFFIX = "_output"


class Scope:
    """One run's variables. Outputs are kept by label; a loop body overwrites its own with every pass."""

    def __init__(self, *, parameters: Mapping[str, object], facts: Mapping[str, object]) -> None:
        self._parameters = dict(parameters)
        self._facts = dict(facts)
        self._outputs: dict[str, object] = {}
        self._loops: list[tuple[str, object, int]] = []
        self._contexts: dict[str, str] = {}

    @property
    def outputs(self) -> Mapping[str, object]:
        """Output of each finished block by label, in the order of first finishing."""
        return self._outputs

    @property
    def parameters(self) -> Mapping[str, object]:
        """Parameter values; credentials as mappings of opaque tokens."""
        return self._parameters

    @property
    def declared(self) -> frozenset[str]:
        """Keys of all parameters, context parameters included."""
        return frozenset((*self._parameters, *self._contexts))

    def contexts_of(self, label: str) -> frozenset[str]:
        """Keys of the context parameters that read this block's own output."""
        return frozenset(key for key, source in self._contexts.items() if source == f"{label}_output")

    def define_context(self, key: str, source: str) -> None:
        """Declare a context parameter: the value under `key` in the object that `source` holds."""
        self._contexts[key] = source

    def keep(self, label: str, output: object) -> None:
        """Remember a finished block's output."""
        self._outputs[label] = output

    @contextmanager
    def loop(self, value: object, index: int, *, label: str = "") -> Generator[None]:
        """Make the loop variables visible while a pass runs; an outer loop's also as `{label}.current_value`."""
        self._loops.append((label, value, index))
        try:
            yield
        finally:
            self._loops.pop()

    def variables(self) -> dict[str, object]:
        """Return everything a template can name."""
        found: dict[str, object] = {"current_date": utc_now().strftime("%Y-%m-%d"), **self._facts, **self._parameters}
        for label, output in self._outputs.items():
            found[f"{label}{OUTPUT_SUFFIX}"] = output
            found.setdefault(label, _with_alias(output))
        found["workflow_run_outputs"] = dict(self._outputs)
        found["workflow_run_summary"] = self._summary()
        for label, value, index in self._loops:
            inside = {"current_value": value, "current_item": value, "current_index": index}
            found.setdefault(label, inside)
            found |= inside
        for key, source in self._contexts.items():
            found[key] = self._from_context(key, found.get(source), found)
        return found

    def _summary(self) -> dict[str, object]:
        """Return what the run has come to so far."""
        wrappers = [
            cast("Mapping[str, object]", output) for output in self._outputs.values() if isinstance(output, Mapping)
        ]
        extracted: dict[str, object] = {}
        files: list[object] = []
        errors: list[object] = []
        for wrapper in wrappers:
            if isinstance(data := wrapper.get("extracted_information"), Mapping):
                extracted |= cast("Mapping[str, object]", data)
            files.extend(_listed(wrapper.get("downloaded_files")))
            errors.extend(_listed(wrapper.get("errors")))
        reasons = [wrapper["failure_reason"] for wrapper in wrappers if wrapper.get("failure_reason")]
        return {
            "workflow_run_id": self._facts.get("workflow_run_id"),
            "status": "failed" if reasons else "running",
            "output": {"extracted_information": extracted},
            "downloaded_files": files,
            "errors": errors,
            "failure_reason": reasons[-1] if reasons else None,
        }

    def _from_context(self, key: str, source: object, found: Mapping[str, object]) -> object:
        if isinstance(source, Mapping):
            mapping = cast("Mapping[str, object]", source)
            inner = mapping.get("extracted_information")
            if key not in mapping and isinstance(inner, Mapping):
                return cast("Mapping[str, object]", inner).get(key)
            return mapping.get(key)
        if isinstance(source, Sequence) and not isinstance(source, str) and "current_value" in found:
            return found["current_value"]
        return cast("object", source)


def _listed(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _with_alias(output: object) -> object:
    """`{label}.output` means `{label}.extracted_information`."""
    if isinstance(output, Mapping) and "output" not in output and "extracted_information" in output:
        mapping = cast("Mapping[str, object]", output)
        return {**mapping, "output": mapping["extracted_information"]}
    return cast("object", output)

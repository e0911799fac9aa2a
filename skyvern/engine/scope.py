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
        self._loops: list[tuple[object, int]] = []
        self._contexts: dict[str, str] = {}

    @property
    def outputs(self) -> Mapping[str, object]:
        """Output of each finished block by label, in the order of first finishing."""
        return self._outputs

    @property
    def parameters(self) -> Mapping[str, object]:
        """Parameter values; credentials as mappings of opaque tokens."""
        return self._parameters

    def define_context(self, key: str, source: str) -> None:
        """Declare a context parameter: the value under `key` in the object that `source` holds."""
        self._contexts[key] = source

    def keep(self, label: str, output: object) -> None:
        """Remember a finished block's output."""
        self._outputs[label] = output

    @contextmanager
    def loop(self, value: object, index: int) -> Generator[None]:
        """Make the loop variables visible while a pass runs."""
        self._loops.append((value, index))
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
        if self._loops:
            value, index = self._loops[-1]
            found |= {"current_value": value, "current_item": value, "current_index": index}
        for key, source in self._contexts.items():
            found[key] = self._from_context(key, found.get(source), found)
        return found

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


def _with_alias(output: object) -> object:
    """`{label}.output` means `{label}.extracted_information`."""
    if isinstance(output, Mapping) and "output" not in output and "extracted_information" in output:
        mapping = cast("Mapping[str, object]", output)
        return {**mapping, "output": mapping["extracted_information"]}
    return cast("object", output)

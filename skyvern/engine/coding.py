"""The code of a block: what it may see, how it reaches the page and files, and what becomes of what it prints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from skyvern.blocks.base import CodeRefused
from skyvern.domain.run import BlockRun, JournalKind
from skyvern.engine.codes import Codes, calls_for_code
from skyvern.engine.effects import Effects
from skyvern.engine.faults import browser_failure, code_failure
from skyvern.engine.hosts import BROWSER_ERRORS
from skyvern.engine.ledger import Ledger
from skyvern.engine.page_verbs import PageVerbs
from skyvern.engine.run_tools import RunTools
from skyvern.engine.scope import Scope
from skyvern.sandbox import CodeError


class Coding:
    """Runs one block's code in the sandbox. `verbs` gives what the agent does for code that may use credentials."""

    def __init__(
        self,
        tools: RunTools,
        scope: Scope,
        ledger: Ledger,
        *,
        block_run: BlockRun,
        effects: Effects,
        verbs: Callable[[Collection[str]], PageVerbs],
    ) -> None:
        self._tools = tools
        self._scope = scope
        self._ledger = ledger
        self._row = block_run
        self._effects = effects
        self._verbs = verbs

    async def run(self, code: str, *, keys: Sequence[str] | None) -> object:
        """Return what the code assigns; it sees these parameters, or all. Raises CodeRefused."""
        self._effects.refuse_repeat()
        opened = self._opened(keys)
        variables, secrets = self._given(opened, keys)
        try:
            result = await self._tools.rooms.sandbox.run(
                code,
                variables=variables,
                secrets=secrets,
                page=self._page,
                files=self._file,
                intend=lambda call: self._effects.intend(f"{call} and what follows it in the code"),
                verbs=self._verbs(opened).calls(),
            )
        except CodeError as error:
            await self._print(error.prints)
            raise CodeRefused(code_failure(error)) from None
        except BROWSER_ERRORS as error:
            raise CodeRefused(browser_failure(error)) from None
        await self._print(result.prints)
        await self._tools.checkpoint()
        if result.left_out:
            names = ", ".join(result.left_out)
            said = f"variables of {self._row.label!r} that have no JSON form are not in its output: {names}"
            await self._note(JournalKind.WARNED, message=said)
        return result.output

    def _hidden(self, keys: Sequence[str] | None) -> Collection[str]:
        """Return the values that the code does not see."""
        return self._scope.declared - set(keys) if keys is not None else self._scope.contexts_of(self._row.label)

    def _opened(self, keys: Sequence[str] | None) -> dict[str, Mapping[str, str]]:
        """Return the secrets that the code may use, by parameter and field."""
        book, hidden = self._tools.secrets, self._hidden(keys)
        return {key: book.reveal(key) for key in book.parameters if key not in hidden}

    def _given(
        self, opened: Mapping[str, Mapping[str, str]], keys: Sequence[str] | None
    ) -> tuple[dict[str, object], dict[str, Mapping[str, object]]]:
        """Return the code's variables, and the credentials it can ask for their fields and codes."""
        book, hidden = self._tools.secrets, self._hidden(keys)
        codes = Codes(self._tools.rooms, self._tools.run, deadline=self._tools.deadline)
        secrets: dict[str, Mapping[str, object]] = {
            key: {**fields, **calls_for_code(key, codes=codes, run=self._tools.run, secrets=book)}
            for key, fields in opened.items()
            if key not in book.texts
        }
        seen = self._scope.variables().items()
        variables = {key: value for key, value in seen if key not in hidden and key not in secrets}
        variables |= {key: opened[key]["secret_value"] for key in opened.keys() & book.texts}
        return variables, secrets

    async def _page(self) -> object:
        return await (await self._tools.page()).page()

    async def _file(self, reference: str) -> Mapping[str, object]:
        path = await self._tools.upload(reference)
        return {"name": path.name, "mimeType": "application/octet-stream", "buffer": path.read_bytes()}

    async def _print(self, lines: Sequence[str]) -> None:
        if lines:
            await self._note(JournalKind.PRINTED, lines=list(lines))

    async def _note(self, kind: JournalKind, **payload: object) -> None:
        await self._ledger.commit(self._ledger.entry(kind, block_run_id=self._row.block_run_id, **payload))

"""What one execution of a block does only once: announced before it is done, and never repeated after a crash."""

from __future__ import annotations

from skyvern.blocks.base import EffectUnknown
from skyvern.domain.failure import effect_unknown
from skyvern.domain.run import JournalKind
from skyvern.engine.interpreter import Standing
from skyvern.engine.ledger import Ledger
from skyvern.engine.run_tools import RunTools


class Effects:
    """The irreversible acts of one execution of a block, as the journal has them."""

    def __init__(self, tools: RunTools, ledger: Ledger, standing: Standing, *, repeat: bool) -> None:
        self._tools = tools
        self._ledger = ledger
        self._block_run_id = standing.block_run.block_run_id
        self._taken_up = standing.taken_up
        self._repeat = repeat

    async def intend(self, effect: str) -> None:
        """Commit what must not be done twice; after a crash it is not done again."""
        self.refuse_repeat()
        entry = self._ledger.entry(JournalKind.INTENDED, block_run_id=self._block_run_id, effect=effect)
        await self._ledger.commit(entry)

    def refuse_repeat(self) -> None:
        """Raise EffectUnknown in a block that was interrupted after it had begun to change something.

        A block whose author takes a second time for harmless goes on.
        """
        if not self._repeat and self.intended():
            raise EffectUnknown(effect_unknown(str(self._effect()), "whether that took effect cannot be told"))

    def intended(self) -> bool:
        """Tell whether this block's effect had begun before an interruption."""
        return self._taken_up and self._effect() is not None

    def _effect(self) -> object:
        """Return what this block had begun to do, None when nothing."""
        return next(
            (
                entry.payload.get("effect") or ""
                for entry in self._tools.journal
                if entry.kind is JournalKind.INTENDED and entry.block_run_id == self._block_run_id
            ),
            None,
        )

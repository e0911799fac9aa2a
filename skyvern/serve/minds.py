"""The minds of runs: which models are configured, who pays for their requests, and in which order minds are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from skyvern.agent.policies.embedded.policy import EmbeddedPolicy
from skyvern.agent.policies.model import ModelPolicy
from skyvern.agent.ports import Policy
from skyvern.domain.clock import utc_now
from skyvern.domain.ids import new_id
from skyvern.domain.spending import Budgets, Charge, OverBudget, Payer
from skyvern.llm.errors import BudgetExceeded
from skyvern.llm.known import Known
from skyvern.llm.model import LanguageModel
from skyvern.settings import Settings
from skyvern.store.spending import Spending

ModelChoice = Callable[[Payer, Mapping[str, object] | None], LanguageModel | None]


class RunPurse:
    """Pays for the requests of one run from the budgets of the run, its workflow and its organisation."""

    def __init__(self, spending: Spending, budgets: Budgets, payer: Payer) -> None:
        self._spending = spending
        self._budgets = budgets
        self._payer = payer

    @property
    def in_money(self) -> bool:
        """Whether some budget is in money."""
        return self._budgets.in_money

    async def reserve(self, model: str, *, tokens: int, micros: int) -> str:
        """Set aside the most that a request may cost; raises BudgetExceeded."""
        charge = Charge(
            charge_id=new_id("mch"),
            organization_id=self._payer.organization_id,
            run_id=self._payer.run_id,
            workflow_permanent_id=self._payer.workflow_permanent_id,
            block_run_id=self._payer.block_run_id,
            model=model,
            tokens=tokens,
            micros=micros,
            at=utc_now(),
        )
        try:
            await self._spending.reserve(charge, self._budgets)
        except OverBudget as error:
            raise BudgetExceeded(f"budget_exceeded: {error} (SKYVERN_MODEL_BUDGETS)") from None
        return charge.charge_id

    async def settle(self, charge: str, *, tokens: int, micros: int, answer_tokens: int) -> None:
        """Put what a request did cost in the place of what was set aside."""
        await self._spending.settle(charge, tokens=tokens, micros=micros, answer_tokens=answer_tokens)


def models_for_runs(settings: Settings, spending: Spending) -> ModelChoice:
    """A block's `model_name` is one of SKYVERN_MODELS or `provider:model`; a name of elsewhere means the server's."""
    seconds = float(settings.model_seconds)
    known = Known()

    def choose(payer: Payer, wanted: Mapping[str, object] | None) -> LanguageModel | None:
        name = (wanted or {}).get("model_name")
        chosen = settings.model
        if isinstance(name, str) and name:
            chosen = settings.models.get(name) or (name if ":" in name else settings.model)
        if not chosen:
            return None
        purse = RunPurse(spending, settings.model_budgets, payer)
        return LanguageModel(chosen, timeout=seconds, purse=purse, known=known)

    return choose


def policies_for_runs(models: ModelChoice) -> Callable[[Payer, Mapping[str, object] | None], Sequence[Policy]]:
    """The model leads when there is one; the embedded mind takes over when it does not answer."""
    embedded = EmbeddedPolicy()

    def minds(payer: Payer, wanted: Mapping[str, object] | None) -> Sequence[Policy]:
        model = models(payer, wanted)
        return (embedded,) if model is None else (ModelPolicy(model), embedded)

    return minds

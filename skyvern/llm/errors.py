"""What can go wrong when a model is asked.

ModelError
├── ModelUnavailable   not reachable, over its limits, too slow, unknown, or its key is refused
├── ModelRefused       the provider or the model declined to answer this question
├── MalformedReply     no answer of the wanted shape, even after one repair
└── BudgetExceeded     asking would pass a budget of the run, the workflow or the organisation
"""

from __future__ import annotations


class ModelError(Exception):
    """A model gave no usable answer; the message says what to do about it."""


class ModelUnavailable(ModelError):
    """The model could not be asked: check SKYVERN_MODEL, its key and its address, or try later."""


class ModelRefused(ModelError):
    """The model or its provider declined: word the goal differently, or use another model."""


class MalformedReply(ModelError):
    """The model's answer did not have the wanted shape even after one repair: use a more capable model."""


class BudgetExceeded(ModelError):
    """A request would pass a budget: raise it in SKYVERN_MODEL_BUDGETS, or wait for the next month."""

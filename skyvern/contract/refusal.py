"""What every refusal looks like (contract 1.1)."""

from __future__ import annotations

from skyvern.contract.fields import Answer


class FieldProblem(Answer):
    """What is wrong with one field of a request."""

    loc: list[str | int]
    msg: str
    type: str


class Refusal(Answer):
    """Why the server did not do it: a sentence."""

    detail: str


class Misfit(Answer):
    """Why a request cannot be taken as it is: the fields that do not fit its schema, or a sentence."""

    detail: list[FieldProblem] | str

"""What every refusal looks like (contract 1.1)."""

from __future__ import annotations

from skyvern.contract.fields import Answer


class FieldProblem(Answer):
    """What is wrong with one field of a request."""

    loc: list[str | int]
    msg: str
    type: str


class Refusal(Answer):
    """Why the server did not do it: a sentence, or a list of fields."""

    detail: str | list[FieldProblem]

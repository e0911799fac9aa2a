"""Conditions that choose a way or keep a loop going: templates, or sentences in plain language."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Criteria(BaseModel):
    """One condition; its expression is rendered and judged at the moment it is needed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    criteria_type: Literal["jinja2_template", "prompt"] = "jinja2_template"
    expression: str = Field(description="A template such as `{{ total > 100 }}`, or a sentence when the type is prompt")
    description: str | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if not self.expression.strip():
            raise ValueError("expression: say the condition")
        return self


class BranchCondition(BaseModel):
    """One way on: where it leads, and when."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | None = None
    criteria: Criteria | None = None
    next_block_label: str | None = None
    description: str | None = None
    is_default: bool = False

    @model_validator(mode="after")
    def _default_or_condition(self) -> Self:
        if self.criteria is None and not self.is_default:
            raise ValueError("criteria: a branch without criteria must be the default (is_default: true)")
        if self.criteria is not None and self.is_default:
            raise ValueError("is_default: the default branch has no criteria")
        return self

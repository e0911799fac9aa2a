"""Tags on workflows and runs (contract 2.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from skyvern.contract.fields import Answer, Request

TagKeyText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[^/:\x00-\x1f]+$")
]
TagValueText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=256, pattern=r"^[^\x00-\x1f]*$")]
Color = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class TagInput(Request):
    """A tag to set."""

    key: TagKeyText
    value: TagValueText = ""
    color: Color | None = None


class TagDeleteInput(Request):
    """A tag to take away."""

    key: TagKeyText


class TagsRequest(Request):
    """Which tags to set and which to take away."""

    tags: list[TagInput] | None = Field(None, max_length=50)
    tags_to_delete: list[TagDeleteInput] | None = Field(None, max_length=50)
    colors: dict[str, Color | None] | None = Field(None, description="A colour for the tag of each of these keys.")


class TagItem(Answer):
    """A tag."""

    key: str
    value: str
    color: str


class TagAnswer(TagItem):
    """A tag, since when it is there, and how it came."""

    source: str
    set_at: datetime
    set_by: str
    created_at: datetime


class TagEventAnswer(Answer):
    """One change of a tag."""

    tag_event_id: str
    key: str
    value: str
    event_type: str
    color: str
    source: str
    set_at: datetime
    set_by: str
    created_at: datetime


class WorkflowTagsAnswer(Answer):
    """The tags of a workflow."""

    workflow_permanent_id: str
    tags: list[TagAnswer]


class RunTagsAnswer(Answer):
    """The tags of a run."""

    workflow_run_id: str
    tags: list[TagAnswer]


class WorkflowTagHistory(Answer):
    """What happened to a workflow's tags, latest first."""

    workflow_permanent_id: str
    events: list[TagEventAnswer]


class RunTagHistory(Answer):
    """What happened to a run's tags, latest first."""

    workflow_run_id: str
    events: list[TagEventAnswer]


class WorkflowTagsBatchRequest(Request):
    """Whose tags to tell."""

    workflow_permanent_ids: list[str] | None = Field(None, max_length=500)


class RunTagsBatchRequest(Request):
    """Whose tags to tell."""

    workflow_run_ids: list[str] | None = Field(None, max_length=500)


class WorkflowTagsBatch(Answer):
    """The tags of several workflows, by their ids."""

    workflow_tags: dict[str, list[TagItem]]


class RunTagsBatch(Answer):
    """The tags of several runs, by their ids."""

    run_tags: dict[str, list[TagItem]]


class TagKeyAnswer(Answer):
    """A key, what it is for, and on how many workflows it is."""

    key: str
    description: str | None = None
    workflow_count: int = 0


class TagKeyChange(Request):
    """What a key is for."""

    description: str | None = None


class TagKeyDeleted(Answer):
    """Off how many things a key was taken."""

    key: str
    removed_from_workflow_count: int
    removed_from_run_count: int
    removed_count: int


class TagValueAnswer(Answer):
    """A value of a key, its colour, and on how many workflows it is."""

    key: str
    value: str
    color: str
    workflow_count: int = 0


class TagValueRequest(Request):
    """Which value of the key."""

    value: TagValueText


class TagValueColor(TagValueRequest):
    """A value's new colour."""

    color: Color


class TagValueRename(TagValueRequest):
    """A value's new name."""

    new_value: TagValueText


class TagValueDeleted(TagKeyDeleted):
    """Off how many things a value was taken."""

    value: str


class TagValueRenamed(Answer):
    """A renamed value and on how many workflows it is."""

    key: str
    value: str
    color: str
    renamed_workflow_count: int

"""Tags of workflows and runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skyvern.client.record import Record
from skyvern.client.verbs import Verbs, at
from skyvern.client.wire import given

Tag = Mapping[str, object]
_WORKFLOW, _RUN = "/v1/workflows/{}/tags", "/v1/runs/{}/tags"


class TagVerbs(Verbs):
    """Set, read and take away tags; a tag is `{"key": …, "value": …}`, and a key has one value."""

    async def get_workflow_tags(self, workflow_permanent_id: str) -> Record:
        """Return the tags of a workflow."""
        return await self._wire.send("GET", at(_WORKFLOW, workflow_permanent_id))

    async def apply_workflow_tags(
        self,
        workflow_permanent_id: str,
        *,
        tags: Sequence[Tag] | None = None,
        tags_to_delete: Sequence[Tag] | None = None,
        colors: Mapping[str, str | None] | None = None,
    ) -> Record:
        """Set tags of a workflow and take others away."""
        body = given({"tags": tags, "tags_to_delete": tags_to_delete, "colors": colors})
        return await self._wire.send("POST", at(_WORKFLOW, workflow_permanent_id), body=body)

    async def delete_workflow_tag(self, workflow_permanent_id: str, key: str) -> Record:
        """Take a tag off a workflow."""
        return await self._wire.send("DELETE", at(_WORKFLOW + "/{}", workflow_permanent_id, key))

    async def get_workflow_tag_history(
        self,
        workflow_permanent_id: str,
        *,
        limit: int | None = None,
        since: object = None,
        key: str | None = None,
    ) -> Record:
        """Return what happened to a workflow's tags, latest first."""
        query = {"limit": limit, "since": since, "key": key}
        return await self._wire.send("GET", at(_WORKFLOW + "/history", workflow_permanent_id), query=query)

    async def get_run_tags(self, workflow_run_id: str) -> Record:
        """Return the tags of a run."""
        return await self._wire.send("GET", at(_RUN, workflow_run_id))

    async def apply_run_tags(
        self,
        workflow_run_id: str,
        *,
        tags: Sequence[Tag] | None = None,
        tags_to_delete: Sequence[Tag] | None = None,
        colors: Mapping[str, str | None] | None = None,
    ) -> Record:
        """Set tags of a run and take others away."""
        body = given({"tags": tags, "tags_to_delete": tags_to_delete, "colors": colors})
        return await self._wire.send("POST", at(_RUN, workflow_run_id), body=body)

    async def delete_run_tag(self, workflow_run_id: str, key: str) -> Record:
        """Take a tag off a run."""
        return await self._wire.send("DELETE", at(_RUN + "/{}", workflow_run_id, key))

    async def get_run_tag_history(
        self, workflow_run_id: str, *, limit: int | None = None, since: object = None, key: str | None = None
    ) -> Record:
        """Return what happened to a run's tags, latest first."""
        query = {"limit": limit, "since": since, "key": key}
        return await self._wire.send("GET", at(_RUN + "/history", workflow_run_id), query=query)

    async def batch_get_workflow_tags(self, *, workflow_permanent_ids: Sequence[str] | str) -> Record:
        """Return the tags of several workflows by their ids."""
        query = {"workflow_permanent_ids": _joined(workflow_permanent_ids)}
        return await self._wire.send("GET", "/v1/workflow-tags", query=query)

    async def batch_get_workflow_tags_post(self, *, workflow_permanent_ids: Sequence[str]) -> Record:
        """Return the tags of many workflows by their ids."""
        body = {"workflow_permanent_ids": list(workflow_permanent_ids)}
        return await self._wire.send("POST", "/v1/workflow-tags", body=body)

    async def batch_get_run_tags(self, *, workflow_run_ids: Sequence[str] | str) -> Record:
        """Return the tags of several runs by their ids."""
        return await self._wire.send("GET", "/v1/run-tags", query={"workflow_run_ids": _joined(workflow_run_ids)})

    async def batch_get_run_tags_post(self, *, workflow_run_ids: Sequence[str]) -> Record:
        """Return the tags of many runs by their ids."""
        return await self._wire.send("POST", "/v1/run-tags", body={"workflow_run_ids": list(workflow_run_ids)})

    async def list_tag_keys(self) -> list[Record]:
        """Return the keys that are in use or described."""
        return await self._wire.send("GET", "/v1/tag-keys")

    async def update_tag_key(self, key: str, *, description: str | None = None) -> Record:
        """Say what a key is for."""
        return await self._wire.send("PATCH", at("/v1/tag-keys/{}", key), body={"description": description})

    async def delete_tag_key(self, key: str) -> Record:
        """Take a key off every workflow and run."""
        return await self._wire.send("DELETE", at("/v1/tag-keys/{}", key))

    async def list_tag_values(self, *, key: str | None = None) -> list[Record]:
        """Return the values that are in use, of one key or of all."""
        return await self._wire.send("GET", "/v1/tag-values", query={"key": key})

    async def update_tag_value(self, key: str, *, value: str, color: str) -> Record:
        """Give a value another colour."""
        body = {"value": value, "color": color}
        return await self._wire.send("PATCH", at("/v1/tag-values/{}", key), body=body)

    async def rename_tag_value(self, key: str, *, value: str, new_value: str) -> Record:
        """Give a value another name everywhere."""
        body = {"value": value, "new_value": new_value}
        return await self._wire.send("PATCH", at("/v1/tag-values/{}/rename", key), body=body)

    async def delete_tag_value(self, key: str, *, value: str) -> Record:
        """Take a value off every workflow and run."""
        return await self._wire.send("DELETE", at("/v1/tag-values/{}", key), body={"value": value})


def _joined(ids: Sequence[str] | str) -> str:
    return ids if isinstance(ids, str) else ",".join(ids)

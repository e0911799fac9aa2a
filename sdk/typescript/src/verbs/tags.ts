/** Tags of workflows and runs, their keys and values. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const tags = {
  /** The tags of a workflow. */
  getWorkflowTags(
    this: Speaker,
    workflowId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/tags", "get">> {
    return this.wire.call("get", "/v1/workflows/{workflow_permanent_id}/tags", { params: [workflowId] }, options);
  },

  /** Set and delete tags of a workflow. */
  applyWorkflowTags(
    this: Speaker,
    workflowId: string,
    request: Flat<Body<"/v1/workflows/{workflow_permanent_id}/tags", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/tags", "post">> {
    return this.wire.call(
      "post",
      "/v1/workflows/{workflow_permanent_id}/tags",
      { params: [workflowId], ...sorted(request) },
      options,
    );
  },

  /** Delete one tag of a workflow. */
  deleteWorkflowTag(
    this: Speaker,
    workflowId: string,
    key: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/tags/{key}", "delete">> {
    return this.wire.call(
      "delete",
      "/v1/workflows/{workflow_permanent_id}/tags/{key}",
      { params: [workflowId, key] },
      options,
    );
  },

  /** Who changed the tags of a workflow, and when. */
  getWorkflowTagHistory(
    this: Speaker,
    workflowId: string,
    request?: Query<"/v1/workflows/{workflow_permanent_id}/tags/history", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/tags/history", "get">> {
    return this.wire.call(
      "get",
      "/v1/workflows/{workflow_permanent_id}/tags/history",
      { params: [workflowId], query: { ...request } },
      options,
    );
  },

  /** The tags of a run. */
  getRunTags(
    this: Speaker,
    runId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/runs/{workflow_run_id}/tags", "get">> {
    return this.wire.call("get", "/v1/runs/{workflow_run_id}/tags", { params: [runId] }, options);
  },

  /** Set and delete tags of a run. */
  applyRunTags(
    this: Speaker,
    runId: string,
    request: Flat<Body<"/v1/runs/{workflow_run_id}/tags", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/runs/{workflow_run_id}/tags", "post">> {
    return this.wire.call("post", "/v1/runs/{workflow_run_id}/tags", { params: [runId], ...sorted(request) }, options);
  },

  /** Delete one tag of a run. */
  deleteRunTag(
    this: Speaker,
    runId: string,
    key: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/runs/{workflow_run_id}/tags/{key}", "delete">> {
    return this.wire.call("delete", "/v1/runs/{workflow_run_id}/tags/{key}", { params: [runId, key] }, options);
  },

  /** Who changed the tags of a run, and when. */
  getRunTagHistory(
    this: Speaker,
    runId: string,
    request?: Query<"/v1/runs/{workflow_run_id}/tags/history", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/runs/{workflow_run_id}/tags/history", "get">> {
    return this.wire.call(
      "get",
      "/v1/runs/{workflow_run_id}/tags/history",
      { params: [runId], query: { ...request } },
      options,
    );
  },

  /** The tags of several workflows. */
  batchGetWorkflowTags(
    this: Speaker,
    request?: Query<"/v1/workflow-tags", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflow-tags", "get">> {
    return this.wire.call("get", "/v1/workflow-tags", { query: { ...request } }, options);
  },

  /** The same for a list too long for an address. */
  batchGetWorkflowTagsPost(
    this: Speaker,
    request: Flat<Body<"/v1/workflow-tags", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflow-tags", "post">> {
    return this.wire.call("post", "/v1/workflow-tags", sorted(request), options);
  },

  /** The tags of several runs. */
  batchGetRunTags(
    this: Speaker,
    request?: Query<"/v1/run-tags", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/run-tags", "get">> {
    return this.wire.call("get", "/v1/run-tags", { query: { ...request } }, options);
  },

  /** The same for a list too long for an address. */
  batchGetRunTagsPost(
    this: Speaker,
    request: Flat<Body<"/v1/run-tags", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/run-tags", "post">> {
    return this.wire.call("post", "/v1/run-tags", sorted(request), options);
  },

  /** Every key that a tag has. */
  listTagKeys(this: Speaker, options?: RequestOptions): Promise<Answer<"/v1/tag-keys", "get">> {
    return this.wire.call("get", "/v1/tag-keys", {}, options);
  },

  /** Describe a key. */
  updateTagKey(
    this: Speaker,
    key: string,
    request: Flat<Body<"/v1/tag-keys/{key}", "patch">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/tag-keys/{key}", "patch">> {
    return this.wire.call("patch", "/v1/tag-keys/{key}", { params: [key], ...sorted(request) }, options);
  },

  /** Delete a key and the tags that have it. */
  deleteTagKey(this: Speaker, key: string, options?: RequestOptions): Promise<Answer<"/v1/tag-keys/{key}", "delete">> {
    return this.wire.call("delete", "/v1/tag-keys/{key}", { params: [key] }, options);
  },

  /** Every value that a tag has. */
  listTagValues(
    this: Speaker,
    request?: Query<"/v1/tag-values", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/tag-values", "get">> {
    return this.wire.call("get", "/v1/tag-values", { query: { ...request } }, options);
  },

  /** Colour a value. */
  updateTagValue(
    this: Speaker,
    key: string,
    request: Flat<Body<"/v1/tag-values/{key}", "patch">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/tag-values/{key}", "patch">> {
    return this.wire.call("patch", "/v1/tag-values/{key}", { params: [key], ...sorted(request) }, options);
  },

  /** Rename a value wherever it is used. */
  renameTagValue(
    this: Speaker,
    key: string,
    request: Flat<Body<"/v1/tag-values/{key}/rename", "patch">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/tag-values/{key}/rename", "patch">> {
    return this.wire.call("patch", "/v1/tag-values/{key}/rename", { params: [key], ...sorted(request) }, options);
  },

  /** Delete a value and the tags that have it. */
  deleteTagValue(
    this: Speaker,
    key: string,
    request: Flat<Body<"/v1/tag-values/{key}", "delete">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/tag-values/{key}", "delete">> {
    return this.wire.call("delete", "/v1/tag-values/{key}", { params: [key], ...sorted(request) }, options);
  },
};

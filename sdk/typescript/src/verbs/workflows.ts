/** Workflows: save, read, list, delete, sort into folders. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { Workflow, WorkflowRun } from "../types.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const workflows = {
  /** Save a new workflow: `json_definition` or `yaml_definition`. */
  createWorkflow(
    this: Speaker,
    request: Flat<Body<"/v1/workflows", "post">> & { folder_id?: string | null },
    options?: RequestOptions,
  ): Promise<Workflow> {
    return this.wire.call(
      "post",
      "/v1/workflows",
      { ...sorted(request, { query: ["folder_id"] }), makes: true },
      options,
    );
  },

  /** Save the next version of a workflow. */
  updateWorkflow(
    this: Speaker,
    workflowId: string,
    request: Flat<Body<"/v1/workflows/{workflow_id}", "post">>,
    options?: RequestOptions,
  ): Promise<Workflow> {
    return this.wire.call("post", "/v1/workflows/{workflow_id}", { params: [workflowId], ...sorted(request) }, options);
  },

  /** The latest version of a workflow, or the `version` asked for. */
  getWorkflow(
    this: Speaker,
    workflowId: string,
    request?: Query<"/v1/workflows/{workflow_id}", "get">,
    options?: RequestOptions,
  ): Promise<Workflow> {
    return this.wire.call(
      "get",
      "/v1/workflows/{workflow_id}",
      { params: [workflowId], query: { ...request } },
      options,
    );
  },

  /** A page of workflows, newest first. */
  getWorkflows(this: Speaker, request?: Query<"/v1/workflows", "get">, options?: RequestOptions): Promise<Workflow[]> {
    return this.wire.call("get", "/v1/workflows", { query: { ...request } }, options);
  },

  /** Every version, newest first. */
  getWorkflowVersions(
    this: Speaker,
    workflowId: string,
    request?: Query<"/v1/workflows/{workflow_id}/versions", "get">,
    options?: RequestOptions,
  ): Promise<Workflow[]> {
    return this.wire.call(
      "get",
      "/v1/workflows/{workflow_id}/versions",
      { params: [workflowId], query: { ...request } },
      options,
    );
  },

  /** A page of runs of all workflows. */
  getWorkflowRuns(
    this: Speaker,
    request?: Query<"/v1/workflows/runs", "get">,
    options?: RequestOptions,
  ): Promise<WorkflowRun[]> {
    return this.wire.call("get", "/v1/workflows/runs", { query: { ...request } }, options);
  },

  /** A page of runs of one workflow. */
  getWorkflowRunsById(
    this: Speaker,
    workflowId: string,
    request?: Query<"/v1/workflows/{workflow_id}/runs", "get">,
    options?: RequestOptions,
  ): Promise<WorkflowRun[]> {
    return this.wire.call(
      "get",
      "/v1/workflows/{workflow_id}/runs",
      { params: [workflowId], query: { ...request } },
      options,
    );
  },

  /** Move a workflow into a folder, or out of it with null. */
  updateWorkflowFolder(
    this: Speaker,
    workflowId: string,
    request: Flat<Body<"/v1/workflows/{workflow_permanent_id}/folder", "put">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/folder", "put">> {
    return this.wire.call(
      "put",
      "/v1/workflows/{workflow_permanent_id}/folder",
      { params: [workflowId], ...sorted(request) },
      options,
    );
  },

  /** Delete every version of a workflow; its runs stay. */
  deleteWorkflow(this: Speaker, workflowId: string, options?: RequestOptions): Promise<unknown> {
    return this.wire.call("post", "/v1/workflows/{workflow_id}/delete", { params: [workflowId] }, options);
  },
};

/** Runs: look, cancel, and what they leave. */

import { sorted } from "../request.js";
import type { Body, Flat, Query } from "../routes.js";
import type {
  Artifact,
  BulkCancelRunsResponse,
  CallHeaders,
  RunWebhookReplayResponse,
  TaskRunListItem,
  WorkflowRunResponse,
  WorkflowRunTimeline,
} from "../types.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const runs = {
  /** How a run stands: status, output, recording_url, screenshot_urls, downloaded_files, … */
  getRun(this: Speaker, runId: string, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.wire.call("get", "/v1/runs/{run_id}", { params: [runId] }, options);
  },

  /** A page of runs, newest first. */
  getRunsV2(this: Speaker, request?: Query<"/v1/runs", "get">, options?: RequestOptions): Promise<TaskRunListItem[]> {
    return this.wire.call("get", "/v1/runs", { query: { ...request } }, options);
  },

  /** Ask a run to stop. */
  cancelRun(this: Speaker, runId: string, options?: RequestOptions): Promise<unknown> {
    return this.wire.call("post", "/v1/runs/{run_id}/cancel", { params: [runId] }, options);
  },

  /** Ask several runs to stop. */
  bulkCancelRuns(
    this: Speaker,
    request: Flat<Body<"/v1/runs/cancel", "post">>,
    options?: RequestOptions,
  ): Promise<BulkCancelRunsResponse> {
    return this.wire.call("post", "/v1/runs/cancel", sorted(request), options);
  },

  /** The files of a run, newest first. */
  getRunArtifacts(
    this: Speaker,
    runId: string,
    request?: Query<"/v1/runs/{run_id}/artifacts", "get">,
    options?: RequestOptions,
  ): Promise<Artifact[]> {
    return this.wire.call("get", "/v1/runs/{run_id}/artifacts", { params: [runId], query: { ...request } }, options);
  },

  /** What happened, block by block. */
  getRunTimeline(this: Speaker, runId: string, options?: RequestOptions): Promise<WorkflowRunTimeline[]> {
    return this.wire.call("get", "/v1/runs/{run_id}/timeline", { params: [runId] }, options);
  },

  /** Send the webhook of a run once more, to another address if one is given. */
  retryRunWebhook(
    this: Speaker,
    runId: string,
    request?: Flat<Body<"/v1/runs/{run_id}/retry_webhook", "post">>,
    options?: RequestOptions,
  ): Promise<RunWebhookReplayResponse> {
    return this.wire.call("post", "/v1/runs/{run_id}/retry_webhook", { params: [runId], ...sorted(request) }, options);
  },

  /** Start a new run with the inputs of one that has ended. */
  retryWorkflowRun(
    this: Speaker,
    runId: string,
    request?: CallHeaders,
    options?: RequestOptions,
  ): Promise<WorkflowRunResponse> {
    return this.wire.call(
      "post",
      "/v1/workflows/runs/{workflow_run_id}/retry",
      { params: [runId], headers: { ...request }, makes: true },
      options,
    );
  },
};

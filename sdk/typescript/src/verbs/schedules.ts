/** Schedules: runs that start by themselves. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const schedules = {
  /** A page of the schedules of all workflows. */
  listAll(
    this: Speaker,
    request?: Query<"/v1/schedules", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/schedules", "get">> {
    return this.wire.call("get", "/v1/schedules", { query: { ...request } }, options);
  },

  /** The schedules of a workflow. */
  list(
    this: Speaker,
    workflowId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules", "get">> {
    return this.wire.call("get", "/v1/workflows/{workflow_permanent_id}/schedules", { params: [workflowId] }, options);
  },

  /** Make a schedule. */
  create(
    this: Speaker,
    workflowId: string,
    request: Flat<Body<"/v1/workflows/{workflow_permanent_id}/schedules", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules", "post">> {
    return this.wire.call(
      "post",
      "/v1/workflows/{workflow_permanent_id}/schedules",
      { params: [workflowId], ...sorted(request) },
      options,
    );
  },

  /** One schedule. */
  get(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}", "get">> {
    return this.wire.call(
      "get",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}",
      { params: [workflowId, scheduleId] },
      options,
    );
  },

  /** Replace a schedule. */
  update(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    request: Flat<Body<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}", "put">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}", "put">> {
    return this.wire.call(
      "put",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}",
      { params: [workflowId, scheduleId], ...sorted(request) },
      options,
    );
  },

  /** Delete a schedule. */
  delete(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}", "delete">> {
    return this.wire.call(
      "delete",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}",
      { params: [workflowId, scheduleId] },
      options,
    );
  },

  /** Let a schedule start runs again. */
  enable(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/enable", "post">> {
    return this.wire.call(
      "post",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/enable",
      { params: [workflowId, scheduleId] },
      options,
    );
  },

  /** Keep a schedule from starting runs. */
  disable(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/disable", "post">> {
    return this.wire.call(
      "post",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/disable",
      { params: [workflowId, scheduleId] },
      options,
    );
  },

  /** End a schedule. */
  cancel(
    this: Speaker,
    workflowId: string,
    scheduleId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/cancel", "post">> {
    return this.wire.call(
      "post",
      "/v1/workflows/{workflow_permanent_id}/schedules/{workflow_schedule_id}/cancel",
      { params: [workflowId, scheduleId] },
      options,
    );
  },
};

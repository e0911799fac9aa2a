/** The two clients that programs use: `SkyvernClient`, and `Skyvern`, which can also wait for runs to end. */

import type {
  DownloadFilesRequest,
  LoginRequest,
  RunTaskRequest,
  RunWorkflowRequest,
  WorkflowRunResponse,
} from "./types.js";
import { credentials } from "./verbs/credentials.js";
import { files } from "./verbs/files.js";
import { folders } from "./verbs/folders.js";
import { nested } from "./verbs/nested.js";
import { profiles } from "./verbs/profiles.js";
import { runs } from "./verbs/runs.js";
import { scripts } from "./verbs/scripts.js";
import { server } from "./verbs/server.js";
import { sessions } from "./verbs/sessions.js";
import { starting } from "./verbs/starting.js";
import { tags } from "./verbs/tags.js";
import { workflows } from "./verbs/workflows.js";
import { type WaitOptions, waitFor } from "./waiting.js";
import { type ClientOptions, type RequestOptions, Wire } from "./wire.js";

const verbs = {
  ...starting,
  ...runs,
  ...workflows,
  ...folders,
  ...credentials,
  ...files,
  ...sessions,
  ...profiles,
  ...scripts,
  ...tags,
  ...server,
};
type Verbs = typeof verbs;
type Nested = ReturnType<typeof nested>;

export interface SkyvernClient extends Verbs {}

/**
 * A client of a Skyvern server: a method for every verb of its API.
 *
 * Methods are named in camelCase, data stays as the server has it, in snake_case. A request's fields can be given flat
 * or in an object named `body`. Methods throw SkyvernError or one of its kinds.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: every verb is assigned to the prototype below
export class SkyvernClient {
  /** For requests that have no verb: `client.wire.call("get", "/v1/…")`. */
  readonly wire: Wire;
  readonly agents: Nested["agents"];
  readonly artifacts: Nested["artifacts"];
  readonly schedules: Nested["schedules"];
  readonly scripts: Nested["scripts"];

  constructor(options: ClientOptions = {}) {
    this.wire = new Wire(options);
    const { agents, artifacts, schedules, scripts } = nested(this.wire);
    this.agents = agents;
    this.artifacts = artifacts;
    this.schedules = schedules;
    this.scripts = scripts;
  }

  /** The server's address. */
  get baseUrl(): string {
    return this.wire.baseUrl;
  }

  /** Return a run when it has ended. Throws RunTimeoutError when it takes longer than `timeout` seconds (1800). */
  waitForCompletion(runId: string, options?: WaitOptions): Promise<WorkflowRunResponse> {
    return waitFor(runId, (id, request) => this.getRun(id, request), options);
  }
}

Object.assign(SkyvernClient.prototype, verbs);

/** What the run verbs of `Skyvern` take besides their request. */
export interface Waiting {
  /** Return the run when it has ended instead of at once. */
  waitForCompletion?: boolean;
  /** Seconds to wait for that: 1800. */
  timeout?: number;
}

/** A SkyvernClient whose run verbs take `waitForCompletion: true`. */
export class Skyvern extends SkyvernClient {
  override runWorkflow(request: RunWorkflowRequest & Waiting, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.ended(request, options, (asked) => super.runWorkflow(asked, options));
  }

  override runTask(request: RunTaskRequest & Waiting, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.ended(request, options, (asked) => super.runTask(asked, options));
  }

  override login(request: LoginRequest & Waiting, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.ended(request, options, (asked) => super.login(asked, options));
  }

  override downloadFiles(
    request: DownloadFilesRequest & Waiting,
    options?: RequestOptions,
  ): Promise<WorkflowRunResponse> {
    return this.ended(request, options, (asked) => super.downloadFiles(asked, options));
  }

  private async ended<Request extends object>(
    request: Request & Waiting,
    options: RequestOptions | undefined,
    start: (request: Request) => Promise<WorkflowRunResponse>,
  ): Promise<WorkflowRunResponse> {
    const { waitForCompletion, timeout, ...asked } = request;
    const run = await start(asked as unknown as Request);
    return waitForCompletion ? this.waitForCompletion(run.run_id, { ...options, timeout }) : run;
  }
}

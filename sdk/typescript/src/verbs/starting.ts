/** Starting runs: of a saved workflow, of one goal, of a login, of a download. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat } from "../routes.js";
import type {
  DownloadFilesRequest,
  LoginRequest,
  RunTaskRequest,
  RunWorkflowRequest,
  WorkflowRunResponse,
} from "../types.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const starting = {
  /** Start a run of a saved workflow and return at once. */
  runWorkflow(this: Speaker, request: RunWorkflowRequest, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.wire.call(
      "post",
      "/v1/run/workflows",
      { ...sorted(request, { query: ["template"], headers: ["x-user-agent", "x-max-steps-override"] }), makes: true },
      options,
    );
  },

  /** Pursue one goal without a saved workflow. */
  runTask(this: Speaker, request: RunTaskRequest, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.wire.call(
      "post",
      "/v1/run/tasks",
      { ...sorted(request, { headers: ["x-user-agent"] }), makes: true },
      options,
    );
  },

  /** Sign in to a site with a stored credential. */
  login(this: Speaker, request: LoginRequest, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.wire.call(
      "post",
      "/v1/run/tasks/login",
      { ...sorted(request, { headers: ["x-user-agent"] }), makes: true },
      options,
    );
  },

  /** Download files from a site. */
  downloadFiles(this: Speaker, request: DownloadFilesRequest, options?: RequestOptions): Promise<WorkflowRunResponse> {
    return this.wire.call(
      "post",
      "/v1/run/tasks/download_files",
      { ...sorted(request, { headers: ["x-user-agent"] }), makes: true },
      options,
    );
  },

  /** Do one action on the page of a session. */
  runSdkAction(
    this: Speaker,
    request: Flat<Body<"/v1/sdk/run_action", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/sdk/run_action", "post">> {
    return this.wire.call("post", "/v1/sdk/run_action", sorted(request), options);
  },
};

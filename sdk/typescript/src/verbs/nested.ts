/** The verbs that the published client keeps under names of their own: `client.artifacts.getArtifactContent(…)`. */

import type { Answer } from "../routes.js";
import type { RequestOptions, Wire } from "../wire.js";
import { schedules } from "./schedules.js";
import type { Speaker } from "./speaker.js";

const artifacts = {
  /** The bytes of an artifact; `range` asks for a part of them: `bytes=0-99`. */
  getArtifactContent(this: Speaker, artifactId: string, request?: { range?: string }, options?: RequestOptions) {
    const path = `/v1/artifacts/${encodeURIComponent(artifactId)}/content`;
    return this.wire.download(this.wire.baseUrl + path, options, request?.range);
  },
};

const agents = {
  /** Forget the browser state that a workflow kept between its runs. */
  resetWorkflowBrowserProfile(
    this: Speaker,
    workflowId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/workflows/{workflow_permanent_id}/browser_session/reset_profile", "post">> {
    const path = "/v1/workflows/{workflow_permanent_id}/browser_session/reset_profile";
    return this.wire.call("post", path, { params: [workflowId] }, options);
  },
};

const scripts = {
  /** Run a script. */
  runScript(
    this: Speaker,
    scriptId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/scripts/{script_id}/run", "post">> {
    return this.wire.call("post", "/v1/scripts/{script_id}/run", { params: [scriptId] }, options);
  },
};

/** Return the nested groups of verbs of a client. */
export function nested(wire: Wire) {
  return {
    agents: { wire, ...agents },
    artifacts: { wire, ...artifacts },
    schedules: { wire, ...schedules },
    scripts: { wire, ...scripts },
  };
}

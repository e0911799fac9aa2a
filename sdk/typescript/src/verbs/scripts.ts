/** Scripts: recipes recorded from good runs. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const scripts = {
  /** A page of scripts. */
  getScripts(
    this: Speaker,
    request?: Query<"/v1/scripts", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/scripts", "get">> {
    return this.wire.call("get", "/v1/scripts", { query: { ...request } }, options);
  },

  /** Keep a script. */
  createScript(
    this: Speaker,
    request: Flat<Body<"/v1/scripts", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/scripts", "post">> {
    return this.wire.call("post", "/v1/scripts", sorted(request), options);
  },

  /** One script. */
  getScript(
    this: Speaker,
    scriptId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/scripts/{script_id}", "get">> {
    return this.wire.call("get", "/v1/scripts/{script_id}", { params: [scriptId] }, options);
  },

  /** Save the next revision of a script. */
  deployScript(
    this: Speaker,
    scriptId: string,
    request: Flat<Body<"/v1/scripts/{script_id}/deploy", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/scripts/{script_id}/deploy", "post">> {
    return this.wire.call(
      "post",
      "/v1/scripts/{script_id}/deploy",
      { params: [scriptId], ...sorted(request) },
      options,
    );
  },
};

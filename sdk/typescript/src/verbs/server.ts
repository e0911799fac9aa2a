/** The server itself: its version, and models that it was told of. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const server = {
  /** The version of the server. */
  getVersion(this: Speaker, options?: RequestOptions): Promise<Answer<"/v1/version", "get">> {
    return this.wire.call("get", "/v1/version", {}, options);
  },

  /** The models that were added. */
  listCustomLlms(this: Speaker, options?: RequestOptions): Promise<Answer<"/v1/custom-llms", "get">> {
    return this.wire.call("get", "/v1/custom-llms", {}, options);
  },

  /** Add a model. */
  createCustomLlm(
    this: Speaker,
    request: Flat<Body<"/v1/custom-llms", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/custom-llms", "post">> {
    return this.wire.call("post", "/v1/custom-llms", sorted(request), options);
  },

  /** Change a model. */
  updateCustomLlm(
    this: Speaker,
    llmId: string,
    request: Flat<Body<"/v1/custom-llms/{custom_llm_id}", "put">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/custom-llms/{custom_llm_id}", "put">> {
    return this.wire.call("put", "/v1/custom-llms/{custom_llm_id}", { params: [llmId], ...sorted(request) }, options);
  },

  /** Take a model away. */
  deleteCustomLlm(
    this: Speaker,
    llmId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/custom-llms/{custom_llm_id}", "delete">> {
    return this.wire.call("delete", "/v1/custom-llms/{custom_llm_id}", { params: [llmId] }, options);
  },
};

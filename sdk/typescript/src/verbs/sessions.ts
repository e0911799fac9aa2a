/** Browser sessions: live browsers that runs can share. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const sessions = {
  /** Open a browser that stays. */
  createBrowserSession(
    this: Speaker,
    request?: Flat<Body<"/v1/browser_sessions", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_sessions", "post">> {
    return this.wire.call("post", "/v1/browser_sessions", sorted(request), options);
  },

  /** The open sessions. */
  getBrowserSessions(this: Speaker, options?: RequestOptions): Promise<Answer<"/v1/browser_sessions", "get">> {
    return this.wire.call("get", "/v1/browser_sessions", {}, options);
  },

  /** One session. */
  getBrowserSession(
    this: Speaker,
    sessionId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_sessions/{browser_session_id}", "get">> {
    return this.wire.call("get", "/v1/browser_sessions/{browser_session_id}", { params: [sessionId] }, options);
  },

  /** Change what is kept of a session when it ends. */
  updateBrowserSession(
    this: Speaker,
    sessionId: string,
    request: Flat<Body<"/v1/browser_sessions/{browser_session_id}", "patch">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_sessions/{browser_session_id}", "patch">> {
    return this.wire.call(
      "patch",
      "/v1/browser_sessions/{browser_session_id}",
      { params: [sessionId], ...sorted(request) },
      options,
    );
  },

  /** Give a session more minutes. */
  extendBrowserSession(
    this: Speaker,
    sessionId: string,
    request: Flat<Body<"/v1/browser_sessions/{browser_session_id}/extend", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_sessions/{browser_session_id}/extend", "post">> {
    return this.wire.call(
      "post",
      "/v1/browser_sessions/{browser_session_id}/extend",
      { params: [sessionId], ...sorted(request) },
      options,
    );
  },

  /** Close a session. */
  closeBrowserSession(
    this: Speaker,
    sessionId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_sessions/{browser_session_id}/close", "post">> {
    return this.wire.call("post", "/v1/browser_sessions/{browser_session_id}/close", { params: [sessionId] }, options);
  },
};

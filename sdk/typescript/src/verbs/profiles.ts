/** Browser profiles: saved browser state that a session can start from. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const profiles = {
  /** Save the state of a session or run as a profile. */
  createBrowserProfile(
    this: Speaker,
    request: Flat<Body<"/v1/browser_profiles", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_profiles", "post">> {
    return this.wire.call("post", "/v1/browser_profiles", sorted(request), options);
  },

  /** A page of profiles. */
  listBrowserProfiles(
    this: Speaker,
    request?: Query<"/v1/browser_profiles", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_profiles", "get">> {
    return this.wire.call("get", "/v1/browser_profiles", { query: { ...request } }, options);
  },

  /** One profile. */
  getBrowserProfile(
    this: Speaker,
    profileId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_profiles/{profile_id}", "get">> {
    return this.wire.call("get", "/v1/browser_profiles/{profile_id}", { params: [profileId] }, options);
  },

  /** Rename a profile, or change its proxy. */
  updateBrowserProfile(
    this: Speaker,
    profileId: string,
    request: Flat<Body<"/v1/browser_profiles/{profile_id}", "patch">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_profiles/{profile_id}", "patch">> {
    return this.wire.call(
      "patch",
      "/v1/browser_profiles/{profile_id}",
      { params: [profileId], ...sorted(request) },
      options,
    );
  },

  /** Delete a profile. */
  deleteBrowserProfile(
    this: Speaker,
    profileId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/browser_profiles/{profile_id}", "delete">> {
    return this.wire.call("delete", "/v1/browser_profiles/{profile_id}", { params: [profileId] }, options);
  },
};

/** Credentials: kept by the server, never sent back. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { CredentialResponse } from "../types.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const credentials = {
  /** Keep a credential. */
  createCredential(
    this: Speaker,
    request: Flat<Body<"/v1/credentials", "post">>,
    options?: RequestOptions,
  ): Promise<CredentialResponse> {
    return this.wire.call("post", "/v1/credentials", sorted(request), options);
  },

  /** Replace a credential whole. */
  updateCredential(
    this: Speaker,
    credentialId: string,
    request: Flat<Body<"/v1/credentials/{credential_id}/update", "post">>,
    options?: RequestOptions,
  ): Promise<CredentialResponse> {
    return this.wire.call(
      "post",
      "/v1/credentials/{credential_id}/update",
      { params: [credentialId], ...sorted(request) },
      options,
    );
  },

  /** A credential without its secrets. */
  getCredential(this: Speaker, credentialId: string, options?: RequestOptions): Promise<CredentialResponse> {
    return this.wire.call("get", "/v1/credentials/{credential_id}", { params: [credentialId] }, options);
  },

  /** A page of credentials, newest first. */
  getCredentials(
    this: Speaker,
    request?: Query<"/v1/credentials", "get">,
    options?: RequestOptions,
  ): Promise<CredentialResponse[]> {
    return this.wire.call("get", "/v1/credentials", { query: { ...request } }, options);
  },

  /** Delete a credential and its secrets. */
  deleteCredential(this: Speaker, credentialId: string, options?: RequestOptions): Promise<undefined> {
    return this.wire.call("post", "/v1/credentials/{credential_id}/delete", { params: [credentialId] }, options);
  },

  /** Hand in a one-time code that a run waits for. */
  sendTotpCode(
    this: Speaker,
    request: Flat<Body<"/v1/credentials/totp", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/credentials/totp", "post">> {
    return this.wire.call("post", "/v1/credentials/totp", sorted(request), options);
  },
};

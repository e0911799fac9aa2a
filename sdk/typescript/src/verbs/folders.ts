/** Folders of workflows. */

import { sorted } from "../request.js";
import type { Answer, Body, Flat, Query } from "../routes.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export const folders = {
  /** A page of folders. */
  getFolders(
    this: Speaker,
    request?: Query<"/v1/folders", "get">,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/folders", "get">> {
    return this.wire.call("get", "/v1/folders", { query: { ...request } }, options);
  },

  /** Make a folder. */
  createFolder(
    this: Speaker,
    request: Flat<Body<"/v1/folders", "post">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/folders", "post">> {
    return this.wire.call("post", "/v1/folders", sorted(request), options);
  },

  /** One folder. */
  getFolder(
    this: Speaker,
    folderId: string,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/folders/{folder_id}", "get">> {
    return this.wire.call("get", "/v1/folders/{folder_id}", { params: [folderId] }, options);
  },

  /** Rename or describe a folder. */
  updateFolder(
    this: Speaker,
    folderId: string,
    request: Flat<Body<"/v1/folders/{folder_id}", "put">>,
    options?: RequestOptions,
  ): Promise<Answer<"/v1/folders/{folder_id}", "put">> {
    return this.wire.call("put", "/v1/folders/{folder_id}", { params: [folderId], ...sorted(request) }, options);
  },

  /** Delete a folder; its workflows too if asked. */
  deleteFolder(
    this: Speaker,
    folderId: string,
    request?: { delete_workflows?: boolean },
    options?: RequestOptions,
  ): Promise<Answer<"/v1/folders/{folder_id}", "delete">> {
    return this.wire.call("delete", "/v1/folders/{folder_id}", { params: [folderId], query: { ...request } }, options);
  },
};

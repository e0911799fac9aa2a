/** Files: upload what a run needs, download what it made. */

import type { UploadFileResponse } from "../types.js";
import { formOf, type Uploadable } from "../uploads.js";
import type { RequestOptions } from "../wire.js";
import type { Speaker } from "./speaker.js";

export interface UploadFileRequest {
  file: Uploadable;
  /** Days until the server deletes the file. */
  retention_days?: number | null;
}

export const files = {
  /** Upload a file; `file_id` of the answer can be a parameter of runs. */
  async uploadFile(this: Speaker, request: UploadFileRequest, options?: RequestOptions): Promise<UploadFileResponse> {
    const form = await formOf(request.file);
    if (request.retention_days !== undefined && request.retention_days !== null) {
      form.append("retention_days", String(request.retention_days));
    }
    return this.wire.call("post", "/v1/upload_file", { body: form }, options);
  },

  /** The bytes behind a recording_url, screenshot URL or file URL. */
  download(this: Speaker, url: string, options?: RequestOptions): Promise<Blob> {
    return this.wire.download(url, options);
  },
};

/** Files to upload, in every form that programs have them. */

import { SkyvernError } from "./errors.js";

type Bytes = ArrayBuffer | ArrayBufferView | Blob | string;

/** Bytes as they are, a stream of them, or either with a name: `{ data, filename, contentType }`. */
export type Uploadable =
  | Bytes
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | {
      data: Bytes | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;
      filename?: string;
      contentType?: string;
    };

/** Return the form that carries a file. A string is the file's text and is sent without a name. */
export async function formOf(file: Uploadable): Promise<FormData> {
  const form = new FormData();
  if (typeof file === "string") {
    form.append("file", file);
    return form;
  }
  const named = hasData(file) ? file : { data: file };
  const blob = await blobOf(named.data, named.contentType);
  const own = "name" in blob && typeof blob.name === "string" ? blob.name : undefined;
  form.append("file", blob, named.filename ?? own ?? "upload");
  return form;
}

function hasData(file: Exclude<Uploadable, string>): file is Extract<Uploadable, { data: unknown }> {
  return typeof file === "object" && "data" in file;
}

async function blobOf(data: unknown, type: string | undefined): Promise<Blob> {
  const options = type === undefined ? {} : { type };
  if (data instanceof Blob) {
    return type === undefined ? data : new Blob([data], options);
  }
  if (typeof data === "string" || data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
    return new Blob([data as BlobPart], options);
  }
  const parts: BlobPart[] = [];
  for await (const part of chunks(data)) {
    parts.push(part as BlobPart);
  }
  return new Blob(parts, options);
}

async function* chunks(data: unknown): AsyncGenerator<unknown> {
  if (data instanceof ReadableStream) {
    const reader = data.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      yield part.value;
    }
    return;
  }
  if (typeof data !== "object" || data === null || !(Symbol.asyncIterator in data)) {
    throw new SkyvernError("a file to upload is text, bytes, a Blob or a stream of bytes");
  }
  yield* data as AsyncIterable<unknown>;
}

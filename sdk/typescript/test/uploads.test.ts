/** Every form of a file arrives as one part named `file`. */

import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SkyvernClient, type Uploadable } from "../src/index.js";
import { Stub } from "./stub.js";

let stub: Stub;
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => stub.answer({ json: { file_id: "file_1" } }));
afterAll(() => stub.close());

const bytes = new TextEncoder().encode("hello");
const web = new ReadableStream<Uint8Array>({
  start(controller) {
    controller.enqueue(bytes);
    controller.close();
  },
});

it.each<[string, Uploadable, string]>([
  ["text", "hello", 'name="file"\r\n\r\nhello'],
  ["bytes", bytes, 'name="file"; filename="upload"'],
  ["a buffer", Buffer.from("hello"), 'name="file"; filename="upload"'],
  ["a file", new File(["hello"], "a.txt", { type: "text/plain" }), 'filename="a.txt"\r\nContent-Type: text/plain'],
  ["a Node stream", Readable.from([Buffer.from("hel"), Buffer.from("lo")]), 'filename="upload"'],
  ["a web stream", web, 'filename="upload"'],
  [
    "named",
    { data: bytes, filename: "b.pdf", contentType: "application/pdf" },
    'filename="b.pdf"\r\nContent-Type: application/pdf',
  ],
])("%s", async (_, file, expected) => {
  const client = new SkyvernClient({ baseUrl: stub.url });
  await expect(client.uploadFile({ file, retention_days: 3 })).resolves.toEqual({ file_id: "file_1" });
  expect(stub.last.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  expect(stub.last.text).toContain(expected);
  expect(stub.last.text).toContain("\r\n\r\nhello\r\n");
  expect(stub.last.text).toContain('name="retention_days"\r\n\r\n3');
});

it("something else is refused before anything is sent", async () => {
  const file = 42 as unknown as Uploadable;
  await expect(new SkyvernClient({ baseUrl: stub.url }).uploadFile({ file })).rejects.toThrow(/text, bytes, a Blob/);
  expect(stub.asked).toHaveLength(0);
});

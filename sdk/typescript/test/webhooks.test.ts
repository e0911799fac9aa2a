/** Signatures of webhooks, also where WebCrypto is no global. */

import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { verifyWebhook } from "../src/index.js";

const body = '{"run_id":"wr_1","output":{"name":"Jürgen"}}';
const signature = createHmac("sha256", "KEY").update(body, "utf8").digest("hex");
afterEach(() => vi.unstubAllGlobals());

describe.each([
  ["a global WebCrypto", true],
  ["that of node:crypto", false],
])("with %s", (_, global) => {
  function prepare() {
    if (!global) {
      vi.stubGlobal("crypto", undefined);
    }
  }

  it.each([
    ["text", body],
    ["bytes", new TextEncoder().encode(body)],
    ["a buffer", Buffer.from(body)],
  ])("accepts %s", async (_name, given) => {
    prepare();
    await expect(verifyWebhook(given, signature, "KEY")).resolves.toBe(true);
    await expect(verifyWebhook(given, ` ${signature.toUpperCase()} `, "KEY\n")).resolves.toBe(true);
  });

  it("refuses what was signed with another key, or is not what was signed", async () => {
    prepare();
    await expect(verifyWebhook(body, signature, "OTHER")).resolves.toBe(false);
    await expect(verifyWebhook(body.replace("wr_1", "wr_2"), signature, "KEY")).resolves.toBe(false);
    await expect(verifyWebhook(JSON.stringify(JSON.parse(body), null, 1), signature, "KEY")).resolves.toBe(false);
  });
});

it.each([undefined, null, "", "abc", "z".repeat(64), `${signature}00`])("refuses the signature %s", async (given) => {
  await expect(verifyWebhook(body, given, "KEY")).resolves.toBe(false);
});

it("refuses everything without a key", async () => {
  const empty = createHmac("sha256", "").update(body).digest("hex");
  await expect(verifyWebhook(body, empty, " ")).resolves.toBe(false);
});

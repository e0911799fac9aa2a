/** Addresses, keys, errors, tries and time-outs. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  GoneError,
  InternalServerError,
  NotFoundError,
  SkyvernApi,
  SkyvernClient,
  SkyvernConnectionError,
  SkyvernEnvironment,
  SkyvernError,
  SkyvernTimeoutError,
  TooLargeError,
  TooManyRequestsError,
  UnprocessableEntityError,
} from "../src/index.js";
import { pauseBefore } from "../src/retry.js";
import { Stub } from "./stub.js";

let stub: Stub;
let client: SkyvernClient;
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => {
  stub.answer({ json: {} });
  client = new SkyvernClient({ apiKey: "KEY", baseUrl: stub.url });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => stub.close());

describe("address and key", () => {
  it("come from the options first", async () => {
    vi.stubEnv("SKYVERN_API_KEY", "other");
    await new SkyvernClient({
      apiKey: " KEY\n",
      environment: SkyvernEnvironment.Cloud,
      baseUrl: `${stub.url}/`,
    }).getRun("wr_1");
    expect(stub.last.path).toBe("/v1/runs/wr_1");
    expect(stub.last.headers["x-api-key"]).toBe("KEY");
  });

  it("come from the environment otherwise", async () => {
    vi.stubEnv("SKYVERN_API_KEY", "from env");
    vi.stubEnv("SKYVERN_BASE_URL", stub.url);
    await new SkyvernClient().getRun("wr_1");
    expect(stub.last.headers["x-api-key"]).toBe("from env");
  });

  it("have a local default", () => {
    vi.stubEnv("SKYVERN_BASE_URL", "");
    expect(new SkyvernClient().baseUrl).toBe("http://localhost:8000");
    expect(new SkyvernClient({ environment: SkyvernEnvironment.Staging }).baseUrl).toBe(
      "https://api-staging.skyvern.com",
    );
  });

  it("can be changed for one request", async () => {
    await client.getRun("wr_1", { apiKey: "once", headers: { "x-mine": "1" }, queryParams: { more: true } });
    expect(stub.last.headers).toMatchObject({ "x-api-key": "once", "x-mine": "1" });
    expect(stub.last.path).toBe("/v1/runs/wr_1?more=true");
  });
});

describe("refusals", () => {
  it.each([
    [400, BadRequestError],
    [403, ForbiddenError],
    [404, NotFoundError],
    [409, ConflictError],
    [410, GoneError],
    [413, TooLargeError],
    [422, UnprocessableEntityError],
    [429, TooManyRequestsError],
    [500, InternalServerError],
    [503, InternalServerError],
    [418, SkyvernError],
  ])("%i has its class", async (status, kind) => {
    stub.answer({ status, json: { detail: "the words" }, headers: { "x-request-id": "r1" } });
    const error: unknown = await client.getRun("wr_1", { maxRetries: 0 }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toBeInstanceOf(SkyvernError);
    expect(error).toMatchObject({
      name: kind.name,
      statusCode: status,
      body: { detail: "the words" },
      detail: "the words",
      message: `${status}: the words`,
    });
    expect((error as SkyvernError).headers?.get("x-request-id")).toBe("r1");
  });

  it("are also found under SkyvernApi", () => {
    expect(SkyvernApi.NotFoundError).toBe(NotFoundError);
  });

  it("name the field of a schema error", async () => {
    const detail = [{ loc: ["body", "workflow_id"], msg: "Field required", type: "missing" }];
    stub.answer({ status: 422, json: { detail } });
    await expect(client.createWorkflow({})).rejects.toThrow("422: workflow_id: Field required");
  });

  it("that are no JSON are told as they are", async () => {
    stub.answer({ status: 403, text: "no entry" });
    await expect(client.getRun("wr_1")).rejects.toThrow("403: no entry");
  });

  it("a page instead of JSON is no Skyvern server", async () => {
    stub.answer({ text: "<html>" });
    await expect(client.getRun("wr_1")).rejects.toThrow(/does not answer like a Skyvern server/);
  });
});

describe("tries", () => {
  const soon = { "retry-after": "0" };

  it.each([408, 429, 500, 502, 503])("%i is tried three times", async (status) => {
    stub.answer({ status, json: { detail: "later" }, headers: soon });
    await expect(client.getRun("wr_1")).rejects.toMatchObject({ statusCode: status });
    expect(stub.asked).toHaveLength(3);
  });

  it.each([400, 403, 404, 409, 422])("%i is not tried again", async (status) => {
    stub.answer({ status, json: { detail: "no" } });
    await expect(client.getRun("wr_1")).rejects.toMatchObject({ statusCode: status });
    expect(stub.asked).toHaveLength(1);
  });

  it("end with the first good answer", async () => {
    stub.answer({ status: 503, headers: soon }, { status: 429, headers: soon }, { json: { run_id: "wr_1" } });
    await expect(client.getRun("wr_1")).resolves.toEqual({ run_id: "wr_1" });
  });

  it("can be more or none, for a client and for a request", async () => {
    stub.answer({ status: 500, headers: soon });
    const eager = new SkyvernClient({ baseUrl: stub.url, maxRetries: 4 });
    await expect(eager.getRun("wr_1")).rejects.toBeInstanceOf(InternalServerError);
    expect(stub.asked).toHaveLength(5);
    stub.answer({ status: 500, headers: soon });
    await expect(eager.getRun("wr_1", { maxRetries: 0 })).rejects.toBeInstanceOf(InternalServerError);
    expect(stub.asked).toHaveLength(1);
  });

  it("send what they make under one Idempotency-Key", async () => {
    stub.answer({ status: 502, headers: soon }, { json: { run_id: "wr_1" } });
    await client.runWorkflow({ workflow_id: "wpid_1" });
    await client.runWorkflow({ workflow_id: "wpid_1" });
    const [first, second, other] = stub.asked.map(({ headers }) => headers["idempotency-key"]);
    expect(first).toMatch(/^[!-~]{20,255}$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    await client.runWorkflow({ workflow_id: "wpid_1" }, { headers: { "idempotency-key": "mine" } });
    expect(stub.last.headers["idempotency-key"]).toBe("mine");
    await client.getRun("wr_1");
    expect(stub.last.headers["idempotency-key"]).toBeUndefined();
  });

  it("wait as the server says, else twice as long each time", () => {
    expect(pauseBefore(1, new Headers({ "retry-after": "7" }))).toBe(7000);
    expect(pauseBefore(1, new Headers({ "retry-after": "3600" }))).toBe(60_000);
    const now = Date.parse("2026-01-01T00:00:00Z");
    expect(pauseBefore(1, new Headers({ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }), now)).toBe(5000);
    expect(pauseBefore(1, new Headers({ "x-ratelimit-reset": String(now / 1000 + 9) }), now)).toBe(9000);
    for (const [tried, wait] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
      [20, 60_000],
    ] as const) {
      const pause = pauseBefore(tried, new Headers());
      expect(pause).toBeGreaterThanOrEqual(wait * 0.9);
      expect(pause).toBeLessThanOrEqual(wait * 1.1);
    }
  });
});

describe("time-outs", () => {
  it("are SkyvernTimeoutError, and are not tried again", async () => {
    stub.answer({ after: 5000 });
    const hasty = new SkyvernClient({ baseUrl: stub.url, timeoutInSeconds: 0.05 });
    await expect(hasty.getRun("wr_1")).rejects.toBeInstanceOf(SkyvernTimeoutError);
    await expect(client.getRun("wr_1", { timeoutInSeconds: 0.05 })).rejects.toThrow(/within 0.05 s/);
    expect(stub.asked).toHaveLength(2);
  });

  it("leave your own signal its own reason, also between tries", async () => {
    stub.answer({ after: 5000 });
    const reason = new Error("enough");
    const stop = new AbortController();
    const pending = client.getRun("wr_1", { abortSignal: stop.signal });
    setTimeout(() => stop.abort(reason), 20);
    await expect(pending).rejects.toBe(reason);
    stub.answer({ status: 503, headers: { "retry-after": "30" } });
    const between = new AbortController();
    setTimeout(() => between.abort(reason), 50);
    await expect(client.getRun("wr_1", { abortSignal: between.signal })).rejects.toBe(reason);
    await expect(client.getRun("wr_1", { abortSignal: between.signal })).rejects.toBe(reason);
  });

  it("a server that is not there is named with the remedy", async () => {
    const gone = new SkyvernClient({ baseUrl: "http://127.0.0.1:1" });
    const error: unknown = await gone.getRun("wr_1").catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SkyvernConnectionError);
    expect(String(error)).toMatch(/no answer from http:\/\/127.0.0.1:1 .*skyvern server/);
  });
});

describe("downloads", () => {
  it("send the key to the server alone", async () => {
    stub.answer({ text: "bytes" });
    await expect((await client.download(`${stub.url}/v1/artifacts/a_1/content?sig=1`)).text()).resolves.toBe("bytes");
    expect(stub.last.headers["x-api-key"]).toBe("KEY");
    await client.download("/v1/artifacts/a_1/content");
    expect(stub.last.headers["x-api-key"]).toBe("KEY");
    await client.download(stub.url.replace("127.0.0.1", "localhost"));
    expect(stub.last.headers["x-api-key"]).toBeUndefined();
  });

  it("can be a part of an artifact", async () => {
    stub.answer({ status: 206, text: "by" });
    const part = await client.artifacts.getArtifactContent("a_1", { range: "bytes=0-1" });
    await expect(part.text()).resolves.toBe("by");
    expect(stub.last).toMatchObject({ path: "/v1/artifacts/a_1/content", headers: { range: "bytes=0-1" } });
  });
});

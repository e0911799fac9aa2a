/** Waiting until a run has ended. */

import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { RunTimeoutError, Skyvern, SkyvernTimeoutError } from "../src/index.js";
import { Stub } from "./stub.js";

let stub: Stub;
let client: Skyvern;
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => {
  client = new Skyvern({ baseUrl: stub.url });
});
afterAll(() => stub.close());

function run(status: string, more: object = {}) {
  return { json: { run_id: "wr_1", status, step_count: 0, ...more } };
}

it("looks until the status is final and no attempt is to come", async () => {
  stub.answer(
    run("queued"),
    run("running"),
    run("running", { step_count: 1 }),
    run("failed", { retry_pending: true }),
    run("completed"),
  );
  const seen: string[] = [];
  const ended = await client.waitForCompletion("wr_1", {
    pollInterval: 0.001,
    onUpdate: (now) => void seen.push(`${now.status} ${now.step_count}`),
  });
  expect(ended.status).toBe("completed");
  expect(seen).toEqual(["queued 0", "running 0", "running 1", "failed 0", "completed 0"]);
});

it.each(["completed", "failed", "terminated", "timed_out", "canceled"])("%s is an end", async (status) => {
  stub.answer(run(status));
  expect((await client.waitForCompletion("wr_1")).status).toBe(status);
  expect(stub.asked).toHaveLength(1);
});

it("gives up in time and says how the run stood", async () => {
  stub.answer(run("running"));
  const error: unknown = await client.waitForCompletion("wr_1", { timeout: 0.05, pollInterval: 0.01 }).catch((e) => e);
  expect(error).toBeInstanceOf(RunTimeoutError);
  expect(error).toBeInstanceOf(SkyvernTimeoutError);
  expect(error).toMatchObject({ runId: "wr_1", run: { status: "running" } });
});

it("can be stopped", async () => {
  stub.answer(run("running"));
  const stop = new AbortController();
  const waiting = client.waitForCompletion("wr_1", { abortSignal: stop.signal });
  setTimeout(() => stop.abort(new Error("enough")), 30);
  await expect(waiting).rejects.toThrow("enough");
});

it.each([
  ["runWorkflow", (waits: Skyvern) => waits.runWorkflow({ workflow_id: "w", waitForCompletion: true, timeout: 9 })],
  [
    "runWorkflow with body",
    (waits: Skyvern) => waits.runWorkflow({ body: { workflow_id: "w" }, waitForCompletion: true }),
  ],
  ["runTask", (waits: Skyvern) => waits.runTask({ prompt: "p", waitForCompletion: true })],
  ["login", (waits: Skyvern) => waits.login({ credential_type: "skyvern", waitForCompletion: true })],
  ["downloadFiles", (waits: Skyvern) => waits.downloadFiles({ navigation_goal: "g", waitForCompletion: true })],
] as const)("%s waits when asked to, and does not tell the server", async (_, start) => {
  stub.answer(run("created"), run("completed"));
  expect((await start(client)).status).toBe("completed");
  expect(stub.asked.map(({ method }) => method)).toEqual(["POST", "GET"]);
  expect(stub.asked[0]?.text).not.toMatch(/waitForCompletion|timeout/);
});

it("returns at once otherwise", async () => {
  stub.answer(run("created"));
  expect((await client.runTask({ prompt: "p" })).status).toBe("created");
  expect(stub.asked).toHaveLength(1);
});

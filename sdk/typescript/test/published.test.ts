/** The TypeScript calls of the published page, as they are written there. */

import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { SkyvernClient } from "../src/index.js";
import { poll } from "./published/polling.js";
import { Stub } from "./stub.js";

let stub: Stub;
let said: string[];
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => {
  said = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterAll(() => stub.close());

it("runs a workflow", async () => {
  vi.stubEnv("SKYVERN_API_KEY", "KEY");
  vi.stubEnv("SKYVERN_BASE_URL", stub.url);
  stub.answer({ json: { run_id: "wr_486305187432193510", status: "created" } });
  await (await import("./published/running.js")).ended;
  expect(said).toEqual(["Run ID: wr_486305187432193510", "Status: created"]);
  expect(stub.last).toMatchObject({
    method: "POST",
    path: "/v1/run/workflows",
    body: { workflow_id: "wpid_123456789", parameters: { company_name: "Acme Corp", start_date: "2026-01-01" } },
  });
});

it.each([
  [{ status: "completed", recording_url: "https://r" }, "Recording: https://r"],
  [{ status: "failed", failure_reason: "why" }, "Failure reason: why"],
])("polls until the end", async (end, last) => {
  vi.useFakeTimers({ toFake: ["setTimeout"], shouldAdvanceTime: true, advanceTimeDelta: 500 });
  const client = new SkyvernClient({ apiKey: "KEY", baseUrl: stub.url });
  stub.answer(
    { json: { run_id: "wr_1", status: "created" } },
    { json: { status: "running" } },
    { json: { output: { a: 1 }, ...end } },
  );
  const run = await client.runWorkflow({ body: { workflow_id: "wpid_1" } });
  await poll(client, run);
  vi.useRealTimers();
  expect(said).toEqual(["Status: running", `Final status: ${end.status}`, 'Output: {\n  "a": 1\n}', last]);
});

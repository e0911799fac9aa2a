/** Our client puts on the wire what the published one did, request by request, but for how it names itself. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SkyvernClient } from "../src/index.js";
import { Stub } from "./stub.js";

interface Recorded {
  client: string;
  call: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

const { requests } = JSON.parse(readFileSync(new URL("recorded.json", import.meta.url), "utf8")) as {
  requests: Recorded[];
};

const PARAMETERS = { company_name: "Acme Corp", start_date: "2026-01-01" };
const QUERY = { page: 1, page_size: 5, only_workflows: true, status: ["published" as const, "draft" as const] };
const CALLS: Record<string, (client: SkyvernClient) => Promise<unknown>> = {
  "SEED runWorkflow({body})": (client) =>
    client.runWorkflow({ body: { workflow_id: "wpid_123456789", parameters: PARAMETERS } }),
  "runWorkflow flat agent_id": (client) =>
    client.runWorkflow({
      agent_id: "wpid_1",
      parameters: { a: 1 },
      proxy_location: "RESIDENTIAL_GB",
      template: true,
      "x-user-agent": "UA",
      "x-max-steps-override": 5,
    }),
  "SEED getRun(id) minimal response": (client) => client.getRun("wr_1"),
  createWorkflow: (client) =>
    client.createWorkflow({
      folder_id: "fld_1",
      body: { json_definition: { title: "t", workflow_definition: { parameters: [], blocks: [] } } },
    }),
  cancelRun: (client) => client.cancelRun("wr_1"),
  getRunTimeline: (client) => client.getRunTimeline("wr_1"),
  getRunArtifacts: (client) => client.getRunArtifacts("wr_1", { artifact_type: ["recording", "screenshot_final"] }),
  "retryRunWebhook none": (client) => client.retryRunWebhook("wr_1"),
  "retryRunWebhook url": (client) => client.retryRunWebhook("wr_1", { webhook_url: "https://h" }),
  createBrowserSession: (client) => client.createBrowserSession({ timeout: 60 }),
  createBrowserProfile: (client) => client.createBrowserProfile({ name: "n", workflow_run_id: "wr_1" }),
  createCredential: (client) =>
    client.createCredential({
      name: "n",
      credential_type: "password",
      credential: { username: "u", password: "p" },
    }),
  uploadFile: (client) => client.uploadFile({ file: "hello" }),
  runTask: (client) => client.runTask({ prompt: "p", body: { prompt: "p" } }),
  sendTotpCode: (client) => client.sendTotpCode({ totp_identifier: "a@b", content: "123456" }),
  getWorkflows: (client) => client.getWorkflows(QUERY),
  "getRun 404": (client) => client.getRun("wr_x"),
  "runWorkflow 400": (client) => client.runWorkflow({ body: { workflow_id: "x" } }),
  "getRun 401": (client) => client.getRun("wr_x"),
  "getRun 429 RetryAfter1 (retries?)": (client) => client.getRun("wr_x"),
};

let stub: Stub;
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => stub.answer({ json: {} }));
afterAll(() => stub.close());

describe.each(requests)("$client: $call", (recorded) => {
  it("is the same request", async () => {
    const call = CALLS[recorded.call];
    if (call === undefined) {
      throw new Error(`no call of ours for ${recorded.call}`);
    }
    await call(new SkyvernClient({ apiKey: "KEY", baseUrl: stub.url }));
    const asked = stub.last;
    const expected = plain(recorded);
    expect({ method: asked.method, path: asked.path }).toEqual({ method: expected.method, path: expected.path });
    expect(withoutBoundary(asked.body)).toEqual(withoutBoundary(expected.body));
    for (const [name, value] of Object.entries(expected.headers)) {
      expect(withoutBoundary(asked.headers[name])).toBe(withoutBoundary(value));
    }
    expect(asked.headers["user-agent"]).toMatch(/^skyvern-typescript\/\d/);
    expect(Object.keys(asked.headers).filter((name) => name.startsWith("x-fern"))).toEqual([]);
  });
});

it("has a call for every recorded request", () => {
  expect(requests).toHaveLength(44);
});

/** The newer generation says agents for workflows; it also left bodies wrapped, which servers have to undo. */
function plain(recorded: Recorded): Recorded {
  const body = recorded.body as { body?: object } | null;
  const flat = isWrapped(body) ? { ...body, ...body.body } : recorded.body;
  if (flat !== null && typeof flat === "object") {
    const { body: _body, ...fields } = flat as { body?: object };
    return { ...recorded, path: older(recorded.path), body: withoutAgent(recorded, fields) };
  }
  // the older generation knew no flat form: it lost what this call gave it
  if (recorded.call === "runWorkflow flat agent_id") {
    const kept = requests.find((other) => other.call === recorded.call && other.body !== null);
    return { ...recorded, headers: { ...recorded.headers, ...kept?.headers }, body: kept?.body };
  }
  return { ...recorded, path: older(recorded.path) };
}

function withoutAgent(recorded: Recorded, fields: Record<string, unknown>): Record<string, unknown> {
  if (recorded.call !== "runWorkflow 400") {
    return fields;
  }
  const { agent_id: _agent, ...rest } = fields;
  return rest;
}

function isWrapped(body: unknown): body is { body: object } {
  return typeof body === "object" && body !== null && typeof (body as { body?: unknown }).body === "object";
}

function older(path: string): string {
  return path.replace(/\/agents(?=[/?]|$)/, "/workflows");
}

function withoutBoundary(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll(/-{2,}formdata-undici-\d+/g, "BOUNDARY") : value;
}

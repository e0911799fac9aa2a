/** The client against a real server. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  BadRequestError,
  ForbiddenError,
  NotFoundError,
  Skyvern,
  SkyvernClient,
  UnprocessableEntityError,
  verifyWebhook,
} from "../src/index.js";
import { poll } from "./published/polling.js";
import { type ServerUnderTest, startServer } from "./server.js";

let server: ServerUnderTest;
let client: Skyvern;
beforeAll(async () => {
  server = await startServer();
  client = new Skyvern({ apiKey: server.apiKey, baseUrl: server.url });
});
afterAll(() => server?.stop());

const definition = {
  title: "Greeting",
  workflow_definition: {
    parameters: [{ key: "name", parameter_type: "workflow", workflow_parameter_type: "string" }],
    blocks: [{ label: "greet", block_type: "code", code: "greeting = 'Hello ' + name", parameter_keys: ["name"] }],
  },
};
const greeting = { greeting: "Hello Ada" };

async function saved(): Promise<string> {
  return (await client.createWorkflow({ json_definition: definition })).workflow_permanent_id;
}

describe("workflows", () => {
  it("are saved, read, changed, listed and deleted, in both call forms", async () => {
    const first = await client.createWorkflow({ body: { json_definition: definition } });
    const id = first.workflow_permanent_id;
    expect(first).toMatchObject({ title: "Greeting", version: 1, status: "published" });
    const second = await client.updateWorkflow(id, { json_definition: { ...definition, title: "Second" } });
    expect(second).toMatchObject({ workflow_permanent_id: id, title: "Second", version: 2 });
    expect(await client.getWorkflow(id, { version: 1 })).toMatchObject({ title: "Greeting" });
    expect((await client.getWorkflowVersions(id)).map(({ version }) => version)).toEqual([2, 1]);
    expect((await client.getWorkflows({ search_key: "Second" })).map((found) => found.workflow_permanent_id)).toContain(
      id,
    );
    await client.deleteWorkflow(id);
    await expect(client.getWorkflow(id)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("that cannot run are refused with the place", async () => {
    const broken = {
      ...definition,
      workflow_definition: { parameters: [], blocks: [{ label: "a", block_type: "nothing" }] },
    };
    const refused: unknown = await client.createWorkflow({ json_definition: broken }).catch((error) => error);
    expect(refused).toBeInstanceOf(UnprocessableEntityError);
    expect(String(refused)).toMatch(/block_type|nothing/);
  });
});

describe("runs", () => {
  it("run as the page says, in both call forms", async () => {
    const id = await saved();
    for (const start of [
      { body: { workflow_id: id, parameters: { name: "Ada" } } },
      { agent_id: id, parameters: { name: "Ada" } },
    ]) {
      const run = await client.runWorkflow(start);
      expect(run.run_id).toMatch(/^wr_/);
      const lines = vi.spyOn(console, "log").mockImplementation(() => undefined);
      await client.waitForCompletion(run.run_id);
      await poll(client, run);
      expect(lines.mock.calls.flat()).toContain("Final status: completed");
      lines.mockRestore();
    }
  });

  it("are waited for, and leave a timeline and artifacts", async () => {
    const id = await saved();
    const run = await client.runWorkflow({ workflow_id: id, parameters: { name: "Ada" }, waitForCompletion: true });
    expect(run).toMatchObject({ status: "completed", run_type: "workflow_run", output: { greet_output: greeting } });
    expect(run.app_url).toContain(run.run_id);
    const timeline = await client.getRunTimeline(run.run_id);
    expect(timeline.map((item) => item.block?.label)).toEqual(["greet"]);
    expect(Array.isArray(await client.getRunArtifacts(run.run_id, { artifact_type: ["recording"] }))).toBe(true);
    expect((await client.getRunsV2({ page_size: 50 })).length).toBeGreaterThan(0);
    expect((await client.getWorkflowRunsById(id)).map((found) => found.workflow_run_id)).toContain(run.run_id);
    const again = await client.retryWorkflowRun(run.run_id);
    expect(again.run_id).not.toBe(run.run_id);
    expect((await client.waitForCompletion(again.run_id)).output).toMatchObject({ greet_output: greeting });
  });

  it("are made once for one Idempotency-Key", async () => {
    const request = { workflow_id: await saved(), parameters: { name: "Ada" } };
    const headers = { "idempotency-key": `test-${request.workflow_id}` };
    const [first, second] = [
      await client.runWorkflow(request, { headers }),
      await client.runWorkflow(request, { headers }),
    ];
    expect(second.run_id).toBe(first.run_id);
  });

  it("stop when canceled", async () => {
    const waits = {
      title: "w",
      workflow_definition: { parameters: [], blocks: [{ label: "w", block_type: "wait", wait_sec: 60 }] },
    };
    const { workflow_permanent_id } = await client.createWorkflow({ json_definition: waits });
    const run = await client.runWorkflow({ workflow_id: workflow_permanent_id });
    await client.cancelRun(run.run_id);
    expect((await client.waitForCompletion(run.run_id, { timeout: 20 })).status).toBe("canceled");
  });

  it("are refused with the key, the value and what was expected", async () => {
    const refused: unknown = await client.runWorkflow({ workflow_id: await saved() }).catch((error) => error);
    expect(refused).toBeInstanceOf(BadRequestError);
    expect(String(refused)).toContain("name");
    await expect(client.getRun("wr_0")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.runWorkflow({ workflow_id: "wpid_0" })).rejects.toBeInstanceOf(NotFoundError);
    await expect(new SkyvernClient({ apiKey: "no", baseUrl: server.url }).getRun("wr_0")).rejects.toBeInstanceOf(
      ForbiddenError,
    );
  });

  it("on a page have a recording that can be downloaded", async () => {
    const page = await pageServer();
    const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    const visit = {
      title: "v",
      workflow_definition: { parameters: [], blocks: [{ label: "go", block_type: "goto_url", url }] },
    };
    const { workflow_permanent_id } = await client.createWorkflow({ json_definition: visit });
    const run = await client.runWorkflow({ workflow_id: workflow_permanent_id, waitForCompletion: true, timeout: 60 });
    page.close();
    expect(run.failure_reason).toBeNull();
    const recording = await client.download(run.recording_url ?? "");
    expect(recording.size).toBeGreaterThan(100);
    const [artifact] = await client.getRunArtifacts(run.run_id, { artifact_type: ["recording"] });
    const bytes = await client.artifacts.getArtifactContent(artifact?.artifact_id ?? "", { range: "bytes=0-3" });
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(new Uint8Array([0x1a, 0x45, 0xdf, 0xa3]));
  }, 90_000);
});

describe("webhooks", () => {
  it("carry a signature that can be verified", async () => {
    const got: { body: Buffer; signature: string | undefined }[] = [];
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      got.push({
        body: Buffer.concat(chunks),
        signature: request.headers["x-skyvern-signature"] as string | undefined,
      });
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const webhook_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await client.runWorkflow({
      workflow_id: await saved(),
      parameters: { name: "Jürgen" },
      webhook_url,
      waitForCompletion: true,
    });
    await vi.waitFor(() => expect(got).toHaveLength(1), { timeout: 20_000 });
    receiver.close();
    const [hook] = got;
    expect(JSON.parse(String(hook?.body)).output.greet_output).toEqual({ greeting: "Hello Jürgen" });
    await expect(verifyWebhook(hook?.body ?? "", hook?.signature, server.apiKey)).resolves.toBe(true);
    await expect(verifyWebhook(`${hook?.body} `, hook?.signature, server.apiKey)).resolves.toBe(false);
  });
});

describe("files and credentials", () => {
  it("are kept by the server", async () => {
    const file = await client.uploadFile({
      file: { data: "a,b\n1,2\n", filename: "table.csv", contentType: "text/csv" },
    });
    expect(file.file_id).toMatch(/^file_/);
    expect(await (await client.download(file.presigned_url)).text()).toBe("a,b\n1,2\n");
    const kept = await client.createCredential({
      name: "shop",
      credential_type: "password",
      credential: { username: "ada", password: "hidden words" },
    });
    expect(JSON.stringify(kept)).not.toContain("hidden words");
    expect((await client.getCredentials()).map(({ credential_id }) => credential_id)).toContain(kept.credential_id);
    await expect(client.deleteCredential(kept.credential_id)).resolves.toBeUndefined();
    await expect(client.getCredential(kept.credential_id)).rejects.toBeInstanceOf(NotFoundError);
  });
});

function pageServer(): Promise<Server> {
  return new Promise((resolve) => {
    const page = createServer((_, response) => response.setHeader("content-type", "text/html").end("<h1>Hello</h1>"));
    page.listen(0, "127.0.0.1", () => resolve(page));
  });
}

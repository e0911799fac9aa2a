/** A real `skyvern server` with a data folder of its own. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const START_MILLISECONDS = 80_000;

export interface ServerUnderTest {
  url: string;
  apiKey: string;
  stop: () => Promise<void>;
}

/** Start a server and wait until it is ready. */
export async function startServer(): Promise<ServerUnderTest> {
  const data = join(await mkdtemp(join(tmpdir(), "skyvern-ts-")), "data");
  const port = await freePort();
  const environment = { PYTHONPATH: ROOT, SKYVERN_ALLOWED_PRIVATE_NETWORKS: "127.0.0.0/8", SKYVERN_PROXIES: "" };
  const command = ["-m", "skyvern", "server", "--port", String(port), "--data-dir", data];
  const server = spawn(python(), command, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  server.stdout?.on("data", (text) => said.push(String(text)));
  server.stderr?.on("data", (text) => said.push(String(text)));
  const url = `http://localhost:${port}`;
  await ready(server, url, said);
  const apiKey = (await readFile(join(data, "api_key"), "utf8")).trim();
  return { url, apiKey, stop: () => stopped(server, join(data, "..")) };
}

function python(): string {
  const found = process.env.SKYVERN_PYTHON ?? join(ROOT, ".venv/bin/python");
  if (!existsSync(found)) {
    throw new Error(`the live tests need the server: ${found} is not there; run scripts/setup, or set SKYVERN_PYTHON`);
  }
  return found;
}

async function ready(server: ChildProcess, url: string, said: string[]): Promise<void> {
  const end = Date.now() + START_MILLISECONDS;
  while (Date.now() < end) {
    if (server.exitCode !== null) {
      throw new Error(`the server ended: ${said.join("")}`);
    }
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill("SIGKILL");
  throw new Error(`the server did not become ready: ${said.join("")}`);
}

async function stopped(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** What `npm pack` would publish: its files, and that they load and type-check as ESM and as CommonJS. */

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { VERSION } from "../src/version.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const USE =
  'new Skyvern({ apiKey: "k" }).runWorkflow({ body: { workflow_id: "w" } }).then((run) => run.run_id.trim());';

let packed: { files: { path: string; size: number }[]; size: number };
let user: string;
beforeAll(() => {
  const said = execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: ROOT, encoding: "utf8", stdio: "pipe" });
  [packed] = JSON.parse(said.slice(said.indexOf("[\n"))) as [typeof packed];
  user = mkdtempSync(join(tmpdir(), "skyvern-use-"));
  mkdirSync(join(user, "node_modules/@skyvern"), { recursive: true });
  symlinkSync(ROOT, join(user, "node_modules/@skyvern/client"));
});
afterAll(() => rmSync(user, { recursive: true, force: true }));

it("holds the two builds, the licence and the description, and nothing else", () => {
  const paths = packed.files.map(({ path }) => path);
  for (const needed of ["README.md", "LICENSE", "package.json"]) {
    expect(paths).toContain(needed);
  }
  for (const kind of ["esm", "cjs"]) {
    expect(paths).toEqual(
      expect.arrayContaining([`dist/${kind}/index.js`, `dist/${kind}/index.d.ts`, `dist/${kind}/package.json`]),
    );
  }
  const other = paths.filter(
    (path) => !/^(dist\/(esm|cjs)\/.*(\.js|\.d\.ts|package\.json)|README\.md|LICENSE|package\.json)$/.test(path),
  );
  expect(other).toEqual([]);
  expect(packed.size).toBeLessThan(150_000);
});

it("depends on nothing", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(manifest.version).toBe(VERSION);
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"]) {
    expect(manifest[kind]).toBeUndefined();
  }
});

it("names no registry in its lock", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const rows = Object.values(lock.packages) as { resolved?: string }[];
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

it.each([
  ["ESM", "use.mjs", 'import { Skyvern, verifyWebhook } from "@skyvern/client";'],
  ["CommonJS", "use.cjs", 'const { Skyvern, verifyWebhook } = require("@skyvern/client");'],
])("loads as %s, where Node 18's globals are all there are", async (_, name, load) => {
  const signed = '"0".repeat(64)';
  const check = `verifyWebhook("{}", ${signed}, "k").then((ok) => console.log(typeof new Skyvern().getRun, ok));`;
  writeFileSync(join(user, name), `delete globalThis.crypto;\n${load}\n${check}\n`);
  const said = execFileSync(process.execPath, [name], { cwd: user, encoding: "utf8" });
  expect(said.trim()).toBe("function false");
});

it("type-checks for users of both kinds, also in a browser", () => {
  const load = 'import { Skyvern, type WorkflowRunResponse } from "@skyvern/client";';
  const wrong =
    "// @ts-expect-error it is a string\nexport const n = (run: WorkflowRunResponse): number => run.run_id;";
  for (const name of ["use.mts", "use.cts"]) {
    writeFileSync(join(user, name), `${load}\nexport const id: Promise<string> = ${USE}\n${wrong}\n`);
  }
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: "nodenext",
    target: "ES2022",
    types: [],
    preserveSymlinks: true,
  };
  const lib = ["ES2022", "DOM", "DOM.AsyncIterable"];
  writeFileSync(join(user, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...compilerOptions, lib } }));
  const said = execFileSync(process.execPath, [TSC, "-p", user], { encoding: "utf8" });
  expect(said).toBe("");
});

/** Every verb of the published client is there, and asks for the published route. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SkyvernClient } from "../src/index.js";
import { Stub } from "./stub.js";

interface Verb {
  verb: string;
  method: string;
  path: string;
}

const verbs = JSON.parse(readFileSync(new URL("verbs.json", import.meta.url), "utf8")) as Verb[];

let stub: Stub;
beforeAll(async () => {
  stub = await Stub.open();
});
beforeEach(() => stub.answer({ json: {} }));
afterAll(() => stub.close());

describe.each(verbs)("$verb", ({ verb, method, path }) => {
  it(`asks for ${method} ${path}`, async () => {
    const client = new SkyvernClient({ apiKey: "KEY", baseUrl: stub.url });
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    const request = verb === "uploadFile" ? { file: "text" } : {};
    await method_of(client, verb)(...names.map((name) => `a ${name}/`), request);
    expect(stub.last.method).toBe(method);
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(`a ${name}/`));
    expect(stub.last.path).toBe(filled);
    expect(stub.last.headers["x-api-key"]).toBe("KEY");
  });
});

it("refuses an address with a hole", async () => {
  await expect(new SkyvernClient({ baseUrl: stub.url }).getRun("")).rejects.toThrow(/run_id is missing/);
  expect(stub.asked).toHaveLength(0);
});

function method_of(client: SkyvernClient, verb: string): (...given: unknown[]) => Promise<unknown> {
  const [group, name] = verb.includes(".") ? verb.split(".") : [undefined, verb];
  const owner = (group === undefined ? client : client[group as "schedules"]) as unknown as Record<string, unknown>;
  const found = owner[name ?? ""];
  if (typeof found !== "function") {
    throw new Error(`there is no ${verb}`);
  }
  return found.bind(owner) as (...given: unknown[]) => Promise<unknown>;
}

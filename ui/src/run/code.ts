/** A run as something to type: the same start with curl, Python and TypeScript. Pure. */
import type { RunDetailAnswer } from "../api/schema";

export const TONGUES = ["curl", "Python", "TypeScript"] as const;
export type Tongue = (typeof TONGUES)[number];

export function codeOf(run: RunDetailAnswer, base: string, tongue: Tongue): string {
  const parameters = run.parameters ?? {};
  const id = String(run.workflow_permanent_id);
  switch (tongue) {
    case "curl": {
      const body = JSON.stringify({ workflow_id: id, parameters }, null, 2);
      return [
        `curl ${base}/v1/run/workflows \\`,
        `  -H "x-api-key: $SKYVERN_API_KEY" -H "content-type: application/json" \\`,
        `  -d ${shellText(body)}`,
      ].join("\n");
    }
    case "Python":
      return [
        "import asyncio, os",
        "from skyvern import Skyvern",
        "",
        "async def main():",
        `    client = Skyvern(api_key=os.environ["SKYVERN_API_KEY"], base_url=${JSON.stringify(base)})`,
        `    run = await client.run_workflow(workflow_id=${JSON.stringify(id)}, parameters=${pythonOf(parameters)}, wait_for_completion=True)`,
        "    print(run.status, run.output)",
        "",
        "asyncio.run(main())",
      ].join("\n");
    case "TypeScript": {
      const request = JSON.stringify({ workflow_id: id, parameters });
      return [
        'import { Skyvern } from "@skyvern/client";',
        "",
        `const client = new Skyvern({ apiKey: process.env.SKYVERN_API_KEY, baseUrl: ${JSON.stringify(base)} });`,
        `const run = await client.runWorkflow({ body: ${request}, waitForCompletion: true });`,
        "console.log(run.status, run.output);",
      ].join("\n");
    }
  }
}

function shellText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A value of JSON as Python writes it. */
function pythonOf(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonOf).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonOf(item)}`)
    .join(", ")}}`;
}

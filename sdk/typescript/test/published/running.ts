import { SkyvernClient } from "@skyvern/client";

async function main() {
  const client = new SkyvernClient({
    apiKey: process.env.SKYVERN_API_KEY,
  });

  const run = await client.runWorkflow({
    body: {
      workflow_id: "wpid_123456789",
      parameters: {
        company_name: "Acme Corp",
        start_date: "2026-01-01",
      },
    },
  });

  console.log(`Run ID: ${run.run_id}`);
  console.log(`Status: ${run.status}`);
}

// the page calls it without export; the test waits for its end
export const ended = main();

import type { SkyvernApi, SkyvernClient } from "@skyvern/client";

/** The page's loop; `run` and `client` are those of its first sample. */
export async function poll(client: SkyvernClient, run: SkyvernApi.WorkflowRunResponse) {
  const runId = run.run_id;

  while (true) {
    const result = await client.getRun(runId);

    if (["completed", "failed", "terminated", "timed_out", "canceled"].includes(result.status)) {
      console.log(`Final status: ${result.status}`);
      console.log(`Output: ${JSON.stringify(result.output, null, 2)}`);

      if (result.status === "completed") {
        console.log(`Recording: ${result.recording_url}`);
      } else {
        console.log(`Failure reason: ${result.failure_reason}`);
      }
      break;
    }

    console.log(`Status: ${result.status}`);
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}

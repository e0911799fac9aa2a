/** Waiting for the end of a run. */

import { RunTimeoutError } from "./errors.js";
import { sleep } from "./retry.js";
import type { WorkflowRunResponse } from "./types.js";
import type { RequestOptions } from "./wire.js";

const FINAL: ReadonlySet<string> = new Set(["completed", "failed", "terminated", "timed_out", "canceled"]);
const PATIENCE = 1800;
const FIRST_PAUSE = 0.25;
const LONGEST_PAUSE = 5;

export interface WaitOptions extends RequestOptions {
  /** Seconds until a RunTimeoutError: 1800. */
  timeout?: number | undefined;
  /** Seconds between two looks. Default: short at first, then up to 5. */
  pollInterval?: number | undefined;
  /** Called with the run whenever its status or number of steps has changed. */
  onUpdate?: ((run: WorkflowRunResponse) => void | Promise<void>) | undefined;
}

/** Tell whether a run has ended for good: a final status, and no further attempt to come. */
export function hasEnded(run: Pick<WorkflowRunResponse, "status"> & { retry_pending?: unknown }): boolean {
  return FINAL.has(run.status) && !run.retry_pending;
}

/** Look at a run until it has ended. Throws RunTimeoutError. */
export async function waitFor(
  runId: string,
  look: (runId: string, options: RequestOptions) => Promise<WorkflowRunResponse>,
  options: WaitOptions = {},
): Promise<WorkflowRunResponse> {
  const { timeout = PATIENCE, pollInterval, onUpdate, ...request } = options;
  const until = Date.now() + timeout * 1000;
  let pause = pollInterval ?? FIRST_PAUSE;
  let seen = "";
  for (;;) {
    const run = await look(runId, request);
    const now = `${run.status} ${run.step_count}`;
    if (now !== seen) {
      seen = now;
      await onUpdate?.(run);
    }
    if (hasEnded(run)) {
      return run;
    }
    const left = until - Date.now();
    if (left <= 0) {
      throw new RunTimeoutError(runId, timeout, run);
    }
    await sleep(Math.min(pause * 1000, left), options.abortSignal);
    pause = pollInterval ?? Math.min(pause * 1.5, LONGEST_PAUSE);
  }
}

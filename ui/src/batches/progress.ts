/** How far a batch has come, as parts of a bar: what has ended first. Pure. */

const ENDED = ["completed", "failed", "terminated", "timed_out", "canceled", "refused", "deleted"];
const ORDER = [...ENDED, "running", "paused", "queued", "created", "waiting"];

const UNBEGUN = new Set(["queued", "created", "waiting"]);

export interface Part {
  readonly status: string;
  readonly count: number;
  readonly percent: number;
  /** Whether a run of it has begun: what has not leaves the bar empty. */
  readonly begun: boolean;
}

export function partsOf(counts: Readonly<Record<string, number>>, total: number): Part[] {
  return ORDER.flatMap((status) => {
    const count = counts[status] ?? 0;
    return count > 0
      ? [{ status, count, percent: (count / Math.max(1, total)) * 100, begun: !UNBEGUN.has(status) }]
      : [];
  });
}

export interface Opened {
  readonly batch?: string;
}

/** Returns which batch a URL opens. */
export function readOpened(search: Record<string, unknown>): Opened {
  return typeof search.batch === "string" && search.batch ? { batch: search.batch } : {};
}

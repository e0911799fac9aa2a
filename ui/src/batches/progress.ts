/** How far a batch has come, as parts of a bar: what has ended first. Pure. */

const ORDER = ["completed", "failed", "terminated", "timed_out", "canceled", "refused", "running", "waiting"];

export interface Part {
  readonly status: string;
  readonly count: number;
  readonly percent: number;
}

export function partsOf(counts: Readonly<Record<string, number>>, total: number): Part[] {
  return ORDER.flatMap((status) => {
    const count = counts[status] ?? 0;
    return count > 0 ? [{ status, count, percent: (count / Math.max(1, total)) * 100 }] : [];
  });
}

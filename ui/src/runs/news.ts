/** What a list of runs becomes when it hears of one. Pure. */
import type { RunListItem } from "../api/schema";

export interface Pages {
  readonly pages: readonly (readonly RunListItem[])[];
}

/** Returns the list with a run as it stands now, or null when the server must be asked where it belongs. */
export function withRun<Found extends Pages>(found: Found, run: RunListItem, newestFirst: boolean): Found | null {
  if (found.pages.some((page) => page.some((row) => row.run_id === run.run_id))) {
    const pages = found.pages.map((page) => page.map((row) => (row.run_id === run.run_id ? run : row)));
    return { ...found, pages };
  }
  const [first, ...rest] = found.pages;
  const newest = first?.[0];
  if (!newestFirst || first === undefined || (newest && newest.created_at > run.created_at)) return null;
  return { ...found, pages: [[run, ...first], ...rest] };
}

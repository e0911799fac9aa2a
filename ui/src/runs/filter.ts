/** What the list of runs is narrowed to; it lives in the URL. */
import type { RunStatus } from "../api/schema";
import { RUN_STATUSES } from "../status";

export interface RunFilter {
  readonly status: readonly RunStatus[];
  readonly search: string;
  readonly workflow: string;
}

export interface RunSearch {
  readonly status?: string;
  readonly q?: string;
  readonly workflow?: string;
}

/** Returns what of a URL's search part the list understands; the rest is dropped. */
export function readSearch(search: Record<string, unknown>): RunSearch {
  const text = (name: string) => (typeof search[name] === "string" && search[name] ? { [name]: search[name] } : {});
  return { ...text("status"), ...text("q"), ...text("workflow") };
}

export function filterOf(search: RunSearch): RunFilter {
  const asked = (search.status ?? "").split(",");
  return {
    status: RUN_STATUSES.filter((status) => asked.includes(status)),
    search: search.q ?? "",
    workflow: search.workflow ?? "",
  };
}

export function searchOf(filter: RunFilter): RunSearch {
  return {
    ...(filter.status.length > 0 ? { status: filter.status.join(",") } : {}),
    ...(filter.search ? { q: filter.search } : {}),
    ...(filter.workflow ? { workflow: filter.workflow } : {}),
  };
}

export function narrowed(filter: RunFilter): boolean {
  return Object.keys(searchOf(filter)).length > 0;
}

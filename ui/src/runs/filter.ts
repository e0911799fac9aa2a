/** What the list of runs is narrowed to and how it is sorted; it lives in the URL. */
import type { RunListItem, RunStatus } from "../api/schema";
import { RUN_STATUSES } from "../status";

export const NEWEST = "-created_at";
const SORTS = [
  ...["created_at", NEWEST, "started_at", "-started_at", "finished_at", "-finished_at"],
  ...["title", "-title", "status"],
] as const;
export type RunSort =
  | "created_at"
  | "-created_at"
  | "started_at"
  | "-started_at"
  | "finished_at"
  | "-finished_at"
  | "title"
  | "-title"
  | "status";

export interface RunFilter {
  readonly status: readonly RunStatus[];
  readonly search: string;
  readonly workflow: string;
  readonly sort: RunSort;
}

export interface RunSearch {
  readonly status?: string;
  readonly q?: string;
  readonly workflow?: string;
  readonly sort?: string;
}

/** Returns what of a URL's search part the list understands; the rest is dropped. */
export function readSearch(search: Record<string, unknown>): RunSearch {
  const text = (name: string) => (typeof search[name] === "string" && search[name] ? { [name]: search[name] } : {});
  return { ...text("status"), ...text("q"), ...text("workflow"), ...text("sort") };
}

export function filterOf(search: RunSearch): RunFilter {
  const asked = (search.status ?? "").split(",");
  return {
    status: RUN_STATUSES.filter((status) => asked.includes(status)),
    search: search.q ?? "",
    workflow: search.workflow ?? "",
    sort: (SORTS as readonly string[]).includes(search.sort ?? "") ? (search.sort as RunSort) : NEWEST,
  };
}

export function searchOf(filter: RunFilter): RunSearch {
  return {
    ...(filter.status.length > 0 ? { status: filter.status.join(",") } : {}),
    ...(filter.search ? { q: filter.search } : {}),
    ...(filter.workflow ? { workflow: filter.workflow } : {}),
    ...(filter.sort === NEWEST ? {} : { sort: filter.sort }),
  };
}

export function narrowed(filter: RunFilter): boolean {
  return filter.status.length > 0 || filter.search !== "" || filter.workflow !== "";
}

/** The sort that a click on a column's head asks for: the column's own first, then turned round. */
export function nextSort(now: RunSort, column: "title" | "created_at" | "status"): RunSort {
  if (column === "status") return now === "status" ? NEWEST : "status";
  const first = column === "title" ? "title" : NEWEST;
  if (now !== first) return first;
  return column === "title" ? "-title" : "created_at";
}

/** The title of a run, null when it is only its workflow's. */
export function ownTitle(run: Pick<RunListItem, "title" | "workflow_title">): string | null {
  return run.title && run.title !== run.workflow_title ? run.title : null;
}

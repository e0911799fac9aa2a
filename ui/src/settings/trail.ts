/** Which part of the audit log is shown; it lives in the URL. */
import type { Deed } from "../api/schema";
import { words } from "../words";

export interface Trail {
  readonly deed?: Deed;
  readonly page?: number;
}

/** Returns what of a URL's search part the audit log understands; the rest is dropped. */
export function readTrail(search: Record<string, unknown>): Trail {
  const page = Number(search.page);
  return {
    ...(typeof search.deed === "string" && Object.hasOwn(words.audit.deeds, search.deed)
      ? { deed: search.deed as Deed }
      : {}),
    ...(Number.isInteger(page) && page > 1 ? { page } : {}),
  };
}

/** The address of what an id names, null where no screen shows it. */
export function screenOf(id: string): string | null {
  if (id.startsWith("wr_")) return `/runs/${id}`;
  if (id.startsWith("pbs_")) return `/sessions/${id}`;
  return null;
}

/** Where one is in the editor: the view and the chosen block, as the URL has them. */

export const TABS = ["outline", "canvas", "code", "versions"] as const;
type Tab = (typeof TABS)[number];

export interface Place {
  readonly tab?: Tab;
  /** The path of the chosen block, such as `1.0`, or `none`. */
  readonly at?: string;
}

/** Returns what of a URL's search part the editor understands; the rest is dropped. */
export function readPlace(search: Record<string, unknown>): Place {
  const tab = TABS.find((one) => one === search.tab);
  const at = typeof search.at === "number" ? String(search.at) : search.at;
  const known = typeof at === "string" && /^(none|\d+(\.\d+)*)$/.test(at);
  return { ...(tab ? { tab } : {}), ...(known ? { at } : {}) };
}

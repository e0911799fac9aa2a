/** What is selected on the page of a run; it lives in the URL, so that a link shows the same. */

export interface Selection {
  /** The id of a block run or an action. */
  readonly at?: string;
  readonly view?: "picture" | "before" | "recording" | "live";
}

const VIEWS = ["picture", "before", "recording", "live"] as const;

export function readSelection(search: Record<string, unknown>): Selection {
  const view = VIEWS.find((name) => name === search.view);
  return {
    ...(typeof search.at === "string" && search.at ? { at: search.at } : {}),
    ...(view ? { view } : {}),
  };
}

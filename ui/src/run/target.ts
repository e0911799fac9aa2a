/** What an action was done to, as it is outlined in a picture, and which picture shows the page before it. Pure. */
import type { TimelineAction } from "../api/schema";
import type { ActionRow, Row } from "./fold";

/** Left, top, width and height in the pixels of the picture. */
export type Box = readonly [number, number, number, number];

/** After these the page stands as it stood, so that the place of the element is right in the picture after, too. */
const STAYS: ReadonlySet<string> = new Set(["input_text", "select_option", "checkbox", "upload_file", "hover"]);

/** Returns where the element was that an action was done to. */
export function boxOf(action: TimelineAction): Box | null {
  const box = action.skyvern_element_data?.box;
  if (!Array.isArray(box)) return null;
  const [left, top, width, height] = box.map(Number) as (number | undefined)[];
  if (left === undefined || top === undefined || !width || !height) return null;
  return width > 0 && height > 0 ? [left, top, width, height] : null;
}

/** Returns what to outline in the picture that was taken after a row's action. */
export function boxAfter(row: Row): Box | null {
  return row.kind === "action" && STAYS.has(row.action.action_type) ? boxOf(row.action) : null;
}

/** Returns the picture of the page as it was before an action: the last one, unless its block opened a page of its own. */
export function pictureBefore(rows: readonly Row[], row: Row): string | null {
  if (row.kind !== "action") return null;
  const earlier = rows.slice(0, rows.indexOf(row)).filter((one): one is ActionRow => one.kind === "action");
  const here = earlier.filter((one) => one.block === row.block);
  const last = (here.length > 0 || row.block.url ? here : earlier).at(-1);
  return last?.action.screenshot_artifact_id ?? null;
}

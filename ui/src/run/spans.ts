/** How a run spent its time: working, or waiting for a worker, a person or the clock. Pure. */
import type { RunDetailAnswer } from "../api/schema";
import { moment } from "../time";
import type { Row } from "./fold";

export interface Span {
  readonly kind: "working" | "waiting";
  /** Parts of the whole, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  readonly label: string;
  /** The row that it belongs to. */
  readonly id: string | null;
}

/** Blocks that only wait. */
const WAITING = new Set(["wait", "human_interaction"]);

/** Returns the run's time from its creation on, in order and without holes; what no block did is waiting. */
export function spansOf(run: RunDetailAnswer, rows: readonly Row[], now: Date): Span[] {
  const begin = moment(run.created_at).getTime();
  const end = Math.max(begin + 1, run.finished_at ? moment(run.finished_at).getTime() : now.getTime());
  const spans: Span[] = [];
  let at = begin;
  const add = (kind: Span["kind"], until: number, label: string, id: string | null) => {
    const to = Math.min(Math.max(until, at), end);
    const parts = { from: (at - begin) / (end - begin), to: (to - begin) / (end - begin) };
    if (to > at) spans.push({ kind, ...parts, seconds: (to - at) / 1000, label, id });
    at = to;
  };
  for (const { block, id } of leaves(rows)) {
    const from = moment(block.created_at).getTime();
    const to = block.duration === null || block.duration === undefined ? end : from + block.duration * 1000;
    add("waiting", from, "", null);
    add(WAITING.has(String(block.block_type)) ? "waiting" : "working", to, block.label ?? "", id);
  }
  add("waiting", end, "", null);
  return spans;
}

/** The blocks that hold no others, in the order in which they began. */
function leaves(rows: readonly Row[]) {
  const blocks = rows.filter((row) => row.kind === "block");
  const parents = new Set(blocks.map((row) => row.block.parent_workflow_run_block_id));
  return blocks
    .filter((row) => !parents.has(row.block.workflow_run_block_id))
    .sort((one, other) => one.block.created_at.localeCompare(other.block.created_at));
}

export function secondsOf(spans: readonly Span[], kind: Span["kind"]): number {
  return spans.reduce((sum, span) => sum + (span.kind === kind ? span.seconds : 0), 0);
}

import { describe, expect, it } from "vitest";
import type { TimelineItem } from "../api/schema";
import { fold, mindsOf, pictureOf, recordedUntil, telling } from "./fold";

function item(id: string, at: number, more: object = {}, children: TimelineItem[] = []): TimelineItem {
  const created_at = `2026-03-01T12:00:${String(at).padStart(2, "0")}`;
  const block = {
    workflow_run_block_id: id,
    label: id,
    status: "completed",
    actions: [],
    current_index: null,
    ...more,
  };
  return { type: "block", created_at, modified_at: created_at, attempt: 1, thought: null, block, children } as never;
}

const ACTIONS = [
  { action_id: "a2", action_order: 1, step_order: 0, screenshot_artifact_id: "p2" },
  { action_id: "a1", action_order: 0, step_order: 0, screenshot_artifact_id: "p1" },
  { action_id: "a3", action_order: 0, step_order: 1, screenshot_artifact_id: null },
];

describe("the fold of a timeline", () => {
  const rows = fold([
    item("second", 9, { status: "failed", actions: ACTIONS }),
    item("loop", 1, {}, [item("inner", 3, { current_index: 1 }), item("inner", 2, { current_index: 0 })]),
  ]);

  it("puts blocks in order, passes and actions below them", () => {
    expect(rows.map((row) => [row.id, row.depth, row.kind === "block" ? row.pass : null])).toEqual([
      ["loop", 0, null],
      ["inner", 1, 1],
      ["inner", 1, 2],
      ["second", 0, null],
      ["a1", 1, null],
      ["a2", 1, null],
      ["a3", 1, null],
    ]);
  });

  it("shows what failed when nobody chose anything", () => {
    expect(telling(rows)?.id).toBe("second");
    expect(telling(rows.slice(0, 3))?.id).toBe("inner");
    expect(telling([])).toBeNull();
  });

  it("finds the last picture up to a row", () => {
    const [second, a1, , a3] = rows.slice(3);
    expect([second, a1, a3].map((row) => row && pictureOf(rows, row))).toEqual(["p2", "p1", "p2"]);
    expect(rows[0] && pictureOf(rows, rows[0])).toBeNull();
  });
});

it("tells how long each action took, also of those that were decided together", () => {
  const done = (action_order: number, created: number, ended: number) => ({
    action_id: `a${action_order}`,
    action_order,
    step_order: 0,
    created_at: `2026-03-01T12:00:0${created}`,
    modified_at: `2026-03-01T12:00:0${ended}`,
  });
  const rows = fold([
    item("a", 1, { actions: [done(0, 1, 3), done(1, 1, 4), done(2, 6, 8), { action_id: "old", action_order: 3 }] }),
  ]);
  const took = Object.fromEntries(rows.flatMap((row) => (row.kind === "action" ? [[row.id, row.seconds]] : [])));
  expect(took).toEqual({ a0: 2, a1: 1, a2: 2, old: null });
});

it("tells which minds decided, each once", () => {
  const rows = fold([item("a", 1, { mind: "embedded" }), item("b", 2), item("c", 3, { mind: "embedded" })]);
  expect(mindsOf(rows)).toEqual(["embedded"]);
});

it("takes the recording's end from when it was stored, else from the run's", () => {
  const run = { finished_at: "2026-03-01T12:00:09" } as never;
  const stored = { artifact_type: "recording", created_at: "2026-03-01T12:00:08" } as never;
  expect(recordedUntil(run, [stored])).toBe("2026-03-01T12:00:08");
  expect(recordedUntil(run, [])).toBe("2026-03-01T12:00:09");
});
